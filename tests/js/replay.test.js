// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { following } from "../../exams/static/exams/replay.js";

test("playing goes on to the last version and ends there", () => {
  assert.deepEqual([1, 2, 3].map((number) => following(number, 3)), [2, 3, null]);
});

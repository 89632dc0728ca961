import assert from "node:assert/strict";
import { test } from "node:test";

import { delay } from "../../exams/static/exams/wait.js";

test("people do not all come back at the same moment", () => {
  assert.deepEqual([0, 0.5, 1].map((random) => delay(4, random)), [3000, 4000, 5000]);
});

// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { reason } from "../../config/static/failures.js";

test("each failure has its own sentence", () => {
  assert.equal(reason(undefined), "offline");
  assert.equal(reason(403), "refused");
  assert.equal(reason(404), "refused");
  assert.equal(reason(500), "failed");
  assert.equal(reason(503), "failed");
});

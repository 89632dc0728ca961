// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { deed } from "../../config/static/dialog.js";

/** @param {Record<string, string | null>} nearest attribute of the nearest element by selector */
const target = (nearest) =>
  /** @type {any} */ ({
    closest: (/** @type {string} */ selector) =>
      selector in nearest ? { getAttribute: () => nearest[selector] } : null,
  });

test("a click on an opener names its dialog", () => {
  assert.deepEqual(deed(target({ "[data-dialog]": "help" })), { open: "help", close: false });
});

test("a click on a closer closes", () => {
  assert.deepEqual(deed(target({ "[data-close]": "" })), { open: null, close: true });
});

test("a click elsewhere does nothing", () => {
  assert.deepEqual(deed(target({})), { open: null, close: false });
  assert.deepEqual(deed(null), { open: null, close: false });
});

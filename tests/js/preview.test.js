import assert from "node:assert/strict";
import test from "node:test";
import { paneOf, twins } from "../../questionbank/static/questionbank/preview.js";

test("an address within the page names its pane", () => {
  assert.equal(paneOf("#at-120"), "source");
  assert.equal(paneOf("#source"), "source");
  assert.equal(paneOf("#item-3"), "questions");
  assert.equal(paneOf("#item-3-answer_points"), "questions");
  for (const other of ["", "#", "#main", "#at-", "#item-x", "#item-3-"]) assert.equal(paneOf(other), null);
});

test("nothing lights up for what is no field of a question", () => {
  const root = { querySelectorAll: () => assert.fail("nothing to look for") };

  assert.deepEqual(twins(root, {}), []);
  assert.deepEqual(twins(root, { item: "3" }), []);
});

import assert from "node:assert/strict";
import test from "node:test";
import { textOf } from "../../exams/static/exams/links.js";

test("a copy button copies the value of its field", () => {
  const page = { getElementById: (id) => (id === "link-1" ? { value: "https://x/t/abc/" } : null) };

  assert.equal(textOf(page, "link-1"), "https://x/t/abc/");
  assert.equal(textOf(page, "link-2"), "");
});

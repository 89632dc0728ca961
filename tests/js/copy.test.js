import assert from "node:assert/strict";
import test from "node:test";
import { textOf } from "../../config/static/copy.js";

test("a copy button copies the value of its field or the text of its element", () => {
  const named = { list: { value: "林晓\tx\n" }, "link-1": { textContent: " https://x/t/abc/ " } };
  const page = { getElementById: (id) => named[id] ?? null };

  assert.equal(textOf(page, "list"), "林晓\tx\n");
  assert.equal(textOf(page, "link-1"), "https://x/t/abc/");
  assert.equal(textOf(page, "link-2"), "");
});

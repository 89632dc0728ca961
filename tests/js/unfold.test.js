import assert from "node:assert/strict";
import test from "node:test";
import { unfold } from "../../questionbank/static/questionbank/unfold.js";

test("the form and its button say the same", () => {
  const said = [];
  const form = {
    classList: { toggle: (name, on) => said.push([name, on]) },
    querySelector: () => ({ setAttribute: (name, value) => said.push([name, value]) }),
  };

  unfold(form, true);
  unfold(form, false);

  assert.deepEqual(said, [
    ["unfolded", true], ["aria-expanded", "true"],
    ["unfolded", false], ["aria-expanded", "false"],
  ]);
});

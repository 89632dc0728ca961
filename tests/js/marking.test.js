import assert from "node:assert/strict";
import { test } from "node:test";

import { outcome } from "../../scoring/static/scoring/autosave.js";
import { commandFor } from "../../scoring/static/scoring/keys.js";
import { number, total } from "../../scoring/static/scoring/total.js";

const press = (key, more = {}) =>
  commandFor({ key, typing: false, composing: false, modified: false, ctrl: false, onControl: false, ...more });

test("keys outside text fields", () => {
  assert.deepEqual(press("1"), { toggle: 0 });
  assert.deepEqual(press("9"), { toggle: 8 });
  assert.equal(press("0"), "none");
  assert.equal(press("Enter"), "save");
  assert.equal(press("z"), "undo");
  assert.equal(press("S"), "set-aside");
  assert.equal(press("f"), "flag");
  assert.equal(press("?"), "help");
  assert.equal(press("？"), "help");
  assert.equal(press("x"), null);
  assert.equal(press("F1"), null);
});

test("while typing nothing but Escape and Ctrl+Enter is a command", () => {
  for (const key of ["1", "0", "z", "s", "f", "?", "Enter"]) assert.equal(press(key, { typing: true }), null);
  assert.equal(press("Escape", { typing: true }), "leave");
  assert.equal(press("Enter", { typing: true, ctrl: true, modified: true }), "save");
});

test("an input method keeps every key to itself", () => {
  for (const key of ["1", "Enter", "Escape"]) {
    assert.equal(press(key, { composing: true }), null);
    assert.equal(press(key, { composing: true, typing: true, ctrl: true }), null);
  }
});

test("keys of the browser and of controls are left alone", () => {
  assert.equal(press("s", { modified: true, ctrl: true }), null);
  assert.equal(press("1", { modified: true }), null);
  assert.equal(press("Enter", { onControl: true }), null);
});

test("the running total", () => {
  const row = (points, point = true) => ({ points: number(points), point });
  assert.equal(total([row("3/1"), row("4/1"), row("3/1", false)], 0, 10, 0), "10");
  assert.equal(total([row("10/3"), row("10/3"), row("10/3")], 0, 10, 0), "10");
  assert.equal(total([row("10/3")], 0, 10, 0), "3.33");
  assert.equal(total([row("3/1")], -5, 10, 0), "0");
  assert.equal(total([row("3/1")], 50, 10, 0), "10");
  assert.equal(total([row("3/1")], Number.NaN, 10, 0), "3");
  assert.equal(total([row("3/1"), row("4/1"), row("2/1"), row("1/1", false)], 0, 10, 2), "8");
  assert.equal(number(undefined), 0);
});

test("what a save's reply means", () => {
  assert.equal(outcome(200), "saved");
  assert.equal(outcome(409), "lost");
  assert.equal(outcome(500), "failed");
  assert.equal(outcome(null), "failed");
});

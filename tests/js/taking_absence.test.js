// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { Notes, message } from "../../exams/static/exams/notes.js";
import { memory } from "./memory.js";

const names = () => {
  let number = 0;
  return () => `name-${(number += 1)}`;
};

test("leaving twice before coming back is one absence", () => {
  const notes = new Notes(memory(), "a", names());
  notes.leave(1000);
  notes.leave(2000);
  assert.equal(notes.back(9000), true);
  assert.equal(notes.back(9500), false);
  assert.deepEqual(notes.state.kept, [{ name: "name-1", kind: "away", began: 1000, lasted: 8000, size: 0, question: null }]);
});

test("a blink is none", () => {
  const notes = new Notes(memory(), "a", names());
  notes.leave(1000);
  assert.equal(notes.back(1500), false);
  assert.deepEqual(notes.state.kept, []);
});

test("an absence that the page did not outlive ends when it is opened again", () => {
  const storage = memory();
  new Notes(storage, "a", names()).leave(1000);
  const again = new Notes(storage, "a", names());
  assert.equal(again.back(61_000), true);
  assert.equal(again.state.kept[0].lasted, 60_000);
});

test("times are sent as spans, and what the server has is forgotten", () => {
  const notes = new Notes(memory(), "a", names());
  notes.add("paste", 1000, { size: 42, question: 7 });
  assert.deepEqual(message(notes.state.kept, 4000), { events: [{ name: "name-1", kind: "paste", lasted: 0, size: 42, question: 7, ago: 3000 }] });
  notes.forget(["name-1"]);
  assert.deepEqual(message(notes.state.kept, 4000), { events: [] });
});

test("what another window noted meanwhile stays, and it may end an absence that began here", () => {
  const storage = memory();
  const [one, other] = [new Notes(storage, "a", () => "from-one"), new Notes(storage, "a", () => "from-other")];
  one.leave(1000);
  assert.equal(other.back(1400), false);
  assert.equal(one.back(60_000), false);
  other.add("paste", 2000, { size: 3 });
  one.add("paste", 3000, { size: 4 });
  assert.deepEqual(one.state.kept.map(({ name }) => name), ["from-other", "from-one"]);
});

test("a device that keeps nothing still tells", () => {
  const full = { ...memory(), setItem() { throw new Error("full"); } };
  for (const storage of [null, full]) {
    const notes = new Notes(/** @type {any} */ (storage), "a", names());
    notes.leave(1000);
    assert.equal(notes.back(9000), true);
    assert.equal(notes.state.kept.length, 1);
  }
});

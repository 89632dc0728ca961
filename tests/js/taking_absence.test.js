// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { Notes, message } from "../../exams/static/exams/absence.js";
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

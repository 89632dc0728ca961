// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST, batch, batches, emptyQueue, record, resolve, restore, sameAnswer, settle } from "../../exams/static/exams/queue.js";

const nothing = { saved: {}, stale: {}, refused: {} };

test("every change is a revision above all that are known", () => {
  let queue = record(emptyQueue({ 7: 4 }), "7", ["A"], false);
  queue = record(queue, "7", ["B"], true);
  assert.deepEqual(batch(queue), [{ question: 7, revision: 6, answer: ["B"], flagged: true }]);
});

test("an acknowledgement takes away what it names and nothing newer", () => {
  const sent = record(record(emptyQueue({}), "1", "a", false), "2", "b", false);
  const typedOn = record(sent, "1", "ab", false);
  const queue = settle(typedOn, { ...nothing, saved: { 1: 1, 2: 1 } });
  assert.deepEqual(batch(queue), [{ question: 1, revision: 2, answer: "ab", flagged: false }]);
  assert.deepEqual(settle(queue, { ...nothing, saved: { 1: 2 } }).pending, {});
});

test("without a receipt everything stays", () => {
  const queue = record(emptyQueue({}), "1", "a", false);
  assert.deepEqual(settle(queue, nothing), queue);
});

test("another window's answer waits for a decision and is not overwritten", () => {
  const mine = record(emptyQueue({ 1: 3 }), "1", "mine", false);
  const winner = { revision: 6, answer: "other", flagged: false };
  const queue = settle(mine, { ...nothing, stale: { 1: winner } });
  assert.deepEqual([batch(queue), queue.conflicts], [[], { 1: winner }]);

  assert.deepEqual(batch(resolve(queue, "1", true)), [{ question: 1, revision: 7, answer: "mine", flagged: false }]);
  const taken = resolve(queue, "1", false);
  assert.deepEqual([taken.pending, taken.conflicts, taken.revisions], [{}, {}, { 1: 6 }]);
});

test("typing on while a conflict is open sends nothing but keeps the newest text", () => {
  const winner = { revision: 6, answer: "other", flagged: false };
  let queue = settle(record(emptyQueue({}), "1", "mine", false), { ...nothing, stale: { 1: winner } });
  queue = record(queue, "1", "mine, longer", false);
  assert.deepEqual(batch(queue), []);
  assert.deepEqual(batch(resolve(queue, "1", true)), [{ question: 1, revision: 7, answer: "mine, longer", flagged: false }]);
});

test("the same answer from elsewhere is no conflict, whatever the order of its options", () => {
  const mine = record(emptyQueue({}), "1", ["D", "A"], false);
  const queue = settle(mine, { ...nothing, stale: { 1: { revision: 9, answer: ["A", "D"], flagged: false } } });
  assert.deepEqual([queue.pending, queue.conflicts, queue.revisions], [{}, {}, { 1: 9 }]);
  assert.equal(sameAnswer({ revision: 1, answer: "a", flagged: true }, { revision: 1, answer: "a", flagged: false }), false);
});

test("a refused answer stays on the page and is sent again only when it changes", () => {
  let queue = settle(record(emptyQueue({}), "1", "x", false), { ...nothing, refused: { 1: "too-long", 9: "unknown-question" } });
  assert.deepEqual([batch(queue), queue.refused], [[], { 1: "too-long" }]);
  queue = record(queue, "1", "y", false);
  assert.deepEqual(batch(queue), [{ question: 1, revision: 2, answer: "y", flagged: false }]);
});

test("what the device kept comes back; what the server overtook asks", () => {
  const held = {
    1: { revision: 2, answer: "server", flagged: false },
    2: { revision: 5, answer: "server", flagged: false },
    3: { revision: 5, answer: "same", flagged: false },
  };
  const kept = {
    1: { revision: 3, answer: "device", flagged: false },
    2: { revision: 4, answer: "device", flagged: false },
    3: { revision: 5, answer: "same", flagged: false },
    99: { revision: 1, answer: "of another paper", flagged: false },
  };
  const queue = restore(emptyQueue({ 1: 2, 2: 5, 3: 5 }), kept, held);
  assert.deepEqual(batch(queue).map((entry) => entry.question), [1]);
  assert.deepEqual(Object.keys(queue.conflicts), ["2"]);
  assert.deepEqual(Object.keys(queue.pending), ["1", "2"]);
});

test("what is typed offline in a long test goes in several batches, and all of it arrives", () => {
  let queue = emptyQueue({});
  for (let question = 1; question <= 620; question += 1) queue = record(queue, String(question), ["A"], false);
  const sizes = [];
  while (batch(queue).length) {
    sizes.push(batch(queue).length);
    const saved = Object.fromEntries(batch(queue).map(({ question, revision }) => [question, revision]));
    queue = settle(queue, { saved, stale: {}, refused: {} });
  }
  assert.ok(MOST <= 500);
  assert.deepEqual([Math.max(...sizes), sizes.reduce((sum, size) => sum + size, 0), queue.pending], [MOST, 620, {}]);
});

test("what a device kept past the end goes whole, in batches that the server reads", () => {
  const pending = Object.fromEntries(Array.from({ length: 2 * MOST + 1 }, (_, n) => [String(n + 1), { revision: 1, answer: `text ${n}`, flagged: false }]));
  const parts = batches(pending);
  assert.deepEqual(parts.map((part) => part.length), [MOST, MOST, 1]);
  assert.deepEqual(parts.flat().map(({ question, answer }) => [String(question), answer]), Object.entries(pending).map(([name, entry]) => [name, entry.answer]));
  assert.deepEqual(batches({}), []);
});

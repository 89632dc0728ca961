// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { inName, newName, ownName, penKey } from "../../exams/static/exams/pen.js";
import { giveUp } from "../../exams/static/exams/queue.js";
import { memory } from "./memory.js";

/** Locks as browsers have them; `held` are the names that other pages hold. @param {Set<string>} held */
function locks(held) {
  const request = (/** @type {string} */ name, /** @type {object} */ _options, /** @type {(lock: object | null) => any} */ deed) => {
    if (held.has(name)) return Promise.resolve(deed(null));
    held.add(name);
    return Promise.resolve(deed({}));
  };
  return /** @type {LockManager} */ (/** @type {unknown} */ ({ request }));
}

/** A page in a browser whose pages share `held` and `device`. @param {Set<string>} held @param {Storage} device @param {Storage} tab @param {string} fresh */
function page(held, device, tab, fresh) {
  return ownName("a", { locks: locks(held), tab, device, random: () => fresh, pause: async () => {} });
}

test("a page keeps its name over a reload, also when the page before lets go late", async () => {
  const tab = memory();
  const held = new Set();
  assert.equal(await page(held, memory(), tab, "one"), "one");
  let waits = 0;
  const pause = async () => { if (++waits === 3) held.clear(); };
  assert.equal(await ownName("a", { locks: locks(held), tab, device: memory(), random: () => "two", pause }), "one");
});

test("a second tab and a duplicated tab get names of their own", async () => {
  const [held, device, tab] = [new Set(), memory(), memory()];
  assert.equal(await page(held, device, tab, "one"), "one");
  device.setItem(penKey("a"), "one");
  assert.equal(await page(held, device, memory(), "two"), "two");
  const copy = memory();
  copy.setItem(penKey("a"), "one");
  assert.equal(await page(held, device, copy, "three"), "three");
});

test("the next page of the same browser goes on when the writing one is closed", async () => {
  const [device, held] = [memory(), new Set()];
  device.setItem(penKey("a"), await page(held, device, memory(), "one"));
  held.clear();
  assert.equal(await page(held, device, memory(), "two"), "one");
});

test("without locks a tab keeps its name and no other tab shares it", async () => {
  const [tab, device] = [memory(), memory()];
  const around = { locks: undefined, device, random: () => "one" };
  assert.equal(await ownName("a", { ...around, tab }), "one");
  device.setItem(penKey("a"), "one");
  assert.equal(await ownName("a", { ...around, tab, random: () => "two" }), "one");
  assert.equal(await ownName("a", { ...around, tab: memory(), random: () => "two" }), "two");
});

test("what was sent in vain is put aside, what was typed since is still sent", () => {
  const entry = (/** @type {number} */ revision) => ({ revision, answer: "x", flagged: false });
  const queue = { pending: { 1: entry(2), 2: entry(4), 3: entry(1), 4: entry(1) }, revisions: {}, conflicts: { 3: entry(5) }, refused: { 4: "too-long" } };
  const { queue: rest, shelved } = giveUp(queue, [{ question: 1, revision: 2 }, { question: 2, revision: 3 }]);
  assert.deepEqual([Object.keys(rest.pending), rest.conflicts, Object.keys(shelved)], [["2"], {}, ["1", "3", "4"]]);
});

test("windows of one browser begin with its name, another browser and another test with another one", () => {
  const [one, other] = [memory(), memory()];
  const names = [newName("a", one), newName("a", one), newName("a", other), newName("b", one)];
  for (const name of names) assert.match(name, /^[0-9a-f]{16}-[0-9a-f]{20}$/);
  const homes = names.map((name) => name.slice(0, 16));
  assert.equal(homes[0], homes[1]);
  assert.equal(new Set(homes).size, 3);
  assert.equal(new Set(names).size, 4);
});

test("where a browser keeps nothing, a page's name says nothing about it", () => {
  const full = { ...memory(), setItem() { throw new Error("full"); } };
  for (const device of [null, full]) assert.match(newName("a", /** @type {any} */ (device)), /^[0-9a-f]{32}$/);
});

test("the name of the window keeps a page's name, and is not taken for one of another test", () => {
  const window = { name: "opened by a link" };
  const tab = inName(window);
  assert.equal(tab.getItem(penKey("a")), null);
  tab.setItem(penKey("a"), "one");
  assert.deepEqual([inName(window).getItem(penKey("a")), tab.getItem(penKey("b"))], ["one", null]);
});

// @ts-check
// The submit page: keeps sending what the device still holds, lists it, and shows the clock.

import { watch } from "./absence.js";
import { Clock } from "./clock.js";
import { newName, ownName, tabStorage } from "./pen.js";
import { emptyQueue } from "./queue.js";
import { Saver } from "./saver.js";
import { inSamePart, keepInTouch, pageData, showState, submitByTime } from "./session.js";
import { showElsewhere } from "./shelf.js";
import { Store, deviceStorage } from "./store.js";
import { Timer } from "./timer.js";

const data = pageData();
const storage = deviceStorage();
const store = new Store(storage, data.attempt);
const writer = await ownName(data.attempt, { locks: navigator.locks, tab: tabStorage(), device: storage, random: () => newName(data.attempt, storage) });
const timer = new Timer(data.words);
let waiting = Object.keys(store.all()).length;

const saver = new Saver({
  url: data.answers,
  token: data.token,
  store,
  shelf: new Store(storage, `${data.attempt}/shelf`),
  writer,
  queue: { ...emptyQueue({}), pending: store.all() },
  changed: showUnsaved,
  receipt: (reply, took) => inSamePart(data, reply) && clock.correct(reply, took),
  elsewhere: () => showElsewhere(writer),
  regained: () => location.reload(),
  paused: () => location.reload(),
  closed: () => location.reload(),
});
const clock = new Clock(data.now, data.deadline, {
  tick: (left, spoken) => timer.show(left, spoken),
  over: () => submitByTime(saver, data, [], () => clock.left),
  doubt: () => void saver.flush({ ask: true }),
});

function showUnsaved() {
  showState(saver, data.words);
  const unsaved = new Set(saver.unsaved);
  for (const row of document.querySelectorAll("[data-unsaved]")) {
    if (row instanceof HTMLElement) row.hidden = !unsaved.has(row.dataset.unsaved ?? "");
  }
  const block = document.getElementById("unsaved");
  if (block) block.hidden = unsaved.size === 0;
  for (const place of document.querySelectorAll('[data-count="unsaved"]')) place.textContent = String(unsaved.size);
  // What arrived just now changes the lists of this page.
  if (waiting && !unsaved.size) location.reload();
  waiting = unsaved.size;
}

keepInTouch(saver);
watch(data, storage);
clock.start();
showUnsaved();
void saver.flush({ ask: true });

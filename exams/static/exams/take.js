// @ts-check
// The taking page: puts the parts together.

import { watch } from "./absence.js";
import { flagBox, readAnswer } from "./answers.js";
import { Clock } from "./clock.js";
import { showConflict } from "./conflicts.js";
import { keySwitch, listen } from "./keys.js";
import { obey } from "./obey.js";
import { Pager, numberIn } from "./pager.js";
import { newName, ownName, penKey, tabStorage } from "./pen.js";
import { allQuestions, answeredEarly, hear, heldByServer, markOf, showCount, showEntry } from "./questions.js";
import { emptyQueue, restore } from "./queue.js";
import { Saver } from "./saver.js";
import { TYPING_DELAY } from "./schedule.js";
import { Sheet } from "./sheet.js";
import { readOnly, showShelf } from "./shelf.js";
import { Store, deviceStorage, note } from "./store.js";
import { Timer } from "./timer.js";
import { inSamePart, keepInTouch, pageData, reviewWhenSaved, showState, submitByTime } from "./session.js";

const data = pageData();
const questions = allQuestions();
const storage = deviceStorage();
const store = new Store(storage, data.attempt);
const shelf = new Store(storage, `${data.attempt}/shelf`);
const writer = await ownName(data.attempt, { locks: navigator.locks, tab: tabStorage(), device: storage, random: () => newName(data.attempt, storage) });
const held = heldByServer(questions);
const early = answeredEarly(questions, held);
const revisions = Object.fromEntries(Object.entries(held).map(([question, entry]) => [question, entry.revision]));
const timer = new Timer(data.words);
const sheet = new Sheet(/** @type {HTMLElement} */ (document.getElementById("sheet")), data.words);

const saver = new Saver({
  url: data.answers,
  token: data.token,
  store,
  shelf,
  writer,
  queue: restore(emptyQueue(revisions), store.all(), held),
  changed: refresh,
  receipt: (reply, took) => inSamePart(data, reply) && clock.correct(reply, took),
  elsewhere: () => readOnly(questions, writer),
  regained: () => location.reload(),
  paused: () => location.reload(),
  closed: () => location.assign(data.submission),
});
let shownState = "";
const clock = new Clock(data.now, data.deadline, {
  tick: (left, spoken) => timer.show(left, spoken),
  over: () => submitByTime(saver, data, questions, () => clock.left),
  doubt: () => void saver.flush({ ask: true }),
});
const pager = new Pager(questions, (number) => {
  sheet.current(number);
  sheet.open(false, false);
  void saver.flush();
});

function refresh() {
  const all = questions.map((question) => markOf(question, saver.unsaved));
  all.forEach((mark) => sheet.show(mark));
  sheet.count(all);
  showState(saver, data.words);
  for (const question of questions) {
    const name = question.dataset.question ?? "";
    showConflict(question, saver.queue.conflicts[name]?.answer, (keepMine) => decide(question, keepMine));
  }
  if (saver.state === "ready" || saver.state === "saved") note(storage, penKey(data.attempt), writer);
  if (saver.state !== shownState) showShelf(shelf, questions, saver.state !== "elsewhere", (question) => changed(question, true));
  shownState = saver.state;
}

/** @param {HTMLElement} question @param {boolean} soon */
function changed(question, soon) {
  showCount(question, data.words);
  saver.change(question.dataset.question ?? "", readAnswer(question), Boolean(flagBox(question)?.checked), soon ? 0 : TYPING_DELAY);
  refresh();
}

/** @param {HTMLElement} question @param {boolean} keepMine */
function decide(question, keepMine) {
  const name = question.dataset.question ?? "";
  const winner = saver.queue.conflicts[name];
  if (!keepMine && winner) showEntry(question, winner);
  saver.decide(name, keepMine);
  showCount(question, data.words);
}

for (const question of questions) {
  const kept = saver.queue.pending[question.dataset.question ?? ""];
  if (kept && !early.includes(question)) showEntry(question, kept);
  showCount(question, data.words);
  hear(question, (soon) => changed(question, soon));
}
listen(keySwitch(document.querySelector("[data-keys]"), storage), (action) => obey(action, pager));
keepInTouch(saver);
reviewWhenSaved(saver, data);
watch(data, storage, questions);
pager.show(numberIn(location.hash, pager.last) ?? 1, Boolean(location.hash));
document.getElementById("booklet")?.classList.add("ready");
clock.start();
refresh();
early.forEach((question) => changed(question, true));
void saver.flush({ ask: true });

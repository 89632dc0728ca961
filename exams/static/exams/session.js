// @ts-check
// The page's connection with the server: its data, the save state in words, coming and going, the end of the time.

import { HEARTBEAT } from "./saver.js";
import { fill } from "./states.js";
import { say } from "./timer.js";

/** @typedef {{ attempt: string, part: number, events: string, watches: boolean, now: number, deadline: number, grace: number, answers: string, submission: string, token: string, words: Record<string, string> }} PageData */

/** @returns {PageData} */
export function pageData() {
  return JSON.parse(document.getElementById("taking-data")?.textContent ?? "{}");
}

/** Is the section of this page still the open one? When its own time is over, or it was left elsewhere, the server decides what comes next. @param {PageData} data @param {import("./transport.js").Reply} reply */
export function inSamePart(data, reply) {
  const same = (reply.part ?? 0) === data.part;
  if (!same) location.reload();
  return same;
}

/** In other words where the device keeps nothing. @param {{ state: string, isKept: boolean }} saver @param {Record<string, string>} words */
export function stateWords({ state, isKept }, words) {
  return (isKept ? undefined : words[`${state}Unkept`]) ?? words[state] ?? "";
}

/** Who listens to the page hears of trouble, and of its end. @param {import("./saver.js").Saver} saver @param {Record<string, string>} words */
export function showState(saver, words) {
  const place = document.getElementById("save-state");
  if (!place) return;
  const text = fill(stateWords(saver, words), { time: saver.clock });
  const trouble = ["offline", "failed", "stranger", "stopped", "conflict", "refused", "elsewhere"].includes(saver.state);
  const over = ["ready", "saved"].includes(saver.state) && "trouble" in place.dataset;
  if (over || (trouble && place.textContent !== text)) say(text);
  if (trouble) place.dataset.trouble = "";
  else if (over) delete place.dataset.trouble;
  place.textContent = text;
  const looks = { ready: "saved", saved: "saved", saving: "saving", offline: "offline" };
  place.className = `save-state ${looks[/** @type {keyof typeof looks} */ (saver.state)] ?? "failed"}`;
}

/** Send when something changes about the network or the page; ask for the time when nothing was sent for long. @param {import("./saver.js").Saver} saver */
export function keepInTouch(saver) {
  window.addEventListener("online", () => void saver.flush({ ask: true }));
  window.addEventListener("offline", () => void saver.flush({ ask: true }));
  window.addEventListener("pagehide", () => saver.leave());
  window.addEventListener("beforeunload", (event) => !saver.isKept && saver.unsaved.length && event.preventDefault());
  window.addEventListener("pageshow", (event) => event.persisted && void saver.flush({ ask: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saver.leave();
    else void saver.flush({ ask: true });
  });
  setInterval(() => {
    if (Date.now() - saver.lastTry > HEARTBEAT) void saver.flush({ ask: true });
  }, HEARTBEAT / 3);
}

/** To the submit page, when what is typed has arrived; without a network stay, and say so. @param {import("./saver.js").Saver} saver @param {PageData} data */
export function reviewWhenSaved(saver, data) {
  document.getElementById("booklet")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void saver.flush({ ask: true }).then(() => {
      if (saver.failures === 0) location.assign(data.submission);
      else say(data.words.needNetwork);
      const notice = document.getElementById("need-network");
      if (notice) notice.hidden = saver.failures === 0;
    });
  });
}

/** Milliseconds after the end: spread over the grace in which saves still count, with five seconds of it left to try again. @param {number} grace @param {number} random 0…1 */
export function jitter(grace, random) {
  return 500 + random * Math.max(1000, grace - 5500);
}

/** The time is over: send what is left, ask the server whether it agrees, then submit. Not all browsers at once. @param {import("./saver.js").Saver} saver @param {PageData} data @param {HTMLElement[]} questions @param {() => number} left */
export function submitByTime(saver, data, questions, left) {
  const notice = document.getElementById("time-up");
  if (notice) notice.hidden = false;
  say(data.words.timeUp);
  for (const question of questions) question.inert = true;
  void saver.flush({ ask: true });
  const attempt = () => {
    if (left() > 0) {
      if (notice) notice.hidden = true;
      for (const question of questions) question.inert = false; // the server gave more time
      return;
    }
    void saver.flush({ ask: true }).then(() => {
      const form = document.getElementById("time-over");
      if (saver.isDone && form instanceof HTMLFormElement) form.submit();
      else setTimeout(attempt, saver.failures ? 3000 : 500);
    });
  };
  setTimeout(attempt, jitter(data.grace, Math.random()));
}

// @ts-check
// The questions on the page: reading them, hearing of changes, counting characters.

import { choices, flagBox, readAnswer, textBox, writeAnswer } from "./answers.js";
import { sameAnswer } from "./queue.js";
import { countCharacters, fill } from "./states.js";

/** @returns {HTMLElement[]} */
export function allQuestions() {
  return [...document.querySelectorAll("[data-question]")].filter((element) => element instanceof HTMLElement);
}

/** What the server held when it made the page. @param {HTMLElement[]} questions @returns {Record<string, import("./queue.js").Entry>} */
export function heldByServer(questions) {
  return Object.fromEntries(
    questions.map((question) => [
      question.dataset.question ?? "",
      { revision: Number(question.dataset.revision), answer: readAnswer(question, true), flagged: Boolean(flagBox(question)?.defaultChecked) },
    ]),
  );
}

/** Those that were answered before the scripts of the page had run, as on a slow network. @param {HTMLElement[]} questions @param {Record<string, import("./queue.js").Entry>} held */
export function answeredEarly(questions, held) {
  return questions.filter((question) => {
    const now = { revision: 0, answer: readAnswer(question), flagged: Boolean(flagBox(question)?.checked) };
    return !sameAnswer(now, held[question.dataset.question ?? ""] ?? { revision: 0, answer: null, flagged: false });
  });
}

/** @param {HTMLElement} question @param {import("./queue.js").Entry} entry */
export function showEntry(question, entry) {
  writeAnswer(question, entry.answer);
  const flag = flagBox(question);
  if (flag) flag.checked = entry.flagged;
}

/** Tell of every change: at once for a choice or a flag and on leaving a text, later while typing; of characters that are being composed only when they are chosen. @param {HTMLElement} question @param {(soon: boolean) => void} changed */
export function hear(question, changed) {
  const box = textBox(question);
  box?.addEventListener("input", (event) => "isComposing" in event && event.isComposing || changed(false));
  box?.addEventListener("compositionend", () => changed(false));
  box?.addEventListener("change", () => changed(true));
  for (const input of [...choices(question), flagBox(question)]) input?.addEventListener("change", () => changed(true));
  question.querySelector("[data-clear]")?.addEventListener("click", () => {
    writeAnswer(question, null);
    choices(question)[0]?.focus();
    changed(true);
  });
}

/** @param {HTMLElement} question @param {Record<string, string>} words */
export function showCount(question, words) {
  const place = question.querySelector("[data-length]");
  const box = textBox(question);
  if (place && box) place.textContent = fill(words.count, { count: countCharacters(box.value) });
  const clear = question.querySelector("[data-clear]");
  if (clear instanceof HTMLElement) clear.hidden = !choices(question).some((input) => input.checked);
}

/** Choose by place, as the keys do. @param {HTMLElement} question @param {number} place */
export function choose(question, place) {
  const input = choices(question)[place];
  if (!input) return;
  input.focus();
  input.click();
}

/** What the answer sheet shows of it. @param {HTMLElement} question @param {string[]} unsaved */
export function markOf(question, unsaved) {
  return {
    number: Number(question.dataset.number),
    answered: readAnswer(question) !== null,
    flagged: Boolean(flagBox(question)?.checked),
    unsaved: unsaved.includes(question.dataset.question ?? ""),
  };
}

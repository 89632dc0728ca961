// @ts-check
// Text that this page could not save because the test went on elsewhere. It is not the answer; nobody throws it away.

import { answerInWords, flagBox } from "./answers.js";
import { showEntry } from "./questions.js";

/** @typedef {{ mayUse: boolean, use: () => void, discard: () => void }} Deeds */

/** Show what is kept beside the question, to copy it or to make it the answer. @param {HTMLElement} question @param {import("./queue.js").Entry | undefined} entry @param {Deeds} deeds */
function showShelved(question, entry, { mayUse, use, discard }) {
  question.querySelector("[data-shelved]")?.remove();
  const template = document.getElementById("shelved");
  if (!entry || !(template instanceof HTMLTemplateElement)) return;
  const piece = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const text = piece.querySelector("[data-text]");
  if (text instanceof HTMLTextAreaElement) {
    text.value = answerInWords(question, entry.answer);
    piece.querySelector("[data-select]")?.addEventListener("click", () => void copy(text));
  }
  const button = piece.querySelector("[data-use]");
  if (button instanceof HTMLElement) button.hidden = !mayUse;
  button?.addEventListener("click", use);
  piece.querySelector("[data-discard]")?.addEventListener("click", discard);
  question.querySelector("[data-controls]")?.before(piece);
}

/** What could not be saved, beside its question. @param {import("./store.js").Store} shelf @param {HTMLElement[]} questions @param {boolean} mayUse @param {(question: HTMLElement) => void} changed */
export function showShelf(shelf, questions, mayUse, changed) {
  const kept = shelf.all();
  for (const question of questions) {
    const name = question.dataset.question ?? "";
    const discard = () => {
      shelf.forget(name, Infinity);
      showShelf(shelf, questions, mayUse, changed);
    };
    const use = () => {
      showEntry(question, { ...kept[name], flagged: Boolean(flagBox(question)?.checked) });
      changed(question);
      discard();
    };
    showShelved(question, kept[name], { mayUse, use, discard });
  }
}

/** By the old way where a page without https has no clipboard. @param {HTMLTextAreaElement} box */
async function copy(box) {
  box.focus();
  box.select();
  try {
    await navigator.clipboard.writeText(box.value);
  } catch {
    document.execCommand("copy");
  }
}

/** A page that may only read: texts can still be selected and copied. @param {HTMLElement[]} questions @param {string} writer */
export function readOnly(questions, writer) {
  for (const question of questions) {
    for (const box of question.querySelectorAll("[data-controls] textarea")) box.setAttribute("readonly", "");
    for (const input of question.querySelectorAll("input, [data-clear]")) input.setAttribute("disabled", "");
    question.classList.add("read-only");
  }
  showElsewhere(writer);
}

/** The notice with its one button. @param {string} writer */
export function showElsewhere(writer) {
  const notice = document.getElementById("elsewhere");
  const name = notice?.querySelector("input[name=writer]");
  if (name instanceof HTMLInputElement) name.value = writer;
  if (notice) notice.hidden = false;
}

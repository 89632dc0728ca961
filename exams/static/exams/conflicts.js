// @ts-check
// Two windows, two answers: show both and let the candidate decide. Nothing is thrown away before.

import { answerInWords } from "./answers.js";

/** @param {HTMLElement} question @param {any} other the answer that the server holds, or undefined when there is no conflict @param {(keepMine: boolean) => void} decide */
export function showConflict(question, other, decide) {
  const shown = question.querySelector("[data-conflict]");
  if (other === undefined) {
    shown?.remove();
    return;
  }
  if (shown) return;
  const template = document.getElementById("conflict");
  if (!(template instanceof HTMLTemplateElement)) return;
  const piece = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const text = piece.querySelector("[data-other]");
  if (text) text.textContent = answerInWords(question, other);
  piece.querySelector("[data-keep-mine]")?.addEventListener("click", () => decide(true));
  piece.querySelector("[data-take-other]")?.addEventListener("click", () => decide(false));
  question.querySelector("[data-controls]")?.before(piece);
}

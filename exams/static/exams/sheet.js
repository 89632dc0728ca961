// @ts-check
// The answer sheet: every question with its state in words and shape, the counts, and the drawer on phones.

import { marks } from "./states.js";

/** @typedef {{ number: number, answered: boolean, flagged: boolean, unsaved: boolean }} Mark */

export class Sheet {
  /** @param {HTMLElement} aside @param {Record<string, string>} words */
  constructor(aside, words) {
    this.aside = aside;
    this.words = words;
    this.button = document.getElementById("sheet-toggle");
    this.button?.addEventListener("click", () => this.open(!this.isOpen));
    aside.querySelector("[data-close-sheet]")?.addEventListener("click", () => this.open(false));
    aside.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen) this.open(false);
    });
    // The drawer would cover what the keyboard goes on to.
    document.addEventListener("focusin", ({ target }) => {
      if (this.isOpen && target instanceof Element && !aside.contains(target) && target.matches(":focus-visible")) this.open(false, false);
    });
  }

  get isOpen() {
    return this.aside.classList.contains("open");
  }

  /** On phones the sheet is a drawer; on wide screens it is always there. @param {boolean} open @param {boolean} focus */
  open(open, focus = true) {
    if (open === this.isOpen) return;
    this.aside.classList.toggle("open", open);
    this.button?.setAttribute("aria-expanded", String(open));
    if (!focus) return;
    const target = open ? this.aside.querySelector("[aria-current], a") : this.button;
    if (target instanceof HTMLElement) target.focus();
  }

  /** @param {Mark} mark */
  show(mark) {
    const link = this.aside.querySelector(`[data-goto="${mark.number}"]`);
    if (!link) return;
    const names = marks(mark);
    for (const name of ["answered", "flagged", "unsaved"]) link.classList.toggle(name, names.includes(name));
    const words = link.querySelector(".visually-hidden");
    if (words) words.textContent = names.map((name) => this.words[name]).join(", ");
  }

  /** @param {number} number */
  current(number) {
    for (const link of this.aside.querySelectorAll("[data-goto]")) {
      if (link.getAttribute("data-goto") === String(number)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  /** @param {Mark[]} all */
  count(all) {
    const counts = {
      answered: all.filter((mark) => mark.answered).length,
      unanswered: all.filter((mark) => !mark.answered).length,
      flagged: all.filter((mark) => mark.flagged).length,
      unsaved: all.filter((mark) => mark.unsaved).length,
    };
    for (const [name, value] of Object.entries(counts)) {
      for (const place of document.querySelectorAll(`[data-count="${name}"]`)) place.textContent = String(value);
    }
  }
}

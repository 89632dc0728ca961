// @ts-check
// One question in view; the address names it, so back, forward and links work.

/** The number in an address such as `#question-7`, kept within the paper. @param {string} hash @param {number} last */
export function numberIn(hash, last) {
  const found = /^#question-(\d+)$/.exec(hash);
  return found ? Math.min(Math.max(1, Number(found[1])), last) : null;
}

export class Pager {
  /** @param {HTMLElement[]} questions @param {(number: number) => void} moved */
  constructor(questions, moved) {
    this.questions = questions;
    this.moved = moved;
    this.number = 0;
    for (const [id, step] of /** @type {[string, number][]} */ ([["previous", -1], ["next", 1]])) {
      document.getElementById(id)?.addEventListener("click", () => this.step(step));
    }
    window.addEventListener("hashchange", () => this.show(numberIn(location.hash, this.last) ?? 1));
  }

  get last() {
    return this.questions.length;
  }

  get current() {
    return this.questions[this.number - 1];
  }

  /** @param {number} step */
  step(step) {
    const number = this.number + step;
    if (number >= 1 && number <= this.last) location.hash = `question-${number}`;
  }

  /** @param {number} number @param {boolean} focus */
  show(number, focus = true) {
    const same = number === this.number;
    this.number = number;
    this.questions.forEach((question, index) => {
      question.hidden = index !== number - 1;
    });
    this.toggle("previous", number > 1);
    this.toggle("next", number < this.last);
    for (const place of document.querySelectorAll("[data-current]")) place.textContent = String(number);
    if (focus) {
      window.scrollTo(0, 0);
      this.current?.querySelector("h2")?.focus({ preventScroll: true });
    }
    if (!same) this.moved(number);
  }

  /** @param {string} id @param {boolean} possible */
  toggle(id, possible) {
    const button = document.getElementById(id);
    if (button instanceof HTMLButtonElement) button.disabled = !possible;
    if (id === "next") {
      const review = document.getElementById("to-review");
      if (button) button.hidden = !possible;
      if (review) review.hidden = possible;
    }
  }
}

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
    // A section that is delivered by itself keeps the numbers of the whole paper.
    this.numbers = questions.map((question) => Number(question.dataset.number));
    this.moved = moved;
    this.number = 0;
    for (const [id, step] of /** @type {[string, number][]} */ ([["previous", -1], ["next", 1]])) {
      document.getElementById(id)?.addEventListener("click", () => this.step(step));
    }
    window.addEventListener("hashchange", () => {
      const number = numberIn(location.hash, this.last);
      // An address within the page that names no question, such as that of the skip link, leaves the question in view.
      if (number || !location.hash) this.show(number ?? 1);
    });
  }

  get last() {
    return this.numbers.at(-1) ?? 1;
  }

  get current() {
    return this.questions[this.index];
  }

  get index() {
    return Math.max(0, this.numbers.indexOf(this.number));
  }

  /** @param {number} step */
  step(step) {
    const number = this.numbers[this.index + step];
    if (number) location.hash = `question-${number}`;
  }

  /** @param {number} number @param {boolean} focus */
  show(number, focus = true) {
    const before = this.number;
    this.number = this.numbers.includes(number) ? number : (this.numbers[0] ?? 1);
    this.questions.forEach((question, index) => {
      question.hidden = index !== this.index;
    });
    this.toggle("previous", this.index > 0);
    this.toggle("next", this.index < this.questions.length - 1);
    for (const place of document.querySelectorAll("[data-current]")) place.textContent = String(this.index + 1);
    if (focus) {
      window.scrollTo(0, 0);
      this.current?.querySelector("h2")?.focus({ preventScroll: true });
    }
    if (before !== this.number) this.moved(this.number);
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

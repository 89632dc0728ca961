// @ts-check
// The clock on the page: hideable, back by itself at five minutes, spoken at a few moments.

import { clockText } from "./clock.js";
import { fill } from "./states.js";

const RETURNS = 5 * 60_000;

export class Timer {
  /** @param {Record<string, string>} words */
  constructor(words) {
    this.words = words;
    this.face = document.getElementById("clock");
    this.button = document.getElementById("clock-toggle");
    this.hidden = false;
    this.button?.removeAttribute("hidden");
    this.button?.addEventListener("click", () => this.hide(!this.hidden));
  }

  /** @param {boolean} hidden */
  hide(hidden) {
    this.hidden = hidden;
    if (this.face) this.face.hidden = hidden;
    if (this.button) this.button.textContent = hidden ? this.words.show : this.words.hide;
  }

  /** @param {number} left milliseconds @param {number | null} spoken the minute mark just passed */
  show(left, spoken) {
    if (!this.face) return; // no clock, as agreed with this person
    const text = clockText(left);
    if (this.face.textContent !== text) this.face.textContent = text;
    this.face.classList.toggle("low", left <= RETURNS && left > 0);
    this.face.classList.toggle("over", left <= 0);
    if (left <= RETURNS && this.button && !this.button.hidden) {
      this.hide(false);
      this.button.hidden = true;
    }
    if (spoken !== null) say(spoken === 1 ? this.words.leftSoon : fill(this.words.left, { minutes: spoken }));
  }
}

/** For people who listen to the page; polite, so that it waits for a pause. @param {string} text */
export function say(text) {
  const region = document.getElementById("announcements");
  if (region) region.textContent = text;
}

// @ts-check
// One deed at a time, at the earliest moment that anybody asked for.

export class Schedule {
  /** @param {() => void} deed */
  constructor(deed) {
    this.deed = deed;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.due = Infinity;
  }

  /** Never later than what is due already. @param {number} delay milliseconds */
  within(delay) {
    const due = Date.now() + delay;
    if (this.timer !== undefined && this.due <= due) return;
    this.cancel();
    this.due = due;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.deed();
    }, delay);
  }

  cancel() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

// Milliseconds that typing may wait to be sent.
export const TYPING_DELAY = 4000;

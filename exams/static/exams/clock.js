// @ts-check
// The server's clock in the browser. Pure parts are exported; the device's own clock is never believed.

export const SPOKEN = [30, 10, 5, 1];

/** Server time minus the browser's steady clock, the reply being half a round trip old. @param {number} serverNow @param {number} steadyNow @param {number} took */
export function offset(serverNow, steadyNow, took = 0) {
  return serverNow + took / 2 - steadyNow;
}

/** `1:02:03` or `02:03`; never below nothing. @param {number} milliseconds */
export function clockText(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest;
}

/** The last minute mark that was passed between two moments, or null. @param {number} before milliseconds left @param {number} after */
export function crossed(before, after) {
  const passed = SPOKEN.filter((minutes) => before > minutes * 60_000 && after <= minutes * 60_000);
  return passed.length ? Math.min(...passed) : null;
}

/** @typedef {{ tick: (left: number, spoken: number | null) => void, over: () => void, doubt: () => void }} Listeners */

export class Clock {
  /** @param {number} now the server's, in milliseconds @param {number} deadline @param {Listeners} listeners */
  constructor(now, deadline, listeners) {
    this.listeners = listeners;
    this.deadline = deadline;
    this.offset = offset(now, performance.now());
    this.drift = Date.now() - performance.now();
    this.before = Infinity;
    this.ended = false;
  }

  get left() {
    return this.deadline - (performance.now() + this.offset);
  }

  /** A receipt brings the server's time, and perhaps more of it. @param {{ now: number, deadline: number }} reply @param {number} took */
  correct(reply, took) {
    this.offset = offset(reply.now, performance.now(), took);
    this.deadline = reply.deadline;
    this.drift = Date.now() - performance.now();
    this.ended = this.ended && this.left <= 0;
    this.tick();
  }

  start() {
    this.tick();
    setInterval(() => this.tick(), 500);
  }

  tick() {
    // The device slept, or somebody turned its clock: ask the server.
    if (Math.abs(Date.now() - performance.now() - this.drift) > 3000) {
      this.drift = Date.now() - performance.now();
      this.listeners.doubt();
    }
    const left = this.left;
    this.listeners.tick(left, crossed(this.before, left));
    this.before = left;
    if (left <= 0 && !this.ended) {
      this.ended = true;
      this.listeners.over();
    }
  }
}

// @ts-check
// Sends what is pending: at once for choices, at most 4 s behind typing, again and again until it is acknowledged.

import { hear } from "./outcomes.js";
import { batch, record, resolve } from "./queue.js";
import { Schedule, TYPING_DELAY } from "./schedule.js";
import { send } from "./transport.js";

// With the pause between two looks, more time given or the pen taken elsewhere arrives within ten seconds.
export const HEARTBEAT = 6000;

/**
 * @typedef {import("./queue.js").Queue} Queue
 * @typedef {import("./transport.js").Reply} Reply
 * @typedef {import("./states.js").State} State
 * @typedef {{ url: string, token: string, queue: Queue, store: import("./store.js").Store, shelf: import("./store.js").Store, writer: string, elsewhere: () => void, regained: () => void, paused: () => void, changed: (saver: Saver) => void, receipt: (reply: Reply, took: number) => void, closed: (reply: Reply) => void, send?: typeof send, online?: () => boolean }} Settings
 */

export class Saver {
  /** @param {Settings} settings */
  constructor(settings) {
    this.settings = { send, online: () => navigator.onLine, ...settings };
    this.queue = settings.queue;
    this.failures = 0;
    this.sending = false;
    // Whether the device kept what was typed last; where it keeps nothing, nobody is told that it does.
    this.isKept = settings.store.storage !== null;
    this.lastTry = 0;
    this.clock = "";
    /** @type {State} */
    this.state = "ready";
    this.next = new Schedule(() => void this.flush());
  }

  get unsaved() { return Object.keys(this.queue.pending); }

  /** Whether everything that can be sent is. */
  get isDone() { return this.failures === 0 && !batch(this.queue).length; }

  /** @param {string} question @param {any} answer @param {boolean} flagged @param {number} delay milliseconds */
  change(question, answer, flagged, delay) {
    this.queue = record(this.queue, question, answer, flagged);
    this.isKept = this.settings.store.keep(question, this.queue.pending[question]);
    if (this.failures === 0) this.show("saving");
    this.next.within(this.failures ? TYPING_DELAY : delay);
  }

  /** @param {string} question @param {boolean} keepMine */
  decide(question, keepMine) {
    this.queue = resolve(this.queue, question, keepMine);
    this.settings.store.put(question, this.queue.pending[question]);
    this.settings.changed(this);
    this.next.within(0);
  }

  /** Send what is pending; `ask` sends an empty batch as well, to learn time and state. @param {{ ask?: boolean }} [options] */
  async flush({ ask = false } = {}) {
    this.next.cancel();
    const answers = batch(this.queue);
    if (this.sending || this.state === "stopped" || (!answers.length && !ask)) return;
    this.sending = true;
    if (answers.length && this.failures === 0 && this.state !== "elsewhere") this.show("saving");
    const began = performance.now();
    this.lastTry = Date.now();
    const outcome = await this.settings.send(this.settings.url, this.settings.token, { writer: this.settings.writer, answers });
    this.sending = false;
    const took = performance.now() - began;
    hear(this, outcome, took, answers);
  }

  /** The page is going away: hand over what is pending without waiting for a reply. */
  leave() {
    const answers = batch(this.queue);
    if (answers.length && this.state !== "stopped") void this.settings.send(this.settings.url, this.settings.token, { writer: this.settings.writer, answers }, true);
  }

  /** @param {State} state */
  show(state) {
    this.state = state;
    this.settings.changed(this);
  }
}

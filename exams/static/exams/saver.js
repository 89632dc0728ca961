// @ts-check
// Sends what is pending: at once for choices, at most 4 s behind typing, again and again until it is acknowledged.

import { batch, giveUp, record, resolve, settle } from "./queue.js";
import { Schedule } from "./schedule.js";
import { afterFailure, afterReceipt } from "./states.js";
import { backoff, send } from "./transport.js";

export const TYPING_DELAY = 4000;
// With the pause between two looks, more time given or the pen taken elsewhere arrives within ten seconds.
export const HEARTBEAT = 6000;

/**
 * @typedef {import("./queue.js").Queue} Queue
 * @typedef {import("./transport.js").Reply} Reply
 * @typedef {import("./states.js").State} State
 * @typedef {{ url: string, token: string, queue: Queue, store: import("./store.js").Store, shelf: import("./store.js").Store, writer: string, elsewhere: () => void, regained: () => void, changed: (saver: Saver) => void, receipt: (reply: Reply, took: number) => void, closed: (reply: Reply) => void, send?: typeof send, online?: () => boolean }} Settings
 */

export class Saver {
  /** @param {Settings} settings */
  constructor(settings) {
    this.settings = { send, online: () => navigator.onLine, ...settings };
    this.queue = settings.queue;
    this.failures = 0;
    this.sending = false;
    this.lastTry = 0;
    this.clock = "";
    /** @type {State} */
    this.state = "ready";
    this.next = new Schedule(() => void this.flush());
  }

  get unsaved() { return Object.keys(this.queue.pending); }

  /** @param {string} question @param {any} answer @param {boolean} flagged @param {number} delay milliseconds */
  change(question, answer, flagged, delay) {
    this.queue = record(this.queue, question, answer, flagged);
    this.settings.store.keep(question, this.queue.pending[question]);
    if (this.failures === 0) this.show("saving");
    this.next.within(this.failures ? TYPING_DELAY : delay);
  }

  /** @param {string} question @param {boolean} keepMine */
  decide(question, keepMine) {
    this.queue = resolve(this.queue, question, keepMine);
    const mine = this.queue.pending[question];
    if (mine) this.settings.store.keep(question, mine);
    else this.settings.store.forget(question, Infinity);
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
    if (outcome.kind === "saved" && this.state === "elsewhere") this.settings.regained();
    else if (outcome.kind === "saved") this.acknowledge(outcome.reply, took);
    else if (outcome.kind === "elsewhere") this.lose(outcome.reply, took, answers);
    else if (outcome.kind === "closed") this.stop(outcome.reply);
    else this.fail(outcome.kind);
  }

  /** The page is going away: hand over what is pending without waiting for a reply. */
  leave() {
    const answers = batch(this.queue);
    if (answers.length && this.state !== "stopped") void this.settings.send(this.settings.url, this.settings.token, { writer: this.settings.writer, answers }, true);
  }

  /** @param {Reply} reply @param {number} took milliseconds */
  acknowledge(reply, took) {
    const before = this.queue;
    this.queue = settle(before, reply);
    for (const question of Object.keys(before.pending)) {
      if (!(question in this.queue.pending)) this.settings.store.forget(question, this.queue.revisions[question] ?? 0);
    }
    this.failures = 0;
    this.clock = reply.clock;
    this.settings.receipt(reply, took);
    const rest = batch(this.queue).length;
    this.show(afterReceipt(this.queue, rest, Object.keys(reply.saved).length > 0, this.state));
    if (rest) this.next.within(TYPING_DELAY / 4);
  }

  /** Another page writes now. What this one could not save goes to the shelf; what was typed meanwhile is still sent, to be kept. @param {Reply} reply @param {number} took @param {{ question: number, revision: number }[]} sent */
  lose(reply, took, sent) {
    const { queue, shelved } = giveUp(settle(this.queue, { ...reply, stale: {} }), sent);
    for (const [question, entry] of Object.entries(shelved)) this.settings.shelf.keep(question, entry);
    for (const question of Object.keys(this.settings.store.all())) if (!(question in queue.pending)) this.settings.store.forget(question, Infinity);
    this.queue = queue;
    this.failures = 0;
    this.settings.receipt(reply, took);
    this.show("elsewhere");
    this.settings.elsewhere();
    if (this.unsaved.length) this.next.within(0);
  }

  /** The attempt is over. @param {Reply} reply */
  stop(reply) {
    this.show(this.unsaved.length ? "stopped" : "saved");
    this.state = "stopped";
    this.settings.closed(reply);
  }

  /** @param {"failed" | "stranger"} kind */
  fail(kind) {
    this.failures += 1;
    this.show(afterFailure(kind, this.settings.online()));
    this.next.within(backoff(this.failures, Math.random()));
  }

  /** @param {State} state */
  show(state) {
    this.state = state;
    this.settings.changed(this);
  }
}

// @ts-check
// What becomes of the answers that were sent: kept, kept elsewhere, too late, or not arrived.

import { batch, giveUp, settle } from "./queue.js";
import { TYPING_DELAY } from "./schedule.js";
import { afterFailure, afterReceipt } from "./states.js";
import { backoff } from "./transport.js";

/**
 * @typedef {import("./saver.js").Saver} Saver
 * @typedef {import("./transport.js").Reply} Reply
 * @typedef {Awaited<ReturnType<typeof import("./transport.js").send>>} Outcome
 */

/** @param {Saver} saver @param {Outcome} outcome @param {number} took milliseconds @param {{ question: number, revision: number }[]} sent */
export function hear(saver, outcome, took, sent) {
  if (outcome.kind === "saved" && saver.state === "elsewhere") saver.settings.regained();
  else if (outcome.kind === "saved") acknowledge(saver, outcome.reply, took);
  else if (outcome.kind === "elsewhere") lose(saver, outcome.reply, took, sent);
  else if (outcome.kind === "paused") rest(saver, outcome.reply, sent);
  else if (outcome.kind === "closed") stop(saver, outcome.reply);
  else fail(saver, outcome.kind);
}

/** @param {Saver} saver @param {Reply} reply @param {number} took milliseconds */
function acknowledge(saver, reply, took) {
  const before = saver.queue;
  saver.queue = settle(before, reply);
  saver.settings.store.forgetSettled(before, saver.queue);
  saver.failures = 0;
  saver.clock = reply.clock;
  saver.settings.receipt(reply, took);
  const rest = batch(saver.queue).length;
  saver.show(afterReceipt(saver.queue, rest, Object.keys(reply.saved).length > 0, saver.state));
  if (rest) saver.next.within(TYPING_DELAY / 4);
}

/** Another page writes now. What this one could not save goes to the shelf; what was typed meanwhile is still sent, to be kept. @param {Saver} saver @param {Reply} reply @param {number} took @param {{ question: number, revision: number }[]} sent */
function lose(saver, reply, took, sent) {
  const { queue, shelved } = giveUp(settle(saver.queue, { ...reply, stale: {} }), sent);
  saver.settings.store.handOver(saver.settings.shelf, shelved, queue);
  saver.queue = queue;
  saver.failures = 0;
  saver.settings.receipt(reply, took);
  saver.show("elsewhere");
  saver.settings.elsewhere();
  if (saver.unsaved.length) saver.next.within(0);
}

/** The clock stands still. What was typed before is sent once more; then the page gives way to that of the pause, and what could not be saved waits on the device. @param {Saver} saver @param {Reply} reply @param {{ question: number, revision: number }[]} sent */
function rest(saver, reply, sent) {
  const before = saver.queue;
  saver.queue = settle(before, reply);
  saver.settings.store.forgetSettled(before, saver.queue);
  saver.failures = 0;
  if (sent.length || !batch(saver.queue).length) saver.settings.paused();
  else void saver.flush().then(() => saver.settings.paused());
}

/** The attempt is over. @param {Saver} saver @param {Reply} reply */
function stop(saver, reply) {
  saver.show(saver.unsaved.length ? "stopped" : "saved");
  saver.state = "stopped";
  saver.settings.closed(reply);
}

/** @param {Saver} saver @param {"failed" | "stranger"} kind */
function fail(saver, kind) {
  saver.failures += 1;
  saver.show(afterFailure(kind, saver.settings.online()));
  saver.next.within(backoff(saver.failures, Math.random()));
}

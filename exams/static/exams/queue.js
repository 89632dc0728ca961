// @ts-check
// What is typed and not yet acknowledged. Pure: every function gives a new queue and touches no page.

/**
 * @typedef {{ revision: number, answer: any, flagged: boolean }} Entry
 * @typedef {Record<string, Entry>} Entries
 * @typedef {{ pending: Entries, revisions: Record<string, number>, conflicts: Entries, refused: Record<string, string> }} Queue
 * @typedef {{ saved: Record<string, number>, stale: Entries, refused: Record<string, string> }} Receipt
 */

/** @param {Record<string, number>} revisions what the server holds @returns {Queue} */
export function emptyQueue(revisions) {
  return { pending: {}, revisions, conflicts: {}, refused: {} };
}

/** Equal whatever the order of the chosen options. @param {Entry} one @param {Entry} other */
export function sameAnswer(one, other) {
  const plain = (/** @type {any} */ answer) => JSON.stringify(Array.isArray(answer) ? [...answer].sort() : answer);
  return one.flagged === other.flagged && plain(one.answer) === plain(other.answer);
}

/** @template T @param {Record<string, T>} entries @param {string} question @returns {Record<string, T>} */
function without(entries, question) {
  const { [question]: _gone, ...rest } = entries;
  return rest;
}

/** A change of an answer: a revision above all that are known. @param {Queue} queue @param {string} question @param {any} answer @param {boolean} flagged */
export function record(queue, question, answer, flagged) {
  const known = [queue.revisions[question], queue.pending[question]?.revision, queue.conflicts[question]?.revision];
  const revision = 1 + Math.max(0, ...known.map((number) => number ?? 0));
  return {
    ...queue,
    pending: { ...queue.pending, [question]: { revision, answer, flagged } },
    refused: without(queue.refused, question),
  };
}

// The server reads no more than 500 answers and 12 MB at once; so many of the longest ones are below both.
export const MOST = 100;

/** What may be sent now: not what waits for the candidate's decision. The rest goes with the next batch. @param {Queue} queue */
export function batch(queue) {
  return Object.entries(queue.pending)
    .filter(([question]) => !(question in queue.conflicts) && !(question in queue.refused))
    .slice(0, MOST)
    .map(([question, entry]) => ({ question: Number(question), ...entry }));
}

/** All of them, so many at once as the server reads. @param {Entries} pending */
export const batches = (pending) =>
  Object.entries(pending).map(([question, entry]) => ({ question: Number(question), ...entry })).flatMap((_, at, all) => (at % MOST ? [] : [all.slice(at, at + MOST)]));

/** What the server said about a batch. @param {Queue} queue @param {Receipt} receipt @returns {Queue} */
export function settle(queue, receipt) {
  let next = queue;
  for (const [question, revision] of Object.entries(receipt.saved)) next = acknowledge(next, question, revision);
  for (const [question, winner] of Object.entries(receipt.stale)) next = overtaken(next, question, winner);
  const refused = { ...next.refused };
  for (const [question, code] of Object.entries(receipt.refused)) if (question in next.pending) refused[question] = code;
  return { ...next, refused };
}

/** @param {Queue} queue @param {string} question @param {number} revision @returns {Queue} */
function acknowledge(queue, question, revision) {
  const revisions = { ...queue.revisions, [question]: Math.max(revision, queue.revisions[question] ?? 0) };
  const mine = queue.pending[question];
  if (mine && mine.revision > revision) return { ...queue, revisions };
  return { ...queue, revisions, pending: without(queue.pending, question) };
}

/** Another window was first. The same answer is no conflict. @param {Queue} queue @param {string} question @param {Entry} winner @returns {Queue} */
function overtaken(queue, question, winner) {
  const mine = queue.pending[question];
  if (!mine || sameAnswer(mine, winner)) return acknowledge(queue, question, Math.max(winner.revision, mine?.revision ?? 0));
  return { ...queue, conflicts: { ...queue.conflicts, [question]: winner } };
}

/** The candidate decides a conflict: keep this window's answer or take the other one. @param {Queue} queue @param {string} question @param {boolean} keepMine @returns {Queue} */
export function resolve(queue, question, keepMine) {
  const winner = queue.conflicts[question];
  const mine = queue.pending[question];
  if (!winner || !mine) return queue;
  const open = { ...queue, conflicts: without(queue.conflicts, question), revisions: { ...queue.revisions, [question]: winner.revision } };
  if (!keepMine) return { ...open, pending: without(open.pending, question) };
  return { ...open, pending: { ...open.pending, [question]: { ...mine, revision: winner.revision + 1 } } };
}

/** Another page writes now: what was sent in vain is put aside; what was typed since then stays to be sent. @param {Queue} queue @param {{ question: number, revision: number }[]} sent */
export function giveUp(queue, sent) {
  const tried = (/** @type {string} */ question, /** @type {Entry} */ entry) =>
    question in queue.conflicts || question in queue.refused || sent.some((one) => String(one.question) === question && one.revision === entry.revision);
  const entries = Object.entries(queue.pending);
  return {
    queue: { ...queue, conflicts: {}, pending: Object.fromEntries(entries.filter(([question, entry]) => !tried(question, entry))) },
    shelved: Object.fromEntries(entries.filter(([question, entry]) => tried(question, entry))),
  };
}

/** What the device kept from before, against what the server holds. @param {Queue} queue @param {Entries} kept @param {Entries} held @returns {Queue} */
export function restore(queue, kept, held) {
  let next = queue;
  for (const [question, entry] of Object.entries(kept)) {
    const server = held[question];
    if (!server) continue;
    next = { ...next, pending: { ...next.pending, [question]: entry } };
    if (entry.revision <= server.revision) next = overtaken(next, question, server);
  }
  return next;
}

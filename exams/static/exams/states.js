// @ts-check
// The save state in words. Pure.

/** @typedef {"ready" | "saving" | "saved" | "offline" | "failed" | "stranger" | "stopped" | "conflict" | "refused" | "elsewhere"} State */

/** What to show after a receipt. @param {import("./queue.js").Queue} queue @param {number} rest still to send @param {boolean} stored whether something was stored just now @param {State} before @returns {State} */
export function afterReceipt(queue, rest, stored, before) {
  if (rest) return "saving";
  if (Object.keys(queue.conflicts).length) return "conflict";
  if (Object.keys(queue.refused).length) return "refused";
  return stored || before === "saved" ? "saved" : "ready";
}

/** @param {"failed" | "stranger"} kind @param {boolean} online @returns {State} */
export function afterFailure(kind, online) {
  if (kind === "stranger") return "stranger";
  return online ? "failed" : "offline";
}

/** Text with its {places} filled. @param {string} text @param {Record<string, string | number>} values */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/** The state of one question: what the answer sheet shows. @param {{ answered: boolean, flagged: boolean, unsaved: boolean }} question @returns {string[]} */
export function marks({ answered, flagged, unsaved }) {
  return [answered ? "answered" : "unanswered", ...(flagged ? ["flagged"] : []), ...(unsaved ? ["unsaved"] : [])];
}

/** How a text is counted: each Chinese character and full-width mark, each Latin word or number. @param {string} text */
export function countCharacters(text) {
  const wide = text.match(/[\p{Script=Han}\u3000-\u303f\uff00-\uffef\u2018-\u201d\u2026\u2014]/gu) ?? [];
  const words = text.match(/[\p{L}\p{N}'’_-]+/gu) ?? [];
  const latin = words.flatMap((word) => word.split(/\p{Script=Han}+/u)).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return wide.length + latin.length;
}

// @ts-check
// What the integrity record holds, as candidates were told: absences with their duration, sizes of pastes. No text.

import { fill } from "./states.js";
import { say } from "./timer.js";

/** @typedef {{ name: string, kind: "away" | "paste", began: number, lasted: number, size: number, question: number | null }} Kept */

/** Times as spans before the sending, so that the device's clock may be wrong. @param {Kept[]} kept @param {number} now */
export function message(kept, now) {
  return { events: kept.slice(0, 50).map(({ began, ...event }) => ({ ...event, ago: Math.max(0, now - began) })) };
}

/** Kept on the device until the server has them; an absence that the page did not outlive ends when it is opened again. */
export class Notes {
  /** @param {Storage | null} storage @param {string} attempt @param {() => string} random */
  constructor(storage, attempt, random) {
    this.storage = storage;
    this.key = `tiku-notes:${attempt}`;
    this.random = random;
    /** @type {{ kept: Kept[], left: number | null }} */
    this.state = { kept: [], left: null };
    try {
      this.state = { ...this.state, ...JSON.parse(storage?.getItem(this.key) ?? "{}") };
    } catch { /* unreadable: begin anew */ }
  }

  write() {
    try {
      this.storage?.setItem(this.key, JSON.stringify(this.state));
    } catch { /* full: still sent from here */ }
  }

  /** @param {number} now */
  leave(now) {
    this.state.left ??= now;
    this.write();
  }

  /** @param {number} now @returns {boolean} whether an absence ended */
  back(now) {
    const { left } = this.state;
    if (left === null) return false;
    this.state.left = null;
    if (now - left >= 1000) this.add("away", left, { lasted: now - left });
    this.write();
    return now - left >= 1000;
  }

  /** @param {"away" | "paste"} kind @param {number} began @param {{ lasted?: number, size?: number, question?: number | null }} what */
  add(kind, began, what) {
    this.state.kept.push({ name: this.random(), kind, began, lasted: 0, size: 0, question: null, ...what });
    this.write();
  }

  /** The server has these. @param {string[]} names */
  forget(names) {
    this.state.kept = this.state.kept.filter((one) => !names.includes(one.name));
    this.write();
  }
}

/** @param {import("./session.js").PageData} data @param {Storage | null} storage @param {HTMLElement[]} questions */
export function watch(data, storage, questions) {
  if (!data.watches) return;
  const notes = new Notes(storage, data.attempt, () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  const send = async () => {
    const kept = notes.state.kept.slice(0, 50);
    if (!kept.length) return;
    const reply = await fetch(data.events, { method: "POST", body: JSON.stringify(message(kept, Date.now())), headers: { "Content-Type": "application/json", "X-CSRFToken": data.token }, keepalive: true, redirect: "error" }).catch(() => null);
    if (!reply?.ok) return; // again with the next one, or when the page is opened again
    notes.forget(kept.map((one) => one.name));
    const { absences, limit } = await reply.json();
    if (limit && absences >= limit) location.assign(data.submission);
    else if (limit && absences) warn(fill(data.words.absences, { count: absences, limit }));
  };
  const back = () => notes.back(Date.now()) && void send();
  window.addEventListener("blur", () => notes.leave(Date.now()));
  window.addEventListener("focus", back);
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? notes.leave(Date.now()) : back()));
  for (const question of questions) {
    question.addEventListener("paste", (event) => {
      const size = [...(event.clipboardData?.getData("text") ?? "")].length;
      if (size) notes.add("paste", Date.now(), { size, question: Number(question.dataset.question) });
      void send();
    });
  }
  if (document.visibilityState === "visible") back();
  void send();
  setInterval(() => void send(), 20_000);
}

/** @param {string} text */
function warn(text) {
  const notice = document.getElementById("absence-notice");
  if (notice) notice.textContent = text;
  if (notice) notice.hidden = false;
  say(text);
}

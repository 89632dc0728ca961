// @ts-check
// What was noticed and not yet told to the server, on the device. All pages of a test share it, so it is read anew for
// each change: what another one noted stays.

import { note } from "./store.js";

/** @typedef {{ name: string, kind: "away" | "paste", began: number, lasted: number, size: number, question: number | null }} Kept */
/** @typedef {{ kept: Kept[], left: number | null }} State `left`: when the absence began that has not ended yet */

/** Times as spans before the sending, so that the device's clock may be wrong. @param {Kept[]} kept @param {number} now */
export function message(kept, now) {
  return { events: kept.slice(0, 50).map(({ began, ...event }) => ({ ...event, ago: Math.max(0, now - began) })) };
}

/** @param {string} attempt */
export function notesKey(attempt) {
  return `tiku-notes:${attempt}`;
}

/** Kept until the server has them; an absence that the page did not outlive ends when the next one is opened. */
export class Notes {
  /** @param {Storage | null} storage @param {string} attempt @param {() => string} random */
  constructor(storage, attempt, random) {
    this.storage = storage;
    this.key = notesKey(attempt);
    this.random = random;
    /** @type {State} */
    this.memory = { kept: [], left: null };
  }

  /** @returns {State} */
  get state() {
    if (!this.storage) return this.memory;
    try {
      const { kept, left } = JSON.parse(this.storage.getItem(this.key) ?? "{}");
      return { kept: Array.isArray(kept) ? kept : [], left: Number.isFinite(left) ? left : null };
    } catch {
      return { kept: [], left: null }; // unreadable: begin anew
    }
  }

  /** @param {State} state */
  write(state) {
    this.memory = state;
    if (!note(this.storage, this.key, JSON.stringify(state))) this.storage = null; // full: still sent from here
  }

  /** @param {number} now */
  leave(now) {
    const { kept, left } = this.state;
    this.write({ kept, left: left ?? now });
  }

  /** @param {number} now @returns {boolean} whether an absence ended */
  back(now) {
    const { kept, left } = this.state;
    if (left === null) return false;
    this.write({ kept, left: null });
    if (now - left < 1000) return false;
    this.add("away", left, { lasted: now - left });
    return true;
  }

  /** @param {"away" | "paste"} kind @param {number} began @param {{ lasted?: number, size?: number, question?: number | null }} what */
  add(kind, began, what) {
    const { kept, left } = this.state;
    this.write({ kept: [...kept, { name: this.random(), kind, began, lasted: 0, size: 0, question: null, ...what }], left });
  }

  /** The server has these. @param {string[]} names */
  forget(names) {
    const { kept, left } = this.state;
    this.write({ kept: kept.filter((one) => !names.includes(one.name)), left });
  }
}

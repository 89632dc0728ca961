// @ts-check
// Unacknowledged answers on the device, one entry for each question, so that two windows do not overwrite each other.

/** @typedef {import("./queue.js").Entry} Entry */
/** @typedef {import("./queue.js").Queue} Queue */

export class Store {
  /** @param {Storage | null} storage null where the browser keeps nothing @param {string} attempt */
  constructor(storage, attempt) {
    this.storage = storage;
    this.prefix = `tiku:${attempt}:`;
  }

  /** @param {string} question @param {Entry} entry @returns {boolean} whether the device kept it */
  keep(question, entry) {
    return note(this.storage, this.prefix + question, JSON.stringify(entry)); // if not, the answer is still sent
  }

  /** Forget what the server acknowledged, unless something newer was kept meanwhile. @param {string} question @param {number} revision */
  forget(question, revision) {
    const entry = this.all()[question];
    if (entry && entry.revision <= revision) this.storage?.removeItem(this.prefix + question);
  }

  /** @param {string} question @param {Entry | undefined} entry none: there is nothing left to send */
  put(question, entry) {
    if (entry) this.keep(question, entry);
    else this.forget(question, Infinity);
  }

  /** What is no longer pending. @param {Queue} before @param {Queue} after */
  forgetSettled(before, after) {
    for (const question of Object.keys(before.pending)) {
      if (!(question in after.pending)) this.forget(question, after.revisions[question] ?? 0);
    }
  }

  /** What cannot be saved from here goes to the shelf; only what is still pending stays. @param {Store} shelf @param {Record<string, Entry>} shelved @param {Queue} left */
  handOver(shelf, shelved, left) {
    for (const [question, entry] of Object.entries(shelved)) shelf.keep(question, entry);
    for (const question of Object.keys(this.all())) if (!(question in left.pending)) this.forget(question, Infinity);
  }

  /** @returns {Record<string, Entry>} */
  all() {
    /** @type {Record<string, Entry>} */
    const found = {};
    for (const key of this.keys()) {
      const entry = parse(this.storage?.getItem(key) ?? "");
      if (entry) found[key.slice(this.prefix.length)] = entry;
    }
    return found;
  }

  clear() {
    for (const key of this.keys()) this.storage?.removeItem(key);
  }

  /** @returns {string[]} */
  keys() {
    const storage = this.storage;
    if (!storage) return [];
    const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
    return names.filter((name) => name.startsWith(this.prefix));
  }
}

/** @param {string} text @returns {Entry | null} */
export function parse(text) {
  try {
    const value = JSON.parse(text);
    return Number.isInteger(value?.revision) && "answer" in value ? { flagged: false, ...value } : null;
  } catch {
    return null;
  }
}

/** Also a full storage is one: what it keeps from before can be read. @returns {Storage | null} */
export function deviceStorage() {
  try {
    localStorage.getItem("tiku:probe");
    return localStorage;
  } catch {
    return null;
  }
}

/** Write where it can be: a full or forbidden storage stops no page. @param {Pick<Storage, "setItem"> | null | undefined} storage @param {string} key @param {string} value @returns {boolean} whether it is kept */
export function note(storage, key, value) {
  try {
    storage?.setItem(key, value);
    return Boolean(storage);
  } catch {
    return false;
  }
}

/** Does this device keep what is written? */
export function keepsNotes() {
  const storage = deviceStorage();
  const kept = note(storage, "tiku:probe", "1");
  storage?.removeItem("tiku:probe");
  return kept;
}

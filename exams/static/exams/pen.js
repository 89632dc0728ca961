// @ts-check
// The name under which this page writes. It outlives a reload and a crash (sessionStorage), and the next page of this
// browser takes it over when this one is closed (localStorage). A lock keeps a duplicated tab from using it as well.

import { note } from "./store.js";

const PATIENCE = 1000;
const STEP = 100;

/** @typedef {{ locks: LockManager | undefined, tab: TabStorage | null, device: Storage | null, random: () => string, pause?: (milliseconds: number) => Promise<void> }} Surroundings */

/** @param {string} attempt */
export function penKey(attempt) {
  return `tiku-pen:${attempt}`;
}

/** Held until the page goes away. @param {LockManager | undefined} locks @param {string} name @returns {Promise<boolean>} whether no other page holds it */
export function hold(locks, name) {
  if (!locks) return Promise.resolve(true); // without https there are no locks; answers still have revisions
  return new Promise((resolve) => {
    const kept = locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
    kept.catch(() => resolve(true));
  });
}

/** This page's own name: the tab's, else the browser's last one, else a new one. @param {string} attempt @param {Surroundings} around @returns {Promise<string>} */
export async function ownName(attempt, { locks, tab, device, random, pause = wait }) {
  const key = penKey(attempt);
  const mine = tab?.getItem(key);
  // On a reload the page before may need a moment to let go.
  for (let waited = 0; mine && waited <= PATIENCE; waited += STEP) {
    if (await hold(locks, `${key}:${mine}`)) return mine;
    await pause(STEP);
  }
  const last = locks ? device?.getItem(key) : null;
  const name = last && last !== mine && (await hold(locks, `${key}:${last}`)) ? last : random();
  if (name !== last) await hold(locks, `${key}:${name}`);
  note(tab, key, name);
  return name;
}

/** @param {number} milliseconds @returns {Promise<void>} */
function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A new page's name begins with its browser's, where one is kept: two devices of the same make are told apart, and two windows of one are not taken for two. It is another one for each attempt, so nobody is known again by it. @param {string} attempt @param {Storage | null} device */
export function newName(attempt, device) {
  const home = browserName(attempt, device);
  return home ? `${home}-${randomName().slice(0, 20)}` : randomName();
}

/** @param {string} attempt @param {Storage | null} device @returns {string} empty where the browser keeps nothing */
function browserName(attempt, device) {
  const key = `tiku-browser:${attempt}`;
  if (!device?.getItem(key)) note(device, key, randomName().slice(0, 16));
  return device?.getItem(key) ?? "";
}

/** 128 random bits; `randomUUID` would need https. */
export function randomName() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @typedef {Pick<Storage, "getItem" | "setItem">} TabStorage */

/** What outlives a reload of this tab: where the browser keeps nothing, the name of its window does. @returns {TabStorage} */
export function tabStorage() {
  try {
    sessionStorage.setItem("tiku:probe", "1");
    sessionStorage.removeItem("tiku:probe");
    return sessionStorage;
  } catch {
    return inName(window);
  }
}

/** @param {{ name: string }} window @returns {TabStorage} */
export function inName(window) {
  return {
    getItem: (key) => (window.name.startsWith(`${key}=`) ? window.name.slice(key.length + 1) : null),
    setItem: (key, value) => { window.name = `${key}=${value}`; },
  };
}

// @ts-check
// The device check of the confirm page.

import { keepsNotes } from "./store.js";

/** What was found, as the words to show. @param {{ storage: boolean, cookies: boolean }} found @param {Record<string, string>} words */
export function verdict(found, words) {
  const say = (/** @type {boolean} */ works) => (works ? words.works : words.missing);
  const advice = !found.cookies ? words.cookies : !found.storage ? words.storage : words.ready;
  return { storage: say(found.storage), cookies: say(found.cookies), advice, ready: found.cookies && found.storage };
}

function check() {
  const box = document.getElementById("device-check");
  if (!box) return;
  const found = { storage: keepsNotes(), cookies: navigator.cookieEnabled };
  const result = verdict(found, JSON.parse(box.dataset.words ?? "{}"));
  for (const part of /** @type {const} */ (["storage", "cookies"])) {
    const badge = box.querySelector(`[data-check="${part}"]`);
    if (badge) badge.textContent = result[part];
    badge?.classList.add(found[part] ? "success" : "danger");
  }
  const advice = box.querySelector("[data-advice]");
  if (advice) advice.textContent = result.advice;
  box.hidden = false;
}

if (typeof document !== "undefined") check();

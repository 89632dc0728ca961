// @ts-check
// The waiting page asks again by itself.

/** Milliseconds: not all at the same moment. @param {number} seconds @param {number} random 0…1 */
export function delay(seconds, random) {
  return seconds * 1000 * (0.75 + random / 2);
}

function wait() {
  const form = document.getElementById("wait");
  if (!(form instanceof HTMLFormElement)) return;
  setTimeout(() => form.requestSubmit(), delay(Number(form.dataset.seconds) || 5, Math.random()));
}

if (typeof document !== "undefined") wait();

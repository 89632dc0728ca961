// @ts-check
// The receipt: printing, and what did not reach the server in time and is still on this device.

import { Store, deviceStorage } from "./store.js";

const place = document.querySelector("[data-receipt]");
const store = new Store(deviceStorage(), place?.getAttribute("data-receipt") ?? "");

/** Forget what the server holds; the rest came too late. */
function showLeftovers() {
  for (const row of document.querySelectorAll("[data-held]")) {
    const question = row.getAttribute("data-held") ?? "";
    store.forget(question, Number(row.getAttribute("data-revision")));
    const late = store.all()[question];
    const text = row.querySelector("[data-late]");
    if (late && text instanceof HTMLElement) {
      text.hidden = false;
      const words = text.querySelector("[data-late-text]");
      if (words && typeof late.answer === "string") words.textContent = late.answer;
    }
  }
  const left = Object.keys(store.all()).length;
  const notice = document.getElementById("leftovers");
  if (notice) notice.hidden = left === 0;
}

showLeftovers();
document.getElementById("forget")?.addEventListener("click", () => {
  store.clear();
  location.reload();
});
const print = document.getElementById("print");
print?.removeAttribute("hidden");
print?.addEventListener("click", () => window.print());

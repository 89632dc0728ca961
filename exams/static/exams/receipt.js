// @ts-check
// The receipt: printing, and what did not reach the server in time and is still on this device.

import { notesKey } from "./notes.js";
import { batches } from "./queue.js";
import { pageData } from "./session.js";
import { Store, deviceStorage } from "./store.js";
import { send } from "./transport.js";

const data = pageData();
const storage = deviceStorage();
const store = new Store(storage, data.attempt);

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

/** Nobody who lost the network has to hand over a text: it is sent now, and kept apart. The server keeps it once. */
async function handIn() {
  const parts = batches(store.all());
  let all = parts.length > 0;
  for (const answers of parts) {
    const outcome = await send(data.answers, data.token, { writer: "receipt-page", answers });
    if (outcome.kind !== "closed") return; // again when the page is opened again
    all &&= answers.every(({ question }) => outcome.reply.kept?.includes(question));
  }
  const arrived = document.getElementById("arrived");
  if (arrived && parts.length) arrived.hidden = !all;
}

showLeftovers();
void handIn();
// Texts that the test went on without are in the history; what was noticed belongs to a test that is over.
new Store(storage, `${data.attempt}/shelf`).clear();
storage?.removeItem(notesKey(data.attempt));
document.getElementById("forget")?.addEventListener("click", () => {
  store.clear();
  location.reload();
});
const print = document.getElementById("print");
print?.removeAttribute("hidden");
print?.addEventListener("click", () => window.print());

// @ts-check
// What the integrity record holds, as candidates were told: absences with their duration, sizes of pastes. No text.
// Every page of the test listens: who looks over the answers before submitting has not left.

import { Notes, message } from "./notes.js";
import { fill } from "./states.js";
import { say } from "./timer.js";

/** @typedef {import("./session.js").PageData} PageData */

/** @param {PageData} data @param {Storage | null} storage @param {HTMLElement[]} [questions] */
export function watch(data, storage, questions = []) {
  if (!data.watches) return;
  const { notes, send } = arrive(data, storage);
  const back = () => notes.back(Date.now()) && void send();
  window.addEventListener("blur", () => notes.leave(Date.now()));
  window.addEventListener("focus", back);
  window.addEventListener("pageshow", (event) => event.persisted && back());
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? notes.leave(Date.now()) : back()));
  for (const question of questions) {
    question.addEventListener("paste", (event) => {
      const size = [...(event.clipboardData?.getData("text") ?? "")].length;
      if (size) notes.add("paste", Date.now(), { size, question: Number(question.dataset.question) });
      void send();
    });
  }
  setInterval(() => void send(), 20_000);
}

/** An absence ended when the person set out for this page: what the page took to arrive is no part of it, and between two pages of the test there is none. In a pause this is all: nobody has to stay. @param {PageData} data @param {Storage | null} storage */
export function arrive(data, storage) {
  const notes = new Notes(storage, data.attempt, () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  const send = () => tell(data, notes);
  if (data.watches && document.visibilityState === "visible") notes.back(performance.timeOrigin);
  if (data.watches) void send();
  return { notes, send };
}

/** @param {PageData} data @param {Notes} notes */
async function tell(data, notes) {
  const kept = notes.state.kept.slice(0, 50);
  if (!kept.length) return;
  const reply = await fetch(data.events, { method: "POST", body: JSON.stringify(message(kept, Date.now())), headers: { "Content-Type": "application/json", "X-CSRFToken": data.token }, keepalive: true, redirect: "error" }).catch(() => null);
  if (!reply?.ok) return; // again with the next one, or when the page is opened again
  notes.forget(kept.map((one) => one.name));
  const { absences, limit } = await reply.json();
  if (limit && absences >= limit) location.assign(data.submission);
  else if (limit && absences) warn(fill(data.words.absences, { count: absences, limit }));
}

/** @param {string} text */
function warn(text) {
  const notice = document.getElementById("absence-notice");
  if (notice) notice.textContent = text;
  if (notice) notice.hidden = false;
  say(text);
}

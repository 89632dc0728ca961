// @ts-check
// The marking page: number keys, running total, autosave. Everything also works as plain forms.
import { autosave } from "./autosave.js";
import { commandFor } from "./keys.js";
import { number, total } from "./total.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("mark"));
const none = /** @type {HTMLInputElement | null} */ (document.getElementById("mark-none"));
const output = /** @type {HTMLOutputElement} */ (document.getElementById("total"));
const state = /** @type {HTMLElement} */ (document.getElementById("save-state"));
const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[name=ticked]")]);
const changed = autosave(form, state);

function showTotal() {
  const ticked = boxes
    .filter((box) => box.checked)
    .map((box) => ({ point: box.value.startsWith("p"), points: number(box.dataset.points) }));
  const adjustment = Number(new FormData(form).get("adjustment") ?? 0);
  output.value = total(ticked, adjustment, number(form.dataset.most), Number(form.dataset.best));
}

/** @param {HTMLInputElement} box @param {boolean} checked */
function tick(box, checked) {
  box.checked = checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {Event} event a tick and “None of these” exclude each other */
function onChange(event) {
  if (none && event.target === none && none.checked) boxes.forEach((box) => (box.checked = false));
  else if (none && boxes.some((box) => box.checked)) none.checked = false;
  showTotal();
  changed();
}

/** Ask for the reason first; the second press of the key, with a reason given, sends it. @param {string} id */
function withReason(id) {
  const reason = /** @type {HTMLInputElement} */ (document.getElementById("reason"));
  document.getElementById("trouble")?.setAttribute("open", "");
  if (reason.value.trim()) document.getElementById(id)?.click();
  else reason.focus();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  if (document.querySelector("dialog[open]")) return;
  const command = commandFor({
    key: event.key,
    typing: target.matches("textarea, select, input:not([type=checkbox])"),
    composing: event.isComposing || event.keyCode === 229,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    ctrl: event.ctrlKey || event.metaKey,
    onControl: target.matches("button, a, summary"),
  });
  if (!command) return;
  event.preventDefault();
  if (typeof command === "object") {
    const box = boxes[command.toggle];
    if (box) tick(box, !box.checked);
  } else if (command === "none") {
    if (none) tick(none, true);
  } else if (command === "help") document.querySelector("[data-dialog=marking-help]")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  else if (command === "leave") target.blur();
  else if (command === "save" || command === "undo") document.getElementById(command)?.click();
  else withReason(command);
}

/** Enter in a single-line field would send the whole form by accident. @param {KeyboardEvent} event */
function onFieldKey(event) {
  const field = event.target;
  if (event.key === "Enter" && !event.ctrlKey && field instanceof HTMLInputElement && field.type !== "checkbox") {
    event.preventDefault();
  }
}

form.addEventListener("change", onChange);
form.addEventListener("input", () => {
  showTotal();
  changed();
});
form.addEventListener("keydown", onFieldKey);
document.addEventListener("keydown", onKey);
showTotal();

// @ts-check
// Keys: 1–9 or A–I choose, N/P or the arrows move, F flags, Ctrl+Enter goes to the submit page.

import { note } from "./store.js";

/** @typedef {{ key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, isComposing: boolean, keyCode?: number }} Press */
/** @typedef {{ kind: "choose", place: number } | { kind: "move", step: number } | { kind: "flag" } | { kind: "review" } | null} Action */
/** @typedef {"page" | "text" | "choice"} Place where the focus is */

/** What a key means. Never while a character is being composed, never a letter inside a text. @param {Press} press @param {Place} place @param {boolean} enabled @returns {Action} */
export function actionFor(press, place, enabled) {
  if (press.isComposing || press.keyCode === 229) return null;
  if (press.key === "Enter" && (press.ctrlKey || press.metaKey)) return { kind: "review" };
  if (!enabled || press.ctrlKey || press.metaKey || press.altKey || place === "text") return null;
  const key = press.key.toUpperCase();
  if (/^[1-9]$/.test(key)) return { kind: "choose", place: Number(key) - 1 };
  // Within radio buttons the arrows choose, as everywhere.
  if (key === "N" || (key === "ARROWRIGHT" && place === "page")) return { kind: "move", step: 1 };
  if (key === "P" || (key === "ARROWLEFT" && place === "page")) return { kind: "move", step: -1 };
  if (key === "F") return { kind: "flag" }; // a sixth option has the number 6
  if (/^[A-I]$/.test(key)) return { kind: "choose", place: key.charCodeAt(0) - 65 };
  return null;
}

/** @param {EventTarget | null} target @returns {Place} */
export function placeOf(target) {
  if (!(target instanceof HTMLElement)) return "page";
  if (target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return "text";
  return target.matches("input[type=radio]") ? "choice" : "page";
}

/** @param {() => boolean} enabled @param {(action: Exclude<Action, null>) => void} act */
export function listen(enabled, act) {
  document.addEventListener("keydown", (event) => {
    const action = actionFor(event, placeOf(event.target), enabled());
    if (!action) return;
    event.preventDefault();
    act(action);
  });
}

/** The switch for single keys, remembered on the device. @param {HTMLInputElement | null} box @param {Storage | null} storage @returns {() => boolean} */
export function keySwitch(box, storage) {
  if (!box) return () => true;
  box.checked = storage?.getItem("tiku:keys") !== "off";
  box.addEventListener("change", () => note(storage, "tiku:keys", box.checked ? "on" : "off"));
  return () => box.checked;
}

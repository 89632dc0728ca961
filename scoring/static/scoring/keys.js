// @ts-check
// What a key press means on the marking page. Pure: no document.

/**
 * @typedef {{ key: string, typing: boolean, composing: boolean, modified: boolean, ctrl: boolean, onControl: boolean }} Press
 * typing: in a text field; composing: an input method is at work; modified: Ctrl, Alt or Meta is held (Shift is not);
 * onControl: a button, link or summary has the focus and would answer to Enter itself.
 * @typedef {"none" | "save" | "undo" | "set-aside" | "flag" | "help" | "leave" | { toggle: number }} Command
 */

/** @type {Record<string, Command>} */
const COMMANDS = { 0: "none", Enter: "save", z: "undo", s: "set-aside", f: "flag", "?": "help", "？": "help" };

/**
 * The command of a key press, or null when it is none: while typing only Escape and Ctrl+Enter are.
 * @param {Press} press
 * @returns {Command | null}
 */
export function commandFor(press) {
  if (press.composing) return null;
  if (press.key === "Enter" && press.ctrl) return "save";
  if (press.typing) return press.key === "Escape" ? "leave" : null;
  if (press.modified || (press.key === "Enter" && press.onControl)) return null;
  if (/^[1-9]$/.test(press.key)) return { toggle: Number(press.key) - 1 };
  return COMMANDS[press.key.length === 1 ? press.key.toLowerCase() : press.key] ?? null;
}

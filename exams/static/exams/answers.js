// @ts-check
// An answer as the page's controls hold it: a list of labels, true or false, a text, or null.

/** @param {HTMLElement} question @returns {HTMLInputElement[]} */
export function choices(question) {
  return [...question.querySelectorAll("input[data-choice]")].filter((input) => input instanceof HTMLInputElement);
}

/** @param {HTMLElement} question @returns {HTMLTextAreaElement | null} */
export function textBox(question) {
  return question.querySelector("textarea");
}

/** `asMade`: as the server made the page, whatever was chosen or typed since. @param {HTMLElement} question @param {boolean} [asMade] @returns {string[] | boolean | string | null} */
export function readAnswer(question, asMade = false) {
  const box = textBox(question);
  const text = box && (asMade ? box.defaultValue : box.value);
  if (box) return text?.trim() ? text : null;
  const chosen = choices(question).filter((input) => (asMade ? input.defaultChecked : input.checked)).map((input) => input.value);
  if (!chosen.length) return null;
  return question.dataset.kind === "true_false" ? chosen[0] === "true" : chosen;
}

/** @param {HTMLElement} question @param {any} answer */
export function writeAnswer(question, answer) {
  const box = textBox(question);
  if (box) box.value = typeof answer === "string" ? answer : "";
  const chosen = Array.isArray(answer) ? answer : [String(answer)];
  for (const input of choices(question)) input.checked = chosen.includes(input.value);
}

/** @param {HTMLElement} question @returns {HTMLInputElement | null} */
export function flagBox(question) {
  return question.querySelector("input[data-flag]");
}

/** What people read of an answer, for two windows that disagree. @param {HTMLElement} question @param {any} answer */
export function answerInWords(question, answer) {
  if (typeof answer === "string") return answer;
  const chosen = Array.isArray(answer) ? answer : [String(answer)];
  const labels = choices(question).filter((input) => chosen.includes(input.value)).map((input) => input.closest("label"));
  const parts = (/** @type {Element | null} */ label) => [...(label?.children ?? [])].map((part) => part.textContent?.trim().replace(/\s+/g, " "));
  return labels.map((label) => parts(label).filter(Boolean).join(" ")).join("；") || "–";
}

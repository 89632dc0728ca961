// @ts-check
// What the keys of the taking page do.

import { choices, flagBox } from "./answers.js";
import { choose } from "./questions.js";

/** @param {import("./keys.js").Action} action @param {import("./pager.js").Pager} pager */
export function obey(action, pager) {
  const question = pager.current;
  if (action.kind === "move") pager.step(action.step);
  if (action.kind === "choose" && question && choices(question).length) choose(question, action.place);
  if (action.kind === "flag" && question) flagBox(question)?.click();
  if (action.kind === "review") document.getElementById("review")?.click();
}

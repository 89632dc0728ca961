// @ts-check
/**
 * Copy buttons: `<button data-copy="id" hidden>` and one `<p data-copied data-text="…">` that says that it worked. Without
 * this script the text can be selected by hand.
 */

/**
 * The text that a copy button stands for: the value of the field that it names, or the text of the element.
 * @param {Pick<Document, "getElementById">} page
 * @param {string} id
 * @returns {string}
 */
export function textOf(page, id) {
  const named = page.getElementById(id);
  if (!named) return "";
  return "value" in named ? String(named.value) : (named.textContent ?? "").trim();
}

/**
 * Copy, by the old way where a page without https has no clipboard.
 * @param {string} text
 * @param {HTMLElement} named
 * @returns {Promise<boolean>}
 */
async function copy(text, named) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(named);
    if (named instanceof HTMLTextAreaElement) named.select();
    return document.execCommand("copy");
  }
}

/** @param {HTMLElement} button */
function wireCopy(button) {
  const id = button.dataset.copy ?? "";
  const named = document.getElementById(id);
  const spoken = /** @type {HTMLElement | null} */ (document.querySelector("[data-copied]"));
  if (!named || !spoken) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copy(textOf(document, id), named);
    button.classList.toggle("copied", done);
    spoken.textContent = "";
    if (done) requestAnimationFrame(() => { spoken.textContent = spoken.dataset.text ?? ""; });
  });
}

if (typeof document !== "undefined") {
  for (const button of document.querySelectorAll("[data-copy]")) wireCopy(/** @type {HTMLElement} */ (button));
}

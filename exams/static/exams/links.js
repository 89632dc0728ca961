// @ts-check
/** The page of new links: printing. Copying is in config/static/copy.js. */

for (const button of document.querySelectorAll("[data-print]")) {
  /** @type {HTMLElement} */ (button).hidden = false;
  button.addEventListener("click", () => window.print());
}

// @ts-check
// A box that ticks or unticks every box of its form. Listens on the document, so that it survives a list drawn anew.

/** @param {ParentNode} root */
function show(root) {
  for (const box of root.querySelectorAll("[data-choose-all]")) /** @type {HTMLElement | null} */ (box.closest("label"))?.removeAttribute("hidden");
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.dataset.chooseAll) return;
  const boxes = box.form?.querySelectorAll(`input[name="${box.dataset.chooseAll}"]`) ?? [];
  for (const one of boxes) /** @type {HTMLInputElement} */ (one).checked = box.checked;
});
document.addEventListener("htmx:after:swap", () => show(document));
show(document);

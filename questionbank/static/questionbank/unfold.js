// @ts-check
// Filters that phones fold away: a button shows them, and they stay shown while the list is drawn anew.
// Without this script, or without `scripting` in the browser's styles, all filters are there.

/**
 * Let the form and its button agree.
 * @param {Pick<Element, "classList" | "querySelector">} form
 * @param {boolean} open
 */
export function unfold(form, open) {
  form.classList.toggle("unfolded", open);
  form.querySelector("[data-unfold]")?.setAttribute("aria-expanded", String(open));
}

let open = false;

/** @param {ParentNode} root */
function again(root) {
  const form = root.querySelector("[data-unfold]")?.closest("form");
  if (form) unfold(form, open);
}

if (typeof document !== "undefined") {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-unfold]") : null;
    if (!button) return;
    open = !open;
    again(document);
  });
  document.addEventListener("htmx:after:swap", () => again(document));
}

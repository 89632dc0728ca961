// @ts-check
// The preview of an import: a click on a field shows its place in the text, a click on a place its field. Without this
// script the same links jump to the anchor; here both sides light up, and phones show one pane at a time.

/** Where a link within the page leads: `#at-120` is a place of the text, `#item-3-key` a question or its field.
 * @param {string} hash @returns {"source" | "questions" | null} */
export function paneOf(hash) {
  if (/^#(?:at-\d+|source)$/.test(hash)) return "source";
  return /^#(?:item-\d+(?:-\w+)?|questions)$/.test(hash) ? "questions" : null;
}

/** The elements of the same field of the same question, on both sides.
 * @param {ParentNode} root @param {{item?: string, field?: string}} data @returns {HTMLElement[]} */
export function twins(root, { item, field }) {
  if (item === undefined || field === undefined) return [];
  return [...root.querySelectorAll(`[data-item="${item}"][data-field="${field}"]:not(.place)`)].filter(
    (found) => found instanceof HTMLElement,
  );
}

/** @param {HTMLElement} panes @param {string} name */
function show(panes, name) {
  panes.dataset.pane = name;
  for (const tab of document.querySelectorAll("[data-pane][href]")) {
    if (/** @type {HTMLElement} */ (tab).dataset.pane === name) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

/** @param {HTMLElement} panes @param {string} hash @param {DOMStringMap} data */
function lead(panes, hash, data) {
  const target = document.getElementById(hash.slice(1));
  const pane = paneOf(hash);
  if (!target || !pane) return false;
  show(panes, pane);
  for (const lit of panes.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const twin of [target, ...twins(panes, data)]) twin.classList.add("lit");
  const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "auto" });
  target.focus({ preventScroll: true });
  return true;
}

/** @param {HTMLElement} panes */
function start(panes) {
  const tabs = document.querySelector(".pane-tabs");
  if (tabs instanceof HTMLElement) {
    tabs.hidden = false;
    show(panes, paneOf(location.hash) ?? "questions");
  }
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    if (!(link instanceof HTMLElement) || !paneOf(link.getAttribute("href") ?? "")) return;
    const hash = link.getAttribute("href") ?? "";
    if (!lead(panes, hash, link.dataset)) return;
    event.preventDefault();
    history.replaceState(history.state, "", hash);
  });
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (target) lead(panes, location.hash, target.dataset);
}

if (typeof document !== "undefined") {
  const panes = document.getElementById("panes");
  if (panes) start(panes);
}

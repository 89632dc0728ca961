// @ts-check
// Dialogs and menus. `data-dialog="id"` opens the dialog with that id, `data-close` closes the one it stands in;
// an open menu (`details.menu`) closes on Escape and on a click elsewhere.

/**
 * What a click means: the dialog to open, or the one to close.
 * @param {Element | null} target where the click happened
 * @returns {{ open: string | null, close: boolean }}
 */
export function deed(target) {
  return {
    open: target?.closest("[data-dialog]")?.getAttribute("data-dialog") ?? null,
    close: Boolean(target?.closest("[data-close]")),
  };
}

/** @param {Element | null} inside the menu that holds this element stays open */
function closeMenus(inside) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!inside || !menu.contains(inside)) menu.removeAttribute("open");
  }
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = event.target instanceof Element ? event.target : null;
  closeMenus(target);
  const { open, close } = deed(target);
  const dialog = open ? document.getElementById(open) : null;
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    dialog.showModal();
  } else if (close) {
    target?.closest("dialog")?.close();
  } else if (target instanceof HTMLDialogElement && !target.hasAttribute("data-keep")) {
    target.close(); // the backdrop counts as the dialog itself
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  closeMenus(null);
  menu?.querySelector("summary")?.focus();
}

if (typeof document !== "undefined") {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
}

// @ts-check
// Tells in words when a request that htmx sent came to nothing. The words stand in base.html (#failure).

/**
 * Which sentence fits.
 * @param {number | undefined} status of the answer; none when there was no answer
 * @returns {"offline" | "refused" | "failed"}
 */
export function reason(status) {
  if (status === undefined) return "offline";
  return status >= 500 ? "failed" : "refused";
}

/** @param {number | undefined} status */
function tell(status) {
  const notice = document.getElementById("failure");
  if (!notice) return;
  const wanted = reason(status);
  for (const sentence of notice.querySelectorAll("[data-failure]")) {
    sentence.toggleAttribute("hidden", sentence.getAttribute("data-failure") !== wanted);
  }
  notice.hidden = false;
}

if (typeof document !== "undefined") {
  document.addEventListener("htmx:response:error", (event) => {
    tell(/** @type {CustomEvent} */ (event).detail.ctx.response?.status ?? 500);
  });
  document.addEventListener("htmx:error", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.ctx) tell(undefined);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const answer = /** @type {CustomEvent} */ (event).detail.ctx.response;
    if (answer.status < 400) document.getElementById("failure")?.setAttribute("hidden", "");
  });
}

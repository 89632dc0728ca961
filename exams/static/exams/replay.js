// @ts-check
// Moving through the versions of an answer: by the slider's own keys, or playing them one after another.

const PACE = 350;

/** @typedef {{ text: string, line: string }} Step */

/** The step that comes next while playing, or null at the end. @param {number} number @param {number} last */
export function following(number, last) {
  return number < last ? number + 1 : null;
}

/** @param {HTMLElement} place @param {Step[]} steps */
function wire(place, steps) {
  const slider = place.querySelector("input[type=range]");
  const button = place.querySelector("[data-play]");
  if (!(slider instanceof HTMLInputElement) || !(button instanceof HTMLButtonElement)) return;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let playing;

  const show = () => {
    const step = steps[Number(slider.value) - 1];
    put(place, "[data-number]", slider.value);
    put(place, "[data-line]", step.line);
    put(place, "[data-text]", step.text);
    slider.setAttribute("aria-valuetext", `${slider.value} / ${steps.length} · ${step.line}`);
  };
  const stop = () => {
    clearInterval(playing);
    playing = undefined;
    button.setAttribute("aria-pressed", "false");
  };
  const advance = () => {
    const next = following(Number(slider.value), steps.length);
    if (next === null) return stop();
    slider.value = String(next);
    show();
  };
  button.addEventListener("click", () => {
    if (playing) return stop();
    if (Number(slider.value) === steps.length) slider.value = "1";
    show();
    button.setAttribute("aria-pressed", "true");
    playing = setInterval(advance, PACE);
  });
  slider.addEventListener("input", () => {
    stop();
    show();
  });
  for (const hidden of place.querySelectorAll("[hidden]")) if (hidden instanceof HTMLElement) hidden.hidden = false;
  show();
}

/** @param {HTMLElement} place @param {string} selector @param {string} text */
function put(place, selector, text) {
  const found = place.querySelector(selector);
  if (found) found.textContent = text;
}

if (typeof document !== "undefined") {
  const place = document.getElementById("replay");
  const data = document.getElementById("replay-data");
  if (place && data) wire(place, JSON.parse(data.textContent ?? "[]"));
}

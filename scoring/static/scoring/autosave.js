// @ts-check
// Keeps the draft on the server, which also keeps the answer in the reviewer's hands.

const DELAY = 1500;

/**
 * Which words stand for the state of a save.
 * @param {number | null} status of the server's reply, null without one
 * @returns {"saved" | "lost" | "failed"}
 */
export function outcome(status) {
  if (status === 200) return "saved";
  return status === 409 ? "lost" : "failed";
}

/**
 * Save the form's draft a moment after the last change, one request at a time.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} state where the words go
 * @returns {() => void} to be called on every change
 */
export function autosave(form, state) {
  let timer = 0;
  let busy = false;
  let again = false;

  /** @param {string} name @param {string} [time] */
  function say(name, time) {
    state.className = `save-state ${{ saved: "saved", saving: "saving", lost: "offline", failed: "failed" }[name] ?? ""}`;
    state.textContent = [state.dataset[name], time].filter(Boolean).join(" ");
  }

  async function send() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    say("saving");
    try {
      const reply = await fetch(form.dataset.draft ?? "", { method: "POST", body: new FormData(form) });
      const result = outcome(reply.redirected ? null : reply.status);
      say(result, result === "saved" ? (await reply.json()).time : "");
    } catch {
      say("failed");
    }
    busy = false;
    if (again) {
      again = false;
      void send();
    }
  }

  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, DELAY);
  };
}

// @ts-check
// Sending a batch and understanding the reply. Whatever is not a receipt counts as not saved.

/**
 * @typedef {{ state: string, message: string, now: number, clock: string, deadline: number, part?: number, kept?: number[] } & import("./queue.js").Receipt} Reply
 * @typedef {{ kind: "saved" | "closed" | "elsewhere" | "paused", reply: Reply } | { kind: "failed" | "stranger" }} Outcome
 */

/** @param {number} status @param {string} type content type @param {string} text body @returns {Outcome} */
export function understand(status, type, text) {
  if (status === 403 || status === 404) return { kind: "stranger" };
  if (!type.startsWith("application/json") || (status !== 200 && status !== 409)) return { kind: "failed" };
  try {
    const reply = JSON.parse(text);
    const whole = typeof reply.state === "string" && [reply.saved, reply.stale, reply.refused].every((part) => part && typeof part === "object");
    if (!whole || !Number.isFinite(reply.now) || !Number.isFinite(reply.deadline)) return { kind: "failed" };
    if (reply.state === "elsewhere" || reply.state === "paused") return { kind: reply.state, reply };
    return { kind: status === 409 ? "closed" : "saved", reply };
  } catch {
    return { kind: "failed" };
  }
}

/** Milliseconds to wait after so many failures: 1, 2, 4 … 30 s, each half to one and a half times, so that many browsers do not come back at once. @param {number} failures @param {number} random 0…1 */
export function backoff(failures, random) {
  return Math.min(30_000, 1000 * 2 ** Math.max(0, failures - 1)) * (0.5 + random);
}

/** @typedef {{ writer: string, answers: { question: number, revision: number }[] }} Message */

/** @param {string} url @param {string} token @param {Message} message @param {boolean} leaving the page is going away @returns {Promise<Outcome>} */
export async function send(url, token, message, leaving = false) {
  const body = JSON.stringify(message);
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      credentials: "same-origin",
      redirect: "error",
      cache: "no-store",
      keepalive: leaving && body.length < 20_000, // browsers refuse larger ones
      signal: leaving ? undefined : AbortSignal.timeout(15_000),
    });
    return understand(response.status, response.headers.get("Content-Type") ?? "", await response.text());
  } catch {
    return { kind: "failed" };
  }
}

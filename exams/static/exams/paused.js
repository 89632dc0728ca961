// @ts-check
// The page of a pause: it asks every few seconds whether the test goes on. What the device still holds waits there.

import { arrive } from "./absence.js";
import { newName, ownName, tabStorage } from "./pen.js";
import { pageData } from "./session.js";
import { deviceStorage } from "./store.js";
import { send } from "./transport.js";

const EVERY = 4000;

/** Does this reply say that the test no longer stands still? @param {{ kind: string, reply?: { state: string } }} outcome */
export function goesOn(outcome) {
  return ["saved", "elsewhere", "closed"].includes(outcome.kind);
}

async function wait() {
  const data = pageData();
  arrive(data, deviceStorage());
  const writer = await ownName(data.attempt, { locks: navigator.locks, tab: tabStorage(), device: deviceStorage(), random: () => newName(data.attempt, deviceStorage()) });
  const ask = async () => {
    if (goesOn(await send(data.answers, data.token, { writer, answers: [] }))) location.reload();
    else setTimeout(ask, EVERY);
  };
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void ask());
  setTimeout(ask, EVERY);
}

if (typeof document !== "undefined") void wait();

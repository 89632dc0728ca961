// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyQueue } from "../../exams/static/exams/queue.js";
import { Saver } from "../../exams/static/exams/saver.js";
import { jitter, stateWords } from "../../exams/static/exams/session.js";
import { Store, parse } from "../../exams/static/exams/store.js";
import { backoff, understand } from "../../exams/static/exams/transport.js";
import { memory } from "./memory.js";

/** A saver whose server gives these outcomes, one after another. @param {any[]} outcomes */
function saverWith(...outcomes) {
  /** @type {any[]} */
  const sent = [];
  const store = new Store(memory(), "a");
  const shelf = new Store(memory(), "a/shelf");
  /** @type {any[]} */
  const closed = [];
  /** @type {string[]} */
  const told = [];
  const saver = new Saver({
    url: "/", token: "t", store, shelf, writer: "laptop-1", queue: emptyQueue({}), online: () => false,
    elsewhere: () => told.push("elsewhere"), regained: () => told.push("regained"), paused: () => told.push("paused"),
    changed: () => {}, receipt: () => {}, closed: (reply) => closed.push(reply),
    send: async (_url, _token, { writer, answers }) => {
      assert.equal(writer, "laptop-1");
      sent.push(answers);
      return outcomes.shift() ?? { kind: "failed" };
    },
  });
  return { saver, store, shelf, sent, closed, told };
}

const receipt = (/** @type {object} */ parts) => ({ state: "started", message: "", now: 1, deadline: 2, clock: "14:03:22", saved: {}, stale: {}, refused: {}, ...parts });

test("the device keeps an answer until the server acknowledges it", async () => {
  const { saver, store } = saverWith({ kind: "failed" }, { kind: "saved", reply: receipt({ saved: { 1: 1 } }) });
  saver.change("1", ["B"], false, 60_000);
  await saver.flush();
  assert.deepEqual([saver.state, Object.keys(store.all())], ["offline", ["1"]]);
  await saver.flush();
  assert.deepEqual([saver.state, saver.clock, store.all()], ["saved", "14:03:22", {}]);
  saver.next.cancel();
});

test("what was typed while a save was under way goes out next", async () => {
  const { saver, store, sent } = saverWith({ kind: "saved", reply: receipt({ saved: { 1: 1 } }) }, { kind: "saved", reply: receipt({ saved: { 1: 2 } }) });
  saver.change("1", "a", false, 60_000);
  const underWay = saver.flush();
  saver.change("1", "ab", false, 60_000);
  await underWay;
  assert.deepEqual([saver.state, store.all()["1"].answer], ["saving", "ab"]);
  await saver.flush();
  assert.deepEqual([sent.map((answers) => answers[0].answer), saver.state, store.all()], [["a", "ab"], "saved", {}]);
  saver.next.cancel();
});

test("a refusal at the end keeps the text on the device and stops sending", async () => {
  const { saver, store, sent, closed } = saverWith({ kind: "closed", reply: receipt({ state: "over" }) });
  saver.change("1", "late", false, 60_000);
  await saver.flush();
  await saver.flush({ ask: true });
  assert.deepEqual([saver.state, store.all()["1"].answer, sent.length, closed.length], ["stopped", "late", 1, 1]);
  saver.next.cancel();
});

test("when another page writes, the text moves to the shelf and the page only looks on", async () => {
  const elsewhere = { kind: "elsewhere", reply: receipt({ state: "elsewhere", kept: [1] }) };
  const { saver, store, shelf, sent, told } = saverWith(elsewhere, elsewhere, elsewhere, { kind: "saved", reply: receipt({}) });
  saver.change("1", "mine", false, 60_000);
  const underWay = saver.flush();
  saver.change("2", "typed meanwhile", false, 60_000);
  await underWay;
  assert.deepEqual([saver.state, Object.keys(store.all()), Object.keys(shelf.all())], ["elsewhere", ["2"], ["1"]]);
  await saver.flush();
  assert.deepEqual([Object.keys(store.all()), shelf.all()["1"].answer, shelf.all()["2"].answer], [[], "mine", "typed meanwhile"]);
  await saver.flush({ ask: true });
  await saver.flush({ ask: true });
  assert.deepEqual([sent.map((answers) => answers.length), told], [[1, 1, 0, 0], ["elsewhere", "elsewhere", "elsewhere", "regained"]]);
  saver.next.cancel();
});

test("an expired permission is told apart from a failing network", async () => {
  const { saver } = saverWith({ kind: "stranger" });
  saver.change("1", "x", false, 60_000);
  await saver.flush();
  assert.equal(saver.state, "stranger");
  saver.next.cancel();
});

test("only a whole receipt in JSON counts as saved", () => {
  const body = JSON.stringify(receipt({ saved: { 1: 1 } }));
  assert.equal(understand(200, "application/json", body).kind, "saved");
  assert.equal(understand(409, "application/json", body).kind, "closed");
  const elsewhere = JSON.stringify(receipt({ state: "elsewhere" }));
  assert.deepEqual([200, 409].map((status) => understand(status, "application/json", elsewhere).kind), ["elsewhere", "elsewhere"]);
  assert.equal(understand(200, "text/html; charset=utf-8", "<html>log in to the wifi</html>").kind, "failed");
  assert.equal(understand(200, "text/html", body).kind, "failed");
  assert.equal(understand(200, "application/json", "{}").kind, "failed");
  assert.equal(understand(200, "application/json", body.slice(0, -2)).kind, "failed");
  assert.equal(understand(400, "application/json", body).kind, "failed");
  assert.equal(understand(503, "application/json", body).kind, "failed");
  assert.equal(understand(403, "text/html", "").kind, "stranger");
});

test("waiting grows to half a minute and differs between browsers", () => {
  assert.deepEqual([1, 2, 3, 9].map((failures) => backoff(failures, 0.5)), [1000, 2000, 4000, 30_000]);
  assert.deepEqual([backoff(1, 0), backoff(1, 1)], [500, 1500]);
});

test("each attempt has a store of its own, which forgets only what is not newer", () => {
  const storage = memory();
  const one = new Store(storage, "one");
  const two = new Store(storage, "two");
  one.keep("1", { revision: 3, answer: "x", flagged: false });
  two.keep("1", { revision: 1, answer: "y", flagged: false });
  one.forget("1", 2);
  assert.equal(one.all()["1"].answer, "x");
  one.forget("1", 3);
  assert.deepEqual([one.all(), two.all()["1"].answer], [{}, "y"]);
  two.clear();
  assert.equal(storage.length, 0);
});

test("a device that keeps nothing does not stop the test", () => {
  const store = new Store(null, "a");
  assert.equal(store.keep("1", { revision: 1, answer: "x", flagged: false }), false);
  assert.deepEqual(store.all(), {});
  assert.deepEqual([parse("{"), parse("3"), parse('{"revision": 1}')], [null, null, null]);
});

test("a pause sends what is typed once more and then rests", async () => {
  const paused = { kind: "paused", reply: receipt({ state: "paused" }) };
  const { saver, store, sent, told } = saverWith(paused, { kind: "saved", reply: receipt({ saved: { 1: 1 } }) });
  const asking = saver.flush({ ask: true });
  saver.change("1", "typed", false, 60_000);
  await asking;
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual([sent.map((answers) => answers.length), told, store.all()], [[0, 1], ["paused"], {}]);
  saver.next.cancel();
});

test("what cannot be saved in a pause waits on the device", async () => {
  const { saver, store, told } = saverWith({ kind: "paused", reply: receipt({ state: "paused" }) });
  saver.change("1", "typed", false, 60_000);
  await saver.flush();
  assert.deepEqual([told, store.all()["1"].answer], [["paused"], "typed"]);
  saver.next.cancel();
});

test("nobody is told that the device keeps what it does not keep", async () => {
  const words = { offline: "kept here", offlineUnkept: "leave it open", saved: "saved" };
  const full = { ...memory(), setItem() { throw new Error("full"); } };
  const { saver, store } = saverWith({ kind: "failed" }, { kind: "saved", reply: receipt({ saved: { 1: 1 } }) });
  store.storage = /** @type {any} */ (full);
  saver.change("1", "a", false, 60_000);
  await saver.flush();
  assert.deepEqual([saver.state, stateWords(saver, words), saver.isDone], ["offline", "leave it open", false]);
  await saver.flush();
  assert.deepEqual([stateWords(saver, words), saver.isDone], ["saved", true]);
  saver.next.cancel();

  const other = saverWith({ kind: "failed" });
  other.saver.change("1", "a", false, 60_000);
  await other.saver.flush();
  assert.equal(stateWords(other.saver, words), "kept here");
  other.saver.next.cancel();
});

test("browsers submit at different moments of the grace, and early enough to try again", () => {
  assert.deepEqual([jitter(15_000, 0), jitter(15_000, 1), jitter(0, 1)], [500, 10_000, 1500]);
});

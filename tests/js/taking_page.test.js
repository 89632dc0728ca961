// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { clockText, crossed, offset } from "../../exams/static/exams/clock.js";
import { verdict } from "../../exams/static/exams/confirm.js";
import { actionFor } from "../../exams/static/exams/keys.js";
import { numberIn } from "../../exams/static/exams/pager.js";
import { afterFailure, afterReceipt, countCharacters, fill, marks } from "../../exams/static/exams/states.js";

const press = (/** @type {string} */ key, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more });
const MINUTE = 60_000;

test("the clock reads hours only when there are some, and never below nothing", () => {
  assert.deepEqual([3_723_000, 125_000, 999, 0, -5000].map(clockText), ["1:02:03", "02:05", "00:01", "00:00", "00:00"]);
});

test("the server's time counts, whatever the device says", () => {
  assert.equal(offset(1_000_000, 400, 200), 999_700);
});

test("marks are spoken once, the latest one after a jump", () => {
  assert.equal(crossed(31 * MINUTE, 30 * MINUTE), 30);
  assert.equal(crossed(30 * MINUTE, 29.9 * MINUTE), null);
  assert.equal(crossed(31 * MINUTE, 4 * MINUTE), 5);
  assert.equal(crossed(Infinity, 0.5 * MINUTE), 1);
  assert.equal(crossed(4 * MINUTE, 6 * MINUTE), null);
});

test("keys choose, move, flag and go to the submit page", () => {
  assert.deepEqual(actionFor(press("3"), "page", true), { kind: "choose", place: 2 });
  assert.deepEqual(actionFor(press("b"), "choice", true), { kind: "choose", place: 1 });
  assert.deepEqual(actionFor(press("n"), "page", true), { kind: "move", step: 1 });
  assert.deepEqual(actionFor(press("ArrowLeft"), "page", true), { kind: "move", step: -1 });
  assert.deepEqual(actionFor(press("F"), "page", true), { kind: "flag" });
  assert.deepEqual(actionFor(press("Enter", { ctrlKey: true }), "text", true), { kind: "review" });
});

test("keys leave texts, radio arrows, browser shortcuts and composition alone", () => {
  assert.equal(actionFor(press("n"), "text", true), null);
  assert.equal(actionFor(press("ArrowRight"), "choice", true), null);
  assert.equal(actionFor(press("f", { ctrlKey: true }), "page", true), null);
  assert.equal(actionFor(press("1", { isComposing: true }), "page", true), null);
  assert.equal(actionFor(press("Enter", { ctrlKey: true, keyCode: 229 }), "text", true), null);
  assert.equal(actionFor(press("Tab"), "page", true), null);
});

test("single keys can be switched off; Ctrl+Enter stays", () => {
  assert.equal(actionFor(press("1"), "page", false), null);
  assert.deepEqual(actionFor(press("Enter", { metaKey: true }), "page", false), { kind: "review" });
});

test("an address names a question of the paper", () => {
  assert.deepEqual(["#question-7", "#question-99", "#question-0", "#main", ""].map((hash) => numberIn(hash, 30)), [7, 30, 1, null, null]);
});

test("characters are counted as Chinese word processors do", () => {
  assert.equal(countCharacters("您好，非常抱歉。"), 8);
  assert.equal(countCharacters("请核实 SLA 和 order 20-31"), 7);
  assert.equal(countCharacters("退款30元OK"), 5);
  assert.equal(countCharacters(" \n "), 0);
});

test("a question's state is told in names", () => {
  assert.deepEqual(marks({ answered: true, flagged: true, unsaved: true }), ["answered", "flagged", "unsaved"]);
  assert.deepEqual(marks({ answered: false, flagged: false, unsaved: false }), ["unanswered"]);
});

test("the save state follows what is left", () => {
  const empty = { pending: {}, revisions: {}, conflicts: {}, refused: {} };
  const entry = { revision: 1, answer: "x", flagged: false };
  assert.equal(afterReceipt(empty, 1, true, "saving"), "saving");
  assert.equal(afterReceipt(empty, 0, true, "saving"), "saved");
  assert.equal(afterReceipt(empty, 0, false, "offline"), "ready");
  assert.equal(afterReceipt({ ...empty, pending: { 1: entry }, conflicts: { 1: entry } }, 0, true, "saving"), "conflict");
  assert.equal(afterReceipt({ ...empty, pending: { 1: entry }, refused: { 1: "too-long" } }, 0, true, "saving"), "refused");
  assert.deepEqual([afterFailure("failed", false), afterFailure("failed", true), afterFailure("stranger", false)], ["offline", "failed", "stranger"]);
  assert.equal(fill("已保存 {time} {other}", { time: "14:03:22" }), "已保存 14:03:22 {other}");
});

test("the device check says what is missing first", () => {
  const words = { works: "正常", missing: "不可用", ready: "可以", storage: "退出无痕", cookies: "允许 Cookie" };
  assert.deepEqual(verdict({ storage: true, cookies: true }, words), { storage: "正常", cookies: "正常", advice: "可以", ready: true });
  assert.equal(verdict({ storage: false, cookies: true }, words).advice, "退出无痕");
  assert.equal(verdict({ storage: false, cookies: false }, words).advice, "允许 Cookie");
});

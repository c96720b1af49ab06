/** What the mailbox page keeps of itself, and what it seals. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PacketError } from "../../../client/shared/crypto/packet.ts";
import { parseReport, writeReport } from "../../../client/shared/crypto/report.ts";
import { neededBy } from "../../../client/shared/mailbox/needed.ts";
import { followUp, saysSomething } from "../../../client/pages/mailbox/follow_up.ts";
import { newMailbox } from "./post_office.ts";

test("only a page of ours is kept", () => {
  const scripts = ["/build/mailbox.th.0123456789.js", "/build/clean.abcdef0123.js"];
  const page = (needs: string) => `<html><script src=x data-needs="${needs}"></script></html>`;
  assert.deepEqual(neededBy(page(scripts.join(" "))), scripts);
  const others = ["<h1>Wi-Fi</h1>", page(""), page("/build/a.js"), page(`${scripts[0]} https://elsewhere.example/x.0123456789.js`), page("/api/../build/a.0123456789.js")];
  for (const other of others) assert.throws(() => neededBy(other), TypeError, other);
  fc.assert(fc.property(fc.string(), (html) => void assert.throws(() => neededBy(html), TypeError)));
});

test("every answer is a follow-up of its mailbox that readers take", async () => {
  const mailbox = await newMailbox();
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom("", "confirmed", "reopen"), (text, answer) => {
    const report = parseReport(writeReport(followUp({ text, answer }, mailbox, "th"), []));
    assert.deepEqual([report.kind, report.text, report.answer], ["followup", text.trim(), answer || undefined]);
    assert.deepEqual(report.mailbox, { id: mailbox.id, recipient: mailbox.recipient });
    assert.equal(JSON.stringify(report).includes(Buffer.from(mailbox.token).toString("base64url")), false);
  }));
  assert.throws(() => followUp({ text: "x", answer: "closed" }, mailbox, "th"), PacketError);
});

test("there is something to send when anything was typed, chosen or picked", () => {
  assert.ok(!saysSomething({ text: " \n", answer: "" }, 0));
  for (const one of [saysSomething({ text: "x", answer: "" }, 0), saysSomething({ text: "", answer: "reopen" }, 0), saysSomething({ text: "", answer: "" }, 1)]) {
    assert.ok(one);
  }
});

/** The desk's log: the chain of the vectors holds, and whatever is done to it shows, at its place. */
import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { firstBreak, holds, isSigned, type LogEvent, parseHead } from "../../../client/shared/desk_log/chain.ts";
import vectors from "../../vectors/desk_log.json";

const { desk } = vectors;
const events: readonly LogEvent[] = vectors.events;
const head = (number: number, hash = events[number - 1]!.hash, name = desk): string =>
  `hinghoi-desk-log-head-v1.${name}.${number}.2026-11-20.${hash}.${"A".repeat(86)}`;

test("the log that the server's language made holds", async () => {
  assert.equal(await firstBreak(desk, events), null);
  assert.equal(await firstBreak(desk, []), null);
});

test("a changed, missing, added or moved event is named", async () => {
  const place = fc.nat(events.length - 1);
  const field = fc.constantFrom("day", "kind", "moderator", "packet", "case", "detail", "card", "hash" as const);
  await fc.assert(fc.asyncProperty(place, field, fc.option(fc.string({ maxLength: 4 })), async (at, name, value) => {
    fc.pre(events[at]![name as keyof LogEvent] !== value);
    const changed = events.map((event, n) => (n === at ? { ...event, [name]: value } : event)) as LogEvent[];
    assert.equal(await firstBreak(desk, changed), at + 1);
  }));
  await fc.assert(fc.asyncProperty(place, async (at) => {
    const without = events.filter((_, n) => n !== at);
    // What is cut off the end shows only to who kept a head.
    assert.equal(await firstBreak(desk, without), at === events.length - 1 ? null : at + 1);
    assert.equal(await firstBreak(desk, [...events.slice(0, at + 1), ...events.slice(at)]), at + 2);
  }));
  assert.equal(await firstBreak("phrae", events), 1);
});

test("a head that was kept holds for this log only", () => {
  const here = (line: string): boolean => holds(parseHead(line)!, desk, events);
  assert.ok(here(head(3)) && here(`  ${head(events.length)}\n`));
  assert.ok(!here(head(3, events[1]!.hash)) && !here(head(3, undefined, "phrae")) && !here(head(99, events[0]!.hash)));
  for (const line of ["", "x", head(0, events[0]!.hash), `${head(1)}!`]) assert.equal(parseHead(line), null);
});

test("a head counts as the server's only with the signature of its key", async () => {
  const pair = (): { key: string; line: (statement: string) => string } => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64url");
    return { key, line: (statement) => `${statement}.${sign(null, Buffer.from(statement), privateKey).toString("base64url")}` };
  };
  const [server, other] = [pair(), pair()];
  const statement = head(3).slice(0, -87);
  const line = server.line(statement);
  const signed = (text: string, key = server.key): Promise<boolean> => isSigned(parseHead(text)!, key);
  assert.ok(await signed(line) && (await signed(`${line.slice(0, 40)}\n ${line.slice(40)}`)));
  assert.ok(!(await signed(line, other.key)) && !(await signed(other.line(statement))));
  assert.ok(!(await signed(line, "")) && !(await signed(head(3))));
  const another = server.line(head(2).slice(0, -87));
  assert.ok(!(await signed(`${statement}.${another.slice(-86)}`)), "the signature of another head");
});

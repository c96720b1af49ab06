/** The desk's next key, made in a browser: who gets it, who does not, and what a false list changes. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { fromBase64url } from "../../../client/shared/crypto/bytes.ts";
import { newIdentity } from "../../../client/shared/crypto/key_file.ts";
import { deskKeyFor } from "../../../client/shared/desk_keys/desk_key.ts";
import { type HolderList, type Listed, asHolder, asRecovery, check, handOver } from "../../../client/shared/desk_keys/handover.ts";
import { memberSigningOf, signingOf } from "../../../client/shared/desk_keys/signing.ts";
import { signVouch } from "../../../client/shared/desk_keys/vouch.ts";
import { fingerprint, leadsTo } from "../../../client/shared/keys/desks.ts";

type Pair = Awaited<ReturnType<typeof newIdentity>>;

const DAY = "2026-11-22";
const people = new Map<string, Pair>();
let desk: Pair;
let paper: Pair;
let mark: string;

before(async () => {
  [desk, paper] = [await newIdentity(), await newIdentity()];
  mark = await fingerprint(desk.recipient, signingOf(desk.identity));
  for (const name of ["somsri", "malee", "prasit"]) people.set(name, await newIdentity());
});

function listed(name: string, by = desk.identity): Listed {
  const { identity, recipient } = people.get(name)!;
  const one = { id: name, name, role: "moderator", recipient, signing: memberSigningOf(identity), vouch: null };
  return { ...one, vouch: signVouch(by, "nan", mark, asHolder(one)) };
}

function list(...holders: Listed[]): HolderList {
  const recovery = { recipient: paper.recipient, vouch: signVouch(desk.identity, "nan", mark, asRecovery(paper.recipient)) };
  return { key: mark, holders, recovery };
}

const sureOf = async (wanted: HolderList): Promise<boolean[]> =>
  (await check(wanted, "nan", [desk.identity])).people.map(({ sure }) => sure);

test("the desk's key tells its holders from those whom a server made up", async () => {
  const sound = listed("malee");
  const stranger = await newIdentity();
  assert.deepEqual(await sureOf(list(sound)), [true]);
  const false_ones: Listed[] = [
    { ...sound, recipient: stranger.recipient },
    { ...sound, name: "prasit" },
    { ...sound, signing: memberSigningOf(stranger.identity) },
    { ...sound, vouch: null },
    { ...sound, vouch: "?" },
    listed("malee", stranger.identity),
  ];
  assert.deepEqual(await sureOf(list(...false_ones)), false_ones.map(() => false));
  const elsewhere = await check(list(sound), "phrae", [desk.identity]);
  assert.deepEqual([elsewhere.people[0]!.sure, elsewhere.recovery], [false, null]);
});

test("a recovery key that the server made up is not believed", async () => {
  const false_one = { ...list(), recovery: { recipient: (await newIdentity()).recipient, vouch: list().recovery!.vouch } };
  assert.equal((await check(false_one, "nan", [desk.identity])).recovery, null);
  assert.equal((await check(list(), "nan", [desk.identity])).recovery, paper.recipient);
});

test("a desk key that is not here is nothing to hand on", async () => {
  const other = await newIdentity();
  await assert.rejects(check(list(), "nan", [other.identity]), { code: "desk_key_foreign" });
});

test("those who remain get the next key, phones follow to it, and who is removed gets nothing", async () => {
  const known = await check(list(listed("somsri"), listed("malee"), listed("prasit")), "nan", [desk.identity]);
  const { handover, paper: printed } = await handOver("nan", known, "prasit", [desk.identity], false, DAY);
  assert.equal(printed, null);
  assert.equal(handover.recovery, null);
  assert.deepEqual(handover.files.map(({ kind, id }) => id ?? kind), ["recovery", "somsri", "malee"]);
  const { recipient, signing, signature } = handover.key!;
  const next = await deskKeyFor(recipient, fromBase64url(handover.files[0]!.file)!, paper.identity);
  assert.notEqual(next, desk.identity);
  for (const { id, file } of handover.files.slice(1)) {
    assert.equal(await deskKeyFor(recipient, fromBase64url(file)!, people.get(id!)!.identity), next);
  }
  for (const { file } of handover.files) {
    await assert.rejects(deskKeyFor(recipient, fromBase64url(file)!, people.get("prasit")!.identity), { code: "desk_key_refused" });
    await assert.rejects(deskKeyFor(recipient, fromBase64url(file)!, desk.identity), { code: "desk_key_refused" });
  }
  const chain = [{ recipient: desk.recipient, signing: signingOf(desk.identity), day: DAY, signature }];
  const now = { id: "nan", name: { th: "", en: "" }, recipient, signing, fingerprint: await fingerprint(recipient, signing), chain, listed: true };
  assert.equal(await leadsTo(now, mark), true);
  const again: HolderList = {
    key: now.fingerprint,
    holders: ["somsri", "malee"].map((name, n) => ({ ...listed(name), vouch: handover.files[n + 1]!.vouch })),
    recovery: { recipient: paper.recipient, vouch: handover.files[0]!.vouch },
  };
  const after = await check(again, "nan", [desk.identity, next]);
  assert.deepEqual([after.people.map(({ sure }) => sure), after.recovery], [[true, true], paper.recipient]);
});

test("nobody of whom the browser is not sure gets the next key", async () => {
  const stranger = await newIdentity();
  const swapped = { ...listed("malee"), recipient: stranger.recipient };
  const known = await check(list(listed("somsri"), swapped, listed("prasit")), "nan", [desk.identity]);
  const { handover } = await handOver("nan", known, "prasit", [desk.identity], false, DAY);
  assert.deepEqual(handover.left_out, ["malee"]);
  assert.deepEqual(handover.files.map(({ id }) => id), [null, "somsri"]);
});

test("a new paper opens the keys of before, too", async () => {
  const known = await check(list(listed("somsri"), listed("prasit")), "nan", [desk.identity]);
  const { handover, paper: printed } = await handOver("nan", known, "prasit", [desk.identity], true, DAY);
  assert.ok(printed && printed !== paper.identity);
  assert.equal(await deskKeyFor(desk.recipient, fromBase64url(handover.recovery![0]!.file)!, printed), desk.identity);
  assert.equal(handover.recovery![0]!.key, mark);
  await assert.rejects(deskKeyFor(handover.key!.recipient, fromBase64url(handover.files[0]!.file)!, paper.identity));
  await deskKeyFor(handover.key!.recipient, fromBase64url(handover.files[0]!.file)!, printed);
});

test("where nobody can be sure of the paper there is a new one", async () => {
  const known = await check({ ...list(listed("somsri")), recovery: null }, "nan", [desk.identity]);
  assert.ok((await handOver("nan", known, "prasit", [desk.identity], false, DAY)).paper);
});

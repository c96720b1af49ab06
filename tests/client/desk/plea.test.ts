/** k of n in the browser: which words count, and what the server alone can do about it: nothing. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { fromBase64url } from "../../../client/shared/crypto/bytes.ts";
import { newIdentity } from "../../../client/shared/crypto/key_file.ts";
import { deskKeyFor } from "../../../client/shared/desk_keys/desk_key.ts";
import { type KnownHolders, type Listed, asHolder, check } from "../../../client/shared/desk_keys/handover.ts";
import { type Plea, handBack, isEnough, pleaMark, signPlea, soundWords } from "../../../client/shared/desk_keys/plea.ts";
import { memberSigningOf, signingOf } from "../../../client/shared/desk_keys/signing.ts";
import { signVouch, vouched } from "../../../client/shared/desk_keys/vouch.ts";
import { fingerprint } from "../../../client/shared/keys/desks.ts";

type Pair = Awaited<ReturnType<typeof newIdentity>>;

const people = new Map<string, Pair>();
let desk: Pair;
let known: KnownHolders;
let anew: Pair;
let plea: Plea;

before(async () => {
  [desk, anew] = [await newIdentity(), await newIdentity()];
  const key = await fingerprint(desk.recipient, signingOf(desk.identity));
  for (const name of ["somsri", "malee", "anong"]) people.set(name, await newIdentity());
  const holders = [...people].map(([name, { identity, recipient }]): Listed => {
    const one = { id: name, name, role: "moderator", recipient, signing: memberSigningOf(identity), vouch: null };
    return { ...one, vouch: signVouch(desk.identity, "nan", key, asHolder(one)) };
  });
  // In the list under a key of the server's own, for which nothing vouches.
  const invented = await newIdentity();
  people.set("invented", invented);
  holders.push({ id: "invented", name: "invented", role: "moderator", recipient: invented.recipient, signing: memberSigningOf(invented.identity), vouch: null });
  known = await check({ key, holders, recovery: null }, "nan", [desk.identity]);
  plea = { id: "p", moderator: "malee", name: "malee", day: "2026-11-22", recipient: anew.recipient, signing: memberSigningOf(anew.identity), words: [] };
});

const word = (by: string, of: Plea = plea, at = "nan") => ({ moderator: by, word: signPlea(people.get(by)!.identity, at, of) });

test("two words of people whom the desk's key knows are enough, one is not", async () => {
  assert.equal(await isEnough("nan", known, plea, "somsri", 2), false);
  const heard = { ...plea, words: [word("anong")] };
  assert.deepEqual(await soundWords("nan", known, heard), new Set(["anong"]));
  assert.equal(await isEnough("nan", known, heard, "somsri", 2), true);
  assert.equal(await isEnough("nan", known, heard, "somsri", 3), false);
  assert.equal(await isEnough("nan", known, heard, "anong", 2), false, "the same person twice");
});

test("a server cannot lower the number below two", async () => {
  for (const quorum of [1, 0, -1]) assert.equal(await isEnough("nan", known, plea, "somsri", quorum), false);
});

test("no word that a server could make up counts", async () => {
  const other: Plea = { ...plea, recipient: (await newIdentity()).recipient };
  const made_up = [
    word("invented"),
    { moderator: "anong", word: word("invented").word },
    { moderator: "anong", word: word("anong", other).word },
    { moderator: "anong", word: word("anong", { ...plea, name: "somsri" }).word },
    { moderator: "anong", word: word("anong", { ...plea, signing: known.people[0]!.signing }).word },
    { moderator: "anong", word: word("anong", plea, "phrae").word },
    { moderator: "nobody", word: word("anong").word },
    word("malee"),
    { moderator: "anong", word: "" },
  ];
  for (const one of made_up) assert.deepEqual(await soundWords("nan", known, { ...plea, words: [one] }), new Set());
});

test("what is handed back opens for the new identity, and the desk's key vouches for it", async () => {
  const older = await newIdentity();
  const back = await handBack("nan", known, [older.identity, desk.identity], plea);
  assert.equal(back.key, known.key);
  assert.equal(await deskKeyFor(older.recipient, fromBase64url(back.files[0]!.file)!, anew.identity), older.identity);
  assert.equal(await deskKeyFor(desk.recipient, fromBase64url(back.files[1]!.file)!, anew.identity), desk.identity);
  await assert.rejects(deskKeyFor(desk.recipient, fromBase64url(back.files[1]!.file)!, people.get("malee")!.identity));
  const holder = { kind: "moderator", name: "malee", recipient: plea.recipient, signing: plea.signing } as const;
  assert.equal(await vouched(known.signing, back.vouch, "nan", known.key, holder), true);
});

test("another identity, or another signing key, has other words", async () => {
  const marks = [plea, { ...plea, recipient: desk.recipient }, { ...plea, signing: known.signing }].map(pleaMark);
  assert.equal(new Set(await Promise.all(marks)).size, 3);
});

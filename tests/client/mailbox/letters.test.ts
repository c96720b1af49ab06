/** What the mailbox page makes of what a server hands it: honest, broken, replayed, swapped, or a portal's. */
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import { type Bytes, concat } from "../../../client/shared/crypto/bytes.ts";
import { casesOf } from "../../../client/shared/mailbox/cases.ts";
import { Letters } from "../../../client/shared/mailbox/letters.ts";
import type { Mailbox } from "../../../client/shared/mailbox/open.ts";
import { PostError, readList } from "../../../client/shared/mailbox/post.ts";
import { letterId, newMailbox, type PostOffice, postOffice, written } from "./post_office.ts";

interface Scene {
  mailbox: Mailbox;
  office: PostOffice;
  letters: Letters;
  /** Puts a letter there; its id. */
  post(bytes: Bytes): string;
}

async function scene(context: TestContext): Promise<Scene> {
  const mailbox = await newMailbox();
  const office = await postOffice(mailbox.token);
  context.after(() => office.close());
  const post = (bytes: Bytes): string => {
    const id = letterId();
    office.letters.set(id, bytes);
    return id;
  };
  return { mailbox, office, letters: new Letters(mailbox), post };
}

const fetchAll = ({ letters }: Scene): Promise<void> => letters.fetch(() => undefined);
const refusal = ({ letters }: Scene, id: string): unknown => {
  const found = letters.all.find((one) => one.id === id);
  return found && "refused" in found ? found.refused : found;
};
const told = ({ letters }: Scene) => casesOf(letters.opened.map(({ letter }) => letter));
const network = (error: unknown): boolean => error instanceof PostError && error.code === "network";

test("letters are opened newest first, each once, and forgotten for good", async (context) => {
  const at = await scene(context);
  const first = at.post(await written(at.mailbox, { number: 1, text: "หนึ่ง", state: "received" }));
  const second = at.post(await written(at.mailbox, { number: 2, text: "สอง", state: "referred" }));
  let came = 0;
  await at.letters.fetch(() => came++);
  assert.equal(came, 2);
  assert.deepEqual(at.letters.opened.map(({ letter }) => letter.text), ["สอง", "หนึ่ง"]);
  const before = at.office.asked.length;
  await fetchAll(at);
  assert.equal(at.office.asked.length, before + 1, "only the list is asked for again");
  await at.letters.forget(second);
  assert.deepEqual([...at.office.letters.keys()], [first]);
  assert.equal(told(at)[0]?.state, "received");
  at.letters.close();
  assert.deepEqual([at.letters.all, at.mailbox.token.some(Boolean), at.mailbox.seed.some(Boolean)], [[], false, false]);
});

test("a letter that was sent again or is missing shows", async (context) => {
  const at = await scene(context);
  const second = await written(at.mailbox, { number: 2, state: "screening" });
  at.post(second);
  at.post(second);
  at.post(await written(at.mailbox, { number: 4 }));
  await fetchAll(at);
  const [desk] = told(at);
  assert.deepEqual([desk?.repeated, desk?.missing, desk?.state], [[2], [1, 3], "screening"]);
});

test("what was swapped, cut or is not for this mailbox is refused, and hides no other", async (context) => {
  const at = await scene(context);
  const stranger = await newMailbox();
  const good = at.post(await written(at.mailbox, { number: 3 }));
  const swapped = at.post(await written(stranger));
  const turned = at.post(await written(at.mailbox, { mailbox: stranger.id }));
  const cut = at.post((await written(at.mailbox)).subarray(0, -1) as Bytes);
  await fetchAll(at);
  assert.equal(refusal(at, swapped), "packet_no_key");
  assert.equal(refusal(at, turned), "packet_report");
  assert.equal(refusal(at, cut), "packet_damaged");
  assert.deepEqual(at.letters.opened.map(({ letter }) => letter.number), [3]);
  assert.ok(typeof refusal(at, good) === "object");
});

test("another desk's letters are a case of their own", async (context) => {
  const at = await scene(context);
  at.post(await written(at.mailbox, { desk: "nan", number: 1, state: "closed" }));
  at.post(await written(at.mailbox, { desk: "phrae", number: 9, state: "received" }));
  await fetchAll(at);
  assert.deepEqual(told(at).map(({ desk, state }) => [desk, state]), [["nan", "closed"], ["phrae", "received"]]);
});

test("no broken letter opens, whatever was done to its bytes", async (context) => {
  const at = await scene(context);
  const whole = await written(at.mailbox);
  const place = fc.nat(whole.length - 2);
  const broken = fc.oneof(
    place.map((length) => whole.slice(0, length + 1)),
    fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(([n, by]) => whole.map((byte, at) => (at === n ? byte ^ by : byte))),
    fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => concat(whole, bytes)),
  );
  await fc.assert(fc.asyncProperty(broken, async (bytes) => {
    at.office.letters.clear();
    const id = at.post(bytes);
    await fetchAll(at);
    assert.match(String(refusal(at, id)), /^packet_(damaged|no_key)$/);
  }), { numRuns: 60 });
});

test("a portal in between is no answer, and a letter of its is fetched again", async (context) => {
  const at = await scene(context);
  const id = at.post(await written(at.mailbox));
  const portal = { type: "text/html", body: "<h1>Wi-Fi</h1>" };
  at.office.lies.set("/api/mailbox", portal);
  await assert.rejects(fetchAll(at), network);
  at.office.lies.clear();
  at.office.lies.set(`/api/mailbox/letters/${id}`, portal);
  await fetchAll(at);
  assert.equal(refusal(at, id), "network");
  at.office.lies.set(`/api/mailbox/letters/${id}`, portal);
  await assert.rejects(at.letters.forget(id), network);
  at.office.lies.clear();
  await fetchAll(at);
  assert.equal(at.letters.opened.length, 1);
});

test("the server's own refusals keep their code", async (context) => {
  const at = await scene(context);
  at.office.lies.set("/api/mailbox", { status: 429, type: "application/problem+json", body: JSON.stringify({ code: "too_many_tries" }) });
  await assert.rejects(fetchAll(at), (error) => error instanceof PostError && error.code === "too_many_tries");
});

test("every look at a mailbox has the same shape", async (context) => {
  const at = await scene(context);
  await fetchAll(at);
  at.post(await written(at.mailbox));
  await fetchAll(at);
  await fetchAll({ ...at, letters: new Letters(await newMailbox()) });
  const looks = at.office.asked.filter(({ path }) => path === "GET /api/mailbox");
  assert.equal(looks.length, 3);
  const shape = ({ headers: { host: _, ...headers } }: (typeof looks)[number]) =>
    Object.entries(headers).map(([name, value]) => (name === "authorization" ? [name, value?.length] : [name, value]));
  for (const look of looks) assert.deepEqual(shape(look), shape(looks[0]!));
});

const posted = fc.record({
  id: fc.stringMatching(/^[0-9a-f]{32}$/), day: fc.constantFrom("2026-11-21", "2024-02-29"), bytes: fc.integer({ min: 1, max: 4 << 20 }),
}, { noNullPrototype: true });

test("a list is read, or refused as no answer of ours", () => {
  fc.assert(fc.property(fc.uniqueArray(posted, { selector: ({ id }) => id }), fc.string(), (letters, pad) =>
    assert.deepEqual(readList({ version: 1, letters, pad }), letters)));
  const near = fc.record({ version: fc.constant(1), letters: fc.array(fc.oneof(posted, fc.object(), fc.anything(), posted.map((row) => ({ ...row, bytes: -row.bytes })))) });
  fc.assert(fc.property(fc.oneof(fc.anything(), fc.jsonValue(), near), (answer) => {
    try {
      for (const { id, day, bytes } of readList(answer)) assert.ok(/^[0-9a-f]{32}$/.test(id) && /^\d{4}-\d\d-\d\d$/.test(day) && bytes > 0);
    } catch (error) {
      assert.ok(network(error), String(error));
    }
  }));
  const row = { id: "ab".repeat(16), day: "2026-11-21", bytes: 9 };
  for (const letters of [[row, row], [{ ...row, day: "2026-02-30" }], [{ ...row, bytes: 5 << 20 }], Array(501).fill(row)]) {
    assert.throws(() => readList({ version: 1, letters }), network);
  }
});

/** Handing over against a server that loses answers, keeps half of things and refuses: nothing arrives twice. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ed25519 } from "@noble/curves/ed25519.js";
import { base64url, hex, sha256, utf8 } from "../../../client/shared/crypto/bytes.ts";
import { openPacket } from "../../../client/shared/crypto/open.ts";
import { sealPacket } from "../../../client/shared/crypto/seal.ts";
import { signingOf } from "../../../client/shared/desk_keys/signing.ts";
import { judge } from "../../../client/shared/handover/judge.ts";
import { logDigest, parseHandover } from "../../../client/shared/handover/statement.ts";
import { fingerprint } from "../../../client/shared/keys/desks.ts";
import type { PinnedDesk, Pins } from "../../../client/shared/outbox/types.ts";
import type { Line } from "../../../client/pages/desk/handover/run.ts";
import { desk, type KeptDesk, photo, report } from "../crypto/samples.ts";

// The desk's requests carry a token that stands in its page.
Object.assign(globalThis, { document: { querySelector: () => null } });
const { handOver } = await import("../../../client/pages/desk/handover/run.ts");

const SEED = new Uint8Array(32).fill(3);
const RECEIPT_KEY = base64url(new Uint8Array(ed25519.getPublicKey(SEED)));
const CASE = "c".repeat(32);
const DAY = "2026-11-22";

async function listed({ id, identity, recipient }: KeptDesk): Promise<PinnedDesk> {
  const signing = signingOf(identity);
  return { id, name: { th: id, en: id }, recipient, signing, fingerprint: await fingerprint(recipient, signing), chain: [], listed: true };
}

interface Kept {
  sha256: string;
  desks: string;
  bytes: Uint8Array;
}

/** As much of a server as a handover meets. `fault` may answer, or throw, in its place after it has done its work. */
class Server {
  own = new Map<string, Uint8Array>();
  whole = new Map<string, Kept>();
  parts = new Map<string, string>();
  log: { to: string; packets: { packet: string; digest: string }[] }[] = [];
  asked: string[] = [];
  fault: (what: string) => Response | void = () => undefined;
  desks: PinnedDesk[] = [];

  fetch = async (address: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const path = String(address);
    const what = `${init.method ?? "GET"} ${path.replace(/[0-9a-f]{32}/g, "ID")}`;
    this.asked.push(what);
    const answer = await this.answer(what, path, init);
    return this.fault(what) ?? answer;
  };

  private async answer(what: string, path: string, init: RequestInit): Promise<Response> {
    const id = /[0-9a-f]{32}/.exec(path)?.[0] ?? "";
    if (what === "GET /desk/api/packets/ID") return new Response((this.own.get(id) ?? new Uint8Array()) as BodyInit);
    if (what === "POST /desk/api/cases/ID/handover") return this.log.push(JSON.parse(String(init.body))), new Response(null, { status: 204 });
    if (what === "GET /api/desks") return Response.json({ version: 2, receipt_key: RECEIPT_KEY, limits: { packet: 67_108_864, chunk: 1_048_576 }, desks: this.desks });
    if (what === "GET /api/packets/ID/receipt") return this.whole.has(id) ? new Response(`${this.receipt(id)}\n`) : problem(404, "packet_unknown");
    if (what === "DELETE /api/packets/ID") return this.parts.delete(id), new Response(null, { status: 204 });
    if (what === "POST /api/packets") return this.take(init);
    throw new Error(what);
  }

  private async take({ headers, body }: RequestInit): Promise<Response> {
    const pairs = (headers as Record<string, string>)["Upload-Metadata"]!.split(",").map((pair) => pair.split(" ") as [string, string]);
    const { id = "", sha256: digest = "", desks = "" } = Object.fromEntries(pairs.map(([name, value]) => [name, atob(value)]));
    const known = this.whole.get(id)?.sha256 ?? this.parts.get(id);
    if (known !== undefined && known !== digest) return problem(409, "packet_conflict");
    const bytes = body as Uint8Array;
    assert.equal(hex(await sha256(bytes)), digest);
    this.whole.set(id, { sha256: digest, desks, bytes });
    return new Response(null, { status: 201, headers: { "Tus-Resumable": "1.0.0", "Upload-Offset": String(bytes.length), "Hinghoi-Receipt": this.receipt(id) } });
  }

  private receipt(id: string): string {
    const said = `hinghoi-receipt-v1.${id}.${this.whole.get(id)!.sha256}.${DAY}`;
    return `${said}.${base64url(new Uint8Array(ed25519.sign(utf8(said), SEED)))}`;
  }
}

const problem = (status: number, code: string) => new Response(JSON.stringify({ code }), { status, headers: { "Content-Type": "application/problem+json" } });

async function scene(packets = 2) {
  const [nan, phrae] = [await desk("nan"), await desk("phrae")];
  const server = new Server();
  server.desks = [await listed(nan), await listed(phrae)];
  for (let n = 0; n < packets; n++) {
    const { id, bytes } = await sealPacket({ ...report, text: `${n}` }, [photo(n * 1000)], [nan]);
    server.own.set(id, bytes);
  }
  globalThis.fetch = server.fetch as typeof fetch;
  const list: Pins = { receiptKey: RECEIPT_KEY, limits: { packet: 67_108_864, chunk: 1_048_576 }, desks: server.desks };
  const run = (more: { to?: PinnedDesk; back?: boolean; keys?: KeptDesk; list?: Pins } = {}): Promise<Line[]> => {
    const { to = server.desks[1]!, back = false, keys = nan } = more;
    const account = { desk: { id: keys.id, name: { th: "", en: "" } } };
    const around = { desk: { account, identities: [keys.identity] } as never, list: more.list ?? list, stop: new AbortController().signal, tell: () => undefined };
    return handOver({ case: CASE, packets: [...server.own.keys()], to, reason: "ใกล้กว่า", note: "", back }, around);
  };
  return { nan, phrae, server, list, run };
}

const ends = (lines: Line[]) => lines.map(({ end, code }) => code ?? end);

test("each packet arrives once, readable there alone, and the log heard of it first", async () => {
  const { phrae, server, run } = await scene();
  assert.deepEqual(ends(await run()), ["sent", "sent"]);
  assert.equal(server.whole.size, 2);
  for (const [n, { bytes, desks }] of [...server.whole.values()].entries()) {
    const { report: read, reportJson, handover } = await openPacket(phrae.identity, bytes);
    assert.deepEqual([read.text, desks], [`${n}`, "phrae"]);
    const [step] = await judge(parseHandover(handover!)!, { reportJson, desks: server.desks, own: "phrae", arrived: DAY });
    assert.equal(step!.confirmed, true);
    const { to, packets: [noted] } = server.log[n]!;
    assert.deepEqual([to, noted!.packet, noted!.digest], ["phrae", [...server.own.keys()][n], base64url(await logDigest("sent", handover!))]);
  }
  assert.ok(server.asked.indexOf("POST /desk/api/cases/ID/handover") < server.asked.indexOf("POST /api/packets"));
});

test("whatever answer was lost, going on sends the rest and nothing twice", async () => {
  for (const lost of ["GET /desk/api/packets/ID", "POST /desk/api/cases/ID/handover", "GET /api/packets/ID/receipt", "GET /api/desks"]) {
    for (const after of [0, 1]) {
      const { server, run } = await scene();
      let left = after;
      server.fault = (what) => {
        if (what === lost && left-- <= 0) throw new TypeError("network");
      };
      await assert.rejects(run(), { code: "offline" }, lost);
      server.fault = () => undefined;
      const again = ends(await run());
      assert.ok(again.every((end) => end === "sent" || end === "before"), lost);
      assert.deepEqual([server.whole.size, new Set([...server.whole.values()].map(({ sha256 }) => sha256)).size], [2, 2], lost);
    }
  }
});

test("a second moderator's try, and a third, find everything there", async () => {
  const { server, run } = await scene(1);
  await run();
  const [kept] = server.whole.values();
  assert.deepEqual(ends(await run()), ["before"]);
  assert.deepEqual([...server.whole.values()], [kept]);
  assert.equal(server.log.length, 1);
});

test("half an upload of an earlier try makes room for the whole", async () => {
  const { server, run } = await scene(1);
  await run();
  const [id] = server.whole.keys();
  server.whole.clear();
  server.parts.set(id!, "another digest");
  assert.deepEqual(ends(await run()), ["sent"]);
  assert.deepEqual([...server.whole.keys()], [id]);
  assert.ok(server.asked.includes("DELETE /api/packets/ID"));
});

test("what the server or this browser refuses is told, and the other packets go", async () => {
  const { server, list, run } = await scene(2);
  server.own.set([...server.own.keys()][0]!, utf8("no packet"));
  assert.deepEqual(ends(await run()), ["packet_damaged", "sent"]);
  assert.deepEqual(ends(await run({ list: { ...list, limits: { ...list.limits, packet: 8192 } } })), ["packet_damaged", "before"]);
  const other = await scene(1);
  const small = { ...other.list, limits: { ...other.list.limits, packet: 8192 } };
  assert.deepEqual(ends(await other.run({ list: small })), ["handover_too_large"]);
  assert.deepEqual([other.server.whole.size, other.server.log.length], [0, 0]);
});

test("nothing goes back to a desk that handed it over, unless somebody means it", async () => {
  const { nan, phrae, server, run } = await scene(1);
  await run();
  const [id, { bytes }] = [...server.whole.entries()][0]!;
  server.own = new Map([[id, bytes]]);
  const back = { to: server.desks[0]!, keys: phrae };
  await assert.rejects(run(back), { code: "handover_back" });
  assert.deepEqual([server.whole.size, server.log.length], [1, 1]);
  assert.deepEqual(ends(await run({ ...back, back: true })), ["sent"]);
  const { reportJson, handover } = await openPacket(nan.identity, [...server.whole.values()][1]!.bytes);
  const steps = await judge(parseHandover(handover!)!, { reportJson, desks: server.desks, own: "nan", arrived: DAY });
  assert.deepEqual(steps.map(({ statement, confirmed }) => [statement.from, confirmed]), [["nan", true], ["phrae", true]]);
});

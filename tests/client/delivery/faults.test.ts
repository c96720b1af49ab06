/** Every status and every broken wire that delivery must survive, against a real server. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test as run } from "node:test";
import { Phone, packet } from "./phone.ts";
import { answerLost, cut, fine, page, problem, silence, TusServer, type Fault } from "./tus_server.ts";

/** A wait that never ends is a failure, not a hanging suite. */
const test = (name: string, body: () => Promise<void>) => run(name, { timeout: 20_000 }, body);

let server: TusServer;
let phone: Phone;

before(async () => {
  server = await TusServer.start();
});
after(() => server.stop());
beforeEach(() => {
  server.faults = [];
  server.seen = [];
  server.packets.clear();
  server.poison.clear();
  phone = new Phone(server);
});
afterEach(() => phone.delivery.stop());

/** The first back-off with the jitter of `Phone`; the next is twice as long. */
const FIRST = 1_500;

const methods = (): string => server.seen.map(({ method }) => method).join(" ");

/** The server has exactly these bytes, once; the phone has nothing left. */
async function delivered(sealed: ReturnType<typeof packet>): Promise<void> {
  await phone.reached(sealed.id, "received");
  assert.deepEqual(new Uint8Array(server.packets.get(sealed.id)?.bytes ?? []), sealed.bytes);
  assert.deepEqual(await phone.outbox.list(), []);
  assert.equal(await phone.outbox.bytes(sealed.id), null);
}

async function sends(size: number, ...faults: Fault[]): Promise<ReturnType<typeof packet>> {
  const sealed = packet(size);
  server.faults = faults;
  await phone.put(server, sealed);
  phone.delivery.kick();
  return sealed;
}

test("a small packet goes in one request", async () => {
  await delivered(await sends(10_000));
  assert.equal(methods(), "POST");
});

test("a large packet goes in pieces, and progress is told in bytes", async () => {
  const sealed = await sends(500_000);
  await delivered(sealed);
  const offsets = phone.changes.map(({ offset }) => offset);
  assert.ok(offsets.includes(65_536) && offsets.at(-1) === 500_000);
  assert.deepEqual(offsets, [...offsets].sort((a, b) => a - b));
  assert.ok(!methods().includes("HEAD"));
});

for (const [where, position] of [["create", 0], ["a chunk", 1], ["the last chunk", 2]] as const) {
  test(`answer lost on ${where}: one packet on the server`, async () => {
    const faults = [fine, fine, fine];
    faults[position] = answerLost;
    const sealed = await sends(200_000, ...faults);
    phone.clock.advance(await phone.rests(sealed.id, "network"));
    await delivered(sealed);
    assert.equal(server.packets.size, 1);
    const sent = server.seen.reduce((sum, { bytes }) => sum + bytes, 0);
    assert.ok(sent <= 200_000 + 131_072, `${sent} bytes for 200,000`);
  });
}

test("cut in the middle: resumed at the server's offset after HEAD", async () => {
  const sealed = await sends(200_000, fine, cut);
  phone.clock.advance(await phone.rests(sealed.id, "network"));
  await delivered(sealed);
  assert.match(methods(), /^POST PATCH HEAD PATCH/);
  assert.equal(server.seen[3]?.offset, 65_536);
});

test("killed after the server's commit, before the local delete: the same receipt, then the delete", async () => {
  const { remove } = phone.outbox;
  phone.outbox.remove = () => Promise.reject(new Error("the tab was killed"));
  const sealed = await sends(10_000);
  await phone.until(() => server.receipt(sealed.id) !== null && phone.clock.timers.size > 0);
  assert.equal((await phone.outbox.list()).length, 1);
  phone.outbox.remove = remove;
  phone.delivery.kick();
  await delivered(sealed);
});

for (const status of [500, 502, 503, 504]) {
  test(`${status}: the offset is kept, back-off grows and never ends`, async () => {
    const sealed = await sends(100_000, fine, ...Array.from({ length: 14 }, () => problem(status, "busy")));
    const delays: number[] = [];
    for (let n = 0; n < 14; n++) {
      delays.push(await phone.rests(sealed.id, status === 503 ? "busy" : "server"));
      assert.equal(phone.latest(sealed.id)?.offset, 65_536);
      assert.equal(phone.latest(sealed.id)?.state, "sealed");
      phone.changes = [];
      phone.clock.advance(delays.at(-1) ?? 0);
    }
    await delivered(sealed);
    assert.ok((delays[0] ?? 0) <= 2_000 && (delays[5] ?? 0) > 20_000, String(delays));
    assert.ok(Math.max(...delays) <= 5 * 60_000);
  });
}

test("a kick does not cut short what the server asked for, but does end waiting for the network", async () => {
  const sealed = await sends(10_000, problem(429, "slow", { "Retry-After": "3600" }));
  await phone.rests(sealed.id, "slow_down");
  phone.delivery.kick();
  await phone.until(() => phone.clock.timers.size > 0);
  assert.equal(server.seen.length, 1);
  phone.clock.advance(3_600_000 + FIRST);
  await delivered(sealed);
  const other = await sends(10_000, cut);
  await phone.rests(other.id, "network");
  phone.delivery.kick();
  await delivered(other);
});

test("507: at least a quarter of an hour, and says so", async () => {
  const sealed = await sends(10_000, problem(507, "storage_full", { "Retry-After": "5" }));
  const pause = await phone.rests(sealed.id, "storage_full");
  assert.ok(pause >= 15 * 60_000);
  phone.clock.advance(pause);
  await delivered(sealed);
});

test("413: smaller pieces, nothing dropped", async () => {
  const limited: Fault = (seen, response, ...rest) =>
    seen.bytes > 10_000 && problem(413, "chunk_too_large", {}, { limit: 10_000 })(seen, response, ...rest);
  const sealed = packet(60_000);
  server.poison.set(sealed.id, limited);
  await phone.put(server, sealed);
  phone.delivery.kick();
  await delivered(sealed);
  assert.ok(server.seen.slice(1).every(({ bytes }) => bytes <= 10_000));
});

test("413 of a proxy without a limit: halved until it passes", async () => {
  const sealed = packet(60_000);
  server.poison.set(sealed.id, (seen, ...rest) => seen.bytes > 5_000 && page(413)(seen, ...rest));
  await phone.put(server, sealed);
  phone.delivery.kick();
  await delivered(sealed);
});

test("429: Retry-After is obeyed in seconds, and as a date by the server's clock", async () => {
  const date = { Date: "Mon, 02 Jan 2006 00:00:00 GMT", "Retry-After": "Mon, 02 Jan 2006 00:07:00 GMT" };
  const sealed = await sends(10_000, problem(429, "slow", { "Retry-After": "77" }), problem(429, "slow", date));
  assert.equal(await phone.rests(sealed.id, "slow_down"), 77_000 + FIRST);
  phone.changes = [];
  phone.clock.advance(77_000 + FIRST);
  assert.equal(await phone.rests(sealed.id, "slow_down"), 420_000 + 2 * FIRST);
  phone.clock.advance(420_000 + 2 * FIRST);
  await delivered(sealed);
});

test("Retry-After: 0 makes nobody spin", async () => {
  const sealed = await sends(10_000, problem(503, "busy", { "Retry-After": "0" }));
  assert.equal(await phone.rests(sealed.id, "busy"), FIRST);
});

test("a typed refusal of a later version is no portal, and parks nothing", async () => {
  const sealed = await sends(10_000, problem(412, "protocol_unsupported"));
  await phone.rests(sealed.id, "server");
});

test("an outbox that fails over one packet does not hold up the others", async () => {
  const [bad, good] = [packet(10_000), packet(10_000)];
  const { bytes } = phone.outbox;
  phone.outbox.bytes = (id) => (id === bad.id ? Promise.reject(new Error("unreadable")) : bytes.call(phone.outbox, id));
  await phone.put(server, bad, good);
  phone.delivery.kick();
  await phone.reached(good.id, "received");
  assert.deepEqual((await phone.outbox.list()).map(({ id }) => id), [bad.id]);
  phone.outbox.bytes = bytes;
  phone.delivery.kick();
  await delivered(bad);
});

for (const [status, reason] of [[408, "timeout"], [425, "busy"]] as const) {
  test(`${status}: tried again`, async () => {
    const sealed = await sends(10_000, problem(status, "x"));
    phone.clock.advance(await phone.rests(sealed.id, reason));
    await delivered(sealed);
  });
}

for (const [status, code] of [[400, "request_invalid"], [422, "packet_malformed"], [409, "packet_conflict"], [413, "packet_too_large"]] as const) {
  test(`${status} ${code}: parked in sight, still there, and the others go`, async () => {
    const [bad, good] = [packet(10_000), packet(10_000)];
    server.poison.set(bad.id, problem(status, code));
    await phone.put(server, bad, good);
    phone.delivery.kick();
    await phone.reached(good.id, "received");
    const [left] = await phone.outbox.list();
    assert.deepEqual([left?.id, left?.state, left?.reason], [bad.id, "parked", code]);
    assert.deepEqual(await phone.outbox.bytes(bad.id), bad.bytes);
  });
}

test("a poisonous packet at the head of the queue does not stop the others", async () => {
  const [bad, good] = [packet(10_000), packet(10_000)];
  server.poison.set(bad.id, problem(500, "internal"));
  await phone.put(server, bad, good);
  phone.delivery.kick();
  await phone.reached(good.id, "received");
  assert.equal((await phone.outbox.list())[0]?.id, bad.id);
});

for (const status of [404, 410]) {
  test(`${status}: announced again under the same id`, async () => {
    const forget: Fault = (seen, ...rest) => {
      server.packets.clear();
      return problem(status, "packet_unknown")(seen, ...rest);
    };
    const sealed = await sends(200_000, fine, forget);
    await delivered(sealed);
    assert.match(methods(), /^POST PATCH POST/);
  });
}

for (const [status, code] of [[409, "offset_mismatch"], [423, "packet_locked"], [460, "checksum_mismatch"]] as const) {
  test(`${status}: asks where the server stands and goes on`, async () => {
    const sealed = await sends(200_000, fine, problem(status, code));
    await delivered(sealed);
    assert.match(methods(), /^POST PATCH HEAD PATCH/);
  });
}

test("a lock that never opens makes the packet wait, not spin", async () => {
  const sealed = packet(10_000);
  server.poison.set(sealed.id, problem(423, "packet_locked"));
  await phone.put(server, sealed);
  phone.delivery.kick();
  await phone.rests(sealed.id, "server");
  assert.ok(server.seen.length <= 4);
});

const forgedReceipt: Fault = (_seen, response) => {
  response.writeHead(201, {
    "Tus-Resumable": "1.0.0", "Upload-Offset": "10000",
    "Hinghoi-Receipt": `hinghoi-receipt-v1.${"0".repeat(32)}.${"0".repeat(64)}.2026-11-21.${"A".repeat(86)}`,
  });
  response.end();
  return true;
};
const bareSuccess: Fault = (_seen, response) => {
  response.writeHead(201, { "Tus-Resumable": "1.0.0", "Upload-Offset": "99999999" });
  response.end();
  return true;
};
const portals: Record<string, [Fault, string]> = {
  "200 with a page": [page(200), "portal"],
  "201 with a page": [page(201), "portal"],
  "302 to a page": [page(302, { Location: "http://127.0.0.1:9/login" }), "portal"],
  "511": [page(511), "portal"],
  "403 with a page": [page(403), "portal"],
  "400 with a page": [page(400), "portal"],
  "404 with a page, for good": [page(404), "portal"],
  "an offset beyond the end": [bareSuccess, "portal"],
  "a receipt that nobody signed": [forgedReceipt, "receipt"],
};
for (const [name, [fault, reason]] of Object.entries(portals)) {
  test(`captive portal, ${name}: nothing counts but a receipt`, async () => {
    const sealed = await sends(10_000, fault, fault, fault, fault);
    await phone.rests(sealed.id, reason);
    assert.equal((await phone.outbox.list())[0]?.state, "sealed");
    server.faults = [];
    phone.clock.advance(5 * 60_000);
    await delivered(sealed);
  });
}

test("all bytes but no receipt: asks for it, keeps the packet", async () => {
  const bare: Fault = (seen, response) => {
    response.writeHead(seen.method === "HEAD" ? 200 : 201, { "Tus-Resumable": "1.0.0", "Upload-Offset": "10000" });
    response.end();
    return true;
  };
  const sealed = await sends(10_000, bare, bare, bare, bare, bare);
  await phone.rests(sealed.id, "receipt");
  assert.equal((await phone.outbox.list()).length, 1);
});

test("a stall is ended by patience, and the next piece is smaller", async () => {
  const sealed = await sends(200_000, fine, silence);
  await phone.until(() => server.seen.length === 2);
  await phone.until(() => phone.clock.timers.size === 1);
  phone.clock.advance(90_000);
  phone.clock.advance(await phone.rests(sealed.id, "timeout"));
  await delivered(sealed);
  const [, stalled, , resumed] = server.seen;
  assert.ok((resumed?.bytes ?? 0) < (stalled?.bytes ?? 0));
});

test("stop ends the request under way and loses nothing", async () => {
  const sealed = await sends(10_000, silence);
  await phone.until(() => server.seen.length === 1);
  phone.delivery.stop();
  const second = new Phone(server, { outbox: phone.outbox });
  second.delivery.kick();
  await second.reached(sealed.id, "received");
  second.delivery.stop();
});

test("gone from the outbox while sending: gone is gone", async () => {
  const sealed = await sends(300_000, fine, (...all) => {
    void phone.outbox.list().then(([item]) => item && phone.outbox.discard(item.id));
    return fine(...all);
  });
  await phone.until(() => server.seen.some(({ method }) => method === "DELETE"));
  assert.deepEqual(await phone.outbox.list(), []);
  assert.equal(server.packets.has(sealed.id), false);
});

test("deleted while a piece is on its way: the request ends, and the server forgets the rest", async () => {
  const sealed = await sends(300_000, fine, () => {
    void phone.outbox.list().then(([item]) => item && phone.delivery.discard(item));
    return true;
  });
  await phone.until(() => server.seen.some(({ method }) => method === "DELETE"));
  assert.deepEqual(await phone.outbox.list(), []);
  assert.equal(server.packets.has(sealed.id), false);
});

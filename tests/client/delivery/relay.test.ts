/** A relay's word that it holds a packet: told to the reporter, and never taken for a receipt. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test as run } from "node:test";
import { Phone, packet } from "./phone.ts";
import { cut, problem, TusServer, type Fault } from "./tus_server.ts";

const test = (name: string, body: () => Promise<void>) => run(name, { timeout: 20_000 }, body);
const SIZE = 10_000;

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
  phone = new Phone(server);
});
afterEach(() => phone.delivery.stop());

const says = (offset: number): Fault => (seen, response) => {
  const headers = { "Tus-Resumable": "1.0.0", "Upload-Offset": String(offset), "Hinghoi-Held": "relay" };
  response.writeHead(seen.method === "HEAD" ? 200 : 201, headers);
  response.end();
  return true;
};
const holds = says(SIZE);

async function heldByRelay(...then: Fault[]): Promise<string> {
  const sealed = packet(SIZE);
  server.faults = [holds, ...then];
  await phone.put(server, sealed);
  phone.delivery.kick();
  await phone.rests(sealed.id, "held");
  return sealed.id;
}

/** Another try, and its end. */
async function again(): Promise<void> {
  phone.changes = [];
  phone.delivery.kick();
  await phone.until(() => phone.changes.at(-1)?.state === "sealed" && phone.clock.timers.size > 0);
}

test("held: it says so, keeps the packet, and does not spin", async () => {
  const id = await heldByRelay();
  assert.equal(server.seen.length, 1);
  const [item] = await phone.outbox.list();
  assert.deepEqual([item?.state, item?.reason, item?.offset], ["sealed", "held", SIZE]);
  assert.equal((await phone.outbox.bytes(id))?.length, SIZE);
});

test("a header on a packet that is not whole means nothing", async () => {
  const sealed = packet(SIZE);
  server.faults = [says(SIZE - 1), ...Array.from({ length: 4 }, () => problem(503, "busy"))];
  await phone.put(server, sealed);
  phone.delivery.kick();
  await phone.rests(sealed.id, "busy");
});

test("held, then out of reach: it is still held", async () => {
  await heldByRelay(cut);
  await again();
  assert.ok(phone.changes.every(({ reason }) => reason === "held"));
});

test("a relay that lost it gets it again, and does not hold it until it says so", async () => {
  const id = await heldByRelay(problem(404, "packet_unknown"), cut);
  await again();
  assert.equal(phone.latest(id)?.reason, "network");
  server.faults = [holds];
  await again();
  assert.equal(phone.latest(id)?.reason, "held");
});

test("the receipt comes through the relay: then, and only then, the packet goes", async () => {
  const id = await heldByRelay();
  assert.equal((await phone.outbox.list()).length, 1);
  phone.delivery.kick(); // The stand-in forgot it, takes it and signs: as upstream did meanwhile.
  await phone.reached(id, "received");
  assert.deepEqual(await phone.outbox.list(), []);
});

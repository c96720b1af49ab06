/** One sender at a time where there are no Web Locks, and no sender that blocks for ever. */
import assert from "node:assert/strict";
import { after, before, test as run } from "node:test";
import { LEASE_BEAT, LEASE_STALE } from "../../../client/shared/delivery/tuning.ts";
import { Phone, packet } from "./phone.ts";
import { TusServer } from "./tus_server.ts";

/** A wait that never ends is a failure, not a hanging suite. */
const test = (name: string, body: () => Promise<void>) => run(name, { timeout: 20_000 }, body);

let server: TusServer;
before(async () => {
  server = await TusServer.start();
});
after(() => server.stop());

test("two tabs at once send each packet once", async () => {
  const first = new Phone(server, { locks: null });
  const second = new Phone(server, { locks: null, outbox: first.outbox });
  const packets = [packet(150_000), packet(10_000), packet(9_000)];
  await first.put(server, ...packets);
  server.seen = [];
  first.delivery.kick();
  second.delivery.kick();
  await first.until(() => packets.every(({ id }) => server.receipt(id)) && first.changes.at(-1)?.state === "received");
  second.clock.advance(LEASE_STALE);
  assert.equal(server.seen.filter(({ method }) => method === "POST").length, 3);
  assert.equal(server.seen.reduce((sum, { bytes }) => sum + bytes, 0), 169_000);
  first.delivery.stop();
  second.delivery.stop();
});

test("a lease whose holder died is taken over once it has stood still", async () => {
  const phone = new Phone(server, { locks: null });
  const sealed = packet(10_000);
  await phone.put(server, sealed);
  await phone.outbox.swapLease(null, { holder: "a tab that was killed", beat: 7 });
  server.seen = [];
  phone.delivery.kick();
  await phone.until(() => phone.clock.timers.size === 1);
  phone.clock.advance(LEASE_STALE - 1);
  assert.equal(server.seen.length, 0);
  phone.clock.advance(1);
  await phone.reached(sealed.id, "received");
  const next = packet(10_000);
  await phone.outbox.putSealed(next, null);
  phone.delivery.kick();
  await phone.reached(next.id, "received"); // Without time passing: the lease was given back.
  phone.delivery.stop();
});

test("a lease that beats is left alone", async () => {
  const phone = new Phone(server, { locks: null });
  await phone.put(server, packet(10_000));
  await phone.outbox.swapLease(null, { holder: "a living tab", beat: 1 });
  server.seen = [];
  phone.delivery.kick();
  for (let beat = 1; beat < 4; beat++) {
    await phone.until(() => phone.clock.timers.size === 1);
    assert.ok(await phone.outbox.swapLease({ holder: "a living tab", beat }, { holder: "a living tab", beat: beat + 1 }));
    phone.clock.advance(LEASE_STALE);
    await phone.until(() => phone.clock.timers.size === 1);
  }
  assert.equal(server.seen.length, 0);
  phone.delivery.stop();
});

test("a sender that lost its lease stops sending", async () => {
  const phone = new Phone(server, { locks: null });
  const sealed = packet(300_000);
  await phone.put(server, sealed);
  server.seen = [];
  server.faults = [() => {
    void phone.outbox.lease().then(async (held) => {
      await phone.outbox.swapLease(held, { holder: "the one who took over", beat: 1 });
      phone.clock.advance(LEASE_BEAT);
    });
    return true;
  }];
  phone.delivery.kick();
  await phone.rests(sealed.id, "network");
  assert.equal(server.seen.length, 1);
  assert.equal((await phone.outbox.lease())?.holder, "the one who took over");
  phone.delivery.stop();
});

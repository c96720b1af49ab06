/** A page that holds the shipped outbox and its sender, within reach of the test. */
import { startDelivery } from "../../client/shared/delivery/index.ts";
import { Outbox, OutboxError, OutboxUnavailable, type KeyHolder } from "../../client/shared/outbox/index.ts";
import { wipe } from "../../client/shared/outbox/wipe.ts";
import type { SealedPacket } from "../../client/shared/crypto/packet.ts";

const keys: KeyHolder = {
  get: () => sessionStorage.getItem("key"),
  set: (key) => sessionStorage.setItem("key", key),
};

const told: string[] = [];

async function openOutbox(): Promise<Outbox> {
  return Outbox.open({
    keys,
    onBlocked: () => void told.push("blocked"),
    onOutdated: () => void told.push("outdated"),
  });
}

function packet(id: string, size = 9000): SealedPacket {
  return { id, sha256: "0".repeat(64), bytes: new Uint8Array(size).fill(7), desks: ["demo"], day: "2026-11-21" };
}

function photo(size: number): { type: string; extension: string; bytes: Uint8Array; removed: string[] } {
  return { type: "image/jpeg", extension: "jpg", bytes: new Uint8Array(size).fill(9), removed: ["gps"] };
}

/** The name and code of what `task` throws, or "" when it does not. */
async function fault(task: () => Promise<unknown>): Promise<string> {
  try {
    await task();
    return "";
  } catch (error) {
    if (error instanceof OutboxError) return `OutboxError ${error.code}`;
    return error instanceof OutboxUnavailable ? "OutboxUnavailable" : String(error);
  }
}

/** The raw rows of a store, without the outbox in between. */
function rows(store: string): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("hinghoi");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const request = db.transaction(store).objectStore(store).getAll();
      request.onsuccess = () => {
        db.close();
        resolve(request.result);
      };
    };
  });
}

Object.assign(globalThis, { openOutbox, packet, photo, fault, rows, startDelivery, told, wipe });

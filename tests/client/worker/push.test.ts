/** The desk's worker: the same notification whatever comes, a way to the desk, and nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";

const listeners = new Map<string, (event: object) => void>();
const shown: unknown[][] = [];
const went: string[] = [];
let open: { url: string; focus(): Promise<void> }[] = [];

const self = {
  addEventListener: (name: string, listener: (event: object) => void) => listeners.set(name, listener),
  registration: { showNotification: async (...told: unknown[]) => void shown.push(told) },
  clients: { matchAll: async () => open, openWindow: async (url: string) => void went.push(url) },
};
const page = (url: string) => ({ url, focus: async () => void went.push(`focus ${url}`) });

async function happens(name: string, event: object = {}): Promise<void> {
  await new Promise((resolve) => listeners.get(name)?.({ ...event, waitUntil: resolve }));
}

async function click(): Promise<string[]> {
  went.length = 0;
  const done: Promise<unknown>[] = [];
  listeners.get("notificationclick")?.({
    notification: { close: () => went.push("close") },
    waitUntil: (work: Promise<unknown>) => done.push(work),
  });
  await Promise.all(done);
  return went;
}

test("the worker listens to nothing of pages", async () => {
  Object.assign(globalThis, { self });
  await import("../../../service_worker/push.ts");
  assert.deepEqual([...listeners.keys()].sort(), ["install", "notificationclick", "push"]);
});

test("what a message holds changes nothing", async () => {
  await happens("push");
  await happens("push", { data: { text: () => "<b>17 new reports</b>", json: () => ({ title: "x" }) } });
  assert.deepEqual(shown[0], ["หิ่งห้อย: ได้เวลาเปิดดู", { tag: "reminder", lang: "th" }]);
  assert.deepEqual(shown[1], shown[0]);
});

test("a touch leads to the desk that is open, or to a new one, and never to a report", async () => {
  assert.deepEqual(await click(), ["close", "/desk"]);
  open = [page("https://h.example/"), page("https://h.example/desk/player"), page("https://h.example/safety?/desk")];
  assert.deepEqual(await click(), ["close", "/desk"]);
  open = [...open, page("https://h.example/desk?lang=en#x")];
  assert.deepEqual(await click(), ["close", "focus https://h.example/desk?lang=en#x"]);
});

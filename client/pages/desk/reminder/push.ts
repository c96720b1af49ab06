/** This browser's subscription to the daily reminder: made, kept and given up. No markup. */
import { type Bytes, fromBase64url } from "../../../shared/crypto/bytes.ts";
import { scriptUrl } from "../../../shared/trusted/index.ts";
import { ApiError, post } from "../api.ts";

/** Where no page is: the worker controls none, and the reporter's stays alone at its own. */
const SCOPE = "/desk/push/";

/** Safari on iPhones can from the home screen only; Tor Browser and private windows mostly cannot. */
export const canPush = (): boolean =>
  "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;

async function registered(): Promise<ServiceWorkerRegistration | null> {
  if (!canPush()) return null;
  const found = await navigator.serviceWorker.getRegistration(SCOPE);
  // Where ours is not, the one with the next wider scope is found.
  return found && new URL(found.scope).pathname === SCOPE ? found : null;
}

const subscribed = async (): Promise<PushSubscription | null> =>
  (await (await registered())?.pushManager.getSubscription()) ?? null;

/** Asks whoever sits there, subscribes and tells the server. Call it from a press of a button. */
export async function turnOn(key: string): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") throw new ApiError("push_denied", 0);
  try {
    await post("push", fieldsOf(await subscribe(fromBase64url(key) as Bytes)));
  } catch (error) {
    await giveUp();
    throw error instanceof ApiError ? error : new ApiError("push_failed", 0);
  }
}

async function subscribe(applicationServerKey: Bytes): Promise<PushSubscription> {
  const registration = await navigator.serviceWorker.register(scriptUrl("push"), { scope: SCOPE });
  await active(registration);
  // Made with another key, it would stand in the way.
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

/** `navigator.serviceWorker.ready` waits for the worker of this page, which is another one or none. */
function active(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return Promise.resolve();
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve();
      if (worker.state === "redundant") reject(new ApiError("push_failed", 0));
    });
  });
}

function fieldsOf(subscription: PushSubscription): Record<string, string | Bytes> {
  const key = (name: PushEncryptionKeyName): Bytes => new Uint8Array(subscription.getKey(name) ?? new ArrayBuffer(0));
  return { endpoint: subscription.endpoint, point: key("p256dh"), auth: key("auth") };
}

/** Whether this browser reminds whoever is signed in; tells the server that it is still there. */
export async function keepOn(): Promise<boolean> {
  const subscription = await subscribed();
  if (!subscription) return false;
  const { on }: { on: boolean } = await (await post("push/keep", { endpoint: subscription.endpoint })).json();
  // It was somebody else's who used this browser, or the server has forgotten it.
  if (!on) await giveUp();
  return on;
}

/** Here, or with `everywhere` in all browsers of the one who is signed in. */
export async function turnOff(everywhere: boolean): Promise<void> {
  const endpoint = everywhere ? "" : ((await subscribed())?.endpoint ?? null);
  if (endpoint !== null) await post("push/off", { endpoint });
  await giveUp();
}

/** Leaves nothing of it in this browser, whatever the server or the push service say. */
export async function giveUp(): Promise<void> {
  const registration = await registered();
  await (await registration?.pushManager.getSubscription())?.unsubscribe().catch(() => undefined);
  await registration?.unregister();
}

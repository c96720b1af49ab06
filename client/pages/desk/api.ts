/** The desk's conversations with the server: docs/formats/desk-keys.md §5. */
import { type Bytes, base64url, fromBase64url } from "../../shared/crypto/bytes.ts";
import type { Question } from "./account/passkey.ts";

/** A refusal, with the server's stable code; `offline` when there was no answer at all. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

export interface Desk {
  id: string;
  name: { th: string; en: string };
}

export interface KeyFile {
  recipient: string;
  /** Of the desk's key; an invitation does not say it. */
  fingerprint?: string;
  /** Whether the desk's key gave its word for whom it is wrapped to. */
  vouched?: boolean;
  file: Bytes;
}

export type Role = "administrator" | "moderator" | "coordinator" | "auditor";

export interface Invitation {
  desk: Desk;
  /** Null for those who read no reports: they are handed no key. */
  key: KeyFile | null;
}

/** What unwraps the identity with a passkey's PRF. */
export interface Unlocking {
  credential: Bytes;
  salt: Bytes;
  identity: Bytes;
}

/** What may follow the passphrase. */
export interface Second {
  codes: boolean;
  recovery: boolean;
  passkey: Question | null;
}

/** What a signed-in moderator's page needs to unlock; all of it is sealed or public. */
export interface Account {
  /** The moderator's. */
  id: string;
  name: string;
  role: Role;
  salt: Bytes;
  recipient: string;
  identity: Bytes;
  /** Their recovery sheet; null until they make one. `made` is a day. */
  sheet: { made: string; proven: boolean } | null;
  /** What each passkey of this host unwraps the identity with. */
  unlocking: Unlocking[];
  /** The desk asks for a second factor, and they have none yet. */
  bare: boolean;
  desk: Desk;
  /** One for each desk key, the newest last. */
  files: KeyFile[];
}

export interface PacketRow {
  id: string;
  size: number;
  day: string;
  read: boolean;
}

export interface PacketPage {
  packets: PacketRow[];
  next: string | null;
}

export type Fields = Record<string, string | Bytes>;

let csrf = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";

export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(`/desk/api/${path}`, { cache: "no-store", redirect: "error", ...init })
    .catch(() => {
      throw new ApiError("offline", 0);
    });
  if (answer.ok) return answer;
  const problem: { code?: string } = await answer.json().catch(() => ({}));
  throw new ApiError(problem.code ?? "internal", answer.status);
}

export function post(path: string, fields: Fields = {}): Promise<Response> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    body.set(name, typeof value === "string" ? value : base64url(value));
  }
  return ask(path, { method: "POST", body, headers: { "X-CSRFToken": csrf } });
}

/** Sealed bytes, one file or several in a body. */
export function postBytes(path: string, body: Bytes, headers: Record<string, string>): Promise<Response> {
  const type = { "Content-Type": "application/octet-stream", "X-CSRFToken": csrf };
  return ask(path, { method: "POST", body, headers: { ...headers, ...type } });
}

export function postJson(path: string, value: unknown): Promise<Response> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  return ask(path, { method: "POST", body: JSON.stringify(value), headers });
}

/** Signing in and out starts a new session, which has its own CSRF token; the whole answer. */
export async function postForSession(path: string, fields: Fields = {}): Promise<any> {
  const answer = await (await post(path, fields)).json();
  csrf = answer.csrf;
  return answer;
}

/** Bytes that the server wrote in base64url. */
export function binary(text: string): Bytes {
  const bytes = fromBase64url(text);
  if (!bytes) throw new ApiError("internal", 200);
  return bytes;
}

/** As it comes: bytes are base64url. */
export type Raw<T> = { [Name in keyof T]: T[Name] extends Bytes ? string : T[Name] extends Bytes[] ? string[] : T[Name] };

export const unlocking = (raw: Raw<Unlocking>): Unlocking => ({
  credential: binary(raw.credential),
  salt: binary(raw.salt),
  identity: binary(raw.identity),
});

const second = (raw: Omit<Second, "passkey"> & { passkey: Raw<Question> | null }): Second => ({
  ...raw,
  passkey: raw.passkey && {
    rp: raw.passkey.rp,
    challenge: binary(raw.passkey.challenge),
    credentials: raw.passkey.credentials.map(binary),
  },
});

const keyFile = (raw: Omit<KeyFile, "file"> & { file: string }): KeyFile => ({ ...raw, file: binary(raw.file) });

export async function invitation(token: Bytes): Promise<Invitation> {
  const raw = await (await post("invitation", { token })).json();
  return { desk: raw.desk, key: raw.file === null ? null : keyFile({ recipient: raw.recipient, file: raw.file }) };
}

export async function join(fields: Fields): Promise<void> {
  await postForSession("join", fields);
}

export async function salt(name: string): Promise<Bytes> {
  return binary((await (await post("salt", { name })).json()).salt);
}

/** Signed in when it is null; else the second half is to come. */
export async function signIn(name: string, authentication: Bytes): Promise<Second | null> {
  const answer = await postForSession("sign-in", { name, authentication });
  return answer.second ? second(answer.second) : null;
}

export async function account(): Promise<Account> {
  const raw = await (await ask("keys")).json();
  return {
    ...raw,
    salt: binary(raw.salt),
    identity: binary(raw.identity),
    unlocking: raw.unlocking.map(unlocking),
    files: raw.files.map(keyFile),
  };
}

export async function packets(after: string | null): Promise<PacketPage> {
  const query = after === null ? "" : `?${new URLSearchParams({ after })}`;
  return (await ask(`packets${query}`)).json();
}

/** A sealed packet with its line of the list. */
export async function packet(id: string): Promise<{ sealed: Bytes; row: PacketRow }> {
  const answer = await ask(`packets/${id}`);
  const sealed = new Uint8Array(await answer.arrayBuffer());
  const [day, read] = [answer.headers.get("Hinghoi-Day") ?? "", answer.headers.get("Hinghoi-Read") === "1"];
  return { sealed, row: { id, size: sealed.length, day, read } };
}

export const packetBytes = async (id: string): Promise<Bytes> => (await packet(id)).sealed;

/** The first `most` bytes of a packet, or all of a smaller one. */
export async function packetBeginning(id: string, most: number): Promise<Bytes> {
  const answer = await ask(`packets/${id}`, { headers: { Range: `bytes=0-${most - 1}` } });
  return new Uint8Array(await answer.arrayBuffer());
}

export const markRead = (id: string): Promise<Response> => post(`packets/${id}/read`);

export async function signOut(everywhere: boolean): Promise<void> {
  await postForSession("sign-out", everywhere ? { everywhere: "1" } : {});
}

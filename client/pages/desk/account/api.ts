/** What the account's page and the second half of signing in ask the server: desk-keys.md §5. */
import type { Bytes } from "../../../shared/crypto/bytes.ts";
import { type Raw, type Unlocking, ask, binary, post, postForSession, unlocking } from "../api.ts";
import type { Assertion, NewQuestion, Question } from "./passkey.ts";

export interface Passkey {
  id: string;
  name: string;
  /** The day. */
  added: string;
  /** The host at which it works. */
  rp: string;
  unlocks: boolean;
}

export interface Factors {
  passkeys: Passkey[];
  /** Codes of an app are on. */
  codes: boolean;
  /** How many recovery codes are left. */
  recovery: number;
  /** Null where no passkey works. */
  rp: string | null;
}

export interface Browser {
  id: string;
  started: string | null;
  here: boolean;
}

export interface Offer {
  secret: string;
  uri: string;
  token: Bytes;
}

const json = async <T>(answer: Promise<Response>): Promise<T> => (await answer).json();

export const factors = (): Promise<Factors> => json(ask("factors"));

export const prove = (authentication: Bytes): Promise<Response> => post("proof", { authentication });

/** What a passkey may sign in the place of the passphrase. */
export async function proofChallenge(): Promise<Omit<Question, "credentials">> {
  const raw = await json<{ challenge: string; rp: string }>(post("proof/challenge"));
  return { rp: raw.rp, challenge: binary(raw.challenge) };
}

export const proveByPasskey = (assertion: Assertion): Promise<Response> => post("proof/passkey", { ...assertion });

export async function newPasskey(): Promise<NewQuestion> {
  const raw = await json<Raw<NewQuestion>>(post("passkeys/new"));
  return { ...raw, challenge: binary(raw.challenge), user: binary(raw.user), known: raw.known.map(binary) };
}

export const addPasskey = (fields: Record<string, string | Bytes>): Promise<Response> => post("passkeys", fields);
export const namePasskey = (id: string, label: string): Promise<Response> => post(`passkeys/${id}/name`, { label });
export const removePasskey = (id: string): Promise<Response> => post(`passkeys/${id}/remove`);

export async function offerCodes(): Promise<Offer> {
  const raw = await json<Raw<Offer>>(post("codes/offer"));
  return { ...raw, token: binary(raw.token) };
}

export const turnCodesOn = (token: Bytes, code: string): Promise<Response> => post("codes/on", { token, code });
export const turnCodesOff = (): Promise<Response> => post("codes/off");

export const recoveryCodes = async (): Promise<string[]> =>
  (await json<{ codes: string[] }>(post("recovery-codes"))).codes;

export const browsers = async (): Promise<Browser[]> =>
  (await json<{ sessions: Browser[] }>(ask("sessions"))).sessions;

export const endBrowser = (id: string): Promise<Response> => post(`sessions/${id}/end`);

/** What any passkey of this site may sign. */
export async function challenge(): Promise<Question> {
  const raw = await json<{ challenge: string; rp: string }>(post("sign-in/challenge"));
  return { rp: raw.rp, challenge: binary(raw.challenge), credentials: [] };
}

export async function signInByCode(code: string): Promise<void> {
  await postForSession("sign-in/code", { code });
}

/** Signed in; what the passkey unwraps, or null. */
export async function signInByPasskey(assertion: Assertion): Promise<Unlocking | null> {
  const raw: { passkey: Raw<Unlocking> | null } = await postForSession("sign-in/passkey", { ...assertion });
  return raw.passkey && unlocking(raw.passkey);
}

/** Passkeys as the browser has them (WebAuthn Level 3), with what their PRF yields. */
import { type Bytes, random } from "../../../shared/crypto/bytes.ts";
import { PRF_INPUT } from "../../../shared/desk_keys/passkey.ts";
import { ApiError } from "../api.ts";

/** What a passkey signed, by the names under which it is posted. */
export interface Assertion {
  credential: Bytes;
  client_data: Bytes;
  authenticator_data: Bytes;
  signature: Bytes;
}

/** `prf`: 32 bytes that only this passkey yields, or null. They are never posted. */
export type Asserted = { assertion: Assertion; prf: Bytes | null };
export type Made = { client_data: Bytes; attestation: Bytes; prf: Bytes | null };

export interface Question {
  challenge: Bytes;
  rp: string;
  /** Which may answer; any of this site if there are none. */
  credentials: Bytes[];
}

export interface NewQuestion {
  challenge: Bytes;
  rp: string;
  user: Bytes;
  name: string;
  known: Bytes[];
}

// ES256, EdDSA, RS256.
const ALGORITHMS = [-7, -8, -257];
const PRF = { prf: { eval: { first: PRF_INPUT } } };

/** The host that passkeys of this page belong to; null where they do not work. */
export function passkeyHost(): string | null {
  const told = document.querySelector<HTMLMetaElement>("meta[name=rp-id]")?.content;
  return told && "PublicKeyCredential" in self ? told : null;
}

const bytes = (buffer: ArrayBuffer): Bytes => new Uint8Array(buffer);
const descriptor = (id: Bytes): PublicKeyCredentialDescriptor => ({ type: "public-key", id });

/** What the browser threw, by a code that has words. */
function refused(error: unknown): never {
  const name = (error as { name?: unknown } | null)?.name;
  if (name === "InvalidStateError") throw new ApiError("passkey_known", 0);
  if (name === "SecurityError" || name === "NotSupportedError") throw new ApiError("passkey_unavailable", 0);
  throw new ApiError("passkey_cancelled", 0);
}

function prfOf(credential: PublicKeyCredential): Bytes | null {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  return first instanceof ArrayBuffer ? bytes(first) : null;
}

/** Asks for a touch; throws ApiError `passkey_cancelled` when there was none. */
export async function askPasskey({ challenge, rp, credentials }: Question): Promise<Asserted> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    challenge,
    rpId: rp,
    allowCredentials: credentials.map(descriptor),
    userVerification: "required",
    extensions: PRF,
  };
  const found = await navigator.credentials.get({ publicKey }).catch(refused);
  const credential = found as PublicKeyCredential;
  const answer = credential.response as AuthenticatorAssertionResponse;
  const assertion = {
    credential: bytes(credential.rawId),
    client_data: bytes(answer.clientDataJSON),
    authenticator_data: bytes(answer.authenticatorData),
    signature: bytes(answer.signature),
  };
  return { assertion, prf: prfOf(credential) };
}

/** Makes a passkey that can be found without a name, and asks it for its PRF. */
export async function makePasskey({ challenge, rp, user, name, known }: NewQuestion): Promise<Made> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    challenge,
    rp: { id: rp, name: rp },
    user: { id: user, name, displayName: name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    excludeCredentials: known.map(descriptor),
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    attestation: "none",
    extensions: PRF,
  };
  const credential = (await navigator.credentials.create({ publicKey }).catch(refused)) as PublicKeyCredential;
  const answer = credential.response as AuthenticatorAttestationResponse;
  const made = { client_data: bytes(answer.clientDataJSON), attestation: bytes(answer.attestationObject) };
  return { ...made, prf: prfOf(credential) ?? (await prfAfterwards(credential, rp)) };
}

/** Many yield nothing while they are made, but do when asked: that takes a second touch. */
async function prfAfterwards(credential: PublicKeyCredential, rp: string): Promise<Bytes | null> {
  if (!credential.getClientExtensionResults().prf?.enabled) return null;
  const question = { challenge: random(32), rp, credentials: [bytes(credential.rawId)] };
  return askPasskey(question).then(({ prf }) => prf, () => null);
}

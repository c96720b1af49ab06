/**
 * Writes age v1 files (C2SP age.md), sealing only: a phone never has a key to open anything with.
 *
 * The age package itself opens what this writes, in the tests and at the desk; it is not bundled
 * here because it brings four times the code and needs streams that phones of 2020 lack.
 */
import { base64, concat, random, utf8, type Bytes } from "./bytes.ts";
import { chachaSeal } from "./chacha.ts";
import { hkdf, hmac } from "./kdf.ts";
import { stanza } from "./stanza.ts";

const CHUNK = 64 * 1024;
const TAG = 16;
const NONCE = 16;

/** The age file for `recipients` (`age1pq1…`); throws PacketError `key_invalid`. */
export async function sealAge(plaintext: Uint8Array, recipients: string[]): Promise<Bytes> {
  const fileKey = random(16);
  const header = await writeHeader(fileKey, recipients);
  const nonce = random(NONCE);
  const key = await hkdf(fileKey, nonce, "payload");
  fileKey.fill(0);
  return concat(header, nonce, stream(key, plaintext));
}

async function writeHeader(fileKey: Bytes, recipients: string[]): Promise<Bytes> {
  let text = "age-encryption.org/v1\n";
  for (const recipient of recipients) text += await stanza(recipient, fileKey);
  const signed = utf8(`${text}---`);
  const mac = await hmac(await hkdf(fileKey, null, "header"), signed);
  return concat(signed, utf8(` ${base64(mac)}\n`));
}

/** STREAM: chunks of 64 KiB under a counter; the last byte of the nonce marks the last chunk. */
function stream(key: Bytes, plaintext: Uint8Array): Bytes {
  const chunks = Math.max(1, Math.ceil(plaintext.length / CHUNK));
  const sealed = new Uint8Array(plaintext.length + chunks * TAG);
  for (let n = 0; n < chunks; n++) {
    const nonce = new Uint8Array(12);
    new DataView(nonce.buffer).setUint32(7, n);
    nonce[11] = n === chunks - 1 ? 1 : 0;
    const chunk = plaintext.subarray(n * CHUNK, (n + 1) * CHUNK);
    sealed.set(chachaSeal(key, nonce, chunk), n * (CHUNK + TAG));
  }
  return sealed;
}

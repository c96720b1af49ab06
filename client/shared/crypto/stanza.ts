/**
 * The `mlkem768x25519` stanza: the file key sealed to one desk by HPKE (RFC 9180, base mode, KEM
 * 0x647a, HKDF-SHA256, ChaCha20-Poly1305), as the age specification's hybrid recipient says.
 */
import { base64, concat, utf8, type Bytes } from "./bytes.ts";
import { chachaSeal } from "./chacha.ts";
import { expand, extract } from "./kdf.ts";
import { encapsulate } from "./kem.ts";
import { readRecipient } from "./recipient.ts";

const KIND = "mlkem768x25519";
const SUITE = concat(utf8("HPKE"), Uint8Array.of(0x64, 0x7a, 0x00, 0x01, 0x00, 0x03));
const PREFIX = concat(utf8("HPKE-v1"), SUITE);
const NOTHING = new Uint8Array(0);

/** RFC 9180 §4: LabeledExtract. */
function labeledExtract(salt: Bytes | null, label: string, secret: Bytes): Promise<Bytes> {
  return extract(salt, concat(PREFIX, utf8(label), secret));
}

/** RFC 9180 §4: LabeledExpand, for up to 32 bytes. */
function labeledExpand(key: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> {
  return expand(key, concat(Uint8Array.of(0, length), PREFIX, utf8(label), info), length);
}

/** RFC 9180 §5.1, mode base: the key and nonce for the one message of a stanza. */
async function schedule(shared: Bytes): Promise<{ key: Bytes; nonce: Bytes }> {
  const info = utf8(`age-encryption.org/${KIND}`);
  const context = concat(
    Uint8Array.of(0),
    await labeledExtract(null, "psk_id_hash", NOTHING),
    await labeledExtract(null, "info_hash", info),
  );
  const secret = await labeledExtract(shared, "secret", NOTHING);
  return {
    key: await labeledExpand(secret, "key", context, 32),
    nonce: await labeledExpand(secret, "base_nonce", context, 12),
  };
}

/** The stanza's two lines. Throws PacketError `key_invalid` for a recipient that is none. */
export async function stanza(recipient: string, fileKey: Bytes): Promise<string> {
  const { share, secret } = encapsulate(readRecipient(recipient));
  const { key, nonce } = await schedule(secret);
  const body = chachaSeal(key, nonce, fileKey);
  return `-> ${KIND} ${base64(share)}\n${base64(body)}\n`;
}

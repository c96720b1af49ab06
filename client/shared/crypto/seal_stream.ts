/**
 * Seals what does not fit into memory, by the age package itself: what a desk hands to an agency.
 * Never part of what a reporter downloads.
 */
import { Encrypter, type Recipient, Stanza } from "age-encryption";
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { base64, concat, random, utf8 } from "./bytes.ts";
import { chachaSeal } from "./chacha.ts";
import { PacketError } from "./packet.ts";

/** Who can open it: whoever has this key, or knows this passphrase. */
export type Opener = { recipient: string } | { passphrase: string };

/** 128 MiB of memory, as for moderators' own passphrases: phones have no more to give. */
const LOG_N = 17;
const LABEL = "age-encryption.org/v1/scrypt";
/** `age1…` and `age1pq1…` alone: the package knows kinds for hardware, which our own tools do not open. */
const RECIPIENT = /^age1(?:pq1)?[02-9ac-hj-np-z]+$/;

/** Throws PacketError `key_invalid` for a recipient that is none. */
export async function sealStream(plaintext: AsyncGenerator<Uint8Array>, opener: Opener): Promise<ReadableStream<Uint8Array>> {
  const age = new Encrypter();
  age.addRecipient("recipient" in opener ? await checked(opener.recipient) : byPassphrase(opener.passphrase));
  return age.encrypt(streamOf(plaintext));
}

/** Whether something can be sealed to this text; a mistyped letter shows. */
export const isRecipient = (text: string): Promise<boolean> => checked(text).then(() => true, () => false);

/** Some keys are found wrong only when they are used. */
async function checked(recipient: string): Promise<string> {
  try {
    if (!RECIPIENT.test(recipient)) throw new TypeError("another kind of key");
    const trial = new Encrypter();
    trial.addRecipient(recipient);
    await trial.encrypt("");
    return recipient;
  } catch {
    throw new PacketError("key_invalid", "recipient");
  }
}

/** C2SP age, "The scrypt recipient type". The package's own would hold up the page while it stretches. */
function byPassphrase(passphrase: string): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = random(16);
      const cost = { N: 2 ** LOG_N, r: 8, p: 1, dkLen: 32, asyncTick: 8 };
      const key = await scryptAsync(utf8(passphrase), concat(utf8(LABEL), salt), cost);
      const body = chachaSeal(new Uint8Array(key), new Uint8Array(12), new Uint8Array(fileKey));
      return [new Stanza(["scrypt", base64(salt), String(LOG_N)], body)];
    },
  };
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const { done, value } = await chunks.next();
        if (done) return controller.close();
        // The files of an archive may be empty; a stream knows no empty chunks.
        if (value.length) return controller.enqueue(value);
      }
    },
    async cancel() {
      await chunks.return(undefined);
    },
  }, { highWaterMark: 0 });
}

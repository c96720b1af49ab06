/** The desk's opener on many plaintexts: base64 in, `ok` or a code out, in their order. */
import { readFileSync } from "node:fs";
import { readPlaintext } from "../../client/shared/crypto/open.ts";
import { PacketError } from "../../client/shared/crypto/packet.ts";

async function judged(base64: string): Promise<string> {
  try {
    const { report, attachments } = await readPlaintext(new Uint8Array(Buffer.from(base64, "base64")));
    return `ok ${report.text.length} ${attachments.map(({ bytes }) => bytes.length).join()}`;
  } catch (error) {
    if (error instanceof PacketError) return error.code;
    throw error;
  }
}

const answers: string[] = [];
for (const plaintext of JSON.parse(readFileSync(0, "utf8")) as string[]) answers.push(await judged(plaintext));
console.log(JSON.stringify(answers));

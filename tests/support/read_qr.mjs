/**
 * Reads the one QR code in a picture, as a phone's camera would: `node read_qr.mjs WIDTH HEIGHT`, with
 * the pixels (RGB, row by row) on standard input.
 */
import { readFileSync } from "node:fs";
import decodeQR from "qr/decode.js";

const [width, height] = process.argv.slice(2).map(Number);
process.stdout.write(decodeQR({ width, height, data: new Uint8Array(readFileSync(0)) }));

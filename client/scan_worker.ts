/** The worker that reads the QR code in a photo of a recovery sheet. One message in, one out. */
import decodeQR, { type Image } from "qr/decode.js";

function read(image: Image): string | null {
  try {
    return decodeQR(image, { timeLimit: 10_000 });
  } catch {
    return null;
  }
}

self.onmessage = ({ data }: MessageEvent<Image>) => self.postMessage(read(data));

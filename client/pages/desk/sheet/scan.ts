/** The code out of a photo of a sheet; the reader is heavy, so it comes when it is wanted, in a worker. */
import { readSheet } from "../../../shared/desk_keys/sheet.ts";
import { scriptUrl } from "../../../shared/trusted/index.ts";

/** Wide enough for the code in a photo of a whole page, small enough for a slow machine. */
const WIDEST = 1600;
const LIMIT_MS = 20_000;

/** The 48 digits, or null when there is no sheet to be seen. */
export async function scanSheet(photo: Blob): Promise<string | null> {
  const text = await pixels(photo).then(decode).catch(() => null);
  const read = text === null ? null : readSheet(text);
  return read && "code" in read ? read.code : null;
}

async function pixels(photo: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(photo);
  const scale = Math.min(1, WIDEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function decode({ width, height, data }: ImageData): Promise<string | null> {
  return new Promise((resolve) => {
    const worker = new Worker(scriptUrl("desk.scan"));
    const end = (text: string | null): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(text);
    };
    const timer = setTimeout(end, LIMIT_MS, null);
    worker.onerror = () => end(null);
    worker.onmessage = ({ data: text }: MessageEvent<string | null>) => end(text);
    worker.postMessage({ width, height, data });
  });
}

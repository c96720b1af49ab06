/**
 * A page that does nothing but clean: the shipped code, within reach of the test.
 */
import { CleaningError, cleanFile, type Mode } from "../../client/shared/cleaning/index.ts";

async function base64(bytes: Uint8Array): Promise<string> {
  const reader = new FileReader();
  const done = new Promise((resolve) => reader.addEventListener("load", resolve));
  reader.readAsDataURL(new Blob([bytes as BlobPart]));
  await done;
  return (reader.result as string).replace(/^.*,/, "");
}

async function cleanAt(url: string, mode: Mode): Promise<object> {
  const file = await (await fetch(url)).blob();
  try {
    const { blob, ...result } = await cleanFile(file, mode);
    const bytes = blob ? new Uint8Array(await blob.arrayBuffer()) : result.bytes;
    return { ...result, bytes: await base64(bytes) };
  } catch (error) {
    return { code: error instanceof CleaningError ? error.code : String(error) };
  }
}

async function secondsAt(url: string, mode: Mode): Promise<number> {
  const file = await (await fetch(url)).blob();
  const began = performance.now();
  await cleanFile(file, mode);
  return (performance.now() - began) / 1000;
}

Object.assign(globalThis, { cleanAt, secondsAt });

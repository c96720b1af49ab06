/**
 * A page that does nothing but clean: the shipped code, within reach of the test.
 */
import { CleaningError, cleanFile } from "../../client/shared/cleaning/index.ts";

async function base64(bytes: Uint8Array): Promise<string> {
  const reader = new FileReader();
  const done = new Promise((resolve) => reader.addEventListener("load", resolve));
  reader.readAsDataURL(new Blob([bytes as BlobPart]));
  await done;
  return (reader.result as string).replace(/^.*,/, "");
}

async function cleanAt(url: string): Promise<object> {
  const file = await (await fetch(url)).blob();
  try {
    const result = await cleanFile(file);
    return { ...result, bytes: await base64(result.bytes) };
  } catch (error) {
    return { code: error instanceof CleaningError ? error.code : String(error) };
  }
}

Object.assign(globalThis, { cleanAt });

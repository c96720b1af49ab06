/** Hands bytes to the browser's downloads, as a file that no browser will run. */
const LONG_ENOUGH = 60_000;

export function save(bytes: Uint8Array, name: string): void {
  saveBlob(new Blob([bytes.slice()], { type: "application/octet-stream" }), name);
}

/** The same of what the browser holds already. */
export function saveBlob(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), LONG_ENOUGH);
}

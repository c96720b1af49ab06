/**
 * Browsers without a canvas in workers (Safari before 16.4, Firefox before 105) get one made from
 * the page's own, and Safari 14 a `createImageBitmap`, so that the cleaner runs there unchanged.
 */
function PageCanvas(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const convertToBlob = ({ type, quality }: ImageEncodeOptions) =>
    new Promise((resolve) => canvas.toBlob(resolve, type, quality));
  return Object.assign(canvas, { convertToBlob });
}

async function fromImage(blob: Blob): Promise<HTMLImageElement> {
  const image = new Image();
  const src = URL.createObjectURL(blob);
  image.src = src;
  const close = () => URL.revokeObjectURL(src);
  await image.decode().finally(close);
  return Object.assign(image, { close });
}

/** Fills in what is missing, and only that. */
export function fillIn(): void {
  const page = globalThis as Record<string, unknown>;
  page["OffscreenCanvas"] ??= PageCanvas;
  page["createImageBitmap"] ??= fromImage;
}

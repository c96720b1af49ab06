/**
 * Black-out and blur by finger: faces, plates, names. What is covered is burned into the pixels,
 * and the picture goes through the cleaner again, so nothing of it is left underneath.
 *
 * A script of its own: only who wants to cover something fetches it into memory.
 */
import { t } from "../../shared/i18n/index.ts";
import { button, el } from "../common/dom.ts";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  how: "black" | "blur";
}

interface FaceDetector {
  detect(image: ImageBitmapSource): Promise<{ boundingBox: DOMRect }[]>;
}

/** A covered part keeps this many blocks on its longer side: too few for a face or a number. */
const BLOCKS = 6;
/** A touch smaller than this share of the picture is a slip of the finger. */
const SMALLEST = 0.01;
const QUALITY = 0.92;

class Redaction {
  readonly canvas = el("canvas", { class: "redact__picture" });
  private picture: ImageBitmap;
  private boxes: Box[] = [];
  private start: { x: number; y: number } | null = null;
  how: Box["how"] = "black";

  constructor(picture: ImageBitmap) {
    this.picture = picture;
    this.canvas.width = picture.width;
    this.canvas.height = picture.height;
    this.canvas.addEventListener("pointerdown", (event) => this.press(event));
    this.canvas.addEventListener("pointermove", (event) => this.drag(event));
    this.canvas.addEventListener("pointerup", (event) => this.release(event));
    this.draw(null);
  }

  /** Boxes over the faces that the browser itself can find; none where it finds none. */
  async suggest(): Promise<void> {
    const { FaceDetector } = globalThis as { FaceDetector?: new () => FaceDetector };
    if (!FaceDetector) return;
    const faces = await new FaceDetector().detect(this.picture).catch(() => []);
    this.boxes.push(...faces.map(({ boundingBox: { x, y, width, height } }) => ({ x, y, width, height, how: this.how })));
    this.draw(null);
  }

  undo(): void {
    this.boxes.pop();
    this.draw(null);
  }

  get touched(): boolean {
    return this.boxes.length > 0;
  }

  /** The picture with everything covered, in its pixels. */
  burned(): Promise<Blob> {
    this.draw(null);
    return new Promise((resolve, reject) => {
      const done = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error("no picture")));
      this.canvas.toBlob(done, "image/jpeg", QUALITY);
    });
  }

  private press(event: PointerEvent): void {
    this.canvas.setPointerCapture(event.pointerId);
    this.start = this.point(event);
  }

  private drag(event: PointerEvent): void {
    if (this.start) this.draw(this.box(this.start, this.point(event)));
  }

  private release(event: PointerEvent): void {
    if (!this.start) return;
    const box = this.box(this.start, this.point(event));
    this.start = null;
    const least = SMALLEST * Math.min(this.canvas.width, this.canvas.height);
    if (box.width > least && box.height > least) this.boxes.push(box);
    this.draw(null);
  }

  private point({ offsetX, offsetY }: PointerEvent): { x: number; y: number } {
    const scale = this.canvas.width / this.canvas.clientWidth;
    return { x: offsetX * scale, y: offsetY * scale };
  }

  private box(a: { x: number; y: number }, b: { x: number; y: number }): Box {
    const size = { width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
    return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), ...size, how: this.how };
  }

  private draw(next: Box | null): void {
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.drawImage(this.picture, 0, 0);
    for (const box of next ? [...this.boxes, next] : this.boxes) cover(pen, this.picture, box);
  }
}

function cover(pen: CanvasRenderingContext2D, picture: ImageBitmap, box: Box): void {
  const { x, y, width, height, how } = box;
  if (how === "black") return pen.fillRect(x, y, width, height);
  // Averaged down to a few blocks first: a soft blur alone can be undone.
  const scale = BLOCKS / Math.max(width, height);
  const few = document.createElement("canvas");
  few.width = Math.max(1, Math.round(width * scale));
  few.height = Math.max(1, Math.round(height * scale));
  few.getContext("2d")?.drawImage(picture, x, y, width, height, 0, 0, few.width, few.height);
  pen.drawImage(few, 0, 0, few.width, few.height, x, y, width, height);
}

/** Lets the reporter cover parts of the picture; null when nothing was to be covered. */
async function redact(file: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(file);
  const work = new Redaction(picture);
  const dialog = el("dialog", { class: "redact", "aria-label": t("report.redact_title") });
  const answer = new Promise<Blob | null>((resolve, reject) => {
    const close = (result: Blob | null) => {
      resolve(result);
      dialog.close();
    };
    const done = () => void (work.touched ? work.burned() : Promise.resolve(null)).then(close, reject);
    dialog.append(
      el("p", { class: "soft" }, t("report.redact_hint")),
      work.canvas,
      el("div", { class: "row" }, ...ways(work), button(t("report.redact_undo"), "redact-undo", () => work.undo())),
      el("div", { class: "row" },
        button(t("report.redact_done"), "redact-done", done),
        button(t("report.redact_cancel"), "redact-cancel", () => close(null))),
    );
    dialog.addEventListener("cancel", () => resolve(null));
  });
  document.body.append(dialog);
  dialog.showModal();
  await work.suggest();
  return answer.finally(() => {
    dialog.remove();
    picture.close();
  });
}

function ways(work: Redaction): HTMLElement[] {
  return (["black", "blur"] as const).map((how) => {
    const choice = el("input", { type: "radio", name: "redact", checked: how === "black" });
    choice.addEventListener("change", () => {
      work.how = how;
    });
    return el("label", { class: "choice" }, choice, t(`report.redact_${how}`));
  });
}

Object.assign(globalThis, { redact });

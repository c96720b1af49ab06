/**
 * Black-out and blur on a canvas: what is covered is burned into the pixels of the picture that
 * comes out, and nothing of it is left underneath.
 */
import { el } from "./dom.ts";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  how: "black" | "blur";
}

/** A covered part keeps this many blocks on its longer side: too few for a face or a number. */
const BLOCKS = 6;
/** A touch smaller than this share of the picture is a slip of the finger. */
const SMALLEST = 0.01;
const QUALITY = 0.92;

export class Covering {
  readonly canvas = el("canvas", { class: "redact__picture" });
  protected picture: ImageBitmap;
  protected boxes: Box[] = [];
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

  protected press(event: PointerEvent): void {
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

  protected draw(next: Box | null): void {
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

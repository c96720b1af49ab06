/** A picture that can be turned, made larger and covered in parts. */
import { type Box, Covering } from "../../common/covering.ts";

export const MOST_ZOOM = 8;

export class Sheet extends Covering {
  /** While nothing is being covered, a finger moves the picture. */
  #moving = true;

  set moving(on: boolean) {
    this.#moving = on;
    this.canvas.classList.toggle("viewer__picture--covering", !on);
  }

  protected override press(event: PointerEvent): void {
    if (!this.#moving) super.press(event);
  }

  /** Clockwise, by a quarter, with everything that is covered. */
  turn(): void {
    const { width, height } = this.picture;
    const turned = new OffscreenCanvas(height, width);
    const pen = turned.getContext("2d");
    if (!pen) return;
    pen.setTransform(0, 1, -1, 0, height, 0);
    pen.drawImage(this.picture, 0, 0);
    this.picture.close();
    this.picture = turned.transferToImageBitmap();
    this.boxes = this.boxes.map((box) => turnedBox(box, height));
    [this.canvas.width, this.canvas.height] = [height, width];
    this.draw(null);
  }

  /** `zoom` 1: the whole picture in a place of this size, in pixels of the page. */
  fit(zoom: number, width: number, height: number): void {
    const scale = Math.min(width / this.canvas.width, height / this.canvas.height);
    this.canvas.style.width = `${Math.max(1, Math.floor(this.canvas.width * scale * zoom))}px`;
  }

  /** Nothing of it stays in memory that can be helped. */
  close(): void {
    this.picture.close();
    this.canvas.width = this.canvas.height = 0;
    this.canvas.remove();
  }
}

/** `height`: of the picture before it was turned. */
export const turnedBox = ({ x, y, width, height, how }: Box, before: number): Box => ({
  x: before - y - height, y: x, width: height, height: width, how,
});

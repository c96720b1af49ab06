/**
 * Black-out and blur by finger: faces, plates, names. What is covered is burned into the pixels,
 * and the picture goes through the cleaner again, so nothing of it is left underneath.
 *
 * A script of its own: only who wants to cover something fetches it into memory.
 */
import { t } from "../../shared/i18n/index.ts";
import { Covering } from "../common/covering.ts";
import { button, el } from "../common/dom.ts";

interface FaceDetector {
  detect(image: ImageBitmapSource): Promise<{ boundingBox: DOMRect }[]>;
}

class Redaction extends Covering {
  /** Boxes over the faces that the browser itself can find; none where it finds none. */
  async suggest(): Promise<void> {
    const { FaceDetector } = globalThis as { FaceDetector?: new () => FaceDetector };
    if (!FaceDetector) return;
    const faces = await new FaceDetector().detect(this.picture).catch(() => []);
    this.boxes.push(...faces.map(({ boundingBox: { x, y, width, height } }) => ({ x, y, width, height, how: this.how })));
    this.draw(null);
  }
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

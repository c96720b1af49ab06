/**
 * Pictures instead of the file: the pages of a PDF, or a few frames of a video. For what cannot be
 * cleaned, and for whoever wants no more than what can be seen to leave the phone.
 *
 * A script of its own: only who picks such a file fetches it.
 */
import { fillIn } from "../../old_canvas.ts";
import { sniff } from "../../shared/cleaning/sniff.ts";
import { CleaningError, type CleanResult } from "../../shared/cleaning/types.ts";
import { type Key, t } from "../../shared/i18n/index.ts";
import { button, el } from "../common/dom.ts";
import { videoFrames } from "./frames.ts";
import { pagePictures } from "./page_pictures.ts";
import type { Picked } from "./pages_loader.ts";
import type { Work } from "./picture_work.ts";

type Kind = "pages" | "frames";

const HEAD = 4096;
const FILMS = ["mp4", "mov", "3gp", "matroska"];

/** Adds the button to the row where it can work. `worker` is the address of the one that draws pages. */
async function offer(picked: Picked, worker: string): Promise<void> {
  const { file, row } = picked;
  const place = row.querySelector(".row");
  const kind = await kindOf(file);
  if (!kind) return;
  const make = (work: Work) => (kind === "pages"
    ? pagePictures(file, worker, picked.room, work, (of) => confirm(t("report.pages_many", { of, n: picked.room })))
    : videoFrames(file, picked.room, work));
  place?.prepend(button(t(`report.pages_${kind}`), `as-${kind}`, () => picked.wait(run(picked, kind, make))));
}

async function kindOf(file: File): Promise<Kind | null> {
  const head = await file.slice(0, HEAD).arrayBuffer().catch(() => new ArrayBuffer(0));
  const kind = sniff(new Uint8Array(head)) ?? "";
  if (kind === "pdf") return "pages";
  return FILMS.includes(kind) ? "frames" : null;
}

async function run(
  { row, take }: Picked,
  kind: Kind,
  make: (work: Work) => Promise<(CleanResult | File)[]>,
): Promise<void> {
  const before = [...row.childNodes];
  const told = el("p", { role: "status" }, t("report.pages_start"));
  const control = new AbortController();
  const cancel = button(t("report.pages_cancel"), "cancel-pictures", () => control.abort());
  row.replaceChildren(el("div", { class: "grow list" }, told, el("div", { class: "row" }, cancel)));
  const step = (n: number, of: number) => {
    told.textContent = t("report.pages_step", { n, of });
  };
  try {
    const made = await make({ step, stop: control.signal });
    if (!made.length) return row.replaceChildren(...before);
    const [first] = take(made);
    if (kind === "pages") first?.querySelector(".list")?.prepend(el("p", { role: "status" }, t("report.pages_look", { n: made.length })));
  } catch (error) {
    row.replaceChildren(...before);
    tell(row, error instanceof CleaningError ? error.code : "unknown", kind);
  }
}

/** Says why there are no pictures, in place of what the row said was wrong before. */
function tell(row: HTMLElement, code: string, kind: Kind): void {
  const words = kind === "frames" && code !== "canvas" ? t("report.pages_no_frames") : t(`error.${code}` as Key);
  row.querySelector("[role=alert]")?.remove();
  row.querySelector(".list")?.prepend(el("p", { class: "error", role: "alert" }, words));
}

fillIn();
Object.assign(globalThis, { pages: offer });

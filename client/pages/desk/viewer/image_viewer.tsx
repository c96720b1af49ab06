/** One picture as large as one wants: turned, moved, and covered in parts for whoever may see less of it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { CleaningError, cleanFile } from "../../../shared/cleaning/index.ts";
import { type Key, t } from "../../../shared/i18n/index.ts";
import { Trouble } from "../frame.tsx";
import { save } from "../save.ts";
import { MOST_ZOOM, Sheet } from "./sheet.ts";
import { putOnShelf } from "./shelf.ts";
import { NotShown } from "./trouble.tsx";
import { usePicture } from "./use_picture.ts";

/** Pixels on the longer side: every letter of a page, and no more than a small machine has memory for. */
const LARGE = 4096;
const STEP = 1.5;

type Hand = "move" | "black" | "blur";
const HANDS: readonly [Hand, Key][] = [["move", "desk.view.move"], ["black", "desk.view.black"], ["blur", "desk.view.blur"]];

interface Props {
  bytes: Uint8Array;
  label: string;
  /** What a copy is called when it is saved, without its ending. */
  stem: string;
  onClose: () => void;
}

export function ImageViewer({ bytes, label, stem, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const answer = usePicture(bytes, LARGE);
  useEffect(() => dialog.current?.showModal(), []);
  // The screen behind has keys of its own, Escape among them.
  const keepKeys = (event: KeyboardEvent): void => event.stopPropagation();
  return (
    <dialog class="viewer" ref={dialog} aria-label={label} data-screen="viewer" onClose={onClose} onKeyDown={keepKeys}>
      <button class="button viewer__close" type="button" data-action="close-viewer" onClick={() => dialog.current?.close()}>
        {t("desk.view.close")}
      </button>
      {answer === null && <p role="status">{t("desk.view.opening")}</p>}
      {answer !== null && "code" in answer && <NotShown code={answer.code} />}
      {answer !== null && "seen" in answer && <Work bitmap={answer.seen.bitmap} stem={stem} />}
    </dialog>
  );
}

/** The sheet on its stage, for as long as the viewer is open. */
function useSheet(bitmap: ImageBitmap) {
  const stage = useRef<HTMLDivElement>(null);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [zoom, setZoom] = useState(1);
  const fit = (): void => {
    if (stage.current) sheet?.fit(zoom, stage.current.clientWidth, stage.current.clientHeight);
  };
  useEffect(() => {
    let made: Sheet | null = null;
    let wanted = true;
    // A copy, because turning replaces it.
    void createImageBitmap(bitmap).then((copy) => {
      if (!wanted) return copy.close();
      made = new Sheet(copy);
      made.canvas.classList.add("viewer__picture");
      stage.current?.append(made.canvas);
      setSheet(made);
    });
    return () => {
      wanted = false;
      made?.close();
    };
  }, [bitmap]);
  useEffect(fit, [sheet, zoom]);
  return { stage, sheet, zoom, setZoom, fit };
}

function Work({ bitmap, stem }: { bitmap: ImageBitmap; stem: string }) {
  const { stage, sheet, zoom, setZoom, fit } = useSheet(bitmap);
  const [hand, setHand] = useState<Hand>("move");
  const choose = (next: Hand): void => {
    setHand(next);
    if (!sheet) return;
    sheet.moving = next === "move";
    if (next !== "move") sheet.how = next;
  };
  const turn = (): void => {
    sheet?.turn();
    fit();
  };
  return (
    <>
      <div class="viewer__stage" ref={stage} tabIndex={0} data-zoom={zoom} />
      <div class="row">
        <button class="button" type="button" data-action="zoom-in" disabled={zoom >= MOST_ZOOM} onClick={() => setZoom((now) => Math.min(MOST_ZOOM, now * STEP))}>
          {t("desk.view.zoom_in")}
        </button>
        <button class="button" type="button" data-action="zoom-out" disabled={zoom <= 1} onClick={() => setZoom((now) => Math.max(1, now / STEP))}>
          {t("desk.view.zoom_out")}
        </button>
        <button class="button" type="button" data-action="turn" onClick={turn}>{t("desk.view.turn")}</button>
        <button class="button" type="button" data-action="undo" onClick={() => sheet?.undo()}>{t("desk.view.undo")}</button>
      </div>
      <div class="row" role="radiogroup" aria-label={t("desk.view.hand")}>
        {HANDS.map(([one, key]) => (
          <label class="choice" key={one}>
            <input type="radio" name="hand" value={one} checked={hand === one} onChange={() => choose(one)} />
            {t(key)}
          </label>
        ))}
      </div>
      {sheet && <Keeping sheet={sheet} stem={stem} />}
    </>
  );
}

/** What can be done with the picture as it is now: covered parts are gone from it for good. */
function Keeping({ sheet, stem }: { sheet: Sheet; stem: string }) {
  const [said, setSaid] = useState<Key | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const keep = (how: (picture: Blob) => Promise<Key>) => (): void => {
    setSaid(null);
    setFailed(null);
    sheet.burned().then(how).then(setSaid, (error: unknown) =>
      setFailed(t(`error.${error instanceof CleaningError ? error.code : "unknown"}` as Key)));
  };
  const toFile = async (picture: Blob): Promise<Key> => {
    // Browsers' own encoders may add to it: what is saved was cleaned and looked at like any file.
    const { bytes, extension } = await cleanFile(picture, "full");
    save(bytes, `${stem}-covered.${extension}`);
    return "desk.view.saved";
  };
  const toLetter = async (picture: Blob): Promise<Key> => {
    putOnShelf(picture);
    return "desk.view.on_shelf";
  };
  return (
    <>
      <div class="row">
        <button class="button" type="button" data-action="save-covered" onClick={keep(toFile)}>{t("desk.view.save")}</button>
        <button class="button" type="button" data-action="to-letter" onClick={keep(toLetter)}>{t("desk.view.to_letter")}</button>
      </div>
      <p role="status" data-kept={said ?? ""}>{said && t(said)}</p>
      <Trouble words={failed} />
    </>
  );
}

/** A picture of a report: small beside what was written, and in the viewer as large as one wants. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { Canvas } from "./canvas.tsx";
import { ImageViewer } from "./image_viewer.tsx";
import { lookOf } from "./kinds.ts";
import { NotShown } from "./trouble.tsx";
import { usePicture } from "./use_picture.ts";

/** As much as a column on a wide screen of high density shows. */
const BESIDE = 1280;

interface File {
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** A picture that is what it claims to be, or that it is not shown. `stem`: what a saved copy is called. */
export function Picture({ file, n, stem }: { file: File; n: number; stem?: string }) {
  if (lookOf(file) !== "picture") return <NotShown code={null} />;
  return <Seen file={file} label={t("desk.packet.photo", { n })} stem={stem} />;
}

export function Seen({ file, label, stem }: { file: File; label: string; stem?: string | undefined }) {
  const answer = usePicture(file.bytes, BESIDE);
  const [large, setLarge] = useState(false);
  if (answer === null) return <p class="soft" role="status">{t("desk.view.opening")}</p>;
  if ("text" in answer) return null;
  if ("code" in answer) return <NotShown code={answer.code} />;
  return (
    <>
      <Canvas bitmap={answer.seen.bitmap} label={label} />
      {answer.seen.frames > 1 && <p class="soft">{t("desk.view.moves", { n: answer.seen.frames })}</p>}
      {stem !== undefined && (
        <button class="button" type="button" data-action="enlarge" onClick={() => setLarge(true)}>{t("desk.view.enlarge")}</button>
      )}
      {large && stem !== undefined && <ImageViewer bytes={file.bytes} label={label} stem={stem} onClose={() => setLarge(false)} />}
    </>
  );
}

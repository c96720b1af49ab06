/** One file of a report: looked at here as far as that is safe, judged, and for downloading. */
import { useState } from "preact/hooks";
import type { Opinion } from "../../../shared/cleaning/verdict.ts";
import { REMOVED } from "../../../shared/crypto/packet.ts";
import { type Key, t } from "../../../shared/i18n/index.ts";
import { sizeWords } from "../../common/format.ts";
import { save } from "../save.ts";
import { VerdictLine } from "../verdict_line.tsx";
import { type Look, lookOf } from "./kinds.ts";
import { LettersOf } from "./letters_of.tsx";
import { Pages } from "./pages.tsx";
import { Picture } from "./picture.tsx";
import { Player } from "./player.tsx";

interface Props {
  file: { name: string; type: string; bytes: Uint8Array };
  n: number;
  removed: readonly string[];
  opinion: Opinion | undefined;
  /** What copies are called in front. */
  stem: string;
}

export function FileCard({ file, n, removed, opinion, stem }: Props) {
  const name = `${stem}-${file.name}`;
  return (
    <li class="card" data-attachment={file.name}>
      <Shown file={file} n={n} stem={name.replace(/\.[a-z0-9]+$/, "")} />
      <VerdictLine opinion={opinion} />
      <Removed words={removed} />
      <button class="button" type="button" data-action="download-file" onClick={() => save(file.bytes, name)}>
        {t("desk.packet.download_file", { name: file.name })} ({sizeWords(file.bytes.length)})
      </button>
    </li>
  );
}

const OPENS: Record<Exclude<Look, "picture">, Key> = {
  pages: "desk.view.open_pages", film: "desk.view.open_film", sound: "desk.view.open_sound",
  office: "desk.view.open_words", text: "desk.view.open_words",
};

/** Pictures at once; what takes more is looked at when somebody wants to. */
function Shown({ file, n, stem }: Pick<Props, "file" | "n" | "stem">) {
  const [open, setOpen] = useState(false);
  const look = lookOf(file);
  if (look === "picture" || look === null) return <Picture file={file} n={n} stem={stem} />;
  if (open) return <Opened file={file} look={look} n={n} stem={stem} />;
  return (
    <button class="button button--wide" type="button" data-action="look" data-look={look} onClick={() => setOpen(true)}>
      {t(OPENS[look])}
    </button>
  );
}

function Opened({ file: { bytes, name }, look, stem }: Pick<Props, "file" | "n" | "stem"> & { look: Exclude<Look, "picture"> }) {
  if (look === "pages") return <Pages bytes={bytes} stem={stem} />;
  if (look === "office" || look === "text") return <LettersOf bytes={bytes} what={look} />;
  return <Player bytes={bytes} what={look} label={name} />;
}

function Removed({ words }: { words: readonly string[] }) {
  const known = REMOVED.filter((word) => words.includes(word)).map((word) => t(`removed.${word}`));
  if (known.length === 0) return null;
  return <p class="soft">{t("desk.packet.removed", { what: known.join(", ") })}</p>;
}

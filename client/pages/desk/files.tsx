/** The files of an opened packet: pictures that are what they claim to be are shown, others kept. */
import { useState } from "preact/hooks";
import { REMOVED, type OpenedPacket } from "../../shared/crypto/packet.ts";
import { t } from "../../shared/i18n/index.ts";
import { sizeWords } from "../common/format.ts";
import { showable } from "./image_type.ts";
import { save } from "./save.ts";
import { useOpinions } from "./second_look.ts";
import { useBlobUrl } from "./use_blob_url.ts";
import { VerdictLine } from "./verdict_line.tsx";

type File = OpenedPacket["attachments"][number];

export function Files({ packet, opened }: { packet: string; opened: OpenedPacket }) {
  const { attachments, report } = opened;
  const opinions = useOpinions(attachments);
  if (attachments.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="files">
      <h2 id="files">{t("desk.packet.files", { n: attachments.length })}</h2>
      <ul class="list">
        {attachments.map((file, n) => (
          <li class="card" key={file.name} data-attachment={file.name}>
            <Picture file={file} n={n + 1} />
            <VerdictLine opinion={opinions[n]} />
            <Removed words={report.attachments[n]?.removed ?? []} />
            <button class="button" type="button" onClick={() => save(file.bytes, `${packet.slice(0, 8)}-${file.name}`)}>
              {t("desk.packet.download_file", { name: file.name })} ({sizeWords(file.bytes.length)})
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A picture that is what it claims to be, or that it is not shown. */
export function Picture({ file, n }: { file: File; n: number }) {
  // Not every browser knows every kind of picture.
  const [unseen, setUnseen] = useState(false);
  const shown = !unseen && showable(file.type, file.bytes);
  if (!shown) return <p class="notice">{t("desk.packet.not_shown")}</p>;
  return <Shown file={file} n={n} onError={() => setUnseen(true)} />;
}

function Shown({ file, n, onError }: { file: File; n: number; onError: () => void }) {
  const url = useBlobUrl(file.bytes, file.type);
  return url === null ? null : <img class="photo" src={url} alt={t("desk.packet.photo", { n })} onError={onError} />;
}

function Removed({ words }: { words: string[] }) {
  const known = REMOVED.filter((word) => words.includes(word)).map((word) => t(`removed.${word}`));
  if (known.length === 0) return null;
  return <p class="soft">{t("desk.packet.removed", { what: known.join(", ") })}</p>;
}

/** The files of an opened packet. */
import type { OpenedPacket } from "../../shared/crypto/packet.ts";
import { t } from "../../shared/i18n/index.ts";
import { useOpinions } from "./second_look.ts";
import { FileCard } from "./viewer/file_card.tsx";

export function Files({ packet, opened }: { packet: string; opened: OpenedPacket }) {
  const { attachments, report } = opened;
  const opinions = useOpinions(attachments);
  if (attachments.length === 0) return null;
  const heading = `files-${packet}`;
  return (
    <section class="stack" aria-labelledby={heading}>
      <h2 id={heading}>{t("desk.packet.files", { n: attachments.length })}</h2>
      <ul class="list">
        {attachments.map((file, n) => (
          <FileCard
            key={file.name}
            file={file}
            n={n + 1}
            removed={report.attachments[n]?.removed ?? []}
            opinion={opinions[n]}
            stem={packet.slice(0, 8)}
          />
        ))}
      </ul>
    </section>
  );
}

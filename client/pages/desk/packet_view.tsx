/** One packet: opened on this device, or refused with its reason; the sealed file stays at hand. */
import { useState } from "preact/hooks";
import { t } from "../../shared/i18n/index.ts";
import { dayWords, sizeWords } from "../common/format.ts";
import type { PacketRow } from "./api.ts";
import type { DeskCases } from "./cases/use_cards.ts";
import { CoverView } from "./cover_view.tsx";
import { Files } from "./files.tsx";
import type { OpenDesk } from "./flows.ts";
import { Title, Trouble } from "./frame.tsx";
import { CameWith } from "./handover/came_with.tsx";
import { LettersTo } from "./letters/letters.tsx";
import { ReportView } from "./report_view.tsx";
import { SameReporter } from "./same_reporter.tsx";
import { SealedCopy } from "./sealed_copy.tsx";
import type { Seen } from "./seen.ts";
import { useOpened } from "./use_opened.ts";
import { useTask } from "./use_task.ts";
import { errorWords } from "./words.ts";

interface Props {
  id: string;
  desk: OpenDesk;
  cases: DeskCases;
  /** What was opened since the desk was unlocked. */
  seen: Seen;
  onMarkRead: (id: string) => Promise<void>;
  onCover: (id: string) => Promise<void>;
  onShow: (id: string) => void;
  onBack: () => void;
  onEnded: () => void;
}

export function PacketView({ id, desk, cases, seen, onMarkRead, onCover, onShow, onBack, onEnded }: Props) {
  const { row, sealed, opened, failed } = useOpened(id, desk.identities, onEnded);
  if (opened?.report.kind === "cover") return <CoverView id={id} onCover={onCover} onBack={onBack} />;
  const mailbox = opened?.report.mailbox ?? null;
  const others = opened ? seen.note(id, opened.report) : [];
  return (
    <article class="stack beside" data-screen="packet" data-packet={id}>
      <button class="button button--quiet leave" type="button" onClick={onBack}>← {t("desk.back")}</button>
      {row && (
        <p class="soft">
          {t("desk.packet.came", { day: dayWords(row.day) })} · {sizeWords(row.size)}
        </p>
      )}
      {row && opened?.handover && <CameWith opened={opened} own={desk.account.desk.id} packet={row} />}
      {opened && <ReportView report={opened.report} />}
      {opened && <div class="stack beside__files"><Files packet={id} opened={opened} /></div>}
      {row && opened && <MarkRead row={row} onMarkRead={onMarkRead} onEnded={onEnded} />}
      {others.length > 0 && <SameReporter others={others} onShow={onShow} />}
      {mailbox && <LettersTo key={mailbox.id} mailbox={mailbox} report={opened!.report} desk={desk} cases={cases} onEnded={onEnded} />}
      {failed !== null && <Refused code={failed} kept={sealed !== null} />}
      {!opened && failed === null && <p role="status">{t("desk.packet.opening")}</p>}
      {sealed && <SealedCopy id={id} sealed={sealed} />}
    </article>
  );
}

function Refused({ code, kept }: { code: string; kept: boolean }) {
  return (
    <div class="card" data-refused={code}>
      <Title>{t("desk.packet.refused.title")}</Title>
      <Trouble words={errorWords(code)} />
      {kept && <p>{t("desk.packet.refused.lead")}</p>}
      <p class="soft">{t("desk.packet.code", { code })}</p>
    </div>
  );
}

type MarkReadProps = Pick<Props, "onMarkRead" | "onEnded"> & { row: PacketRow };

function MarkRead({ row, onMarkRead, onEnded }: MarkReadProps) {
  const task = useTask(onEnded);
  const [read, setRead] = useState(row.read);
  if (read) return <p class="notice notice--ok" role="status">{t("desk.packet.marked")}</p>;
  return (
    <div class="stack">
      <Trouble words={task.failed && errorWords(task.failed)} />
      <button
        class="button button--primary button--wide"
        type="button"
        disabled={task.busy}
        onClick={() => task.run(async () => {
          await onMarkRead(row.id);
          setRead(true);
        })}
      >
        {t("desk.packet.mark")}
      </button>
    </div>
  );
}

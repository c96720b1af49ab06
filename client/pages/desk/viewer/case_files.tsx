/** The packets of a case beside its story: what each reporter wrote, with the files that came along. */
import { useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { Files } from "../files.tsx";
import { Trouble } from "../frame.tsx";
import { ReportView } from "../report_view.tsx";
import { useOpened } from "../use_opened.ts";
import { errorWords } from "../words.ts";

interface Props {
  packets: readonly string[];
  identities: string[];
  onEnded: () => void;
}

export function CaseFiles({ packets, identities, onEnded }: Props) {
  return (
    <aside class="stack beside__files" aria-label={t("desk.case.files")} data-case-files>
      {packets.map((id, n) => <Packet key={id} id={id} n={n + 1} identities={identities} onEnded={onEnded} />)}
    </aside>
  );
}

interface PacketProps extends Omit<Props, "packets"> {
  id: string;
  n: number;
}

/** Opened only when somebody wants it: that a packet was opened stands in the log. */
function Packet({ id, n, ...rest }: PacketProps) {
  const [open, setOpen] = useState(false);
  return (
    <section class="stack" data-beside={id}>
      <h2>{t("desk.case.packet", { n, id: id.slice(0, 8) })}</h2>
      {open ? <Inside id={id} {...rest} /> : (
        <button class="button button--wide" type="button" data-action="open-beside" onClick={() => setOpen(true)}>
          {t("desk.case.open_beside")}
        </button>
      )}
    </section>
  );
}

function Inside({ id, identities, onEnded }: Omit<PacketProps, "n">) {
  const { opened, failed } = useOpened(id, identities, onEnded);
  if (failed !== null) return <Trouble words={errorWords(failed)} />;
  if (!opened) return <p role="status">{t("desk.packet.opening")}</p>;
  return (
    <>
      <ReportView report={opened.report} inside />
      <Files packet={id} opened={opened} />
    </>
  );
}

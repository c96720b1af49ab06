/** Somebody is off the desk; a new recovery paper is shown this once, so nobody leaves it unprinted by mistake. */
import { useCallback, useState } from "preact/hooks";
import { t } from "../../../shared/i18n/index.ts";
import { Title } from "../frame.tsx";
import { useHeld } from "../leaving.ts";
import { RecoveryPaper } from "./recovery_paper.tsx";

interface Props {
  name: string;
  /** They read reports: there is a new key. */
  reader: boolean;
  paper: string | null;
  /** The desk goes on with the key of now. */
  onDone: () => void;
}

export function Removed({ name, reader, paper, onDone }: Props) {
  const [printed, setPrinted] = useState(false);
  const [way, setWay] = useState<{ go: () => void } | null>(null);
  const unprinted = paper !== null && !printed;
  // However they leave, the desk has its new key then.
  const leave = useCallback((go: () => void): void => {
    const on = (): void => {
      onDone();
      go();
    };
    if (unprinted) setWay({ go: on });
    else on();
  }, [unprinted]);
  useHeld(leave, unprinted);
  const printPaper = (): void => {
    print();
    setPrinted(true);
    setWay(null);
  };
  const wide = (first: boolean): string => `button button--wide${first ? " button--primary" : ""}`;
  return (
    <section class="stack" data-screen="removed">
      <div class="card unprinted">
        <Title>{t("desk.remove.done_title", { name })}</Title>
        <p>{t(reader ? "desk.remove.done" : "desk.remove.done_keyless")}</p>
        {paper && <p class="notice">{t("desk.remove.print_paper")}</p>}
        <div role="alert">{way && <p class="notice notice--danger" data-unprinted>{t("desk.remove.unprinted")}</p>}</div>
        {paper && <button class={wide(unprinted)} type="button" data-action="print-recovery" onClick={printPaper}>{t("desk.sheet.print")}</button>}
        {way ? (
          <button class="button button--wide" type="button" data-action="leave-unprinted" onClick={way.go}>{t("desk.remove.leave_unprinted")}</button>
        ) : (
          <button class={wide(!unprinted)} type="button" data-action="removed-done" onClick={onDone}>{t(paper ? "desk.remove.printed" : "desk.remove.go_on")}</button>
        )}
      </div>
      {paper && <RecoveryPaper identity={paper} />}
    </section>
  );
}

/** A new recovery sheet, step by step: it is made, printed, and a part of it is typed back. */
import { useEffect, useState } from "preact/hooks";
import { localDay } from "../../../shared/crypto/day.ts";
import { sheetGroups } from "../../../shared/desk_keys/sheet.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import type { Access } from "../flows.ts";
import { Title, Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { errorWords } from "../words.ts";
import * as flows from "./flows.ts";
import { Paper } from "./paper.tsx";
import { Prove } from "./prove.tsx";

interface Props {
  access: Access;
  /** It was tried, or put off. */
  onDone: () => void;
  onEnded?: () => void;
}

export function SheetSteps({ access, onDone, onEnded }: Props) {
  const [code, setCode] = useState<string | null>(null);
  const [at, setAt] = useState<"print" | "prove" | "later">("print");
  const task = useTask(onEnded);
  const make = (): void => task.run(async () => setCode(await flows.makeSheet(access)));
  useEffect(make, []);
  const prove = (): void =>
    task.run(async () => {
      await flows.proveSheet();
      onDone();
    });

  if (at === "later") return <Later onBack={() => setAt("print")} onLater={onDone} />;
  if (code === null) return <Making failed={task.failed} onRetry={make} onLater={() => setAt("later")} />;
  if (at === "prove") {
    const failed = task.failed && errorWords(task.failed);
    return <Prove groups={sheetGroups(code)} busy={task.busy} failed={failed} onProven={prove} onBack={() => setAt("print")} />;
  }
  return <Print code={code} onNext={() => setAt("prove")} onLater={() => setAt("later")} />;
}

function Making({ failed, onRetry, onLater }: { failed: string | null; onRetry: () => void; onLater: () => void }) {
  if (failed === null) return <p role="status">{t("desk.starting")}</p>;
  return (
    <div class="card">
      <Trouble words={errorWords(failed)} />
      <button class="button button--primary" type="button" onClick={onRetry}>{t("desk.retry")}</button>
      <button class="button" type="button" data-action="sheet-later" onClick={onLater}>{t("desk.sheet.later")}</button>
    </div>
  );
}

/** Once it was printed, going on is what the screen offers first. */
function Print({ code, onNext, onLater }: { code: string; onNext: () => void; onLater: () => void }) {
  const [printed, setPrinted] = useState(false);
  const style = (first: boolean): string => (first ? "button button--primary" : "button");
  const go = (): void => {
    print();
    setPrinted(true);
  };
  return (
    <section class="stack" data-screen="sheet">
      <div class="card unprinted">
        <Title>{t("desk.sheet.make_title")}</Title>
        <p>{t("desk.sheet.make_lead")}</p>
        <button class={`${style(!printed)} button--wide`} type="button" data-action="print-sheet" onClick={go}>{t("desk.sheet.print")}</button>
        <button class={`${style(printed)} button--wide`} type="button" data-action="sheet-next" onClick={onNext}>{t("desk.sheet.next")}</button>
        <p class="soft">{t("desk.sheet.no_printer")}</p>
        <button class="button button--quiet" type="button" data-action="sheet-later" onClick={onLater}>{t("desk.sheet.later")}</button>
      </div>
      <Paper code={code} day={dayWords(localDay())} />
    </section>
  );
}

function Later({ onBack, onLater }: { onBack: () => void; onLater: () => void }) {
  return (
    <section class="card" data-screen="sheet-later">
      <Title>{t("desk.sheet.later_title")}</Title>
      <p>{t("desk.sheet.later_lead")}</p>
      <button class="button button--primary button--wide" type="button" data-action="sheet-back" onClick={onBack}>{t("desk.sheet.later_no")}</button>
      <button class="button button--wide" type="button" data-action="sheet-later-yes" onClick={onLater}>{t("desk.sheet.later_yes")}</button>
    </section>
  );
}

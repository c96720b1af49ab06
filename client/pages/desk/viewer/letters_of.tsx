/** The words of a text or an office document: letters alone, nothing that could run or be followed. */
import { useEffect, useState } from "preact/hooks";
import type { LookAnswer } from "../../../look_worker.ts";
import { t } from "../../../shared/i18n/index.ts";
import { askLook } from "./ask_look.ts";
import { NotShown } from "./trouble.tsx";

export function LettersOf({ bytes, what }: { bytes: Uint8Array; what: "office" | "text" }) {
  const [answer, setAnswer] = useState<LookAnswer | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    void askLook({ what, bytes }, stop.signal).then((came) => stop.signal.aborted || setAnswer(came));
    return () => stop.abort();
  }, [bytes, what]);
  if (answer === null) return <p class="soft" role="status">{t("desk.view.opening")}</p>;
  if ("code" in answer) return <NotShown code={answer.code} />;
  if (!("text" in answer)) return null;
  const { text, cut } = answer.text;
  return (
    <>
      {what === "office" && <p class="soft">{t("desk.view.only_words")}</p>}
      <pre class="words viewer__text" dir="auto" tabIndex={0} data-text>{text || t("desk.view.no_words")}</pre>
      {cut && <p class="notice">{t("desk.view.cut")}</p>}
    </>
  );
}

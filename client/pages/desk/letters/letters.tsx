/** Letters to the reporter of an opened packet: those written before, and a new one. */
import { useEffect, useState } from "preact/hooks";
import { localDay } from "../../../shared/crypto/day.ts";
import type { Report } from "../../../shared/crypto/packet.ts";
import { t } from "../../../shared/i18n/index.ts";
import { dayWords } from "../../common/format.ts";
import type { DeskCases } from "../cases/use_cards.ts";
import type { OpenDesk } from "../flows.ts";
import { Trouble } from "../frame.tsx";
import { errorWords } from "../words.ts";
import type { Known } from "./api.ts";
import { Compose } from "./compose.tsx";
import { type Letters, useLetters } from "./use_letters.ts";
import { Written } from "./written.tsx";
import type { Facts, Occasion } from "./writing.ts";

type Mailbox = NonNullable<Report["mailbox"]>;

interface Props {
  mailbox: Mailbox;
  report: Report;
  desk: OpenDesk;
  cases: DeskCases;
  onEnded: () => void;
}

export function LettersTo({ mailbox, report, desk, cases, onEnded }: Props) {
  const facts = useFacts(cases, mailbox.id, report.day);
  const letters = useLetters(mailbox.id, desk.identities, onEnded);
  const [writing, setWriting] = useState<"no" | "yes" | "sent">("no");
  const { known, copies, task } = letters;
  const close = (sent: boolean): void => {
    setWriting(sent ? "sent" : "no");
    if (sent) letters.reload();
  };
  const own = desk.account.files.at(-1)?.recipient ?? "";
  return (
    <section class="stack" aria-labelledby="letters" data-letters={known?.written}>
      <h2 id="letters">{t("desk.letters.title")}</h2>
      <Trouble words={task.failed && errorWords(task.failed)} />
      {known === null && task.failed !== null && (
        <button class="button" type="button" onClick={letters.reload}>{t("desk.retry")}</button>
      )}
      {known && <Standing known={known} />}
      {known && <Written known={known} copies={copies} />}
      <p class={writing === "sent" ? "notice notice--ok" : ""} role="status">
        {writing === "sent" && t("desk.letters.sent")}
      </p>
      {known && writing === "yes" && (
        <Compose
          to={mailbox.recipient}
          own={own}
          cards={cases.cards}
          facts={facts}
          spoken={report.language}
          occasion={occasionOf(mailbox, desk, letters, known)}
          onClose={close}
          onConflict={letters.reload}
          onEnded={onEnded}
        />
      )}
      {known && writing !== "yes" && (
        <button class="button button--wide" type="button" data-action="write-letter" onClick={() => setWriting("yes")}>
          {t("desk.letters.write")}
        </button>
      )}
    </section>
  );
}

/** What the newest case of this mailbox knows; `written` is the day of the report, for one that has no case yet. */
function useFacts({ cards, revision }: DeskCases, mailbox: string, written: string): Facts {
  const [facts, setFacts] = useState<Facts>({ day: written, forwarded: "", agency: "", reference: "" });
  useEffect(() => {
    cards.ask("mailbox", mailbox).then((found) => {
      const card = found?.card;
      if (!card) return;
      const { agency = "", reference = "", day: forwarded = "" } = card.referral ?? {};
      setFacts({ day: card.day, forwarded, agency, reference });
    }, () => undefined);
  }, [mailbox, revision]);
  return facts;
}

function occasionOf(mailbox: Mailbox, desk: OpenDesk, { copies }: Letters, { written }: Known): Occasion {
  const opened = [...copies].sort(([a], [b]) => a - b).flatMap(([, letter]) => letter ?? []);
  return {
    mailbox: mailbox.id,
    desk: desk.account.desk.id,
    number: written + 1,
    language: __LANG__,
    day: localDay(),
    before: opened.at(-1)?.letter ?? null,
  };
}

function Standing({ known }: { known: Known }) {
  const { written, fetched, letters } = known;
  if (written === 0) return <p class="soft">{t("desk.letters.none")}</p>;
  return (
    <p class="soft">
      {t("desk.letters.count", { n: written })}
      {fetched !== null && ` · ${t("desk.letters.looked", { day: dayWords(fetched) })}`}
      {fetched === null && letters.length > 0 && ` · ${t("desk.letters.not_looked")}`}
    </p>
  );
}

/** Writing a letter: typed, looked at as its reader will see it, then sealed and sent. */
import { useRef, useState } from "preact/hooks";
import type { Cards } from "../../../shared/cards/cards.ts";
import { sealWithCopy } from "../../../shared/crypto/letter.ts";
import type { Bytes } from "../../../shared/crypto/bytes.ts";
import { t } from "../../../shared/i18n/index.ts";
import { Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { codeOf, errorWords } from "../words.ts";
import * as api from "./api.ts";
import { nameIn } from "./blanks.ts";
import { LetterForm } from "./letter_form.tsx";
import { LetterView } from "./letter_view.tsx";
import { Reading } from "./reading.tsx";
import { begun, draftOf, type Facts, isEmpty, languageFor, type Occasion, unfilled, type Writing } from "./writing.ts";

interface Props {
  /** The mailbox's recipient, and the desk's own for its copy. */
  to: string;
  own: string;
  cards: Cards;
  occasion: Occasion;
  /** What the case knows, and the language that its reporter wrote in. */
  facts: Facts;
  spoken: string;
  onClose: (sent: boolean) => void;
  /** A colleague wrote meanwhile. */
  onConflict: () => void;
  onEnded: () => void;
}

export function Compose({ to, own, cards, occasion, facts, spoken, onClose, onConflict, onEnded }: Props) {
  const [writing, setWriting] = useState<Writing>(() => begun(facts));
  const [cleaning, setCleaning] = useState(0);
  const [looking, setLooking] = useState(false);
  const [hint, setHint] = useState<string | null>(null);
  const task = useTask(onEnded);
  // Kept so that a letter whose answer was lost goes out again as the same bytes, which is one letter.
  const sealed = useRef<{ number: number; body: Bytes } | null>(null);
  const draft = draftOf(writing, occasion, facts);
  const offered = languageFor(spoken);
  const language = writing.language ?? offered.language;

  const change = (part: Partial<Writing>): void => {
    sealed.current = null;
    setHint(null);
    setWriting((before) => ({ ...before, ...part }));
  };
  const look = (): void => {
    const missing = missingWords(writing, facts, language);
    if (missing) setHint(missing);
    else setLooking(true);
  };
  const send = (): void =>
    task.run(async () => {
      sealed.current ??= { number: draft.number, body: await sealWithCopy(draft, writing.files, to, own) };
      await api.post(occasion.mailbox, sealed.current.number, sealed.current.body).catch((error: unknown) => {
        if (codeOf(error) === "letter_number") {
          sealed.current = null;
          setLooking(false);
          onConflict();
        }
        throw error;
      });
      onClose(true);
    });

  const trouble = hint ?? (task.failed && troubleWords(task.failed));
  return (
    <div class="card" data-screen={looking ? "letter-preview" : "letter-form"}>
      {looking ? (
        <>
          <h3>{t("desk.letters.preview_title")}</h3>
          <LetterView letter={draft} files={writing.files} />
          <Reading writing={writing} facts={facts} language={language} alone />
        </>
      ) : (
        <LetterForm
          cards={cards}
          writing={writing}
          facts={facts}
          language={language}
          spoken={offered.spoken}
          change={change}
          busy={cleaning > 0}
          onBusy={(more) => setCleaning((n) => n + more)}
          onEnded={onEnded}
        />
      )}
      <Trouble words={trouble} />
      {looking ? (
        <button class="button button--primary button--wide" type="button" data-action="send-letter" disabled={task.busy} onClick={send}>
          {t("desk.letters.send")}
        </button>
      ) : (
        <button class="button button--primary button--wide" type="button" data-action="preview-letter" disabled={cleaning > 0} onClick={look}>
          {t("desk.letters.preview")}
        </button>
      )}
      <button class="button" type="button" disabled={task.busy} onClick={() => (looking ? setLooking(false) : onClose(false))}>
        {t(looking ? "desk.letters.edit" : "desk.letters.cancel")}
      </button>
    </div>
  );
}

/** Why this letter cannot go yet, or null. */
function missingWords(writing: Writing, facts: Facts, language: string): string | null {
  if (isEmpty(writing)) return t("desk.letters.empty");
  const open = unfilled(writing, facts, language);
  return open.length === 0 ? null : t("desk.letters.unfilled", { names: open.map((key) => nameIn(__LANG__, key)).join(", ") });
}

const troubleWords = (code: string): string =>
  code === "packet_limits" ? t("desk.letters.too_large") : errorWords(code);

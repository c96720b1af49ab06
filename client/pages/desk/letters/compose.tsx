/** Writing a letter: typed, looked at as its reader will see it, then sealed and sent. */
import { useRef, useState } from "preact/hooks";
import { sealWithCopy } from "../../../shared/crypto/letter.ts";
import type { Bytes } from "../../../shared/crypto/bytes.ts";
import { t } from "../../../shared/i18n/index.ts";
import { Trouble } from "../frame.tsx";
import { useTask } from "../use_task.ts";
import { codeOf, errorWords } from "../words.ts";
import * as api from "./api.ts";
import { LetterForm } from "./letter_form.tsx";
import { LetterView } from "./letter_view.tsx";
import { BLANK, draftOf, isEmpty, type Occasion, type Writing } from "./writing.ts";

interface Props {
  /** The mailbox's recipient, and the desk's own for its copy. */
  to: string;
  own: string;
  occasion: Occasion;
  onClose: (sent: boolean) => void;
  /** A colleague wrote meanwhile. */
  onConflict: () => void;
  onEnded: () => void;
}

export function Compose({ to, own, occasion, onClose, onConflict, onEnded }: Props) {
  const [writing, setWriting] = useState<Writing>(BLANK);
  const [cleaning, setCleaning] = useState(0);
  const [looking, setLooking] = useState(false);
  const [hint, setHint] = useState<string | null>(null);
  const task = useTask(onEnded);
  // Kept so that a letter whose answer was lost goes out again as the same bytes, which is one letter.
  const sealed = useRef<{ number: number; body: Bytes } | null>(null);
  const draft = draftOf(writing, occasion);

  const change = (part: Partial<Writing>): void => {
    sealed.current = null;
    setHint(null);
    setWriting((before) => ({ ...before, ...part }));
  };
  const look = (): void => (isEmpty(writing) ? setHint(t("desk.letters.empty")) : setLooking(true));
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
        </>
      ) : (
        <LetterForm writing={writing} change={change} busy={cleaning > 0} onBusy={(more) => setCleaning((n) => n + more)} />
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

const troubleWords = (code: string): string =>
  code === "packet_limits" ? t("desk.letters.too_large") : errorWords(code);

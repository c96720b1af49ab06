/** Files of a letter, cleaned as a reporter's are: a desk must not give itself away either. */
import { useRef, useState } from "preact/hooks";
import { CleaningError, cleanFile } from "../../../shared/cleaning/index.ts";
import { MAX_ATTACHMENTS, MAX_LETTER } from "../../../shared/crypto/limits.ts";
import type { Attachment } from "../../../shared/crypto/packet.ts";
import { type Key, t } from "../../../shared/i18n/index.ts";
import { sizeWords } from "../../common/format.ts";
import { Trouble } from "../frame.tsx";
import { clearShelf, useShelf } from "../viewer/shelf.ts";

interface Props {
  files: Attachment[];
  onFiles: (files: Attachment[]) => void;
  /** How many more or fewer are being cleaned. */
  onBusy: (change: 1 | -1) => void;
  busy: boolean;
}

export function LetterFiles({ files, onFiles, onBusy, busy }: Props) {
  const [failed, setFailed] = useState<string | null>(null);
  // Several files may end in one turn, before the screen was drawn anew.
  const now = useRef(files);
  now.current = files;
  const shelf = useShelf();
  const set = (next: Attachment[]): void => onFiles((now.current = next));

  async function add(file: File): Promise<void> {
    onBusy(1);
    const made = await cleaned(file);
    onBusy(-1);
    if (typeof made === "string") return setFailed(made);
    if (sizeOf(now.current) + made.bytes.length > MAX_LETTER || now.current.length >= MAX_ATTACHMENTS) {
      return setFailed(t("desk.letters.too_large"));
    }
    set([...now.current, made]);
  }

  function pick(input: HTMLInputElement): void {
    setFailed(null);
    for (const file of input.files ?? []) void add(file);
    input.value = "";
  }

  function takeCovered(): void {
    setFailed(null);
    for (const picture of shelf) void add(new File([picture], ""));
    clearShelf();
  }

  return (
    <div class="stack" aria-busy={busy} data-letter-files={files.length}>
      <label class="button button--wide picker">
        <input
          class="sr-only"
          type="file"
          name="letter-files"
          multiple
          aria-describedby="letter-files-hint"
          onChange={(event) => pick(event.currentTarget)}
        />
        {t("desk.letters.files")}
      </label>
      <p class="soft" id="letter-files-hint">{t("desk.letters.files_hint")}</p>
      {shelf.length > 0 && (
        <button class="button button--wide" type="button" data-action="attach-covered" onClick={takeCovered}>
          {t("desk.letters.attach_covered", { n: shelf.length })}
        </button>
      )}
      <p role="status">{busy && t("desk.letters.cleaning")}</p>
      <Trouble words={failed} />
      {files.map((file, n) => (
        <div class="row" key={n}>
          <span class="grow">{t("desk.letters.file", { n: n + 1, size: sizeWords(file.bytes.length) })}</span>
          <button class="button" type="button" onClick={() => set(files.filter((other) => other !== file))}>
            {t("desk.letters.remove")}
          </button>
        </div>
      ))}
    </div>
  );
}

const sizeOf = (files: Attachment[]): number => files.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** The cleaned file, which has no name and no time; or why there is none, in words. */
async function cleaned(file: File): Promise<Attachment | string> {
  try {
    const { bytes, blob, type, extension, removed } = await cleanFile(file);
    if (blob) return t("desk.letters.too_large");
    return { type, extension, bytes, removed };
  } catch (error) {
    return t(`error.${error instanceof CleaningError ? error.code : "unknown"}` as Key);
  }
}

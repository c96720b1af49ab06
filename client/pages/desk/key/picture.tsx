/** The key's words and its picture, on screen and on posters. */
import type { KeyCheck } from "../../../shared/keys/check.ts";
import { t } from "../../../shared/i18n/index.ts";
import { PICTURE, picturePath } from "../../../shared/keys/picture.ts";

export function Words({ check, className }: { check: KeyCheck; className: string }) {
  return (
    <ol class={className} data-words translate={false}>
      {check.words.map((word, at) => <li key={at}>{word}</li>)}
    </ol>
  );
}

export function Picture({ check, className }: { check: KeyCheck; className: string }) {
  return (
    <svg class={className} viewBox={`0 0 ${PICTURE} ${PICTURE}`} role="img" aria-label={t("keys.picture")}>
      <path d={picturePath(check.rows)} />
    </svg>
  );
}

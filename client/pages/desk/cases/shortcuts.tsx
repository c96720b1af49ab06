/** Keys for those who read hundreds of cases a day, and the panel that tells them. */
import { useEffect, useRef } from "preact/hooks";
import { type Key, t } from "../../../shared/i18n/index.ts";

/** What a key does; the key as `KeyboardEvent.key` names it. */
export type Shortcuts = Record<string, () => void>;

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/** Keys do nothing while somebody types, save Escape, which leaves the field. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const now = useRef(shortcuts);
  now.current = shortcuts;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const target = event.target as HTMLElement;
      if (target.matches?.(TYPING)) {
        if (event.key === "Escape") target.blur();
        return;
      }
      const wanted = now.current[event.key];
      if (!wanted) return;
      event.preventDefault();
      wanted();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

const HELP: readonly [string, Key][] = [
  ["j  k", "desk.keys.move"],
  ["Enter", "desk.keys.open"],
  ["/", "desk.keys.search"],
  ["x", "desk.keys.pick"],
  ["a", "desk.keys.take"],
  ["n", "desk.keys.note"],
  ["u  Esc", "desk.keys.back"],
  ["?", "desk.keys.help"],
];

export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="card help" ref={dialog} aria-labelledby="keys-title" data-screen="keys" onClose={onClose}>
      <h2 id="keys-title">{t("desk.keys.title")}</h2>
      <dl class="help__keys">
        {HELP.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys.split("  ").map((one) => <kbd key={one}>{one}</kbd>)}</dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog"><button class="button button--wide" type="submit">{t("desk.keys.close")}</button></form>
    </dialog>
  );
}

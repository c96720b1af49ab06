/** What is around every screen: the firefly, the way to the other language, the way out. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/i18n/index.ts";
import { Firefly } from "./firefly.tsx";

const OTHER = __LANG__ === "th" ? "en" : "th";

interface FrameProps {
  /** Absent while keys would be lost by going to the other language. */
  onLanguage?: () => void;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

export function Frame({ onLanguage, actions, children }: FrameProps) {
  return (
    <div class="page">
      <header class="bar">
        <span class="brand"><Firefly />{t("app.name")}</span>
        <button class="button" type="button" data-action="exit">{t("page.exit")}</button>
        {actions}
        {onLanguage && (
          <button class="button button--quiet" type="button" lang={OTHER} onClick={onLanguage}>
            {t("desk.other_language")}
          </button>
        )}
      </header>
      <main>{children}</main>
    </div>
  );
}

/** A screen's heading; takes the focus, so that screen readers and keyboards follow along. */
export function Title({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return <h1 ref={heading} tabIndex={-1}>{children}</h1>;
}

/** Something that went wrong, said at once. */
export function Trouble({ words }: { words: string | null }) {
  return <div role="alert">{words !== null && <p class="notice notice--danger">{words}</p>}</div>;
}

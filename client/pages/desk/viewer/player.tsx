/**
 * Plays sound and films in a frame of their own: a page of another origin that has no cookies, no
 * network and one script of ours. What a browser's decoders do wrong happens there, without keys.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Played, PlayTask } from "../../../player.ts";
import { t } from "../../../shared/i18n/index.ts";
import { NotShown } from "./trouble.tsx";

interface Props {
  bytes: Uint8Array;
  what: "sound" | "film";
  label: string;
}

export function Player({ bytes, what, label }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [said, setSaid] = useState<Played | null>(null);
  useEffect(() => {
    const hear = ({ source, data }: MessageEvent<Played>): void => {
      if (source === null || source !== frame.current?.contentWindow) return;
      if (data === "ready") frame.current.contentWindow?.postMessage({ what, label, bytes: bytes.slice() } satisfies PlayTask, "*");
      else if (data === "playable" || data === "broken") setSaid(data);
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, [bytes]);
  if (said === "broken") return <NotShown code="broken" />;
  return (
    <>
      <p class="soft" role="status">{said === null && t("desk.view.opening")}</p>
      <iframe
        class={`viewer__player viewer__player--${what}`}
        ref={frame}
        title={label}
        src="/desk/player"
        sandbox="allow-scripts"
        referrerpolicy="no-referrer"
        data-played={said ?? ""}
      />
    </>
  );
}

/** A packet with nothing in it, sent as cover: marked as read by itself, and out of the list. */
import { useEffect } from "preact/hooks";
import { t } from "../../shared/i18n/index.ts";
import { Title } from "./frame.tsx";

interface Props {
  id: string;
  onCover: (id: string) => Promise<void>;
  onBack: () => void;
}

export function CoverView({ id, onCover, onBack }: Props) {
  useEffect(() => {
    // Should it fail, it stays unread and is dropped the next time.
    onCover(id).catch(() => undefined);
  }, [id]);
  return (
    <article class="stack" data-screen="packet" data-packet={id} data-cover>
      <button class="button button--quiet leave" type="button" onClick={onBack}>← {t("desk.back")}</button>
      <div class="card">
        <Title>{t("desk.packet.kind.cover")}</Title>
        <p>{t("desk.packet.cover_means")}</p>
      </div>
    </article>
  );
}

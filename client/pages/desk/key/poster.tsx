/** The desk's poster in the browser: the same page as `hinghoi desk poster` writes, with a button to print it. */
import type { KeyCheck } from "../../../shared/keys/check.ts";
import { t } from "../../../shared/i18n/index.ts";
import { posterLink } from "../../../shared/keys/poster.ts";
import type { PinnedDesk } from "../../../shared/outbox/types.ts";
import { Firefly } from "../firefly.tsx";
import { Title } from "../frame.tsx";
import { Picture, Words } from "./picture.tsx";
import { QrCode } from "./qr_code.tsx";

/** As many as fit on a sheet of A4. */
const CARDS = 6;

export type Kind = "poster" | "cards";

interface Props {
  desk: PinnedDesk;
  check: KeyCheck;
  kind: Kind;
}

/** Where reporters go; a moderator may be here by another name, such as an onion address. */
function site(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=public-url]")?.content || location.origin;
}

export function PosterPage({ desk, check, kind }: Props) {
  const cards = kind === "cards";
  return (
    <section class="stack" data-screen="poster">
      <div class="stack unprinted">
        <Title>{t("desk.key.print_title")}</Title>
        <p class="soft">{t("desk.key.print_lead", { site: site() })}</p>
        <button class="button button--primary" type="button" data-action="print" onClick={() => print()}>{t("desk.key.print")}</button>
      </div>
      <div class="poster-preview" role="region" tabIndex={0} aria-label={t("poster.title")}>
        <div class={cards ? "poster-sheet poster-sheet--cards" : "poster-sheet"}>
          {Array.from({ length: cards ? CARDS : 1 }, (_, at) => <Poster key={at} desk={desk} check={check} cards={cards} />)}
        </div>
      </div>
    </section>
  );
}

function Poster({ desk, check, cards }: { desk: PinnedDesk; check: KeyCheck; cards: boolean }) {
  const name = desk.name[__LANG__];
  const link = posterLink(site(), { desk: desk.id, fingerprint: desk.fingerprint });
  return (
    <article class={cards ? "poster poster--card" : "poster"} data-link={link}>
      <h2 class="poster__call">{t("poster.call")}<span>{t("poster.nameless")}</span></h2>
      <QrCode text={link} />
      <p class="poster__lead">{t("poster.lead", { desk: name })}</p>
      <section class="poster__check">
        <h3>{t("poster.check")}</h3>
        <Words check={check} className="poster__words" />
        <Picture check={check} className="poster__picture" />
      </section>
      <p class="poster__typed">{t("poster.typed", { host: new URL(site()).host })}</p>
      <p class="poster__warning">{t("poster.warning")}</p>
      <footer class="poster__foot"><span class="poster__brand"><Firefly />{t("app.name")}</span><span>{name}</span></footer>
    </article>
  );
}

/** Whether everybody at the desk must show more than a passphrase. */
import { t } from "../../../shared/i18n/index.ts";

export function Demand({ demanded, may, onDemand }: { demanded: boolean; may: boolean; onDemand: (demanded: boolean) => void }) {
  return (
    <section class="card" data-demanded={demanded}>
      <h2>{t("desk.demand.title")}</h2>
      <p class="soft">{t(demanded ? "desk.demand.on" : "desk.demand.off")}</p>
      {may && (
        <button class="button" type="button" data-action="demand-second" onClick={() => onDemand(!demanded)}>
          {t(demanded ? "desk.demand.stop" : "desk.demand.start")}
        </button>
      )}
    </section>
  );
}

/** How many cases came when: columns side by side, and the same as a table for who wants numbers or hears the page. */
import type { Arrivals } from "../../../shared/cards/figures.ts";
import { t } from "../../../shared/i18n/index.ts";
import { barWords, count, unitWords } from "./words.ts";

/** In units of the picture, which is stretched to the width that there is. */
const HEIGHT = 100;
const STEP = 10;
const GAP = 2;

export function Columns({ arrivals: { bars, unit } }: { arrivals: Arrivals }) {
  const most = Math.max(1, ...bars.map(({ cases }) => cases));
  const peak = bars.find(({ cases }) => cases === most);
  const [first, last] = [bars[0], bars[bars.length - 1]];
  const label = peak ? t("desk.figures.peak", { n: count(most), unit: unitWords(unit), when: barWords(peak.from, unit) }) : t("desk.figures.none");
  return (
    <div class="stack">
      <p class="soft">{label}</p>
      <svg class="columns" viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {bars.map(({ from, cases }, n) => {
          const height = (HEIGHT * cases) / most;
          return <rect key={from} x={n * STEP + GAP / 2} y={HEIGHT - height} width={STEP - GAP} height={height} data-from={from} data-cases={cases} />;
        })}
      </svg>
      {first && last && <p class="columns__ends soft" aria-hidden="true"><span>{barWords(first.from, unit)}</span><span>{barWords(last.from, unit)}</span></p>}
      <details class="unprinted">
        <summary>{t("desk.figures.as_table")}</summary>
        <table class="figures">
          <thead><tr><th scope="col">{unitWords(unit)}</th><th scope="col">{t("desk.figures.cases")}</th></tr></thead>
          <tbody>
            {bars.map(({ from, cases }) => <tr key={from}><th scope="row">{barWords(from, unit)}</th><td>{count(cases)}</td></tr>)}
          </tbody>
        </table>
      </details>
    </div>
  );
}

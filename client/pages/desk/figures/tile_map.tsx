/** Where cases come from: a map of tiles, darker where there are more. The same stands in a table below it. */
import { useState } from "preact/hooks";
import type { Group } from "../../../shared/cards/figures.ts";
import { t } from "../../../shared/i18n/index.ts";
import { isArrow, neighbour, type Tile, TILES } from "./tiles.ts";
import { count } from "./words.ts";

interface Props {
  provinces: readonly Group[];
  onList: (province: string) => void;
}

/** Shades beyond the one for none. */
const SHADES = 5;

/** Of the square root: a province with many must not make all others look like none. */
export const shadeOf = (cases: number, most: number): number => (cases ? Math.max(1, Math.round(SHADES * Math.sqrt(cases / most))) : 0);

export function TileMap({ provinces, onList }: Props) {
  const [at, setAt] = useState<Tile | null>(null);
  // On its way to the button a mouse crosses other tiles: those it only names.
  const [under, setUnder] = useState<Tile | null>(null);
  const named = under ?? at;
  const groups = new Map(provinces.map((group) => [group.name, group]));
  const most = Math.max(1, ...TILES.map(({ province }) => groups.get(province)?.cases ?? 0));
  const words = ({ province }: Tile): string => {
    const { cases = 0, overdue = 0 } = groups.get(province) ?? {};
    return overdue ? t("desk.figures.tile_late", { province, n: count(cases), late: count(overdue) }) : t("desk.figures.tile", { province, n: count(cases) });
  };
  const move = (event: KeyboardEvent): void => {
    if (!isArrow(event.key)) return;
    event.preventDefault();
    setUnder(null);
    setAt(neighbour(at ?? TILES[0]!, event.key));
  };
  return (
    <div class="stack">
      <div
        class="tiles" role="listbox" tabIndex={0} aria-label={t("desk.figures.map")} aria-activedescendant={at ? idOf(at) : undefined}
        onKeyDown={move} onFocus={() => setAt(at ?? TILES[0]!)}
      >
        {TILES.map((tile) => {
          const cases = groups.get(tile.province)?.cases ?? 0;
          return (
            <div
              key={tile.short} id={idOf(tile)} class={`tile tile--${shadeOf(cases, most)}${at === tile ? " tile--here" : ""}`}
              role="option" aria-selected={at === tile} data-province={tile.province} data-shade={shadeOf(cases, most)}
              style={{ gridRow: tile.row + 1, gridColumn: tile.column + 1 }}
              onPointerEnter={() => setUnder(tile)} onPointerLeave={() => setUnder(null)} onClick={() => setAt(tile)}
            >
              <span aria-hidden="true">{tile.short}</span>
              <span class="tile__count" aria-hidden="true">{cases || ""}</span>
              <span class="sr-only">{words(tile)}</span>
            </div>
          );
        })}
      </div>
      <p class="legend" aria-hidden="true">
        {t("desk.figures.fewer")}
        {Array.from({ length: SHADES + 1 }, (_, shade) => <span key={shade} class={`legend__shade tile--${shade}`} />)}
        {t("desk.figures.more")}
      </p>
      <div class="row unprinted" data-tile>
        <p class="grow" role="status">{named ? words(named) : t("desk.figures.pick_tile")}</p>
        {at && groups.has(at.province) && (
          <button class="button" type="button" data-action="show-province" onClick={() => onList(at.province)}>{t("desk.figures.show", { province: at.province })}</button>
        )}
      </div>
    </div>
  );
}

const idOf = ({ short }: Tile): string => `tile-${short}`;

"""Writes the list of provinces, districts and tambons that the phone carries.

The names come from GeoThai (CC BY 4.0). They are written in windows-874, one byte a letter: every
browser decodes it by itself and it packs a sixth smaller than UTF-8. The number of a place follows
from its position; a gap in the official numbering is written as the next number before a name.

    districts.txt   a line a province:  NUMBER NAME <tab> DISTRICT <tab> DISTRICT …
    tambons.txt     a line a district, in the order of districts.txt: TAMBON <tab> TAMBON …
                    (a tambon called like its district is left empty)
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import geothai

Numbered = tuple[int, str]


def numbered(places: Iterable[Numbered]) -> str:
    """The names in order, with a number only where it is not one more than the last."""
    cells: list[str] = []
    expected = 1
    for number, name in places:
        cells.append(name if number == expected else f"{number}{name}")
        expected = number + 1
    return "\t".join(cells)


def lines() -> tuple[list[str], list[str]]:
    """The lines of districts.txt and of tambons.txt."""
    first, second = [], []
    for province in geothai.provinces():
        districts = [
            (d.code, d.name_th.removeprefix("เขต")) for d in geothai.districts(province.code)
        ]
        cells = numbered((int(code[2:]), name) for code, name in districts)
        first.append(f"{province.code}{province.name_th}\t{cells}")
        for code, name in districts:
            tambons = geothai.subdistricts(code)
            second.append(
                numbered((int(t.code[4:]), "" if t.name_th == name else t.name_th) for t in tambons)
            )
    return first, second


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in zip(("districts.txt", "tambons.txt"), lines(), strict=True):
        (folder / name).write_bytes("\n".join(content).encode("cp874"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

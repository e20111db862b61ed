"""Knows how fonts/kerning.json is made: the kerning pairs of the fonts beside it, read from their GPOS tables.

`python3 docs/make_kerning.py`
(OpenType 1.9, GPOS: lookup type 2, pair adjustment; the first subtable that knows a pair decides.)
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from letters import bootstrap  # noqa: E402  # after the path, so that the script runs from anywhere

if __name__ == "__main__":
    bootstrap.ensure(("test",))

from fontTools.ttLib import TTFont  # noqa: E402

from letters.draw.fonts import FILES, UNDRAWN, coverage  # noqa: E402

TABLE = ROOT / "fonts" / "kerning.json"
ABOUT = {
    "about": "Made by docs/make_kerning.py: how far a letter moves towards (-) or from the letter before it, in "
    "thousandths of the font size. A row: letters, and for what may follow them the distances. Only letters that the "
    "program can draw; no pairs with a space; nothing below -190 and above 95, so that no reader sees a space.",
    "source": "the GPOS tables of PT Sans 2.003W and PT Serif 1.000W by ParaType, in this folder",
    "licence": "OFL-1.1, as the fonts: OFL-PTSans.txt, OFL-PTSerif.txt",
}
# Beyond these some readers of PDFs see a space or another line where there is none (pdftotext: from -200 and from 100).
NEAREST, FURTHEST = -190, 95
Pair = tuple[str, str]


def drawn() -> frozenset[str]:
    """The characters between which distances are wanted."""
    return coverage() - UNDRAWN - {" ", "\u00a0"}


def font_pairs(path: Path, characters: Iterable[str]) -> dict[Pair, int]:
    """The distance of every two characters that do not stand as far apart as their widths say."""
    font = TTFont(path)
    of_glyph: defaultdict[str, list[str]] = defaultdict(list)
    for character in characters:
        of_glyph[font.getBestCmap()[ord(character)]].append(character)
    pairs = {
        (left, right): distance
        for glyphs, distance in _glyph_pairs(font, of_glyph).items()
        if distance
        for left in of_glyph[glyphs[0]]
        for right in of_glyph[glyphs[1]]
    }
    assert font["head"].unitsPerEm == 1000
    return {pair: min(max(distance, NEAREST), FURTHEST) for pair, distance in pairs.items()}


def _glyph_pairs(font: Any, glyphs: Iterable[str]) -> dict[Pair, int]:
    table = font["GPOS"].table
    lookups = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for number in record.Feature.LookupListIndex
    }
    found: dict[Pair, int] = {}
    for number in sorted(lookups):
        for subtable in table.LookupList.Lookup[number].SubTable:
            pairs = _named if subtable.Format == 1 else _classed
            for left, right, value in pairs(subtable, glyphs):
                found.setdefault((left, right), value.XAdvance if value else 0)
    return found


def _named(subtable: Any, glyphs: Iterable[str]) -> Iterator[tuple[str, str, Any]]:
    """Pairs of two glyphs each by its name."""
    for left, row in zip(subtable.Coverage.glyphs, subtable.PairSet, strict=True):
        if left in glyphs:
            for record in row.PairValueRecord:
                if record.SecondGlyph in glyphs:
                    yield left, record.SecondGlyph, record.Value1


def _classed(subtable: Any, glyphs: Iterable[str]) -> Iterator[tuple[str, str, Any]]:
    """Pairs of glyphs that are alike on the side where they meet."""
    lefts, rights = subtable.ClassDef1.classDefs, subtable.ClassDef2.classDefs
    for left in set(subtable.Coverage.glyphs).intersection(glyphs):
        row = subtable.Class1Record[lefts.get(left, 0)].Class2Record
        for right in glyphs:
            yield left, right, row[rights.get(right, 0)].Value1


def rows(pairs: Mapping[Pair, int]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """The pairs by what comes first, letters that are alike in one row: the letters, then distances and followers."""
    after: defaultdict[str, defaultdict[int, str]] = defaultdict(lambda: defaultdict(str))
    for (left, right), distance in sorted(pairs.items()):
        after[left][distance] += right
    alike: defaultdict[tuple[tuple[int, str], ...], str] = defaultdict(str)
    for left, followers in after.items():
        alike[tuple(sorted(followers.items()))] += left
    return ((lefts, list(followers)) for followers, lefts in alike.items())


def text() -> str:
    """The file, a row a line."""
    heads = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in ABOUT.items()]
    faces = []
    for name in FILES.values():
        found = rows(font_pairs(ROOT / "fonts" / name, drawn()))
        lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False, separators=(',', ':'))}" for row in found)
        faces.append(f' "{name}": [\n{lines}\n ]')
    return "{\n" + ",\n".join([*heads, *faces]) + "\n}\n"


def main() -> None:
    """Write the file."""
    TABLE.write_text(text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

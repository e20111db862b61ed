"""Which two letters of a face stand nearer or further than their widths say: «Ту», «Го», «Т.», «AV».

The distances are those of the fonts' own tables, put into fonts/kerning.json by docs/make_kerning.py. A space keeps its
width whatever stands beside it, so that a line is as wide as its words and its spaces, for whoever breaks it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import add
from typing import Any

from letters import shipped
from letters.errors import FileError, Problem
from letters.sentences import sentence

FILE = "kerning.json"
Followers = Sequence[tuple[int, str]]  # each distance with the letters that follow at it


class _Distances(dict[str, int]):
    """Of two letters, by which the second moves, in thousandths of the font size; a pair is looked up once."""

    def __init__(self, rows: Iterable[tuple[str, Followers]]) -> None:
        super().__init__()
        self._after = {letter: followers for letters, followers in rows for letter in letters}

    def __missing__(self, pair: str) -> int:
        left, right = pair[0], pair[1]
        self[pair] = found = next((distance for distance, some in self._after.get(left, ()) if right in some), 0)
        return found


@cache
def _table() -> Mapping[str, Any]:
    path = shipped.fonts() / FILE
    try:
        return dict(json.loads(path.read_bytes()))
    except (OSError, ValueError) as error:
        what = sentence("the distances of letters cannot be read ({error}).", error=error)
        hint = sentence("Install the program again.")
        raise FileError(Problem(str(path), what, hint, code="font-unreadable")) from error


@cache
def _distances(face: str) -> _Distances:
    return _Distances(_table()[face])


def distances(text: str, face: str) -> list[int]:
    """After each letter but the last, how much further the next one stands (- = nearer), in thousandths of the size.

    `face` is the name of the font's file; `text` is what is drawn, without soft hyphens.
    """
    return list(map(_distances(face).__getitem__, map(add, text, text[1:])))

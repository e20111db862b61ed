"""What printers call a size of paper: PWG names first, then what drivers say, then a size of one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from letters import shipped
from letters.textfile import read_toml

SLACK = 0.5  # mm; CUPS itself takes sizes so near for the same


@dataclass(frozen=True, slots=True)
class Media:
    """The name for `-o media=`, and whether the printer itself lists this size (`None` = it was not asked)."""

    name: str
    offered: bool | None


@dataclass(frozen=True, slots=True)
class _Names:
    names: tuple[str, ...]  # CUPS takes them for one another; the first is used
    aliases: tuple[str, ...]


def find_media(width: float, height: float, offered: Iterable[str] = ()) -> Media:
    """The name of a size in mm; `offered` = the page sizes that the printer's queue lists, if it is known."""
    known = {name.casefold(): name for name in offered}
    row = _names(min(width, height), max(width, height))
    if not known:
        return Media(row.names[0], None)
    if any(name.casefold() in known for name in row.names) or _takes_any_size(known):
        return Media(row.names[0], True)
    for alias in row.aliases:
        if alias.casefold() in known:
            return Media(known[alias.casefold()], True)
    return Media(row.names[0], False)


def _takes_any_size(known: Iterable[str]) -> bool:
    return any(name.startswith("custom.") for name in known)


def _names(short: float, long: float) -> _Names:
    for names, sizes in _table().items():
        if abs(sizes[0] - short) < SLACK and abs(sizes[1] - long) < SLACK:
            return names
    size = f"{short:g}x{long:g}mm"
    return _Names((f"custom_{size}_{size}",), ())


@cache
def _table() -> dict[_Names, tuple[float, float]]:
    rows = read_toml(shipped.data() / "media.toml")["sizes"]
    return {_Names(tuple(row["names"]), tuple(row["aliases"])): tuple(row["size"]) for row in rows}

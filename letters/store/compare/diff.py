"""Two books or lists side by side: who is new, who moved, who is gone, whose status changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from letters.model import Address, Status
from letters.russian.names.sound_key import sound_key
from letters.russian.postal.group import FacilityKey, facility_key
from letters.store.compare.spellings import folded


class WrittenPlace(NamedTuple):
    """What of an address decides whether somebody moved, and how it was printed."""

    facility: FacilityKey
    folded: str  # the address as letters and digits, all offices of the ФСИН alike
    text: str  # without name and year, as published


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a book or a list."""

    where: str
    id: str | None  # `None` on a list
    name: str  # nominative if it is known, else as published
    born: int | None
    place: WrittenPlace | None  # `None` = no postal address
    status: Status = "held"


class Move(NamedTuple):
    """One person on both sides."""

    old: Entry
    new: Entry


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from OLD to NEW, each in the order of NEW (of OLD for those who are gone)."""

    new: tuple[Entry, ...]
    moved: tuple[Move, ...]  # another prison
    rewritten: tuple[Move, ...]  # the same prison, the address differs
    status: tuple[Move, ...]
    gone: tuple[Entry, ...]
    same: int


def place_of(address: Address) -> WrittenPlace:
    """The address of a person, ready for comparing."""
    text = ", ".join(part.text for part in address.parts if part.kind not in ("recipient", "born", "note"))
    return WrittenPlace(facility_key(address), folded(text), text)


def compare(old: Iterable[Entry], new: Iterable[Entry]) -> Changes:
    """Everything that changed; people are matched by id, else by name and year in any spelling."""
    before, after = tuple(old), tuple(new)
    pairs = tuple(_matched(before, after))
    met = {id(move.old) for move in pairs}, {id(move.new) for move in pairs}
    status = tuple(move for move in pairs if move.old.status != move.new.status)
    moved = tuple(filter(_is_moved, pairs))
    rewritten = tuple(move for move in pairs if _is_rewritten(move) and not _is_moved(move))
    return Changes(
        new=tuple(entry for entry in after if id(entry) not in met[1]),
        moved=moved,
        rewritten=rewritten,
        status=status,
        gone=tuple(entry for entry in before if id(entry) not in met[0]),
        same=sum(move.old.status == move.new.status and not _is_rewritten(move) for move in pairs),
    )


def _is_moved(move: Move) -> bool:
    old, new = move.old.place, move.new.place
    return old is not None and new is not None and old.facility != new.facility


def _is_rewritten(move: Move) -> bool:
    old, new = move.old.place, move.new.place
    return old is not None and new is not None and old.folded != new.folded


def _matched(old: tuple[Entry, ...], new: tuple[Entry, ...]) -> Iterator[Move]:
    """Each entry of NEW with its own of OLD, nobody twice; an id that somebody else has now is no match."""
    pairs = _with_one_id(old, new)
    taken = {id(found) for found in pairs.values()}
    by_name: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in old:
        if id(entry) not in taken:
            by_name[sound_key(entry.name)].append(entry)
    for entry in new:
        known = pairs.get(id(entry)) or _of_one_year(by_name[sound_key(entry.name)], entry.born)
        if known:
            yield Move(known, entry)


def _with_one_id(old: tuple[Entry, ...], new: tuple[Entry, ...]) -> dict[int, Entry]:
    """The entry of OLD under the place in memory of its entry of NEW."""
    by_id = {entry.id: entry for entry in old if entry.id}
    pairs = {}
    for entry in new:
        if entry.id in by_id and _may_be_one(by_id[entry.id], entry):
            pairs[id(entry)] = by_id.pop(entry.id)
    return pairs


def _may_be_one(old: Entry, new: Entry) -> bool:
    return old.born == new.born or sound_key(old.name) == sound_key(new.name)


def _of_one_year(entries: list[Entry], born: int | None) -> Entry | None:
    """The entry of that year, else one of which either year is unknown; it is taken off the list."""
    for is_match in (lambda entry: entry.born == born, lambda entry: None in (entry.born, born)):
        if found := next(filter(is_match, entries), None):
            entries.remove(found)
            return found
    return None

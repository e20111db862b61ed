"""One person twice in a book, also in another spelling (ё/е, one letter, transliteration); never more than a doubt.

Compared are only people who share a name, or a year of birth and the first letter or the index: ten thousand take a
second, not minutes.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, process

from letters.errors import Problem
from letters.model import Person
from letters.russian.names.sound_key import sound_key
from letters.sentences import sentence

ALIKE = 93  # of 100: one letter in fifteen; Алексей and Александр, brothers of one year, have less than 90
GIVEN_ALIKE = 75  # one letter in four
_GENERAL = sentence("somebody may be in the book twice.")
_HINT = sentence("Compare the case pages; keep one entry, or both if they are two people.")


@dataclass(frozen=True, slots=True)
class ComparedPerson:
    """What is compared of a person."""

    place: int  # in the order of the book
    key: str  # the whole name as it sounds
    short: str  # without the patronymic
    born: int | None
    index: str
    shown: str
    who: str
    where: str


Pair = tuple[ComparedPerson, ComparedPerson]
Block = list[ComparedPerson]


def find_duplicates(people: Iterable[Person]) -> Iterator[Problem]:
    """A warning for each two entries that may be one person, placed at the later one."""
    rows = [_row(place, person) for place, person in enumerate(people)]
    pairs = {tuple(sorted((one.place, other.place))) for one, other in _pairs(rows)}
    return (_problem(rows[first], rows[second]) for first, second in sorted(pairs))


def _row(place: int, person: Person) -> ComparedPerson:
    name, address = person.name, person.address
    short = sound_key(f"{name.last} {name.first}")
    return ComparedPerson(
        place, sound_key(str(name)), short, person.born, address.index, str(name), person.id, person.where
    )


def _pairs(rows: list[ComparedPerson]) -> Iterator[Pair]:
    kinds: tuple[tuple[Callable[[ComparedPerson], Hashable], Callable[[Block], Iterator[Pair]]], ...] = (
        (lambda row: (row.key, row.born), _one_name),
        (lambda row: (row.short, row.born), _without_patronymic),
        (lambda row: (row.key, row.index), _near_year),
        (lambda row: (row.born, row.key[:1]), _near_name),
        (lambda row: (row.born, row.index), _near_name),
    )
    return (pair for key, find in kinds for block in _blocks(rows, key) for pair in find(block))


def _blocks(rows: list[ComparedPerson], key: Callable[[ComparedPerson], Hashable]) -> Iterator[Block]:
    """Rows with one key, in the order of the book; a key that only one row has is left out."""
    found: defaultdict[Hashable, Block] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return (block for block in found.values() if len(block) > 1)


def _one_name(block: Block) -> Iterator[Pair]:
    return ((block[0], row) for row in block[1:])


def _without_patronymic(block: Block) -> Iterator[Pair]:
    """One of the two has no patronymic."""
    full = next((row for row in block if row.key != row.short), None)
    return ((full, row) for row in block if full and row.key == row.short)


def _near_year(block: Block) -> Iterator[Pair]:
    """The years differ in one digit, or one of them is missing."""
    return ((one, other) for one, other in combinations(block, 2) if _is_near(one.born, other.born))


def _is_near(one: int | None, other: int | None) -> bool:
    if one is None or other is None:
        return True
    return sum(left != right for left, right in zip(str(one), str(other), strict=True)) == 1


def _near_name(block: Block) -> Iterator[Pair]:
    """The names sound nearly alike."""
    rows = list({row.key: row for row in reversed(block)}.values())
    keys = [row.key for row in rows]
    for at, row in enumerate(rows):
        near = process.extract(row.key, keys[at + 1 :], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        yield from ((row, other) for _, _, further in near if _is_one_given(row, other := rows[at + 1 + further]))


def _is_one_given(one: ComparedPerson, other: ComparedPerson) -> bool:
    """Лев and Глеб are two names, however long and equal the rest is."""
    given, second = (row.short.rpartition(" ")[2] for row in (one, other))
    return fuzz.ratio(given, second) >= GIVEN_ALIKE


def _problem(first: ComparedPerson, second: ComparedPerson) -> Problem:
    """«A», 1990 (ivanov, line 12) and «Б», 1990 (ivanov2, line 40) may be one person."""
    what = sentence("{first} and {second} may be one person.", first=_words(first), second=_words(second))
    return Problem(second.where, what, _HINT, "warning", code="duplicate", general=_GENERAL, who=second.who)


def _words(row: ComparedPerson) -> str:
    born = f", {row.born}" if row.born else ""
    return sentence(
        "«{name}» ({person}, line {line})", name=row.shown + born, person=row.who, line=row.where.rpartition(":")[2]
    )

"""Who is the same person: the one rule by which `add`, `import` and the pages find somebody in the book."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from letters.model import Part, Person
from letters.russian.postal import normalise
from letters.russian.tidy import fold_case, fold_latin
from letters.store.book.reading import read_line

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NO_LETTER = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_FULL = 3  # words: surname, given name, patronymic
_NAMED_IN = ("address", "name", "dative")
_OF_A_PLACE = ("index", "region", "district", "settlement", "street", "house", "facility")


class Identity(NamedTuple):
    """By what somebody is known: small letters, ё as е, Latin letters inside a Russian word as Russian ones."""

    names: tuple[tuple[str, ...], ...]  # the words of the name, in each case that is known
    is_ordered: bool  # surname and given name stand first
    born: str  # year, empty = unknown
    place: str  # the address without name and year, empty = none


class Match(NamedTuple):
    """Somebody in the book; `is_certain` = by more than a surname and a given name."""

    place: int  # in the book, counted from 0
    is_certain: bool
    is_there: bool  # at the same address


def identity(record: Mapping[str, Any], person: object = None) -> Identity:
    """The identity of a record of the book; `person` is how a run reads it, if that is known."""
    if isinstance(person, Person):
        cases = (_words(person.dative), _words(str(person.name)))
        return Identity(cases, True, str(person.born or ""), _place(person.address.parts))
    read = read_line(record.get("address", ""), record.get("name"), english=record.get("english"))
    found = read.recipient
    texts = [record.get("name"), record.get("dative")]
    texts += [found.dative, str(found.nominative or ""), found.text] if found else [record.get("address")]
    years = [str(read.parsed.born)] if read.parsed.born else _YEAR.findall("" if found else record.get("address", ""))
    born = record.get("born", years[0] if len(years) == 1 else "").replace("unknown", "")
    return Identity(tuple(dict.fromkeys(map(_words, filter(None, texts)))), False, born, _place(read.parsed.parts))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold_case(fold_latin(normalise(text)))))


def _place(parts: Iterable[Part]) -> str:
    text = "".join(part.text for part in parts if part.kind in _OF_A_PLACE)
    return _NO_LETTER.sub("", fold_case(fold_latin(text)))


def is_same(one: Identity, other: Identity) -> bool | None:
    """Whether two are one person: yes, no, or `None` where surname and given name fit and no more is known.

    Names fit when all words of one stand in the other, in one grammatical case. Years that are known of both decide;
    else the patronymic has to be there in both, or the address to be the same.
    """
    if one.born and other.born and one.born != other.born:
        return False
    common = [min(len(a), len(b)) for a in one.names for b in other.names if _fits(set(a), set(b))]
    if not common:
        return False
    more = (one.born and other.born) or max(common) >= _FULL or (one.place and one.place == other.place)
    return True if more else None


def _fits(one: set[str], other: set[str]) -> bool:
    return min(len(one), len(other)) > 1 and (one <= other or other <= one)


class People:
    """Everybody in a book, to be found by what a record says; a line is read only if it may be the one."""

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        self._records: list[Mapping[str, Any]] = []
        self._known: dict[int, Identity] = {}
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)
        for record in records:
            self.append(record)

    def append(self, record: Mapping[str, Any], known: Identity | None = None) -> None:
        """Somebody more, behind the others."""
        place = len(self._records)
        self._records.append(record)
        if known:
            self.know(place, known)
        for word in _words(" ".join(str(record.get(field, "")) for field in _NAMED_IN)):
            self._by_word[word].add(place)

    def know(self, place: int, who: Identity) -> None:
        """What is known already of somebody need not be read again."""
        self._known[place] = who

    def find(self, wanted: Identity) -> Match | None:
        """Who it is; if nobody is for certain, who it may be."""
        return min(self._matches(wanted), key=lambda match: (not match.is_certain, match.place), default=None)

    def _matches(self, wanted: Identity) -> Iterator[Match]:
        for place in self._candidates(wanted):
            if place not in self._known:
                self._known[place] = identity(self._records[place])
            found = self._known[place]
            if (answer := is_same(wanted, found)) is not False:
                yield Match(place, bool(answer), wanted.place == found.place)

    def _candidates(self, wanted: Identity) -> set[int]:
        """Who has the surname and the given name somewhere; where these are not known, any two words of the name."""
        pairs = (pair for name in wanted.names for pair in combinations(name[:2] if wanted.is_ordered else name, 2))
        return {place for one, other in pairs for place in self._having(one) & self._having(other)}

    def _having(self, word: str) -> set[int]:
        return self._by_word.get(word, set())

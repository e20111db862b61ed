"""One prison in several spellings or with several indexes: at most one of them is the one the post knows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from letters.errors import Problem
from letters.messages import line_in
from letters.model import Person
from letters.russian.postal.group import FacilityKey, facility_key
from letters.russian.tidy import fold_case
from letters.sentences import joined, sentence

_OFFICE = re.compile(r"(?:гу|у|о)фсин")  # УФСИН = ГУФСИН = ОФСИН when compared, printed as given
_LOOSE = re.compile(r"[^а-яa-z0-9]+")
_KINDS = {
    "text": Problem(
        "",
        sentence("one prison is written in several ways."),
        sentence("Compare the case pages; one name is enough."),
        "warning",
        code="facility-spelled",
    ),
    "index": Problem(
        "",
        sentence("one prison has several postcodes."),
        sentence("Look the right one up at pochta.ru/post-index."),
        "warning",
        code="facility-index",
    ),
    "house": Problem(
        "",
        sentence("one prison has several house numbers."),
        sentence("Compare the case pages."),
        "warning",
        code="facility-house",
    ),
}
_SHOWN = 5  # spellings of one prison; 822 published lines have at most 5


@dataclass(slots=True)
class _Variant:
    """One spelling, with the first person who has it and how many have it."""

    shown: str
    who: str
    where: str
    count: int = 0


def find_spellings(people: Iterable[Person]) -> Iterator[Problem]:
    """A warning for each prison that is written in several ways; memory grows with the prisons, not the people."""
    found: dict[tuple[FacilityKey, str], dict[str, _Variant]] = {}
    for person in people:
        key = facility_key(person.address)
        for what, shown in _values(person):
            variants = found.setdefault((key, what), {})
            variant = variants.setdefault(folded(shown), _Variant(shown, person.id, person.where))
            variant.count += 1
    for (key, what), variants in found.items():
        if len(variants) > 1:
            yield _problem(key, what, sorted(variants.values(), key=lambda variant: -variant.count))


def _values(person: Person) -> Iterator[tuple[str, str]]:
    yield "text", person.address.facility.text
    yield "index", person.address.index
    if person.address.house:
        yield "house", person.address.house


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Its letters and digits in small letters, all offices of the ФСИН alike."""
    return _LOOSE.sub("", _OFFICE.sub("уфсин", fold_case(text)))


def _problem(key: FacilityKey, what: str, variants: list[_Variant]) -> Problem:
    """Placed at the rarest spelling, which most likely is the wrong one."""
    kind, last = _KINDS[what], variants[-1]
    words = _told(what, str(key), joined(map(_holders, variants[:_SHOWN])))
    return replace(kind, where=last.where, what=words, general=kind.what, who=last.who)


def _told(what: str, prison: str, rows: str) -> str:
    if what == "text":
        return sentence("{prison} is written in several ways: {rows}.", prison=prison, rows=rows)
    if what == "index":
        return sentence("{prison} has several postcodes: {rows}.", prison=prison, rows=rows)
    return sentence("{prison} has several house numbers: {rows}.", prison=prison, rows=rows)


def _holders(variant: _Variant) -> str:
    text, person, line = variant.shown, variant.who, line_in(variant.where)
    if variant.count == 1:
        return sentence("«{text}» ({person}, line {line})", text=text, person=person, line=line)
    return sentence(
        "«{text}» ({person}, line {line} and {count} more)",
        text=text,
        person=person,
        line=line,
        count=variant.count - 1,
    )

"""What stands on the pages, as data: lines already chosen, broken and placed, so that other programs only draw them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from letters.app.make import read_run
from letters.marks import Mark, Shared, Text
from letters.model import Person, Sender
from letters.pages.letter_set import LetterSet
from letters.pages.person import GREETING, PersonPages
from letters.pages.setting import read_setting
from letters.russian import names, typography
from letters.store.book import read_book

DAY = date(2026, 11, 27)


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of an envelope: the start of its baseline in mm from the top-left corner, its size in points."""

    left: float
    baseline: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class PersonContent:
    """One person: the lines of the envelope, the head of the letter, the greeting."""

    envelope: tuple[PlacedLine, ...]
    header: str
    salutation: str


def write_content(book: Path, letter: Path, out: Path, count: int) -> None:
    """The first `count` people of a book and the paragraphs of the letter, as JSON."""
    setting = read_setting(
        read_run({"book": book, "out": out.parent, "country": "DE", "today": DAY, "letter": str(letter)}), Sender()
    )
    people = [
        _content(PersonPages(setting, LetterSet(person)), person) for person in islice(read_book(book).people, count)
    ]
    parts = [part.strip() for part in letter.read_text(encoding="utf-8").split("\n\n")]
    body = [typography.tidy(" ".join(part.split())) for part in parts if part[0] not in ">#"]
    content = {"date": typography.date_ru(DAY), "body": body, "people": [asdict(person) for person in people]}
    out.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _content(pages: PersonPages, person: Person) -> PersonContent:
    (envelope,) = pages.of("envelopes")
    letter, _ = pages.of("letters")
    (header,) = (mark.text for mark in _texts(letter.marks))
    name = names.address_form(person.name, person.born, DAY.year, None)
    lines = (PlacedLine(text.left, text.baseline, text.font_size, text.text) for text in _texts(envelope.marks))
    return PersonContent(tuple(lines), header, GREETING.format(name))


def _texts(marks: Sequence[Mark]) -> Iterator[Text]:
    for mark in marks:
        if isinstance(mark, Shared):
            yield from _texts(mark.marks)
        elif isinstance(mark, Text):
            yield mark

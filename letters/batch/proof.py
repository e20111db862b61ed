"""What each page of a run must hold when it is read back."""

from collections.abc import Iterator
from pathlib import Path

from letters import proof
from letters.batch.pages import PersonPages, Setting
from letters.batch.run import POSTED
from letters.book import Spool
from letters.model import Person
from letters.proof import Expected


def prove(setting: Setting, people: Spool[Person], folder: Path) -> Iterator[str]:
    """Read every finished file back, draw its first pages, and say what was verified."""
    for kind in setting.run.only:
        file = folder / f"{kind}.pdf"
        if kind != "list":
            expected = (page for person in people for page in _expected(setting, person, kind))
            yield proof.read_back(file, expected, kind in POSTED)
        proof.draw_pictures(file, folder)


def _expected(setting: Setting, person: Person, kind: str) -> Iterator[Expected]:
    pages = PersonPages(setting, person)
    link = person.case if pages.code else None
    if kind == "envelopes":
        yield Expected((person.dative, person.address.index), link if setting.qr == "envelope" else None)
    elif kind == "guides":
        yield Expected((person.address.index,), link)
    else:
        sheets = len(pages.of("letters")) - 1
        yield from (Expected() for _ in range(sheets - 1))
        yield Expected((), link if setting.qr in ("stub", "letter") else None)
        yield Expected()  # the reply sheet

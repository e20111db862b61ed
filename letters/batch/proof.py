"""What each page of a run must hold when it is read back."""

from collections.abc import Iterator
from pathlib import Path

from letters import proof
from letters.batch.envelopes import reply_lines
from letters.batch.pages import PersonPages, Setting
from letters.batch.run import POSTED
from letters.book import Spool
from letters.model import Person
from letters.proof import Expected
from letters.sheet import Imposition, deal


def prove(setting: Setting, people: Spool[Person], folder: Path) -> Iterator[str]:
    """Read every finished file back, draw its first pages, and say what was verified."""
    for kind in setting.run.only:
        file = folder / f"{kind}.pdf"
        if kind != "list":
            expected = (page for person in people for page in _expected(setting, person, kind))
            on_paper = _on_sheets(expected, setting.imposition) if kind in ("envelopes", "replies") else expected
            yield proof.read_back(file, on_paper, kind in POSTED)
        proof.draw_pictures(file, folder)


def _on_sheets(pages: Iterator[Expected], plan: Imposition | None) -> Iterator[Expected]:
    """What each sheet must hold; a QR code is never on one that several people share."""
    if plan is None:
        yield from pages
        return
    for group in deal(pages, plan):
        texts = tuple(text for page in group for text in page.texts)
        yield Expected(texts, group[0].link, plan.places[0].turn)


def _expected(setting: Setting, person: Person, kind: str) -> Iterator[Expected]:
    pages = PersonPages(setting, person)
    link = person.case if pages.code else None
    if kind == "envelopes":
        yield Expected((person.dative, person.address.index), link if setting.qr == "envelope" else None)
    elif kind == "replies":
        yield Expected(reply_lines(setting.sender, setting.country)[:1])
    elif kind == "guides":
        yield Expected((person.address.index,), link)
        yield from (Expected() for _ in pages.of("guides")[1:])
    else:
        sheets = len(pages.of("letters")) - 1
        yield from (Expected() for _ in range(sheets - 1))
        yield Expected((), link if setting.qr in ("stub", "letter") else None)
        yield Expected()  # the reply sheet

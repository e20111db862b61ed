"""What each page of a run must hold when it is read back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from letters.draw import proof
from letters.draw.proof import Expected, Zone
from letters.layout.sheet import Imposition, Place, choose_labels, deal
from letters.marks import Page
from letters.model import Mapper, Person
from letters.pages.envelopes import reply_lines
from letters.pages.feeding import next_step
from letters.pages.person import PersonPages
from letters.pages.run import POSTED
from letters.pages.setting import Setting
from letters.paper import Box
from letters.store.book import Spool


def prove(setting: Setting, people: Spool[Person], folder: Path, mapper: Mapper) -> Iterator[str]:
    """Read every finished file back, draw its first pages, and say what was verified."""
    files = [folder / f"{kind}.pdf" for kind in setting.run.only]
    for kind, file in zip(setting.run.only, files, strict=True):
        if kind not in ("list", "kit"):
            expected = (page for person in people for page in _expected(setting, person, kind))
            on_paper = _on_sheets(expected, setting.imposition) if kind in ("envelopes", "replies") else expected
            yield proof.read_back(file, on_paper, kind in POSTED, mapper)
        is_fronts = kind == "envelopes"
        caption = next_step(setting.run, setting.envelope) if is_fronts else None
        proof.draw_pictures(file, folder, tuple(_zones(setting)) if is_fronts else (), caption)
    proof.draw_contact_sheet(files, folder)


def _zones(setting: Setting) -> Iterator[Zone]:
    """The zones of every envelope front on a sheet; labels have none."""
    if choose_labels(setting.run.sheet) is not None:
        return
    envelope, zones = setting.envelope, setting.posting.zones
    areas = [
        ("recipient", zones.recipient_area, (0, 110, 60)),
        ("sender", zones.sender_area, (20, 80, 190)),
        ("stamps: keep free", zones.postage_area, (200, 40, 20)),
    ]
    if not setting.inside_russia:
        low = zones.recipient_area.bottom
        areas.append(("machines: keep free", Box.between(0, low, envelope.width, envelope.height), (200, 40, 20)))
    for place in setting.imposition.places if setting.imposition else (Place(0, 0),):
        held = place.hold(Page(envelope.width, envelope.height, ()))
        for label, box, colour in areas:
            corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
            yield Zone(label, tuple(held.at(*corner) for corner in corners), colour)


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
    elif kind == "table":
        yield from _expected(setting, person, "guides")
        yield from (replace(page, posted=True) for page in _expected(setting, person, "letters"))
    elif kind == "guides":
        yield Expected(() if setting.run.large else (person.address.index,), link)
        yield from (Expected() for _ in pages.of("guides")[1:])
    else:
        sheets = len(pages.of("letters")) - 1
        yield from (Expected() for _ in range(sheets - 1))
        yield Expected((), link if setting.qr in ("stub", "letter") else None)
        yield Expected()  # the reply sheet

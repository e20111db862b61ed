"""What each page of a run must hold when it is read back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from letters.app.drawing import FileMade
from letters.draw import proof
from letters.draw.proof import Expected, Zone
from letters.layout.sheet import Imposition, Place, choose_labels, deal
from letters.marks import Page
from letters.pages.envelopes import reply_lines
from letters.pages.feeding import envelope_step
from letters.pages.letter_set import LetterSet
from letters.pages.person import PersonPages
from letters.pages.run import POSTED, WHOLE
from letters.pages.setting import Setting
from letters.paper import Box


def prove(setting: Setting, people: Sequence[LetterSet], files: Sequence[FileMade], folder: Path) -> Iterator[str]:
    """Read every finished file back, draw its first pages, and say what was verified."""
    pdfs = [file for file in files if file.name.endswith(".pdf")]
    by_key = {one.key: one for one in people}
    for file in pdfs:
        path = folder / file.name
        if file.kind not in WHOLE:
            yield proof.read_back(path, _expected_in(setting, by_key, file, pdfs), file.kind in POSTED)
        is_fronts = file.kind == "envelopes"
        caption = envelope_step(setting.run, setting.envelope) if is_fronts else None
        proof.draw_pictures(path, folder, tuple(_zones(setting)) if is_fronts else (), caption)
    proof.draw_contact_sheet([folder / file.name for file in pdfs], folder)


def _expected_in(
    setting: Setting, people: Mapping[str, LetterSet], file: FileMade, files: Sequence[FileMade]
) -> Iterator[Expected]:
    """What each page of a file must hold."""
    number = 1 + [other.name for other in files if other.kind == file.kind].index(file.name)
    part = setting.part(number)
    expected = (page for name in file.people for page in _expected(part, people[name], file.kind))
    return _on_sheets(expected, part.imposition) if file.kind in ("envelopes", "replies") else expected


def _zones(setting: Setting) -> Iterator[Zone]:
    """The zones of every envelope front on a sheet; labels have none."""
    if choose_labels(setting.run.print.sheet) is not None:
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


def _expected(setting: Setting, one: LetterSet, kind: str) -> Iterator[Expected]:
    pages, person = PersonPages(setting, one), one.person
    link = person.case if pages.code else None
    if kind == "envelopes":
        yield Expected((person.dative, person.address.index), link if setting.qr == "envelope" else None)
    elif kind == "replies":
        yield Expected(reply_lines(setting.sender, setting.country)[:1])
    elif kind == "table":
        yield from _expected(setting, one, "guides")
        yield from (replace(page, posted=True) for page in _expected(setting, one, "letters"))
    elif kind == "guides":
        yield Expected(() if setting.run.print.large else (person.address.index,), link)
        yield from (Expected() for _ in pages.of("guides")[1:])
    else:
        sheets = len(pages.of("letters")) - 1
        yield from (Expected() for _ in range(sheets - 1))
        yield Expected((), link if setting.qr in ("stub", "letter") else None)
        yield Expected()  # the reply sheet

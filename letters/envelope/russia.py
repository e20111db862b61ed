"""The address side of an envelope posted inside Russia: captions over ruled lines, index box and code stamp."""

from collections.abc import Iterator
from dataclasses import dataclass

from letters.envelope.block import FONT, LEADING, POINT, SENDER_SIZES, address_problem, sender_problem, set_at
from letters.envelope.code_stamp import code_stamp_marks
from letters.errors import DataError
from letters.marks import Font, Mark, Page, Rule, Setter, Shared, Text
from letters.paper import Box, Envelope, Zones
from letters.postal.block import Line

CAPTION_FONT: Font = "sans-italic"
RULE_GREY = 0.45
RUSSIAN_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0)


@dataclass(frozen=True, slots=True)
class _Form:
    """One half of the Russian layout: two captions over ruled lines, and a box for the index."""

    area: Box
    who_caption: str
    where_caption: str
    who: tuple[Line, ...]
    where: tuple[Line, ...]
    index: str | None


def layout_russia(
    envelope: Envelope,
    zones: Zones,
    lines: tuple[Line, ...],
    sender: tuple[str, ...],
    setter: Setter,
    extra: tuple[Mark, ...] = (),
) -> Page:
    """An envelope posted inside Russia: От кого / Откуда, Кому / Куда, index box and code stamp.

    Raises DataError when a text does not fit its rules at 9 pt (8 pt for the sender).
    """
    index = next(line.text for line in lines if line.kind == "index")
    who = tuple(line for line in lines if line.kind in ("recipient", "facility"))
    where = tuple(line for line in lines if line.kind not in ("recipient", "facility", "index"))
    recipient = _Form(zones.recipient_area, "Кому", "Куда", who, where, index)
    marks = _form_marks(recipient, setter, RUSSIAN_SIZES)
    if marks is None:
        raise DataError(address_problem(lines, zones.recipient_area, setter, envelope))
    stamp = code_stamp_marks(index, *zones.code_stamp) if zones.code_stamp else ()
    shared = Shared(_russian_sender_marks(sender, zones.sender_area, setter))
    return Page(envelope.width, envelope.height, (shared, *marks, *stamp, *extra))


def _russian_sender_marks(sender: tuple[str, ...], area: Box, setter: Setter) -> tuple[Mark, ...]:
    """The sender's half; without a return address the rules stay empty, to be filled in by hand."""
    lines = [Line("recipient", text) for text in sender] or [Line("recipient", "")]
    rest = tuple(lines[1:]) or (Line("street", ""), Line("street", ""))
    form = _Form(area, "От кого", "Откуда", (lines[0],), rest, None)
    marks = _form_marks(form, setter, SENDER_SIZES)
    if marks is None:
        raise DataError(sender_problem(sender, area, SENDER_SIZES[-1]))
    return marks


def _form_marks(form: _Form, setter: Setter, sizes: tuple[float, ...]) -> tuple[Mark, ...] | None:
    """Captions, rules and text of one half at the largest size that fits, or `None`."""
    for size in sizes:
        caption_size = size
        captions = (form.who_caption, form.where_caption)
        inset = max(setter.text_width(text, CAPTION_FONT, caption_size) for text in captions) + 2
        box = Box.between(form.area.left + inset, form.area.top, form.area.right, form.area.bottom)
        halves = [set_at(lines, box, setter, size) for lines in (form.who, form.where)]
        if all(halves):
            rows = [half.lines for half in halves if half]
            pitch = _row_pitch(form, sum(map(len, rows)), size)
            if pitch is not None:
                return tuple(_ruled_rows(form, rows, size, pitch, inset))
    return None


_INDEX_HEIGHT = 8.0


def _row_pitch(form: _Form, rows: int, size: float) -> float | None:
    """Pitch of the ruled rows in mm: generous if there is room, `None` if the text would touch."""
    room = form.area.height - (_INDEX_HEIGHT + 1.5 if form.index else 0)
    pitch = min(room / rows, 8.6)
    return pitch if pitch >= size * LEADING * POINT else None


def _ruled_rows(form: _Form, rows: list[tuple[str, ...]], size: float, pitch: float, inset: float) -> Iterator[Mark]:
    area, number = form.area, 0
    for caption, texts in zip((form.who_caption, form.where_caption), rows, strict=True):
        for first, text in zip((True, *(False,) * len(texts)), texts, strict=False):
            number += 1
            rule = area.top + number * pitch
            left = area.left + inset - 1 if first else area.left
            yield Rule(left, rule, area.right, rule, 0.15, RULE_GREY)
            if first:
                yield Text(area.left, rule - 1.2, caption, CAPTION_FONT, size)
            if text:
                yield Text(area.left + inset, rule - 1.2, text, FONT, size)
    if form.index:
        yield from _index_box(form, area.top + number * pitch + 1.5)


def _index_box(form: _Form, top: float) -> Iterator[Mark]:
    area = form.area
    yield Text(area.left, top + 5.6, "Индекс", CAPTION_FONT, 8)
    yield Text(area.left + 14, top + 5.8, form.index or "", FONT, 12)

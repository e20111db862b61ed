"""One half of the Russian layout: captions before ruled lines with the text on them, and the place of the index."""

from collections.abc import Iterator
from dataclasses import dataclass

from letters.layout.envelope.block import FONT, LEADING, set_at
from letters.marks import POINT, Font, Mark, Outline, Rule, Setter, Text
from letters.paper import Box
from letters.russian.postal.block import Line

CAPTION_FONT: Font = "sans-italic"
RULE_GREY = 0.45


@dataclass(frozen=True, slots=True)
class AddressForm:
    """One half of the Russian layout: two captions over ruled lines, and a box for the index."""

    area: Box
    who_caption: str
    where_caption: str
    who: tuple[Line, ...]
    where: tuple[Line, ...]
    index: str | None  # "" = a place for it, `None` = no place
    sender_index: bool = False  # in a box at the lower right, else in large figures under the rules


def form_marks(form: AddressForm, setter: Setter, sizes: tuple[float, ...]) -> tuple[Mark, ...] | None:
    """Captions, rules and text of one half at the largest size that fits, or `None`."""
    for size in sizes:
        captions = (form.who_caption, form.where_caption)
        inset = max(setter.text_width(text, CAPTION_FONT, size) for text in captions) + 2
        box = Box.between(form.area.left + inset, form.area.top, form.area.right, form.area.bottom)
        halves = [set_at(lines, box, setter, size) for lines in (form.who, form.where)]
        if all(halves):
            rows = [half.lines for half in halves if half]
            pitch = _row_pitch(form, sum(map(len, rows)), size)
            if pitch is not None:
                return tuple(_ruled_rows(form, rows, size, pitch, inset))
    return None


_INDEX_HEIGHT = 8.0
_ABOVE_INDEX = 1.5
_WIDEST_PITCH = 8.6  # where there is room
_ABOVE_RULE = 1.2  # from a rule up to the baseline of what stands on it
SENDER_INDEX = Box(0, 0, 22, 5.2)


def _row_pitch(form: AddressForm, rows: int, size: float) -> float | None:
    """Pitch of the ruled rows in mm: generous if there is room, `None` if the text would touch."""
    below = 0.0 if form.index is None else (SENDER_INDEX.height if form.sender_index else _INDEX_HEIGHT) + _ABOVE_INDEX
    room = form.area.height - below
    pitch = min(room / rows, _WIDEST_PITCH)
    return pitch if pitch >= size * LEADING * POINT else None


def _ruled_rows(
    form: AddressForm, rows: list[tuple[str, ...]], size: float, pitch: float, inset: float
) -> Iterator[Mark]:
    area, number = form.area, 0
    for caption, texts in zip((form.who_caption, form.where_caption), rows, strict=True):
        for first, text in zip((True, *(False,) * len(texts)), texts, strict=False):
            number += 1
            rule = area.top + number * pitch
            left = area.left + inset - 1 if first else area.left
            yield Rule(left, rule, area.right, rule, 0.15, RULE_GREY)
            if first:
                yield Text(area.left, rule - _ABOVE_RULE, caption, CAPTION_FONT, size)
            if text:
                yield Text(area.left + inset, rule - _ABOVE_RULE, text, FONT, size)
    if form.index is not None:
        yield from _sender_index(form) if form.sender_index else _index(form, area.top + number * pitch + _ABOVE_INDEX)


def _index(form: AddressForm, top: float) -> Iterator[Mark]:
    area = form.area
    yield Text(area.left, top + 5.6, "Индекс", CAPTION_FONT, 8)
    yield Text(area.left + 14, top + 5.8, form.index or "", FONT, 12)


def _sender_index(form: AddressForm) -> Iterator[Mark]:
    """A box at the lower right of the sender's area, as on pre-printed envelopes."""
    box = Box.between(
        form.area.right - SENDER_INDEX.width, form.area.bottom - SENDER_INDEX.height, form.area.right, form.area.bottom
    )
    baseline = box.bottom - 1.275
    yield Outline(box, 0.15, RULE_GREY)
    yield Text(box.left - 2, baseline, "Индекс", CAPTION_FONT, 8, align="right")
    if form.index:
        yield Text(box.left + box.width / 2, baseline, form.index, FONT, 11, align="center")

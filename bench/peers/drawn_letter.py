"""A letter and its reply sheet out of the lines that the others are handed, with the layout of this program."""

from functools import cache
from typing import Any

from letters.draw import setter
from letters.layout.letter import layout_letter, layout_reply_sheet
from letters.marks import Page, Span
from letters.russian.typography import hyphenate_text
from letters.wording import Block, BlockKind


def letter(date: str, body: tuple[str, ...], person: dict[str, Any]) -> tuple[Page, ...]:
    """The pages of one person."""
    blocks = (_block("right", date), _block("greeting", person["salutation"]), *map(_text, body))
    return (*layout_letter(blocks, person["header"], setter), layout_reply_sheet())


@cache
def _text(text: str) -> Block:
    return _block("text", hyphenate_text(text))


def _block(kind: BlockKind, text: str) -> Block:
    return Block(kind, (Span(text),))

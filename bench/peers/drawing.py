"""The pages with the layout and drawing rooms of this program alone, handed the same lines as the others."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from typing import Any

from bench.peers import ENVELOPE, Task, read_task
from letters.draw import PdfFile, setter
from letters.draw.parts import Part, draw_part
from letters.letter import layout_letter, layout_reply_sheet
from letters.marks import Page, Span, Text
from letters.typography import hyphenate_text
from letters.wording import Block

PEOPLE_A_PART = 100
Person = dict[str, Any]


def main(task: Task) -> None:
    """Write one file, its parts drawn by as many processes as the program itself has."""
    people = task.content["people"]
    parts = [people[first : first + PEOPLE_A_PART] for first in range(0, len(people), PEOPLE_A_PART)]
    content = {"date": task.content["date"], "body": task.content["body"]}
    layout = _envelope if task.kind == "envelopes" else partial(_letter, content)
    with PdfFile(task.out) as file, ProcessPoolExecutor(task.workers) as pool:
        for part in pool.map(partial(_draw, layout), parts):
            file.add_part(part)


def _draw(layout: Callable[[Person], tuple[Page, ...]], people: list[Person]) -> Part:
    return draw_part(page for person in people for page in layout(person))


def _envelope(person: Person) -> tuple[Page, ...]:
    lines = person["envelope"]
    marks = (Text(line["left"], line["baseline"], line["text"], "sans", line["size"]) for line in lines)
    return (Page(*ENVELOPE, tuple(marks)),)


def _letter(content: dict[str, Any], person: Person) -> tuple[Page, ...]:
    blocks = (_block("right", content["date"]), _block("greeting", person["salutation"]), *_body(*content["body"]))
    return (*layout_letter(blocks, person["header"], setter), layout_reply_sheet())


@cache
def _body(*texts: str) -> tuple[Block, ...]:
    return tuple(_block("text", hyphenate_text(text)) for text in texts)


def _block(kind: Any, text: str) -> Block:
    return Block(kind, (Span(text),))


if __name__ == "__main__":
    main(read_task())

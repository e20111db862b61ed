"""The pages with the layout and drawing rooms of this program alone, handed the same lines as the others."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

from bench.peers import ENVELOPE, Task, read_task
from letters.draw import PdfFile
from letters.draw.parts import Part, draw_part
from letters.marks import Page, Text

PEOPLE_A_PART = 100  # as letters/app/drawing has it
Person = dict[str, Any]
Layout = Callable[[Person], tuple[Page, ...]]


def main(task: Task) -> None:
    """Write one file, its parts drawn by as many processes as the program itself has."""
    people = task.content["people"]
    parts = [people[first : first + PEOPLE_A_PART] for first in range(0, len(people), PEOPLE_A_PART)]
    layout = _envelope if task.kind == "envelopes" else _letter_layout(task.content["date"], task.content["body"])
    with PdfFile(task.out) as file, ProcessPoolExecutor(task.workers) as pool:
        for part in pool.map(partial(_draw, layout), parts):
            file.add_part(part)


def _draw(layout: Layout, people: list[Person]) -> Part:
    return draw_part(page for person in people for page in layout(person))


def _envelope(person: Person) -> tuple[Page, ...]:
    lines = person["envelope"]
    marks = (Text(line["left"], line["baseline"], line["text"], "sans", line["size"]) for line in lines)
    return (Page(*ENVELOPE, tuple(marks)),)


def _letter_layout(date: str, body: list[str]) -> Layout:
    from bench.peers.drawn_letter import letter  # an envelope needs none of what this brings

    return partial(letter, date, tuple(body))


if __name__ == "__main__":
    main(read_task())

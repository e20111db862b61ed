"""The pages with the layout and drawing rooms of this program alone, handed the same lines as the others."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bench.peers import ENVELOPE, Task, read_task
from letters.draw import PdfFile
from letters.marks import Page, Text

Person = dict[str, Any]
Layout = Callable[[Person], tuple[Page, ...]]


def main(task: Task) -> None:
    """Write one file, page by page as the program itself does."""
    layout = _envelope if task.kind == "envelopes" else _letter_layout(task.content["date"], task.content["body"])
    with PdfFile(task.out) as file:
        for person in task.content["people"]:
            for page in layout(person):
                file.add(page)


def _envelope(person: Person) -> tuple[Page, ...]:
    lines = person["envelope"]
    marks = (Text(line["left"], line["baseline"], line["text"], "sans", line["size"]) for line in lines)
    return (Page(*ENVELOPE, tuple(marks)),)


def _letter_layout(date: str, body: list[str]) -> Layout:
    from bench.peers.drawn_letter import letter  # an envelope needs none of what this brings

    return partial(letter, date, tuple(body))


if __name__ == "__main__":
    main(read_task())

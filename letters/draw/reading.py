"""What a kept page says when it is read aloud: its elements in order, and where each stands in what is drawn.

ISO 32000-1: 14.6 marked content, 14.8.4 standard structure types.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache

from letters.draw.blocks import Area
from letters.marks import Role

RUSSIAN = "ru"
DECORATION = "/Artifact BMC"  # rules, boxes, grounds: nobody reads them aloud
_NOT_CYRILLIC = re.compile(r"[^\u0400-\u04ff]+")
_TYPES: dict[Role, str] = {"title": "H1", "heading": "H2", "text": "P", "label": "Lbl"}


@dataclass(frozen=True, slots=True)
class ReadAloud:
    """Of a file with kept pages: the language they are in, and its title; `None` = it holds posted pages too."""

    language: str
    title: str | None


@dataclass(slots=True)
class Element:
    """One element of structure with its elements, or the number of the marked content that it is."""

    kind: str
    kids: list["Element | int"] = field(default_factory=list)
    is_russian: bool = False  # on a page that is not
    alt: str | None = None
    area: Area | None = None  # of a figure


class PageReading:
    """The elements of one page while it is drawn."""

    def __init__(self, language: str) -> None:
        self.elements: list[Element | int] = []
        self._language = language
        self._entry: Element | None = None  # the list entry that is being drawn
        self._within = self.elements
        self._count = 0  # of marked content

    def begin(self, role: Role, is_russian: bool = False) -> str:
        """The operator before what is drawn of a stretch of text; END stands behind it."""
        element = Element(_TYPES[role], is_russian=self._is_foreign(is_russian))
        if role == "label" and self._entry:
            self._entry.kids.insert(0, element)
        else:
            self._within.append(element)
        return self._marked(element)

    def begin_figure(self, alt: str, area: Area) -> str:
        """The operator before a picture, and what is said instead of it."""
        element = Element("Figure", alt=alt, area=area)
        self._within.append(element)
        return self._marked(element)

    def begin_point(self, is_russian: bool) -> str:
        """The operator before a paragraph with a bullet: an entry of a list, of this paragraph alone."""
        body = Element("LBody", is_russian=self._is_foreign(is_russian))
        self._list().append(Element("LI", [body]))
        return self._marked(body)

    @contextmanager
    def entry(self) -> Iterator[None]:
        """What is drawn meanwhile is one entry of a list."""
        body = Element("LBody")
        outer, self._entry = (self._within, self._entry), Element("LI", [body])
        self._list().append(self._entry)
        self._within = body.kids
        yield
        self._within, self._entry = outer

    def _list(self) -> list[Element | int]:
        """The entries of the list that is being drawn; entries without anything between them are one list."""
        last = self._within[-1] if self._within else None
        if not (isinstance(last, Element) and last.kind == "L"):
            last = Element("L")
            self._within.append(last)
        return last.kids

    def _is_foreign(self, is_russian: bool) -> bool:
        """Whether what is said is Russian on a page that is not."""
        return is_russian and self._language != RUSSIAN

    def _marked(self, element: Element) -> str:
        number = self._count
        element.kids.append(number)
        self._count += 1
        return f"/{element.kind}<</MCID {number}>>BDC"


@lru_cache(maxsize=4096)
def is_russian(text: str) -> bool:
    """Whether most of its letters are Cyrillic."""
    letters = "".join(filter(str.isalpha, text))
    return 2 * len(_NOT_CYRILLIC.sub("", letters)) > len(letters)

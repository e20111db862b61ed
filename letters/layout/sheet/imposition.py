"""How pages come to lie on a sheet of paper: places, what is printed around them, and the dealing out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from letters.marks import Mark, Page, Placed

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the top-left corner of a page comes to lie, and how far (degrees, clockwise) the page turns about it."""

    left: float
    top: float
    turn: float = 0

    def hold(self, page: Page) -> Placed:
        """That page at this place."""
        return Placed(page, self.left, self.top, self.turn)


@dataclass(frozen=True, slots=True)
class Imposition:
    """A sheet with its places in the order they are filled; `used` places of the first sheet stay empty."""

    width: float
    height: float
    places: tuple[Place, ...]
    marks: tuple[Mark, ...] = ()  # printed on every sheet, around the pages
    used: int = 0

    @property
    def gathers(self) -> bool:
        """Whether several people share a sheet."""
        return len(self.places) > 1

    def sheet_of(self, number: int) -> int:
        """On which sheet, counted from 1, the page lies that is dealt out as number 0, 1, …"""
        return (number + self.used) // len(self.places) + 1


def impose(pages: Iterable[Page], plan: Imposition) -> Iterator[Page]:
    """The sheets that hold these pages, each page once and in their order."""
    places = plan.places[plan.used :]
    for group in deal(pages, plan):
        held = (place.hold(page) for place, page in zip(places, group, strict=False))
        yield Page(plan.width, plan.height, (*plan.marks, *held))
        places = plan.places


def deal(things: Iterable[Thing], plan: Imposition) -> Iterator[tuple[Thing, ...]]:
    """Things in groups, a group a sheet; no more than one group is held at a time."""
    waiting, room = iter(things), len(plan.places) - plan.used
    while group := tuple(islice(waiting, room)):
        yield group
        room = len(plan.places)


def turned_right(left: float, top: float, width: float, height: float, turn: int) -> Place:
    """The place of a page of that size, turned by 0, 90 or 270 degrees into a box begun at `left`, `top`."""
    corner = {0: (0.0, 0.0), 90: (height, 0.0), 270: (0.0, width)}[turn]
    return Place(left + corner[0], top + corner[1], turn)

"""What pages repeat is written once, as form XObjects (ISO 32000-1, 8.10), in blocks as large as can be."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

END = "EMC"  # of what is read aloud, or of what nobody reads
Area = tuple[float, float, float, float]  # left, bottom, right, top in points


class RepeatedBlock(NamedTuple):
    """Operators that may come again, or blocks that together may, drawn from the point (x, y) on."""

    x: float
    y: float
    content: "Content"
    area: Area  # what it covers, seen from that point
    begin: str = ""  # the operator that says what it is, where it is read aloud; END stands behind it


Content = str | tuple[RepeatedBlock, ...]
Operators = Sequence[str | RepeatedBlock]


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page: its size in points and its operators."""

    width: float
    height: float
    operators: Operators
    elements: Sequence[Any] = ()  # of a kept page, in the order of reading: letters.draw.reading.Element


def opened(pages: Iterable[DrawnPage]) -> tuple[Operators, ...]:
    """The operators of each page; blocks of blocks that come only once have made way for those in them."""
    drawn = [page.operators for page in pages]
    counts = Counter(block.content for block in _blocks(drawn))
    return tuple(tuple(_opened(operators, counts)) for operators in drawn)


def _opened(operators: Operators, counts: Mapping[Content, int]) -> Iterator[str | RepeatedBlock]:
    for one in operators:
        if isinstance(one, RepeatedBlock) and isinstance(one.content, tuple) and counts[one.content] == 1:
            yield from (inner._replace(x=one.x + inner.x, y=one.y + inner.y) for inner in one.content)
        else:
            yield one


def repeated(pages: Sequence[Operators], least: int = 2) -> tuple[RepeatedBlock, ...]:
    """The blocks that come so many times at least, each as it comes first."""
    counts: Counter[Content] = Counter()
    first: dict[Content, RepeatedBlock] = {}
    for block in _blocks(pages):
        counts[block.content] += 1
        first.setdefault(block.content, block)
    return tuple(block for content, block in first.items() if counts[content] >= least)


def _blocks(pages: Iterable[Operators]) -> Iterator[RepeatedBlock]:
    return (one for operators in pages for one in operators if isinstance(one, RepeatedBlock))


def written(content: str | Operators, names: Mapping[Content, str]) -> str:
    """Operators as they stand in a file, each block at its place: the name of its form, or what it draws."""
    if isinstance(content, str):
        return content
    return "\n".join([one if isinstance(one, str) else _placed(one, names) for one in content])


def _placed(block: RepeatedBlock, names: Mapping[Content, str]) -> str:
    """A form by itself leaves the state of the page alone (8.10.1)."""
    move = f"1 0 0 1 {block.x:.5f} {block.y:.5f} cm " if block.x or block.y else ""
    name = names.get(block.content)
    drawn = f"{name} Do" if name else written(block.content, {})
    placed = drawn if name and not move else f"q {move}{drawn} Q"
    return f"{block.begin}\n{placed}\n{END}" if block.begin else placed

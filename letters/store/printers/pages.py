"""Which pages of a file: a list such as 1,4-6, and the first of them apart from the rest."""

import re
from dataclasses import dataclass

from letters.errors import CommandError, Problem
from letters.sentences import sentence


@dataclass(frozen=True, slots=True)
class PageList:
    """Pages in rising order as spans from..to, both included."""

    spans: tuple[tuple[int, int], ...]

    def __str__(self) -> str:
        return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in self.spans)

    @property
    def count(self) -> int:
        """How many pages."""
        return sum(last - first + 1 for first, last in self.spans)

    def first(self) -> "PageList":
        """The first page alone."""
        page = self.spans[0][0]
        return PageList(((page, page),))

    def rest(self) -> "PageList | None":
        """All but the first page; `None` = there is no other."""
        (first, last), *others = self.spans
        spans = (*(((first + 1, last),) if first < last else ()), *others)
        return PageList(spans) if spans else None


def parse_pages(text: str | None, count: int, from_page: int | None = None) -> PageList:
    """The pages that "1,4-6" names in a file of `count` pages, `None` = all, or those from one on.

    Raises CommandError for pages that are not there.
    """
    if from_page is not None:
        return _from_page(text, from_page, count)
    if text is None:
        return PageList(((1, count),))
    spans = [_span(word.strip(), count) for word in text.split(",")]
    return PageList(tuple(_joined(sorted(spans))))


def _from_page(text: str | None, first: int, count: int) -> PageList:
    if text is not None:
        what = sentence("does not go with ‹pages›, which names them all.")
        raise CommandError(Problem("", what, sentence("Leave out one of them."), code="pages-twice", field="from_page"))
    if not 1 <= first <= count:
        what = sentence("the file has {count} pages, and none with that number.", count=count)
        hint = sentence("Take a number from 1 to {count}.", count=count)
        raise CommandError(Problem("", what, hint, code="no-such-page", field="from_page", value=str(first)))
    return PageList(((first, count),))


def _span(word: str, count: int) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,7})(?:-([0-9]{1,7}))?", word)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last <= count:
        what = sentence("{word!r} does not name pages of a file that has {count}.", word=word, count=count)
        raise CommandError(Problem("", what, sentence("Write 3 or 2-5 or 1,4-6."), code="no-such-pages", field="pages"))
    return first, last


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined = spans[:1]
    for first, last in spans[1:]:
        if first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined

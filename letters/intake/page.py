"""A pasted page as lines, with its headings and its own address in the web; text and HTML become the same value."""

import re
from dataclasses import dataclass

from letters.intake.decoration import undecorated
from letters.russian.postal import normalise

URL = re.compile(r"https?://[^\s<>\"'«»“”\x00-\x1f\x7f-\x9f]{1,2000}", re.IGNORECASE)
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|br|span|article|section|meta|h1|li|td|script|style|title|table|ul|ol|dl|dt|tr|address|blockquote|b|strong)(?![\w-])",
    re.IGNORECASE,
)


_INDEX = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
_FEWEST_CELLS = 4  # of an address on one line


@dataclass(frozen=True, slots=True)
class PastedPage:
    """The lines of a page, tidied, without bullets, empty ones between paragraphs; headings are `None` where only
    lines can tell.
    """

    lines: tuple[str, ...]
    title: str | None = None
    subtitle: str | None = None
    case: str | None = None  # the address that the page gives as its own


def tidy_line(line: str) -> str:
    """The line with plain white space and without what decorates it."""
    return undecorated(normalise(line))


def is_markup(text: str) -> bool:
    """Whether a text is HTML: a tag that every page has stands in its first 20,000 characters."""
    return bool(_MARKUP.search(text, 0, 20_000))


def _cells(line: str) -> tuple[str, ...]:
    """The parts of a row of a table, or of an address on one line: «| Кому | … |», «656021 | г. Барнаул | …».

    Several addresses with «;» between them are several lines.
    """
    bar = next(
        (bar for bar in (" | ", " / ", " • ") if line.count(bar) >= _FEWEST_CELLS - 1 and _INDEX.search(line)), None
    )
    if bar:
        return tuple(line.strip(" |").split(bar))
    if len(_INDEX.findall(line)) > 1 and all(map(_INDEX.search, line.split("; "))):
        return tuple(line.split("; "))
    row = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.lstrip().startswith("|") else []
    return (": ".join(row),) if len(row) == 2 and any(map(str.isalnum, line)) else (line,)


def read_text(text: str) -> PastedPage:
    """The page of a pasted text; its own address is a link alone on a line."""
    lines = tuple(tidy_line(part) for line in text.splitlines() for part in _cells(line))
    return PastedPage(lines, case=next((line for line in lines if URL.fullmatch(line)), None))

"""A pasted page as lines, with its headings and its own address in the web; text and HTML become the same value."""

import re
from dataclasses import dataclass

from letters.intake.decoration import undecorated
from letters.russian.postal import normalise

URL = re.compile(r"https?://[^\s<>\"'«»“”\x00-\x1f\x7f-\x9f]{1,2000}", re.IGNORECASE)
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|br|span|article|section|meta|h1|li|td|script|style|title|table|ul)(?![\w-])",
    re.IGNORECASE,
)


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


def read_text(text: str) -> PastedPage:
    """The page of a pasted text; its own address is a link alone on a line."""
    lines = tuple(map(tidy_line, text.splitlines()))
    return PastedPage(lines, case=next((line for line in lines if URL.fullmatch(line)), None))

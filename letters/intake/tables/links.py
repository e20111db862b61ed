"""Where a cell leads: a formula that does nothing but link, as Excel and LibreOffice write it in several languages."""

import re
from typing import NamedTuple

LONGEST = 2000  # characters of a link
_QUOTED = r'"((?:[^"]|"")*)"'
_FORMULA = re.compile(
    r"\s*(?:of:|msoxl:)?=?\s*"
    r"(?:HYPERLINK|ГИПЕРССЫЛКА|LIEN_HYPERTEXTE|HIPERVINCULO|HIPERVÍNCULO|COLLEG\.IPERTESTUALE|HIPERŁĄCZE)"
    rf"\s*\(\s*{_QUOTED}\s*(?:[,;]\s*{_QUOTED}\s*)?\)\s*",
    re.IGNORECASE,
)
_WEB = re.compile(rf"https?://[^\s\"<>]{{1,{LONGEST}}}", re.IGNORECASE)


class CellLink(NamedTuple):
    """A web page, and the words that are shown for it."""

    target: str
    words: str


def web_page(text: str) -> str:
    """The text if it is the whole address of a web page, else ""."""
    return text.strip() if _WEB.fullmatch(text.strip()) else ""


def link_in(formula: str) -> CellLink | None:
    """What `HYPERLINK("https://…", "words")` leads to and shows; `None` for every other formula."""
    found = _FORMULA.fullmatch(formula)
    target = web_page(_plain(found[1])) if found else ""
    return CellLink(target, _plain(found[2] or "") or target) if found and target else None


def _plain(quoted: str) -> str:
    return quoted.replace('""', '"')

"""Which line of a page is the English version of an address, verbatim."""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, takewhile

from letters.intake.address import LONGEST, FoundAddress
from letters.intake.words import table
from letters.patterns import pattern
from letters.russian.postal import normalise

_MOST_WRAPPED = 5  # lines over which the English line may run
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_LABEL = pattern(lambda: rf"(?:{'|'.join(table()['label']['english'])})\s*[:—–-]\s*", re.IGNORECASE)
_INDEX = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
_BORN = re.compile(r"\(born\s(?:[^()]{0,30}\s)?((?:19|20)[0-9]{2})\)")
_END = re.compile(r",\s*(?:[0-9]{6},?\s*)?(?:Russia|Russian Federation)(?!\w)\.?(?=\s|$)")


def find_english(lines: tuple[str, ...], found: FoundAddress, alone: bool) -> str | None:
    """The English line with the index of the address; any other counts only where the address is alone on its page."""
    candidates = tuple(_candidates(lines, found))
    index = found.parsed.texts("index")[0]
    born = str(found.parsed.born or "")
    fitting = sorted((line for line in candidates if index in line), key=lambda line: born not in line)
    return next(iter(fitting or (candidates if alone else ())), None)


def year_of_birth(english: str | None) -> int | None:
    """The year behind «born»."""
    found = _BORN.search(english or "")
    return int(found[1]) if found else None


def _candidates(lines: tuple[str, ...], found: FoundAddress) -> Iterator[str]:
    yield from _on_the_line(found)
    for place, line in enumerate(lines):
        if len(line) <= LONGEST and not _CYRILLIC.search(line) and _is_start(line):
            yield _cut(_joined(lines[place : place + _MOST_WRAPPED]))


def _is_start(line: str) -> bool:
    """Whether an English line begins here: a year of birth, or an index among commas."""
    return "(born " in line or (line.count(",") > 1 and bool(_INDEX.search(line)))


def _on_the_line(found: FoundAddress) -> Iterator[str]:
    """The English version behind the Russian one, with the full stop that the parser cut off."""
    text = normalise(found.parsed.line)
    for part in found.parsed.texts("english"):
        if _is_start(part):
            yield _cut(part + "." * text.count(f"{part}."))


def _joined(lines: Iterable[str]) -> str:
    """The line with those that follow, until it has an index."""
    longer = tuple(accumulate(takewhile(bool, lines), "{} {}".format))
    return next((line for line in longer if _INDEX.search(line)), longer[0])


def _cut(line: str) -> str:
    text = line[found.end() :] if (found := _LABEL.match(line)) else line
    end = _END.search(text)
    return text[: end.end()] if end else text

"""What stands in a cell, in the words of the book: days as 2026-11-22, «ж» as f, an index with its six digits."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from letters.intake.tables.grid import LONGEST_CELL, Cell
from letters.intake.tables.headings import table

_SEVERAL_LINES = ("about", "tip", "history")  # fields whose line breaks are kept
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")
_YEAR = re.compile(r"([12][0-9]{3})\s*(?:г(?:од)?\.?\s*(?:р(?:ожд(?:ения)?)?\.?)?)?", re.IGNORECASE)
_BREAK = re.compile(r"\r\n?")
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


def find_fault(field: str, cell: Cell) -> str | None:
    """Why a cell cannot be taken into the book, if it cannot."""
    if len(cell.text) > LONGEST_CELL:
        return f"{field}: the cell has {len(cell.text):,} characters; {LONGEST_CELL:,} are the most"
    if hidden := _HIDDEN.search(cell.text):
        return f"{field}: {_hidden_words(hidden[0])}; type the text again"
    if cell.kind == "date" and field not in ("born", "verified"):
        return f"{field}: the cell holds a date ({cell.text}); has the spreadsheet made it of «1/2»? Format it as text"
    return None


def _hidden_words(character: str) -> str:
    if character == "\ufffd":
        return "a byte in the cell is no letter in the encoding of the file"
    return f"the cell holds a NUL or control character, U+{ord(character):04X}"


def find_note(field: str, cell: Cell) -> str | None:
    """What is left out of a cell, if something is."""
    if field == "born" and read_day(cell.text.strip()):
        return "born: the book keeps the year only; the day of birth was left out"
    return None


def read_value(field: str, cell: Cell) -> str:
    """The text of a cell as the book has it; what is not understood stays as it is, and the book will say so."""
    text = cell.text.strip()
    is_long = field.partition(".")[0] in _SEVERAL_LINES
    text = _BREAK.sub("\n", text) if is_long else " ".join(text.split())
    if field == "index" and cell.kind == "number":
        return text.zfill(6)
    reader = _READERS.get(field)
    return reader(text) if reader else text


def _read_born(text: str) -> str:
    """The year; the book keeps no day of birth."""
    if (day := read_day(text)) is not None:
        return str(day.year)
    year = _YEAR.fullmatch(text)
    return year[1] if year else _word("born", text)


def read_day(text: str) -> date | None:
    """2026-11-22 or 22.11.2026, with or without the time of the day."""
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _read_verified(text: str) -> str:
    day = read_day(text)
    return day.isoformat() if day else text


def _word(field: str, text: str) -> str:
    """The word of the book for a word of the table: «освобождён» -> released."""
    return _words(field).get(_fold(text), text)


@cache
def _words(field: str) -> dict[str, str]:
    choices = table()["values"][field]
    return {_fold(word): meaning for meaning, words in choices.items() for word in words}


def _fold(text: str) -> str:
    return text.casefold().replace("ё", "е").strip(" .")


_READERS: dict[str, Callable[[str], str]] = {
    "born": _read_born,
    "verified": _read_verified,
    "gender": lambda text: _word("gender", text),
    "status": lambda text: _word("status", text),
}

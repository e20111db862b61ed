"""Which rows below the headings are people: totals, titles between them and headings printed again are not."""

import re
from collections.abc import Sequence
from functools import cache

from letters.intake.tables.cells import is_name
from letters.intake.tables.grid import TableLine
from letters.intake.tables.guard import visible
from letters.intake.tables.headings import NAME_PARTS, Columns, exact_field, fold
from letters.intake.tables.links import web_page
from letters.intake.tables.words import fold_text, pattern, table
from letters.sentences import sentence, some

TOTALS, HEADINGS, TITLES = "totals", "headings again", "no person"
MOST_NAMED = 5  # row numbers in a note
_ADDRESSES = ("address", "index", "facility")
_NAMES = ("name", *NAME_PARTS, "dative")
_TITLED = (*_NAMES, "region", "district", "settlement", "facility")  # where the title of a section may stand


def people_among(
    lines: Sequence[TableLine], columns: Columns, above: Sequence[TableLine]
) -> tuple[list[TableLine], tuple[str, ...]]:
    """The lines of people, and notes that count the others; `above` = the headings and what stands over them."""
    people: list[TableLine] = []
    others: dict[str, list[TableLine]] = {}
    repeated = {_folded(line) for line in above}
    for line in lines:
        if kind := _kind(line, columns, repeated):
            others.setdefault(kind, []).append(line)
        else:
            people.append(line)
    return people, tuple(_note(kind, found) for kind, found in others.items())


def _kind(line: TableLine, columns: Columns, repeated: set[tuple[str, ...]]) -> str | None:
    """What a line is, if it is no person."""
    if _folded(line) in repeated or _names_columns(line, columns) or _counts_columns(line):
        return HEADINGS
    if _is_total(line, columns):
        return TOTALS
    return TITLES if _is_title(line, columns) else None


def _folded(line: TableLine) -> tuple[str, ...]:
    return tuple(map(fold, line.texts))


def _names_columns(line: TableLine, columns: Columns) -> bool:
    """Whether most cells name the columns in which they stand."""
    pairs = [(exact_field(text), columns.field(at)) for at, text in enumerate(line.texts) if text.strip()]
    same = sum(mine == theirs for mine, theirs in pairs if mine)
    return same >= 2 and same * 2 > len(pairs)


def _counts_columns(line: TableLine) -> bool:
    """«1 2 3 4 5»: the numbers of the columns, as forms have them below the headings."""
    texts = [text.strip() for text in line.texts if text.strip()]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]


@cache
def _total() -> re.Pattern[str]:
    """«Итого: 60», «Мордовия — всего»."""
    words = pattern(table()["totals"]["starts"])
    return re.compile(rf"(?:{words})(?!\w).*|.*\W(?:{words})\W*[0-9]*", re.DOTALL)


def _is_total(line: TableLine, columns: Columns) -> bool:
    """«Итого 205», «Всего: 60» in the first or second cell that is filled, with no name and no address beside it."""
    filled = [(at, text) for at, text in enumerate(line.texts) if text.strip()]
    totals = [at for at, text in filled[:2] if _total().fullmatch(fold_text(text))]
    beside = [(columns.field(at), text) for at, text in filled if at not in totals]
    is_person = any(is_name(text) for name, text in beside if name in _NAMES)
    is_placed = any(_has_letters(text) for name, text in beside if name in _ADDRESSES)
    return bool(totals) and not is_person and not is_placed


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _is_title(line: TableLine, columns: Columns) -> bool:
    """Nothing in any column that is imported, or one text for the whole row that is no person: «Мордовия»."""
    imported = {columns.field(at) for at, text in enumerate(line.texts) if text.strip() and columns.is_imported(at)}
    if line.faults or any(text.strip() for text in line.texts[len(columns.fields) :]):
        return False
    texts = {text.strip() for text in line.texts if text.strip()}
    is_alone = len(texts) == 1 and len(columns.known()) > 1 and imported <= set(_TITLED)
    return not imported or (is_alone and not any(is_name(text) or _is_of_use(text) for text in texts))


def _is_of_use(text: str) -> bool:
    """A link, or so long a text that it may be an address."""
    return bool(web_page(text)) or len(text) > 60


def _note(kind: str, lines: Sequence[TableLine]) -> str:
    rows, first, count = some([str(line.number) for line in lines], MOST_NAMED), _first_text(lines[0]), len(lines)
    if kind == HEADINGS:
        return sentence(
            "rows that are headings again: {count}, in row {rows}. They were not read.", count=count, rows=rows
        )
    if kind == TOTALS:
        return sentence(
            "rows that are totals («{text}»): {count}, in row {rows}. They were not read.",
            text=first,
            count=count,
            rows=rows,
        )
    return sentence(
        "rows that are no person («{text}»): {count}, in row {rows}. They were not read.",
        text=first,
        count=count,
        rows=rows,
    )


def _first_text(line: TableLine) -> str:
    return next((visible(" ".join(text.split())[:40]) for text in line.texts if text.strip()), "")

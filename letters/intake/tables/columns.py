"""Where the headings of a table stand, in one row or two, and what each column holds by them or by its cells."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from letters.errors import DataError, Problem, named
from letters.intake.tables.cells import MOST_TRIED, hold_addresses, is_address, look_of, whereabouts
from letters.intake.tables.grid import Grid, Line, column_name
from letters.intake.tables.headings import (
    PLACES,
    Columns,
    Renames,
    check_renames,
    is_heading_row,
    is_of_others,
    joined_headings,
    listed,
    read_columns,
    spread_groups,
)
from letters.intake.tables.remarks import what_is_said

CHOICES = ("address", "name", "dative", "facility", "status", "services", "about.ru", "tip.ru")  # for a column of texts
ROWS_TRIED = 20  # a title may stand above the headings


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table, and where its people begin among the lines."""

    columns: Columns
    begin: int
    above: int  # lines above the headings
    notes: tuple[str, ...] = ()


def find_head(grid: Grid, renames: Renames) -> Head:
    """The headings of a table; raises DataError if nothing in it holds addresses, CommandError for a wrong rename."""
    heads = list(_heads(grid.lines[: ROWS_TRIED + 1], renames))
    best = max(heads, key=_rank, default=None)
    if best is None or not (is_heading_row(best.columns) or best.columns.known()):
        best = _head_by_cells(grid.lines, renames) or best
    if best is None:
        raise _no_address(Columns((), ()), grid.file)
    check_renames(best.columns, renames, grid.file)
    found = _with_cells(best, grid.lines[best.begin :])
    if not is_heading_row(found.columns):
        raise _no_address(found.columns, grid.file)
    return found


def _heads(lines: Sequence[Line], renames: Renames) -> Iterator[Head]:
    """Every row as headings, alone, below a row of groups, and put together with the row below."""
    for at, line in enumerate(lines[:ROWS_TRIED]):
        if any(map(is_address, line.texts)):
            return  # the people have begun
        groups = _groups(lines[at - 1], line) if at else ()
        yield Head(read_columns(line.texts, renames, groups), at + 1, at)
        below = lines[at + 1] if at + 1 < len(lines) and not _is_title(line) else None
        if below and below.number == line.number + 1 and not any(map(is_address, below.texts)):
            texts = tuple(joined_headings(line.texts, below.texts))
            yield Head(read_columns(texts, renames, _groups(line, below)), at + 2, at)


def _groups(above: Line, line: Line) -> tuple[str, ...]:
    """The row above as headings over several columns each; a title over everything is none."""
    is_apart = _is_title(above) or above.number + 1 != line.number
    return () if is_apart else tuple(spread_groups(above.texts, line.texts))


def _is_title(line: Line) -> bool:
    return len({text.strip() for text in line.texts} - {""}) < 2


def _rank(head: Head) -> tuple[bool, int, int, int]:
    """Most fields known; of equals the one of fewer rows, then the upper one."""
    return is_heading_row(head.columns), len(head.columns.known()), head.above - head.begin, -head.above


def _head_by_cells(lines: Sequence[Line], renames: Renames) -> Head | None:
    """No word above the columns is known: the addresses themselves show where the people begin."""
    for at, line in enumerate(lines[:ROWS_TRIED]):
        column = next((place for place, text in enumerate(line.texts) if is_address(text)), None)
        if column is None:
            continue
        above = lines[at - 1].texts if at else ()
        if column < len(above) and above[column].strip():
            return Head(read_columns(above, renames), at, at - 1)
        return Head(read_columns([column_name(place) for place in range(len(line.cells))], {}), at, at)
    return None


def _with_cells(head: Head, lines: Sequence[Line]) -> Head:
    """The columns with what their cells show, and a note for each that was taken for something."""
    columns, notes = head.columns, []
    for at, name in enumerate(columns.fields):
        if name == "whereabouts":
            columns = columns.with_field(at, _found_whereabouts(columns, _texts(lines, at)))
    place = None if is_heading_row(columns) else _address_column(columns, lines)
    if place is not None:
        heading = columns.headings[place]
        notes.append(f"the column «{heading}» was taken for the address, because its cells are addresses.")
        columns = columns.with_field(place, "address")
    return Head(columns, head.begin, head.above, tuple(notes))


def _found_whereabouts(columns: Columns, texts: list[str]) -> str | None:
    found = whereabouts(texts)
    return None if found in columns.known() else found


def _address_column(columns: Columns, lines: Sequence[Line]) -> int | None:
    """The one column full of addresses that is not those of relatives, or of a time before."""
    found = [
        at
        for at, (heading, name) in enumerate(zip(columns.headings, columns.fields, strict=True))
        if name in (None, *PLACES) and heading and not is_of_others(heading) and hold_addresses(_texts(lines, at))
    ]
    return found[0] if len(found) == 1 else None


def _texts(lines: Sequence[Line], column: int) -> list[str]:
    """The cells of a column, as far as anybody looks."""
    rows = (line.cells for line in lines[: 4 * MOST_TRIED])
    return [cells[column].text for cells in rows if column < len(cells)]


def questions(columns: Columns, lines: Sequence[Line]) -> Iterator[str]:
    """What somebody must say of the columns that are not known, with what they may be."""
    texts = []
    for at, heading in enumerate(columns.headings):
        cells = _texts(lines, at)
        if columns.fields[at] is not None or not any(cells):
            continue
        if heading:
            texts += yield from _question(heading, cells, columns)
        elif not _are_numbers(cells):
            yield f"the column {column_name(at)} has no heading; what stands in it was not imported."
    if texts:
        fields = ", ".join(name for name in CHOICES if name not in columns.known())
        what = "is not known and was" if len(texts) == 1 else "are not known and were"
        one = _map(texts[0], "FIELD")
        yield f"{listed(texts)} {what} left out. Say what it holds, if the book needs it: {one}, FIELD being {fields}."


def _question(heading: str, cells: list[str], columns: Columns) -> Generator[str, None, list[str]]:
    """What is asked of one column by its cells; gives back its heading if it holds texts that may be anything."""
    if is_of_others(heading) or any(map(what_is_said, (heading, *cells))):
        return []
    look = look_of(cells)
    if look in _LOOKS and look not in columns.known():
        looks = f"its cells look like {_LOOKS[look]}"
        yield f"the column «{heading[:60]}» is not known; {looks}: {_map(heading, look)} takes it."
    return [] if look else [heading]


def _are_numbers(cells: list[str]) -> bool:
    """Whether a column only counts its rows."""
    return all(text.strip(" .)").isdecimal() for text in cells if text.strip())


_LOOKS = {
    "case": "links",
    "born": "years of birth",
    "verified": "days",
    "index": "postcodes",
    "name": "names",
    "address": "addresses",
    "facility": "prisons",
}


def _map(heading: str, name: str) -> str:
    return named("map", f"{heading}={name}")


def _no_address(columns: Columns, file: str) -> DataError:
    """The error for a table without a column that holds addresses."""
    known = ", ".join(sorted(columns.known()))
    read = f" (known are: {known})" if known else ""
    what = (
        f"no column for the address was found; the headings seem to be {listed(columns.headings) or 'nothing'}{read}."
    )
    unknown = next(iter(columns.unknown()), "Where to")
    hint = (
        "The row above the people must name the columns: address (адрес), or index (индекс) and facility (учреждение); "
        f"or say which is which, for example {_map(unknown, 'address')}."
    )
    return DataError(Problem(file, what, hint, code="table-no-address"))

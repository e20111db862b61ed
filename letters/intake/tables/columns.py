"""Where the headings of a table stand, in one row or two, and what each column holds by them or by its cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from letters.errors import DataError, Problem, named
from letters.intake.tables.cells import (
    MOST_TRIED,
    hold_addresses,
    hold_dates,
    hold_kinds,
    hold_numbers,
    is_address,
    look_of,
    whereabouts,
)
from letters.intake.tables.grid import Grid, TableLine, column_name
from letters.intake.tables.headings import (
    IGNORED,
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
from letters.intake.tables.words import fold_text, table
from letters.sentences import sentence, sentences

CHOICES = ("address", "name", "dative", "facility", "status", "services", "about.ru", "tip.ru")  # for a column of texts
# What a column is that is asked for in other words than by its look.
NAMELESS, TEXTS, OF_TIME = "nameless", "texts", "time"
ROWS_TRIED = 20  # a title may stand above the headings


@dataclass(frozen=True, slots=True)
class TableHead:
    """The columns of a table, and where its people begin among the lines."""

    columns: Columns
    begin: int
    above: int  # lines above the headings
    notes: tuple[str, ...] = ()


Chosen = Mapping[int, str]  # what somebody says a column holds, columns counted from 0


def find_head(grid: Grid, renames: Renames, chosen: Chosen | None = None) -> TableHead:
    """The headings of a table; raises DataError if nothing in it holds addresses, CommandError for a wrong rename."""
    head = guess_head(grid, renames, chosen)
    if head is None or not is_heading_row(head.columns):
        columns, below = (head.columns, grid.lines[head.begin :]) if head else (Columns((), ()), ())
        raise _no_address(columns, below, grid.file)
    return head


def guess_head(grid: Grid, renames: Renames, chosen: Chosen | None = None) -> TableHead | None:
    """The row that names most, with what its columns hold, also where none holds addresses; `None` = no row does."""
    heads = list(_heads(grid.lines[: ROWS_TRIED + 1], renames))
    best = max(heads, key=_rank, default=None)
    if best is None or not (is_heading_row(best.columns) or best.columns.known()):
        best = _head_by_cells(grid.lines, renames) or best
    if best is None:
        return None
    check_renames(best.columns, renames, grid.file)
    found = _with_cells(best, grid.lines[best.begin :])
    columns = found.columns
    for place, name in sorted((chosen or {}).items()):
        columns = columns.with_field(place, name) if place < len(columns.fields) else columns
    return replace(found, columns=columns)


def _heads(lines: Sequence[TableLine], renames: Renames) -> Iterator[TableHead]:
    """Every row as headings, alone, below a row of groups, and put together with the row below."""
    for at, line in enumerate(lines[:ROWS_TRIED]):
        if any(map(is_address, line.texts)):
            return  # the people have begun
        groups = _groups(lines[at - 1], line) if at else ()
        yield TableHead(read_columns(line.texts, renames, groups), at + 1, at)
        below = lines[at + 1] if at + 1 < len(lines) and not _is_title(line) else None
        if below and below.number == line.number + 1 and not any(map(is_address, below.texts)):
            texts = tuple(joined_headings(line.texts, below.texts))
            yield TableHead(read_columns(texts, renames, _groups(line, below)), at + 2, at)


def _groups(above: TableLine, line: TableLine) -> tuple[str, ...]:
    """The row above as headings over several columns each; a title over everything is none."""
    is_apart = _is_title(above) or above.number + 1 != line.number
    return () if is_apart else tuple(spread_groups(above.texts, line.texts))


def _is_title(line: TableLine) -> bool:
    return len({text.strip() for text in line.texts} - {""}) < 2


def _rank(head: TableHead) -> tuple[bool, int, int, int]:
    """Most fields known; of equals the one of fewer rows, then the upper one."""
    return is_heading_row(head.columns), len(head.columns.known()), head.above - head.begin, -head.above


def _head_by_cells(lines: Sequence[TableLine], renames: Renames) -> TableHead | None:
    """No word above the columns is known: the addresses themselves show where the people begin."""
    for at, line in enumerate(lines[:ROWS_TRIED]):
        column = next((place for place, text in enumerate(line.texts) if is_address(text)), None)
        if column is None:
            continue
        above = lines[at - 1].texts if at else ()
        if column < len(above) and above[column].strip():
            return TableHead(read_columns(above, renames), at, at - 1)
        return TableHead(read_columns([column_name(place) for place in range(len(line.cells))], renames), at, at)
    return None


def _with_cells(head: TableHead, lines: Sequence[TableLine]) -> TableHead:
    """The columns with what their cells show, and a note for each that was taken for something."""
    columns, notes = head.columns, []
    for at, name in enumerate(columns.fields):
        if name == "whereabouts":
            columns = columns.with_field(at, _found_whereabouts(columns, _texts(lines, at)))
    if (numbered := _kind_and_number(columns, lines)) is not None:
        kind, number = columns.headings[numbered : numbered + 2]
        notes.append(
            sentence(
                "«{kind}» and «{number}» were taken for kind and number of the prison, by their cells.",
                kind=kind,
                number=number,
            )
        )
        field = columns.field(numbered) or "facility_kind"
        columns = columns.with_field(numbered, field).with_field(numbered + 1, "facility_number")
    place = None if is_heading_row(columns) else _address_column(columns, lines)
    if place is not None:
        heading = columns.headings[place]
        notes.append(
            sentence(
                "the column «{heading}» was taken for the address, because its cells are addresses.", heading=heading
            )
        )
        columns = columns.with_field(place, "address")
    return TableHead(columns, head.begin, head.above, tuple(notes))


def _found_whereabouts(columns: Columns, texts: list[str]) -> str | None:
    found = whereabouts(texts)
    return None if found in columns.known() else found


def _kind_and_number(columns: Columns, lines: Sequence[TableLine]) -> int | None:
    """A column of kinds of prisons without numbers, right before one of numbers: «Учреждение», «№»."""
    known = columns.known()
    kinds = ("facility", "facility_kind", *(() if "facility" in known else (None,)))
    pairs = enumerate(pairwise(columns.fields))
    found = (
        at for at, (name, behind) in pairs if name in kinds and behind in (None, IGNORED) and columns.headings[at + 1]
    )
    places = (at for at in found if hold_kinds(_texts(lines, at)) and hold_numbers(_texts(lines, at + 1)))
    return None if "facility_number" in known else next(places, None)


def _address_column(columns: Columns, lines: Sequence[TableLine]) -> int | None:
    """The one column full of addresses that is not those of relatives, or of a time before."""
    found = [
        at
        for at, (heading, name) in enumerate(zip(columns.headings, columns.fields, strict=True))
        if name in (None, *PLACES) and heading and not is_of_others(heading) and hold_addresses(_texts(lines, at))
    ]
    return found[0] if len(found) == 1 else None


def _texts(lines: Sequence[TableLine], column: int) -> list[str]:
    """The cells of a column, as far as anybody looks."""
    rows = (line.cells for line in lines[: 4 * MOST_TRIED])
    return [cells[column].text for cells in rows if column < len(cells)]


def questions(columns: Columns, lines: Sequence[TableLine]) -> Iterator[str]:
    """What somebody must say of the columns that are not known, with what they may be."""
    looks = [(at, _look(columns, at, _texts(lines, at))) for at, name in enumerate(columns.fields) if name is None]
    for at, look in looks:
        if look == NAMELESS:
            yield sentence(
                "the column {column} has no heading; what stands in it was not imported.", column=column_name(at)
            )
        elif look in _LOOKS:
            heading = columns.headings[at]
            yield sentence(
                "the column «{heading}» is not known; its cells look like {things}: {option} takes it.",
                heading=heading[:60],
                things=_LOOKS[look],
                option=_map(heading, look),
            )
    if texts := [columns.headings[at] for at, look in looks if look == TEXTS]:
        fields = ", ".join(name for name in CHOICES if name not in columns.known())
        yield sentences(
            "{headings} is not known and was left out. Say what it holds, if the book needs it: {option}, FIELD being "
            "{fields}.",
            "{headings} are not known and were left out. Say what it holds, if the book needs it: {option}, FIELD "
            "being {fields}.",
            len(texts),
            headings=listed(texts),
            option=_map(texts[0], "FIELD"),
            fields=fields,
        )


def _look(columns: Columns, column: int, cells: list[str]) -> str | None:
    """What a column that is not known may hold: a field, or TEXTS of any kind; `None` = nobody need say anything."""
    heading = columns.headings[column]
    if not heading:
        return None if _are_numbers(cells) else NAMELESS
    if not any(cells) or is_of_others(heading) or any(map(what_is_said, (heading, *cells))):
        return None
    look = look_of(cells) or (OF_TIME if _is_of_time(heading, cells) else TEXTS)
    return None if look in columns.known() else look


def _is_of_time(heading: str, cells: list[str]) -> bool:
    """Whether a column of days or terms is none of the book: «Дата задержания», «Срок»."""
    words = tuple(table()["dates"]["headings"])
    return fold_text(heading).startswith(words) and hold_dates(cells)


def _are_numbers(cells: list[str]) -> bool:
    """Whether a column only counts its rows."""
    return all(text.strip(" .)").isdecimal() for text in cells if text.strip())


_LOOKS = {
    "case": sentence("links"),
    "born": sentence("years of birth"),
    "verified": sentence("days"),
    "index": sentence("postcodes"),
    "name": sentence("names"),
    "address": sentence("addresses"),
    "facility": sentence("prisons"),
}


def _map(heading: str, name: str) -> str:
    return named("map", f"{heading}={name}")


def _no_address(columns: Columns, lines: Sequence[TableLine], file: str) -> DataError:
    """The error for a table in which no column, or more than one, seems to hold the addresses."""
    unknown = [at for at, name in enumerate(columns.fields) if name is None and columns.headings[at]]
    mine = [columns.headings[at] for at in unknown if not is_of_others(columns.headings[at])]
    full = [columns.headings[at] for at in unknown if hold_addresses(_texts(lines, at))]
    hint = sentence(
        "The row above the people must name the columns: address (адрес), or index (индекс) and "
        "facility (учреждение); or say which is which, for example {option}.",
        option=_map(next(iter(mine), "Where to"), "address"),
    )
    return DataError(Problem(file, _seen(columns, full), hint, code="table-no-address"))


def _seen(columns: Columns, full: Sequence[str]) -> str:
    """What the headings are, and which of them have addresses below."""
    known = ", ".join(sorted(columns.known()))
    shown = listed(full or columns.headings)
    if full and known:
        return sentence(
            "no column for the address was found; {headings} hold addresses (known are: {known}).",
            headings=shown,
            known=known,
        )
    if full:
        return sentence("no column for the address was found; {headings} hold addresses.", headings=shown)
    if known:
        return sentence(
            "no column for the address was found; the headings seem to be {headings} (known are: {known}).",
            headings=shown or sentence("nothing"),
            known=known,
        )
    return sentence(
        "no column for the address was found; the headings seem to be {headings}.",
        headings=shown or sentence("nothing"),
    )

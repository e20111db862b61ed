"""What the XML of a spreadsheet shows before a library reads it: how far it reaches, formulas without a value, merges.

ECMA-376 Part 1, 18.3.1 (worksheet), and OpenDocument 1.3 Part 3, 9 (table). A document type is refused, because no
spreadsheet has one and entities live there.
"""

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Protocol
from xml.parsers import expat

from letters.errors import DataError, Problem
from letters.intake.tables.container import damaged
from letters.intake.tables.grid import Fault, check_size, column_name

MOST_ODDITIES = 10_000  # cells merged, or without the value they should have
Attributes = dict[str, str]

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})")


@dataclass(slots=True)
class Survey:
    """What was seen of one sheet; rows and columns are counted from 0."""

    rows: int = 0
    columns: int = 0
    characters: int = 0
    formulas: int = 0
    faults: dict[int, list[Fault]] = field(default_factory=dict)  # row -> what is wrong in it
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # first row -> column and last row
    oddities: int = 0

    def reach(self, row: int, column: int, characters: int) -> None:
        """Note a cell that holds something."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)
        self.characters += characters

    def add_fault(self, row: int, column: int, what: str) -> None:
        """Note a cell that cannot be trusted."""
        self.oddities += 1
        fault = Fault(f"the cell {column_name(column)}{row + 1} {what}", column)
        self.faults.setdefault(row, []).append(fault)

    def merge(self, first: int, last: int, column: int) -> None:
        """Note cells that are merged over several rows."""
        self.oddities += 1
        self.merged.setdefault(first, []).append((column, last))


NO_VALUE = "holds a formula whose result is not stored: open the file in Excel or LibreOffice and save it"
ERROR_VALUE = "holds an error instead of a value (such as #REF!)"


class _Scan(Protocol):
    """A walk through one XML part: where elements begin, and the text between them."""

    def start(self, name: str, attributes: Attributes) -> None: ...
    def text(self, data: str) -> None: ...
    def end(self, name: str) -> None: ...


def walk(stream: IO[bytes], scan: _Scan, file: str) -> None:
    """Let a scan see one XML part from beginning to end; raises DataError if it is not well formed."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: scan.start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: scan.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = scan.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.ParseFile(stream)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged(file, str(error)) from error


def _refuse_doctype(*_: object) -> None:
    raise ValueError("it holds a document type declaration")


def scan_strings(stream: IO[bytes], file: str) -> "array[int]":
    """How long each shared string is, in characters."""
    scan = _StringScan()
    walk(stream, scan, file)
    return scan.lengths


class _StringScan:
    def __init__(self) -> None:
        self.lengths = array("L")

    def start(self, name: str, _attributes: Attributes) -> None:
        if name == "si":
            self.lengths.append(0)

    def text(self, data: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(data)

    def end(self, name: str) -> None:
        pass


def scan_sheet(stream: IO[bytes], lengths: "array[int]", file: str) -> Survey:
    """The survey of one worksheet of an .xlsx; raises DataError if it is too big or damaged."""
    scan = _SheetScan(lengths, file)
    walk(stream, scan, file)
    _check(scan.survey, file)
    return scan.survey


def _check(survey: Survey, file: str) -> None:
    check_size(survey.rows, survey.columns, survey.characters, file)
    if survey.oddities > MOST_ODDITIES:
        what = f"more than {MOST_ODDITIES:,} cells are merged, or hold errors or formulas without a result."
        raise DataError(Problem(file, what, "Copy the list into a new sheet as values only, and save that."))


class _SheetScan:
    """A worksheet: cells without a reference stand behind the one before, as the standard says."""

    def __init__(self, lengths: "array[int]", file: str) -> None:
        self.survey = Survey()
        self._lengths = lengths
        self._file = file
        self._row = self._column = -1  # of the row element and of the cell before
        self._at = 0, 0
        self._type = "n"
        self._formula = self._filled = False
        self._inside: str | None = None
        self._value: list[str] = []
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "v": self._start_value,
            "t": self._start_value,
            "mergeCell": self._merge,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        if begin := self._starts.get(name):
            begin(attributes)

    def text(self, data: str) -> None:
        if self._inside:
            self._value.append(data)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._inside = None
        elif name == "c":
            self._end_cell()

    def _start_row(self, attributes: Attributes) -> None:
        self._row = _count(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self._at = _place(reference) if reference else (self._row, self._column + 1)
        self._column = self._at[1]
        self._type = attributes.get("t", "n")
        self._formula = self._filled = False
        self._value.clear()

    def _start_formula(self, _attributes: Attributes) -> None:
        self._formula = True

    def _start_value(self, _attributes: Attributes) -> None:
        self._inside, self._filled = "v", True

    def _end_cell(self) -> None:
        value = "".join(self._value).strip()
        self.survey.formulas += self._formula
        if self._filled:
            self.survey.reach(*self._at, self._length(value))
        if self._type == "e":
            self._fault(ERROR_VALUE)
        elif self._formula and not value and self._type != "str":  # a text may be empty
            self._fault(NO_VALUE)

    def _length(self, value: str) -> int:
        return self._lengths[_count(value)] if self._type == "s" and value else len(value)

    def _fault(self, what: str) -> None:
        if self.survey.oddities <= MOST_ODDITIES:
            self.survey.add_fault(*self._at, what)

    def _merge(self, attributes: Attributes) -> None:
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found and found[2] != found[3] and self.survey.oddities <= MOST_ODDITIES:
            self.survey.merge(int(found[2]) - 1, int(found[3]) - 1, _column(found[1]))


def _count(text: str) -> int:
    """A number without a sign; raises ValueError, which `walk` reports."""
    if not text.isdecimal():
        raise ValueError(f"it holds {text[:20]!r} where a number belongs")
    return int(text)


def _place(reference: str) -> tuple[int, int]:
    """Row and column of «B7», from 0."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(f"it holds a cell {reference[:20]!r}")
    return int(found[2]) - 1, _column(found[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def scan_document(stream: IO[bytes], file: str) -> dict[str, Survey]:
    """The surveys of all tables of an .ods by their names; raises DataError if they are too big or damaged."""
    scan = _DocumentScan()
    walk(stream, scan, file)
    surveys = scan.surveys
    check_size(
        max((survey.rows for survey in surveys.values()), default=0),
        max((survey.columns for survey in surveys.values()), default=0),
        sum(survey.characters for survey in surveys.values()),
        file,
    )
    for survey in surveys.values():
        _check(survey, file)
    return surveys


class _DocumentScan:
    """The content of an .ods: rows and cells may be repeated; repeated empty ones at the end do not count."""

    def __init__(self) -> None:
        self.surveys: dict[str, Survey] = {}
        self._survey = Survey()
        self._row = self._column = 0
        self._rows = self._cells = 1  # how often the row, the cell is repeated
        self._reached = -1  # the last column of the row with something in it
        self._characters = self._cell_characters = 0
        self._filled = False
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "table": self._start_table,
            "table-row": self._start_row,
            "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "table-row": self._end_row,
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_cell,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        if begin := self._starts.get(name):
            begin(attributes)

    def text(self, data: str) -> None:
        self._cell_characters += len(data.strip())

    def end(self, name: str) -> None:
        if finish := self._ends.get(name):
            finish()

    def _start_table(self, attributes: Attributes) -> None:
        self._survey = self.surveys.setdefault(attributes.get("table:name", ""), Survey())
        self._row = 0

    def _start_row(self, attributes: Attributes) -> None:
        self._rows = _count(attributes.get("table:number-rows-repeated", "1"))
        self._column, self._reached, self._characters = 0, -1, 0

    def _start_cell(self, attributes: Attributes) -> None:
        self._cells = _count(attributes.get("table:number-columns-repeated", "1"))
        self._cell_characters = 0
        self._filled = "office:value-type" in attributes
        formula = "table:formula" in attributes
        self._survey.formulas += formula
        if self._survey.oddities <= MOST_ODDITIES:
            self._note_oddities(formula and not self._filled, _count(attributes.get("table:number-rows-spanned", "1")))

    def _note_oddities(self, lacks_value: bool, spanned: int) -> None:
        if lacks_value:
            self._survey.add_fault(self._row, self._column, NO_VALUE)
        if spanned > 1:
            self._survey.merge(self._row, self._row + spanned - 1, self._column)

    def _end_cell(self) -> None:
        self._column += self._cells
        if self._filled or self._cell_characters:
            self._reached = self._column - 1
            self._characters += self._cell_characters * self._cells

    def _end_row(self) -> None:
        self._row += self._rows
        if self._reached >= 0:
            self._survey.reach(self._row - 1, self._reached, self._characters * self._rows)

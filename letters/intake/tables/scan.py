"""What the XML of a spreadsheet shows before a library reads it: how far it reaches, formulas, merges, links.

ECMA-376 Part 1, 18.3.1 (worksheet), and OpenDocument 1.3 Part 3, 9 (table). A document type is refused, because no
spreadsheet has one and entities live there; so is a count that no spreadsheet has, because libraries obey it.
"""

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from letters.errors import DataError, Problem
from letters.intake.tables.container import damaged
from letters.intake.tables.grid import MOST_CELLS, Fault, check_size, column_name
from letters.intake.tables.links import Link, link_in, web_page

MOST_ODDITIES = 10_000  # cells merged, or without the value they should have
MOST_STATED = 1_048_576  # rows of a sheet of Excel or LibreOffice, the highest number that a file may repeat
Attributes = dict[str, str]
Place = tuple[int, int]  # row and column, from 0

NO_VALUE = "holds a formula whose result is not stored: open the file in Excel or LibreOffice and save it"
ERROR_VALUE = "holds an error instead of a value (such as #REF!)"

ERROR = "error"  # the type that LibreOffice writes beside a number or an empty text
# Attributes that say how often something is there, whatever stands before their colon: "c" is that of text:s.
_COUNTS = ("count", "uniqueCount", "number-rows-repeated", "number-columns-repeated", "c")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})")


@dataclass(slots=True)
class Survey:
    """What was seen of one sheet; rows and columns are counted from 0."""

    rows: int = 0
    columns: int = 0
    characters: int = 0
    cells: int = 0  # that hold something, each as often as it is written
    formulas: int = 0
    faults: dict[int, list[Fault]] = field(default_factory=dict)  # row -> what is wrong in it
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # first row -> column and last row
    links: dict[int, dict[int, Link]] = field(default_factory=dict)  # row -> column -> where the cell leads
    oddities: int = 0

    def reach(self, row: int, column: int, characters: int) -> None:
        """Note a cell that holds something."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)
        self.characters += characters
        self.cells += 1

    def add_fault(self, row: int, column: int, what: str) -> None:
        """Note a cell that cannot be trusted."""
        self.oddities += 1
        if self.oddities <= MOST_ODDITIES:
            fault = Fault(f"the cell {column_name(column)}{row + 1} {what}", column)
            self.faults.setdefault(row, []).append(fault)

    def merge(self, first: int, last: int, column: int) -> None:
        """Note cells that are merged over several rows."""
        self.oddities += 1
        if self.oddities <= MOST_ODDITIES:
            self.merged.setdefault(first, []).append((column, last))

    def add_link(self, row: int, column: int, link: Link | None) -> None:
        """Note where a cell leads; what is no web page leads nowhere."""
        if link and web_page(link.target):
            self.links.setdefault(row, {}).setdefault(column, link)

    def check(self, file: str) -> None:
        """Raise DataError if the sheet is too big."""
        check_size(self.rows, self.columns, self.characters, file)
        what = None
        if self.cells > MOST_CELLS:
            what = f"the table writes {self.cells:,} cells, some of them more than once; {MOST_CELLS:,} are the most."
        elif self.oddities > MOST_ODDITIES:
            what = f"more than {MOST_ODDITIES:,} cells are merged, or hold errors or formulas without a result."
        if what:
            hint = "Copy the list into a new sheet as values only, and save that."
            raise DataError(Problem(file, what, hint, code="table-too-big"))


class _Scan(Protocol):
    """A walk through one XML part: where elements begin, and the text between them."""

    def start(self, name: str, attributes: Attributes) -> None: ...
    def text(self, data: str) -> None: ...
    def end(self, name: str) -> None: ...


def walk(data: bytes, scan: _Scan, file: str) -> None:
    """Let a scan see one XML part from beginning to end; raises DataError if it is not well formed."""

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, found: scan.start(name.rpartition(":")[2], _plain(found))
    parser.EndElementHandler = lambda name: scan.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = scan.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged(file, str(error)) from error


def _plain(attributes: Attributes) -> Attributes:
    """Without prefixes; of two with one name the higher count and the error count, whichever a library obeys."""
    plain: Attributes = {}
    for key, value in attributes.items():
        name = key.rpartition(":")[2]
        if name in _COUNTS:
            _count(value)
            value = max(value, plain.get(name, "0"), key=int)
        plain[name] = ERROR if plain.get(name) == ERROR else value
    return plain


def _refuse_doctype(*_: object) -> None:
    raise ValueError("it holds a document type declaration")


def _number(text: str) -> int:
    """A number without a sign; raises ValueError, which `walk` reports."""
    if not text.isdecimal():
        raise ValueError(f"it holds {text[:20]!r} where a number belongs")
    return int(text)


def _count(text: str) -> int:
    number = _number(text)
    if number > MOST_STATED:
        raise ValueError(f"it says that something is there {number:,} times")
    return number


class _Elements:
    """Every element of a small part, by name, with its attributes."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Attributes]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        self.found.append((name, attributes))

    def text(self, data: str) -> None:
        pass

    def end(self, name: str) -> None:
        pass


def elements(data: bytes, wanted: str, file: str) -> list[Attributes]:
    """The attributes of all elements of a name, without their prefixes."""
    scan = _Elements()
    walk(data, scan, file)
    return [attributes for name, attributes in scan.found if name == wanted]


def scan_strings(data: bytes, file: str) -> "array[int]":
    """How long each shared string of an .xlsx is, in characters."""
    scan = _StringScan()
    walk(data, scan, file)
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


def scan_sheet(data: bytes, lengths: "array[int]", targets: dict[str, str], file: str) -> Survey:
    """The survey of one worksheet of an .xlsx; `targets` = where its links lead, by their ids. Raises DataError."""
    scan = _SheetScan(lengths, targets)
    walk(data, scan, file)
    scan.survey.check(file)
    return scan.survey


class _SheetScan:
    """A worksheet: cells without a reference stand behind the one before, as the standard says."""

    def __init__(self, lengths: "array[int]", targets: dict[str, str]) -> None:
        self.survey = Survey()
        self._lengths = lengths
        self._targets = targets
        self._row = self._column = -1  # of the row element and of the cell before
        self._at: Place = 0, 0
        self._type = "n"
        self._is_open = False  # whether this is inside a cell
        self._inside = ""  # the element whose text is wanted: "f" or "v"
        self._texts: dict[str, list[str]] = {}
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": lambda _: self._start_text("f"),
            "v": lambda _: self._start_text("v"),
            "t": lambda _: self._start_text("v"),
            "mergeCell": self._merge,
            "hyperlink": self._link,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        if begin := self._starts.get(name):
            begin(attributes)

    def text(self, data: str) -> None:
        if self._inside:
            self._texts[self._inside].append(data)

    def end(self, name: str) -> None:
        if name in ("f", "v", "t"):
            self._inside = ""
        elif name == "c":
            self._end_cell()

    def _start_row(self, attributes: Attributes) -> None:
        self._row = _number(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1

    def _start_cell(self, attributes: Attributes) -> None:
        _refuse_nested(self._is_open)
        self._is_open = True
        reference = attributes.get("r")
        self._at = _place(reference) if reference else (self._row, self._column + 1)
        self._column = self._at[1]
        self._type = attributes.get("t", "n")
        self._texts = {}

    def _start_text(self, name: str) -> None:
        self._inside = name
        self._texts.setdefault(name, [])

    def _end_cell(self) -> None:
        self._is_open = False
        value = "".join(self._texts.get("v", ())).strip()
        link = link_in("".join(self._texts["f"])) if "f" in self._texts else None
        self.survey.formulas += "f" in self._texts
        if "v" in self._texts or link:
            self.survey.reach(*self._at, self._length(value))
        if link:
            self.survey.add_link(*self._at, link)
        elif self._type == "e":
            self.survey.add_fault(*self._at, ERROR_VALUE)
        elif "f" in self._texts and not value and self._type != "str":  # a text may be empty
            self.survey.add_fault(*self._at, NO_VALUE)

    def _length(self, value: str) -> int:
        if self._type != "s" or not value:
            return len(value)
        if _number(value) >= len(self._lengths):
            raise ValueError("a cell names a text that is not there")
        return self._lengths[int(value)]

    def _merge(self, attributes: Attributes) -> None:
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found and found[2] != found[3]:
            self.survey.merge(int(found[2]) - 1, int(found[3]) - 1, _column(found[1]))

    def _link(self, attributes: Attributes) -> None:
        found = _REFERENCE.fullmatch(attributes.get("ref", ""))
        if found:
            target = self._targets.get(attributes.get("id", ""), "")
            self.survey.add_link(int(found[2]) - 1, _column(found[1]), Link(target, ""))


def _refuse_nested(is_open: bool) -> None:
    """Nobody knows which of the two a library would take."""
    if is_open:
        raise ValueError("it holds a row or cell inside another")


def _place(reference: str) -> Place:
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


def scan_document(data: bytes, file: str) -> dict[str, Survey]:
    """The surveys of all tables of an .ods by their names; raises DataError if they are too big or damaged."""
    scan = _DocumentScan()
    walk(data, scan, file)
    surveys = scan.surveys
    for survey in surveys.values():
        survey.check(file)
    check_size(0, 0, sum(survey.characters for survey in surveys.values()), file)
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
        self._is_row = self._is_cell = False  # whether this is inside one
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "table": self._start_table,
            "table-row": self._start_row,
            "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell,
            "s": self._spaces,
            "a": self._link,
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
        self._cell_characters += len(data)
        self._filled = self._filled or not data.isspace()

    def end(self, name: str) -> None:
        if finish := self._ends.get(name):
            finish()

    def _start_table(self, attributes: Attributes) -> None:
        self._survey = self.surveys.setdefault(attributes.get("name", ""), Survey())
        self._row = 0

    def _start_row(self, attributes: Attributes) -> None:
        _refuse_nested(self._is_row)
        self._is_row = True
        self._rows = int(attributes.get("number-rows-repeated", "1"))
        self._column, self._reached, self._characters = 0, -1, 0

    def _start_cell(self, attributes: Attributes) -> None:
        _refuse_nested(self._is_cell)
        self._is_cell = True
        self._cells = int(attributes.get("number-columns-repeated", "1"))
        self._cell_characters = len(attributes.get("string-value", ""))  # which a library takes for the text
        self._filled = "value-type" in attributes
        at = self._row, self._column
        if formula := attributes.get("formula"):
            self._survey.formulas += 1
            self._formula(at, formula)
        if attributes.get("value-type") == ERROR:
            self._survey.add_fault(*at, ERROR_VALUE)
        if (spanned := _number(attributes.get("number-rows-spanned", "1"))) > 1:
            self._survey.merge(self._row, self._row + spanned - 1, self._column)

    def _formula(self, at: Place, formula: str) -> None:
        if link := link_in(formula):
            self._survey.add_link(*at, link)
            self._filled = True
        elif not self._filled:
            self._survey.add_fault(*at, NO_VALUE)

    def _spaces(self, attributes: Attributes) -> None:
        """Several spaces, written as their number, which a library makes into a text of that length."""
        self._cell_characters += int(attributes.get("c", "1"))

    def _link(self, attributes: Attributes) -> None:
        self._survey.add_link(self._row, self._column, Link(attributes.get("href", ""), ""))

    def _end_cell(self) -> None:
        self._is_cell = False
        self._column += self._cells
        self._characters += self._cell_characters * self._cells
        if self._filled:
            self._reached = self._column - 1

    def _end_row(self) -> None:
        self._is_row = False
        self._row += self._rows
        self._survey.characters += self._characters * self._rows
        if self._reached >= 0:
            self._survey.reach(self._row - 1, self._reached, 0)

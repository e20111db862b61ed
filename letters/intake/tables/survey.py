"""What the XML of a spreadsheet shows before a library reads it: how far it reaches, formulas, merges, links.

A document type is refused, because no spreadsheet has one and entities live there; so is a count that no spreadsheet
has, because libraries obey it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from letters.errors import DataError, Problem
from letters.intake.tables.container import damaged
from letters.intake.tables.grid import MOST_CELLS, Fault, check_size, column_name
from letters.intake.tables.links import CellLink, web_page
from letters.sentences import sentence

MOST_ODDITIES = 10_000  # cells merged, or without the value they should have
MOST_STATED = 1_048_576  # rows of a sheet of Excel or LibreOffice, the highest number that a file may repeat
Attributes = dict[str, str]
Place = tuple[int, int]  # row and column, from 0
Starts = Mapping[str, Callable[[Attributes], None]]  # what is done where an element of that name begins
Ends = Mapping[str, Callable[[], None]]
Text = Callable[[str], None]


ERROR = "error"  # the type that LibreOffice writes beside a number or an empty text
# Attributes that say how often something is there, whatever stands before their colon: "c" is that of text:s.
_COUNTS = ("count", "uniqueCount", "number-rows-repeated", "number-columns-repeated", "c")


def no_value(cell: str) -> str:
    """What is wrong with a cell whose formula was never worked out."""
    return sentence(
        "the cell {cell} holds a formula whose result is not stored: open the file in Excel or LibreOffice and save it",
        cell=cell,
    )


def error_value(cell: str) -> str:
    """What is wrong with a cell that shows an error."""
    return sentence("the cell {cell} holds an error instead of a value (such as #REF!)", cell=cell)


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
    links: dict[int, dict[int, CellLink]] = field(default_factory=dict)  # row -> column -> where the cell leads
    oddities: int = 0

    def reach(self, row: int, column: int, characters: int) -> None:
        """Note a cell that holds something."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)
        self.characters += characters
        self.cells += 1

    def add_fault(self, row: int, column: int, what: Callable[[str], str]) -> None:
        """Note a cell that cannot be trusted."""
        self.oddities += 1
        if self.oddities <= MOST_ODDITIES:
            fault = Fault(what(f"{column_name(column)}{row + 1}"), column)
            self.faults.setdefault(row, []).append(fault)

    def merge(self, first: int, last: int, column: int) -> None:
        """Note cells that are merged over several rows."""
        self.oddities += 1
        if self.oddities <= MOST_ODDITIES:
            self.merged.setdefault(first, []).append((column, last))

    def add_link(self, row: int, column: int, link: CellLink | None) -> None:
        """Note where a cell leads; what is no web page leads nowhere."""
        if link and web_page(link.target):
            self.links.setdefault(row, {}).setdefault(column, link)

    def check(self, file: str) -> None:
        """Raise DataError if the sheet is too big."""
        check_size(self.rows, self.columns, self.characters, file)
        what = ""
        if self.cells > MOST_CELLS:
            what = sentence(
                "the table writes {cells:,} cells, some of them more than once; {most_cells:,} are the most.",
                cells=self.cells,
                most_cells=MOST_CELLS,
            )
        elif self.oddities > MOST_ODDITIES:
            what = sentence(
                "more than {most_oddities:,} cells are merged, or hold errors or formulas without a result.",
                most_oddities=MOST_ODDITIES,
            )
        if what:
            hint = sentence("Copy the list into a new sheet as values only, and save that.")
            raise DataError(Problem(file, what, hint, code="table-too-big"))


def walk(data: bytes, file: str, starts: Starts, text: Text | None = None, ends: Ends | None = None) -> None:
    """See one XML part from beginning to end: where elements begin, the text between them, where they end.

    Elements are told by their names without a prefix. Raises DataError if the part is not well formed, or states too
    high a count, in whatever element.
    """

    def start(name: str, found: Attributes) -> None:
        attributes = _plain(found)
        if begin := starts.get(name.rpartition(":")[2]):
            begin(attributes)

    def end(name: str) -> None:
        if finish := finishes.get(name.rpartition(":")[2]):
            finish()

    finishes = ends or {}
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.EndElementHandler = end if ends else None
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


def whole_number(text: str) -> int:
    """A number without a sign; raises ValueError, which `walk` reports."""
    if not text.isdecimal():
        raise ValueError(f"it holds {text[:20]!r} where a number belongs")
    return int(text)


def _count(text: str) -> int:
    number = whole_number(text)
    if number > MOST_STATED:
        raise ValueError(f"it says that something is there {number:,} times")
    return number


def elements(data: bytes, wanted: str, file: str) -> list[Attributes]:
    """The attributes of all elements of a name."""
    found: list[Attributes] = []
    walk(data, file, {wanted: found.append})
    return found


def refuse_nested(is_open: bool) -> None:
    """Nobody knows which of the two a library would take."""
    if is_open:
        raise ValueError("it holds a row or cell inside another")

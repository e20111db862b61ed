"""The surveys of the tables of an .ods (OpenDocument 1.3 Part 3, 9)."""

from letters.intake.tables.grid import check_size
from letters.intake.tables.links import CellLink, link_in
from letters.intake.tables.survey import (
    ERROR,
    Attributes,
    Ends,
    Place,
    Starts,
    Survey,
    error_value,
    no_value,
    refuse_nested,
    walk,
    whole_number,
)


def scan_document(data: bytes, file: str) -> dict[str, Survey]:
    """The surveys of all tables of an .ods by their names; raises DataError if they are too big or damaged."""
    scan = _DocumentScan()
    walk(data, file, scan.starts, scan.text, scan.ends)
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
        self.starts: Starts = {
            "table": self._start_table,
            "table-row": self._start_row,
            "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell,
            "s": self._spaces,
            "a": self._link,
        }
        self.ends: Ends = {
            "table-row": self._end_row,
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_cell,
        }

    def text(self, data: str) -> None:
        self._cell_characters += len(data)
        self._filled = self._filled or not data.isspace()

    def _start_table(self, attributes: Attributes) -> None:
        self._survey = self.surveys.setdefault(attributes.get("name", ""), Survey())
        self._row = 0

    def _start_row(self, attributes: Attributes) -> None:
        refuse_nested(self._is_row)
        self._is_row = True
        self._rows = int(attributes.get("number-rows-repeated", "1"))
        self._column, self._reached, self._characters = 0, -1, 0

    def _start_cell(self, attributes: Attributes) -> None:
        refuse_nested(self._is_cell)
        self._is_cell = True
        self._cells = int(attributes.get("number-columns-repeated", "1"))
        self._cell_characters = len(attributes.get("string-value", ""))  # which a library takes for the text
        self._filled = "value-type" in attributes
        at = self._row, self._column
        if formula := attributes.get("formula"):
            self._survey.formulas += 1
            self._formula(at, formula)
        if attributes.get("value-type") == ERROR:
            self._survey.add_fault(*at, error_value)
        if (spanned := whole_number(attributes.get("number-rows-spanned", "1"))) > 1:
            self._survey.merge(self._row, self._row + spanned - 1, self._column)

    def _formula(self, at: Place, formula: str) -> None:
        if link := link_in(formula):
            self._survey.add_link(*at, link)
            self._filled = True
        elif not self._filled:
            self._survey.add_fault(*at, no_value)

    def _spaces(self, attributes: Attributes) -> None:
        """Several spaces, written as their number, which a library makes into a text of that length."""
        self._cell_characters += int(attributes.get("c", "1"))

    def _link(self, attributes: Attributes) -> None:
        self._survey.add_link(self._row, self._column, CellLink(attributes.get("href", ""), ""))

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

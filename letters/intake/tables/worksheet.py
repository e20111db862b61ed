"""The survey of a worksheet of an .xlsx (ECMA-376 Part 1, 18.3.1) and of the texts that its sheets share."""

import re
from array import array

from letters.intake.tables.links import CellLink, link_in
from letters.intake.tables.survey import (
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

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})")


def scan_strings(data: bytes, file: str) -> "array[int]":
    """How long each shared string of an .xlsx is, in characters."""
    lengths = array("L")

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    walk(data, file, {"si": lambda _: lengths.append(0)}, text)
    return lengths


def scan_sheet(data: bytes, lengths: "array[int]", targets: dict[str, str], file: str) -> Survey:
    """The survey of one worksheet of an .xlsx; `targets` = where its links lead, by their ids. Raises DataError."""
    scan = _SheetScan(lengths, targets)
    walk(data, file, scan.starts, scan.text, scan.ends)
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
        self.starts: Starts = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": lambda _: self._start_text("f"),
            "v": lambda _: self._start_text("v"),
            "t": lambda _: self._start_text("v"),
            "mergeCell": self._merge,
            "hyperlink": self._link,
        }
        self.ends: Ends = {"c": self._end_cell, **dict.fromkeys("fvt", self._end_text)}

    def text(self, data: str) -> None:
        if self._inside:
            self._texts[self._inside].append(data)

    def _start_row(self, attributes: Attributes) -> None:
        self._row = whole_number(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1

    def _start_cell(self, attributes: Attributes) -> None:
        refuse_nested(self._is_open)
        self._is_open = True
        reference = attributes.get("r")
        self._at = _place(reference) if reference else (self._row, self._column + 1)
        self._column = self._at[1]
        self._type = attributes.get("t", "n")
        self._texts = {}

    def _start_text(self, name: str) -> None:
        self._inside = name
        self._texts.setdefault(name, [])

    def _end_text(self) -> None:
        self._inside = ""

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
            self.survey.add_fault(*self._at, error_value)
        elif "f" in self._texts and not value and self._type != "str":  # a text may be empty
            self.survey.add_fault(*self._at, no_value)

    def _length(self, value: str) -> int:
        if self._type != "s" or not value:
            return len(value)
        if whole_number(value) >= len(self._lengths):
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
            self.survey.add_link(int(found[2]) - 1, _column(found[1]), CellLink(target, ""))


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

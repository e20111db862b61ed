"""Spreadsheets that mean harm: each guard of letters/intake/tables has a file here that would pass without it."""

import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import python_calamine
from python_calamine import CalamineWorkbook

from letters.errors import DataError, FileError
from letters.intake.tables import write_xlsx
from letters.intake.tables.grid import MOST_BYTES, MOST_ROWS, MOST_UNPACKED
from tests import spreadsheets
from tests.spreadsheets import read_rows, refusal

ROOT = Path(__file__).parent.parent
HEADINGS = ["id", "address"]
LINE = "693008, Сахалинская область, г. Южно-Сахалинск, ул. Пограничная, д. 71, ФКУ ИК-1 УФСИН России"
MEMORY = 1_500_000_000  # bytes of addresses, libraries counted; the worst of these files asked for 3.2 GB and more
SECONDS = 240  # for all files together
Maker = Callable[[Path], Path]


def sheet(data: str, below: str = "", strings: str = "") -> Maker:
    """An .xlsx with this XML in its sheet."""
    return lambda path: spreadsheets.write_sheet_xml(path, data, below, strings)


def part(name: str, old: str, new: str, strings: str = "") -> Maker:
    """An .xlsx in one of whose parts a text is replaced."""

    def make(path: Path) -> Path:
        parts = spreadsheets.read_zip(spreadsheets.write_sheet_xml(path, cell("A1", "x", "str"), "", strings))
        assert old.encode() in parts[name]
        return spreadsheets.write_zip(path, {**parts, name: parts[name].replace(old.encode(), new.encode(), 1)})

    return make


def ods(rows: str) -> Maker:
    """An .ods with these rows."""
    table = f'<table:table table:name="a">{rows}</table:table>'
    return lambda path: spreadsheets.write_ods_xml(path, table, zipfile.ZIP_STORED)


def plain(data: bytes) -> Maker:
    """A file of these bytes."""

    def make(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return make


def cell(place: str, value: str = "1", kind: str = "n") -> str:
    """The XML of a cell in a row of its own."""
    return f'<row><c r="{place}" t="{kind}"><v>{value}</v></c></row>'


def ods_row(times: str, cells: str = "<table:table-cell/>") -> str:
    """The XML of a row that is repeated."""
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def ods_cell(inner: str, attributes: str = "") -> str:
    """The XML of a cell of text."""
    return f"<{TEXT} {attributes}>{inner}</table:table-cell>"


TEXT = 'table:table-cell office:value-type="string"'
REPEATED = 'table:number-columns-repeated="{}"'
WIDE = ods_cell("<text:p>a</text:p>", REPEATED.format(16384))
TOO_OFTEN = "it says that something is there {} times"
DAMAGED = "is damaged or no spreadsheet"
ENDLESS_TEXTS = '<sst count="4000000000" uniqueCount="4000000000">'

# What is said of the file; "" = it is read, and nothing of it takes more than it should.
FILES: dict[str, tuple[Maker, str]] = {
    # how far a sheet reaches
    "a cell far to the right": (sheet(cell("XFD1") + cell("A900")), "the table has 16,384 columns; 200 are the most."),
    "a cell far below": (sheet(cell("A1048576")), "the table has 1,048,576 rows; 20,000 are the most."),
    "cells all over": (sheet(cell("GR1") + cell("A20000")), "the table reaches over 20,000 rows and 200 columns"),
    "a cell nowhere": (sheet(cell("AAAAAAAA1")), f"{DAMAGED}: it holds a cell 'AAAAAAAA1'"),
    "a row nowhere": (sheet('<row r="-5"><c><v>1</v></c></row>'), "it holds '-5' where a number belongs"),
    "a cell behind a character": (sheet(cell("&#65;1048576")), "the table has 1,048,576 rows"),
    "a cell in a cell": (sheet(f'<row><c r="XFD1048576">{cell("A1")[5:-6]}</c></row>'), "inside another"),
    "one cell very often": (sheet(f"<row>{cell('A1')[5:-6] * 400_001}</row>"), "the table writes 400,001 cells"),
    "styles without cells": (sheet("<row>" + '<c s="1"/>' * 300_000 + "</row>"), "no column for the address was found"),
    # what a sheet holds
    "cut off": (sheet('<row r="1"><c r="A1"><v>1'), DAMAGED),
    "an entity": (sheet(cell("A1", "&x;", "str")), DAMAGED),
    "a text that is not there": (sheet(cell("A1", "99", "s")), f"{DAMAGED}: a cell names a text that is not there"),
    "errors everywhere": (
        sheet("".join(cell(f"A{number}", "#REF!", "e") for number in range(1, 10_003))),
        "more than 10,000 cells are merged, or hold errors",
    ),
    "merged cells everywhere": (
        sheet(cell("A1"), "<mergeCells>" + '<mergeCell ref="A1:A9"/>' * 10_001 + "</mergeCells>"),
        "more than 10,000 cells are merged",
    ),
    "one long text in very many cells": (
        sheet("".join(cell(f"A{n}", "0", "s") for n in range(1, 5001)), strings=f"<si><t>{'long ' * 6000}</t></si>"),
        "the table holds 150,000,000 characters; 20,000,000 are the most.",
    ),
    # counts that a part states
    "texts, as many as it says": (
        part("xl/sharedStrings.xml", "<sst>", ENDLESS_TEXTS, strings="<si><t>x</t></si>"),
        TOO_OFTEN.format("4,000,000,000"),
    ),
    "styles, as many as it says": (
        part("xl/styles.xml", '<cellXfs count="1">', '<cellXfs count="4000000000">'),
        TOO_OFTEN.format("4,000,000,000"),
    ),
    "merged cells, as many as it says": (
        sheet(cell("A1"), '<mergeCells count="4000000000"><mergeCell ref="A1:A2"/></mergeCells>'),
        TOO_OFTEN.format("4,000,000,000"),
    ),
    "a reach that it only says": (
        part("xl/worksheets/sheet1.xml", '<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>'),
        "no column for the address was found",
    ),
    "a formula over everything": (
        sheet('<row><c r="A1"><f t="shared" ref="A1:XFD1048576" si="4000000000">1</f><v>1</v></c></row>'),
        "no column for the address was found",
    ),
    "one merged cell over everything": (
        sheet(cell("A1", "x", "str"), '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "no column for the address was found",
    ),
    # the same in an .ods
    "a repeated text": (ods(ods_row("1000000", WIDE)), "the table has 1,000,000 rows"),
    "a wide text": (ods(ods_row("1000", WIDE)), "the table has 16,384 columns"),
    "a text after endless empty rows": (ods(ods_row("900000") + ods_row("1", WIDE)), "the table has 900,001 rows"),
    "a text after endless empty cells": (
        ods(ods_row("1", f"<table:table-cell {REPEATED.format(900_000)}/>{ods_cell('<text:p>a</text:p>')}")),
        "the table has 900,001 columns",
    ),
    "a row two thousand million times": (ods(ods_row("2000000000", WIDE)), TOO_OFTEN.format("2,000,000,000")),
    "a cell two thousand million times": (
        ods(ods_row("1", ods_cell("<text:p>a</text:p>", REPEATED.format(2_000_000_000)))),
        TOO_OFTEN.format("2,000,000,000"),
    ),
    "columns two thousand million times": (
        ods(f"<table:table-column {REPEATED.format(2_000_000_000)}/>" + ods_row("1", WIDE)),
        TOO_OFTEN.format("2,000,000,000"),
    ),
    "a number that is none": (ods(ods_row("-1")), "it holds '-1' where a number belongs"),
    "a number without end": (ods(ods_row("9" * 5000)), DAMAGED),
    "a cell over everything": (
        ods(ods_row("1", ods_cell("<text:p>a</text:p>", 'table:number-rows-spanned="2000000000"'))),
        "no column for the address was found",
    ),
    "two thousand million spaces": (
        ods(ods_row("1", ods_cell('<text:p>a<text:s text:c="2000000000"/>b</text:p>'))),
        TOO_OFTEN.format("2,000,000,000"),
    ),
    "a million spaces, thirty times": (
        ods(ods_row("1", ods_cell("<text:p>" + '<text:s text:c="1000000"/>' * 30 + "</text:p>"))),
        "the table holds 30,000,000 characters",
    ),
    "a million spaces in a hundred cells": (
        ods(ods_row("1", ods_cell('<text:p>a<text:s text:c="1000000"/></text:p>', REPEATED.format(100)))),
        "the table holds 100,000,100 characters",
    ),
    "a million spaces in a remark": (
        ods(
            ods_row(
                "30", ods_cell('<office:annotation><text:p><text:s text:c="1000000"/></text:p></office:annotation>')
            )
        ),
        "the table holds 30,000,000 characters",
    ),
    "fewer spaces than none": (ods(ods_row("1", ods_cell('<text:p><text:s text:c="-3"/></text:p>'))), DAMAGED),
    "two counts of spaces": (
        ods(ods_row("1", ods_cell('<text:p><text:s text:c="2000000000" office:c="1"/></text:p>'))),
        TOO_OFTEN.format("2,000,000,000"),
    ),
    "two counts of cells": (
        ods(
            ods_row(
                "1", ods_cell("<text:p>a</text:p>", f'{REPEATED.format(90_000)} office:number-columns-repeated="1"')
            )
        ),
        "the table has 90,000 columns",
    ),
    "long white space, repeated": (
        ods(ods_row("1", ods_cell(f"<text:p>{' ' * 200_000}</text:p>", REPEATED.format(190)))),
        "the table holds 38,000,000 characters",
    ),
    "a long text of an attribute, repeated": (
        ods(ods_row("1", f'<{TEXT} office:string-value="{"x" * 200_000}" {REPEATED.format(190)}/>')),
        "the table holds 38,000,000 characters",
    ),
    "rows in a row": (ods(f"<table:table-row>{ods_row('2', WIDE)}</table:table-row>"), "inside another"),
    "cells in a cell": (ods(ods_row("1", ods_cell(ods_cell("<text:p>a</text:p>")))), "inside another"),
    # archives and texts
    "empty": (plain(b""), "is empty."),
    "old Excel": (plain(b"\xd0\xcf\x11\xe0 and so on"), "is an Excel file of the old kind (.xls), or locked"),
    "half an archive": (plain(b"PK\x03\x04 and so on"), f"{DAMAGED}: File is not a zip file."),
    "too big": (plain(b"id;address\n" + b"x" * MOST_BYTES), "has 20 MB; 20 are the most. Split it"),
    "an archive that is no table": (
        lambda path: spreadsheets.write_zip(path, {"word/document.xml": "<x/>"}),
        "the archive holds neither an Excel nor an OpenDocument table",
    ),
    "a bomb": (
        part("xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData>" + " " * 20_000_000),
        "is packed more than 200 times over (xl/worksheets/sheet1.xml)",
    ),
    "a bomb beside the table": (
        lambda path: spreadsheets.write_zip(
            path,
            spreadsheets.read_zip(spreadsheets.write_xlsx(path, [HEADINGS])) | {"xl/media/x.xml": b" " * 60_000_000},
        ),
        "",
    ),
    "only line ends": (plain(b"address\n" + b"\n" * 3_000_000), "the table has 3,000,001 rows"),
    "rows without end": (plain(b"id;address\n" + b"a;b\n" * (MOST_ROWS + 1)), "the table has 20,001 rows"),
    "cells without end": (plain(b"address" + b";a" * 500_000), "the table has 500,001 columns"),
    "a quotation mark never closed": (plain(b'id;address\na;"' + b"b\n" * 20_000), ":2: a quotation mark in the row"),
}

CHILD = """
import json, sys, time
from pathlib import Path
from letters.errors import LettersError
from letters.intake.tables import read_table
for path in map(Path, sys.argv[1:]):
    start = time.process_time()
    try:
        said = "" if list(read_table(path, {}).rows) is not None else ""
    except LettersError as error:
        said = str(error)
    print(json.dumps([path.name, said, time.process_time() - start]), flush=True)
"""


def bounded() -> None:
    """Memory and time of a process; only where the system can bound them."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of every file, by one process whose memory is bounded; an abort leaves the rest unsaid."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = [make(folder / str(number)) for number, (make, _) in enumerate(FILES.values())]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *map(str, paths)],
        cwd=ROOT,
        capture_output=True,
        preexec_fn=bounded if os.name == "posix" else None,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    names = list(FILES)
    return {names[int(number)]: text for number, text, _ in rows}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_file_is_refused_in_words_or_read_within_bounds(name: str, said: dict[str, str]) -> None:
    message = FILES[name][1]
    assert name in said, "the process did not live to say anything of it"
    assert message in said[name]
    assert bool(message) == bool(said[name])


def test_the_guards_are_what_keeps_a_library_from_obeying(tmp_path: Path) -> None:
    """A count of texts alone ends the process that reads the file: no exception, nothing to catch."""
    path = FILES["texts, as many as it says"][0](tmp_path / "t.xlsx")
    code = f"from python_calamine import CalamineWorkbook; CalamineWorkbook.from_path({str(path)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, preexec_fn=bounded)
    assert done.returncode not in (0, 1)


def test_cells_with_a_style_and_nothing_else_do_not_count(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>address</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert list(read_rows(spreadsheets.write_sheet_xml(tmp_path / "t.xlsx", rows))) == []


def test_endless_empty_rows_and_cells_at_the_end_do_not_count(tmp_path: Path) -> None:
    path = spreadsheets.write_ods(tmp_path / "t.ods", [HEADINGS, ["a", "one"]])
    assert [row.values for row in read_rows(path)] == [{"id": "a", "address": "one"}]


def test_merged_cells_without_end(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>address</v></c></row><row r="2"><c r="A2" t="str"><v>one</v></c></row>'
    below = '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    (row,) = read_rows(spreadsheets.write_sheet_xml(tmp_path / "t.xlsx", rows, below))
    assert row.values == {"address": "one"}


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_document_type_is_refused(name: str, tmp_path: Path) -> None:
    parts = spreadsheets.read_zip(spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS]))
    entities = b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    path = spreadsheets.write_zip(tmp_path / "t.xlsx", {**parts, name: entities + parts[name].split(b"?>", 1)[1]})
    assert "it holds a document type declaration" in refusal(path)


def test_an_encoding_that_does_not_exist(tmp_path: Path) -> None:
    path = part("xl/workbook.xml", "UTF-8", "U-T-F")(tmp_path / "t.xlsx")
    assert "unknown encoding: U-T-F" in refusal(path)


def test_a_place_in_the_archive_that_cannot_be(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS])
    data = path.read_bytes()
    start = data.rindex(b"PK\x05\x06") + 16
    path.write_bytes(data[:start] + b"\xff\xff\xff\x7f" + data[start + 4 :])
    with pytest.raises((DataError, FileError)):
        list(read_rows(path))


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_an_archive_that_lies_about_its_sizes(name: str, tmp_path: Path) -> None:
    parts = spreadsheets.read_zip(spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS, ["a", "one"]]))
    parts[name] = parts[name] + b" " * 5_000_000
    path = spreadsheets.write_zip(tmp_path / "t.xlsx", parts)
    true = struct.pack("<I", len(parts[name]))
    path.write_bytes(path.read_bytes().replace(true, struct.pack("<I", 3000)))
    assert DAMAGED in refusal(path)


@pytest.mark.slow
def test_an_archive_that_would_unpack_to_too_much(tmp_path: Path) -> None:
    parts = spreadsheets.read_zip(spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS]))
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_STORED) as archive:
        for other, data in parts.items():
            archive.writestr(other, data + b" " * (MOST_UNPACKED if other == name else 0))
    assert "has 50 MB; 20 are the most" in refusal(tmp_path / "t.xlsx")
    filling = b"".join(os.urandom(50).hex().encode() * 20 for _ in range(MOST_UNPACKED // 2000))
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for other, data in parts.items():
            archive.writestr(other, data + (filling if other == name else b""))
    assert "would unpack to 50 MB; 50 are the most. Split the table." in refusal(tmp_path / "t.xlsx")


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_archive_packed_as_no_program_packs_it(packing: int, tmp_path: Path) -> None:
    parts = spreadsheets.read_zip(spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS, ["a", "one"]]))
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", packing) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert [row.values["id"] for row in read_rows(tmp_path / "t.xlsx")] == ["a"]


def test_an_archive_with_a_part_twice_is_read_as_the_directory_says(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS, ["a", "one"]])
    other = spreadsheets.read_zip(spreadsheets.write_xlsx(tmp_path / "o.xlsx", [HEADINGS, ["b", "two"]]))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", other["xl/sharedStrings.xml"])
    assert [row.values["id"] for row in read_rows(path)] == ["b"]


def test_an_archive_under_a_password(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS])
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0].header_offset
    data = bytearray(path.read_bytes())
    for start in (first + 6, data.index(b"PK\x01\x02") + 8):
        data[start] |= 1
    path.write_bytes(data)
    assert f"{DAMAGED}: it is locked with a password." in refusal(path)


@pytest.mark.parametrize("name", ["none.xlsx", "."])
def test_a_file_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileError):
        list(read_rows(tmp_path / name))


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (Path("/dev/zero"), tmp_path / "pipe"):
        with pytest.raises(FileError, match="is no file on a disk"):
            list(read_rows(path))


def test_macros_pictures_and_other_sheets_never_reach_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS, ["a", "one"]], other=[["x"]])
    parts = spreadsheets.read_zip(path) | {"xl/vbaProject.bin": b"macro", "xl/media/image1.png": b"x"}
    spreadsheets.write_zip(path, parts)
    seen: list[str] = []

    def spy(copy: Any) -> Any:
        seen.extend(zipfile.ZipFile(copy).namelist())
        copy.seek(0)
        return CalamineWorkbook.from_filelike(copy)

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", SimpleNamespace(from_filelike=spy))
    assert len(list(read_rows(path))) == 1
    own = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}
    assert set(seen) == own | {"xl/styles.xml", "[Content_Types].xml", "_rels/.rels"}


class PanicException(BaseException):
    """What a library written in Rust raises where it gives up."""


@pytest.mark.parametrize("place", ["from_filelike", "get_sheet_by_name", "iter_rows"])
def test_a_library_that_gives_up(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def panic(*_: Any) -> Any:
        raise PanicException("index out of bounds")

    page = SimpleNamespace(start=(0, 0), iter_rows=panic)
    methods = {"get_sheet_by_name": lambda _: page, "close": lambda: None}
    book = SimpleNamespace(**{**methods, **({place: panic} if place in methods else {})})
    opened = panic if place == "from_filelike" else lambda _: book
    monkeypatch.setattr(python_calamine, "CalamineWorkbook", SimpleNamespace(from_filelike=opened))
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS])
    assert "is damaged or no spreadsheet: index out of bounds." in refusal(path)


@pytest.mark.slow
def test_nothing_of_a_table_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS, *([f"p{n}", LINE] for n in range(5000))])
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    assert len(list(read_rows(path))) == 5000


MANY = """
import resource, sys, time
from pathlib import Path
from letters.intake.tables import read_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
times = []
for path in map(Path, sys.argv[1:]):
    start = time.process_time()
    count = sum(1 for _ in read_table(path, {}).rows)
    times.append(time.process_time() - start)
print(count, times[1] / times[0], (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say how much memory a process had")
def test_many_rows_in_bounded_time_and_memory(tmp_path: Path) -> None:
    """More than everybody known: time grows as the rows do."""
    for name, count in (("few", 2000), ("many", 8000)):
        write_xlsx(tmp_path / name, HEADINGS, ([f"p{number}", f"{LINE} {number}"] for number in range(count)))
    words = [sys.executable, "-c", MANY, tmp_path / "few", tmp_path / "many"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    count, times, megabytes = map(float, done.stdout.split())
    assert (count, times < 8, megabytes < 100) == (8000, True, True), done.stdout

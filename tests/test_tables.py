"""Spreadsheets: every row of the table of cases in every kind of file, what cells hold, and files that mean harm."""

import codecs
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from python_calamine import CalamineWorkbook

from letters.errors import CommandError, DataError, FileError
from letters.intake.tables import (
    container,
    field_names,
    grid,
    open_table,
    read_renames,
    read_rows,
    scan,
    workbook,
    write_csv,
    write_xlsx,
)
from letters.intake.tables.headings import find_field, fold, table
from letters.store.book.record import PersonRecord
from tests import spreadsheets

ROOT = Path(__file__).parent.parent
CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/tables.yaml").read_text("utf-8"))
HEADINGS = ["id", "address"]
WRITERS: dict[str, Callable[[Path, Any], Path]] = {
    "utf-8;": lambda path, rows: spreadsheets.write_csv(path, rows),
    "utf-8-sig,": lambda path, rows: spreadsheets.write_csv(path, rows, ",", "utf-8-sig"),
    "cp1251;": lambda path, rows: spreadsheets.write_csv(path, rows, ";", "cp1251"),
    "utf-16 tab": lambda path, rows: spreadsheets.write_csv(path, rows, "\t", "utf-16"),
    "xlsx": spreadsheets.write_xlsx,
    "ods": spreadsheets.write_ods,
}


def refusal(path: Path, **options: Any) -> str:
    """What is said of a table that is refused as a whole."""
    with pytest.raises(DataError) as caught:
        list(read_rows(path, **options))
    return "\n".join(map(str, caught.value.problems))


# --- cases


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["description"])
def test_case(case: dict[str, Any], kind: str, tmp_path: Path) -> None:
    path = WRITERS[kind](tmp_path / "table", case["grid"])
    if "error" in case:
        assert case["error"] in refusal(path)
        return
    with open_table(path, {}) as found:
        rows = list(found.rows)
    assert found.unknown == tuple(case.get("unknown", ()))
    assert [row.number for row in rows] == [row["number"] for row in case["rows"]]
    for row, expected in zip(rows, case["rows"], strict=True):
        assert expected.get("reason", "") in " ".join(row.reasons)
        assert bool(row.reasons) == ("reason" in expected)
        assert expected.get("note", "") in " ".join(row.notes)
        assert row.reasons or dict(row.values) == expected["values"]


# --- headings


@pytest.mark.parametrize(("heading", "field"), table()["samples"].items())
def test_heading(heading: str, field: str) -> None:
    assert (find_field(heading, {}) or "") == field


def test_no_heading_means_two_fields() -> None:
    words = [fold(word) for entry in table()["fields"].values() for language in entry.values() for word in language]
    words += [fold(word) for word in table()["ignored"]["headings"]]
    assert sorted(words) == sorted(set(words))


def test_every_field_of_the_book_has_headings() -> None:
    stems = {name.partition(".")[0] for name in field_names()}
    assert set(PersonRecord.model_fields) <= stems


def test_map_names_columns(tmp_path: Path) -> None:
    path = spreadsheets.write_csv(tmp_path / "t.csv", [["Куда", "О нём", "Тел."], ["строка", "поёт", "1"]])
    renames = read_renames(["куда=address", "О нём=about.fr", "Тел.=-"])
    with open_table(path, renames) as found:
        assert [dict(row.values) for row in found.rows] == [{"address": "строка", "about.fr": "поёт"}]
    assert found.unknown == ()


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("Куда", "--map 'Куда' is no pair. Write --map"),
        ("=address", "is no pair"),
        ("Куда=adress", "there is no field 'adress'. Did you mean address?"),
        ("Куда=xyz", "Fields: id, address, "),
        ("Кудда=address", "no column has the heading 'кудда'. Did you mean «Куда»?"),
        ("Xyz=address", "Its headings: «Куда», «адрес»."),
    ],
)
def test_map_that_is_wrong(pair: str, message: str, tmp_path: Path) -> None:
    path = spreadsheets.write_csv(tmp_path / "t.csv", [["Куда", "адрес"], ["строка", "строка"]])
    with pytest.raises(CommandError) as caught:
        list(read_rows(path, read_renames([pair])))
    assert message in str(caught.value)


# --- what cells hold


def test_cells_of_a_workbook(tmp_path: Path) -> None:
    def styled(value: Any, style: str) -> Callable[..., None]:
        return lambda book, sheet, row, column: sheet.write(row, column, value, book.add_format({"num_format": style}))

    values = {
        "index": styled(10203, "000000"),
        "facility": "ФКУ ИК-1",
        "house": 11,
        "street": 2.5,
        "born": styled(datetime(1990, 5, 6), "dd.mm.yyyy"),
        "verified": styled(datetime(2026, 11, 22, 10, 30), "dd.mm.yyyy hh:mm"),
        "about": True,
        "id": 7,
        "name": "Ветров Илья",
    }
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [list(values), list(values.values())])
    (row,) = read_rows(path)
    found = {name: row.values.get(name) for name in ("born", "verified", "about.en", "id", "address")}
    assert found == {
        "born": "1990",
        "verified": "2026-11-22",
        "about.en": "true",
        "id": "7",
        "address": "010203, 2.5, 11, ФКУ ИК-1, Ветрову Илье, 1990 г. р.",
    }


@pytest.mark.parametrize("value", [date(2026, 2, 1), datetime(2026, 2, 1, 10), clock(10, 30)])
def test_a_house_that_became_a_date(value: Any, tmp_path: Path) -> None:
    def write(book: Any, sheet: Any, row: int, column: int) -> None:
        sheet.write_datetime(row, column, value, book.add_format({"num_format": "dd.mm.yyyy hh:mm"}))

    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [["address", "дом"], ["строка", write], ["строка", "1/2"]])
    first, second = read_rows(path)
    assert "house: the cell holds a date (" in first.reasons[0]
    assert second.reasons == ()


def test_formulas_give_their_stored_results_and_errors_are_named(tmp_path: Path) -> None:
    def formula(text: str, value: Any) -> Callable[..., None]:
        return lambda book, sheet, row, column: sheet.write_formula(row, column, text, None, value)

    link = '=HYPERLINK("http://example.org/"&A1,"x")'
    rows = [HEADINGS, ["a", formula(link, "строка")], ["b", formula("=1+1", "")], ["c", formula("=#REF!", "#REF!")]]
    with open_table(spreadsheets.write_xlsx(tmp_path / "t.xlsx", rows), {}) as found:
        first, second, third = found.rows
    assert first.values["address"] == "строка"
    assert second.reasons == (f"the cell B3 {scan.NO_VALUE}",)
    assert third.reasons == (f"the cell B4 {scan.ERROR_VALUE}",)
    assert found.notes == ("cells with formulas: 3. Their stored results were read; nothing was worked out.",)


def test_a_formula_in_a_column_that_is_not_imported_does_no_harm(tmp_path: Path) -> None:
    def broken(_book: Any, sheet: Any, row: int, column: int) -> None:
        sheet.write_formula(row, column, "=#REF!", None, "#REF!")

    (row,) = read_rows(spreadsheets.write_xlsx(tmp_path / "t.xlsx", [["address", "сумма"], ["строка", broken]]))
    assert row.reasons == ()


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    def merged(_book: Any, sheet: Any, row: int, column: int) -> None:
        sheet.merge_range(row, column, row + 2, column, "ФКУ ИК-1")

    rows = [["id", "index", "facility"], ["a", "693008", merged], ["b", "693008"], [], ["d", "693008", "ФКУ ИК-2"]]
    with open_table(spreadsheets.write_xlsx(tmp_path / "t.xlsx", rows), {}) as found:
        texts = {row.values["id"]: row.values["address"] for row in found.rows}
    assert texts == {"a": "693008, ФКУ ИК-1", "b": "693008, ФКУ ИК-1", "d": "693008, ФКУ ИК-2"}
    assert found.notes == ("merged cells: 1. Every row they reach over was read as if it had their text.",)


def test_cells_of_an_ods(tmp_path: Path) -> None:
    def cell(attributes: str, text: str = "") -> str:
        return f"<table:table-cell {attributes}>{text and f'<text:p>{text}</text:p>'}</table:table-cell>"

    text = 'office:value-type="string"'
    cells = (
        cell('office:value-type="float" office:value="693008"', "693 008"),
        cell(f'{text} table:number-rows-spanned="2"', "ФКУ ИК-1"),
        cell('office:value-type="date" office:date-value="2026-11-22"', "22 ноя"),
        cell('table:formula="of:=1+1"'),
    )
    names = ("индекс", "учреждение", "проверено", "о нём")
    rows = ("".join(cell(text, name) for name in names), "".join(cells), cells[0] + "<table:covered-table-cell/>")
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    path = spreadsheets.write_ods_xml(tmp_path / "t.ods", f'<table:table table:name="a">{body}</table:table>')
    first, second = read_rows(path)
    assert first.reasons == (f"the cell D2 {scan.NO_VALUE}",)
    assert first.values == {"index": "693008", "facility": "ФКУ ИК-1", "verified": "2026-11-22"}
    assert second.values == {"address": "693008, ФКУ ИК-1"}


def test_the_first_sheet_that_is_not_hidden_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS, ["a", "one"]], old=[HEADINGS, ["b", "two"]])
    with open_table(path, {}) as found:
        assert [row.values["id"] for row in found.rows] == ["a"]
    assert found.notes == ("only the sheet «people» was read, not «old»; --sheet NAME reads another.",)
    assert [row.values["id"] for row in read_rows(path, sheet="old")] == ["b"]
    with pytest.raises(CommandError, match=r"there is no sheet «new»\. Its sheets: «people», «old»\."):
        list(read_rows(path, sheet="new"))
    parts = spreadsheets.read_zip(path)
    sheets = parts["xl/workbook.xml"].replace(b'name="people"', b'name="people" state="veryHidden"')
    hidden = spreadsheets.write_zip(tmp_path / "h.xlsx", {**parts, "xl/workbook.xml": sheets})
    with open_table(hidden, {}) as found:
        assert [row.values["id"] for row in found.rows] == ["b"]
    assert "not «people» (hidden)" in found.notes[0]


def test_a_column_without_a_heading_is_noted(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [["address", "", "id"], ["one", "remark", "a"]])
    (row,) = read_rows(path)
    assert row.notes == ("the column B has no heading; what stands in it was not imported",)


# --- .csv


def test_a_line_that_says_what_parts_the_cells(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("sep=|\nid|address\na|one;two,three\n", "utf-8")
    (row,) = read_rows(tmp_path / "t.csv")
    assert (row.number, row.values["address"]) == (3, "one;two,three")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('id;address\na;one\nb;"two\nc;three\n', ":3: a quotation mark in the row that begins here is broken."),
        ('id;address\na;"one"two;\n', ":2: a quotation mark in the row that begins here is broken."),
        ('id;address\na;"b;c\nd;"e";f\n', ":2: a quotation mark in the row that begins here is broken."),
        ('id;address\n\na;"' + "b\n" * 20_000 + '"\n', ":3: a cell in the row that begins here has more than 20,000"),
        ("id;address\na;" + "b" * 140_000 + "\n", ":2: a cell in the row that begins here has more than 20,000"),
        ("id;address\ra;b\r", "the lines end as on a Macintosh of old. Save it again"),
        ("id;address\n" + "x" * 1_000_001, ":2: a line of more than 1,000,000 bytes."),
        ("i\0d\0;\0a\0d\0", "is full of NUL bytes"),
        ("\n\n \n", "no column for the address was found; the first rows hold nothing."),
    ],
)
def test_a_csv_that_is_refused(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(text.encode())
    assert message in refusal(tmp_path / "t.csv")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("b;Ветров".encode("cp1251"), "the row is not written in UTF-8 as the rest of the file"),
        (b"b;one\0two", "address: the cell holds a NUL or control character, U+0000"),
        (b"b;one\xc2\x85two", "U+0085"),
        (b"b;" + b"x" * 20_001, "address: the cell has 20,001 characters; 20,000 are the most"),
        (b"b;one;two", "the row has 3 cells, the headings 2: a cell with commas"),
    ],
)
def test_a_bad_row_does_not_harm_the_others(line: bytes, reason: str, tmp_path: Path) -> None:
    rows = [b"id;address\r\n", "a;Анна\r\n".encode(), line + b"\r\n", "c;Яна\r\n".encode()]
    (tmp_path / "t.csv").write_bytes(b"".join(rows))
    first, bad, last = read_rows(tmp_path / "t.csv")
    assert (first.values["address"], last.values["address"], last.number) == ("Анна", "Яна", 4)
    assert reason in bad.reasons[0]


def test_utf8_lines_in_a_file_of_windows_1251(tmp_path: Path) -> None:
    lines = [line.encode("cp1251") for line in ("код;адрес\n", "a;один\n", "b;два\n")] + ["c;три\n".encode()]
    (tmp_path / "t.csv").write_bytes(b"".join(lines))
    rows = list(read_rows(tmp_path / "t.csv"))
    assert [row.values["address"] for row in rows] == ["один", "два", "три"]
    assert [bool(row.reasons) for row in rows] == [False, False, True]


# --- files that mean harm


def cell(place: str, value: str = "1", kind: str = "n") -> str:
    """The XML of a cell in a row of its own."""
    return f'<row><c r="{place}" t="{kind}"><v>{value}</v></c></row>'


ERRORS = "".join(cell(f"A{number}", "#REF!", "e") for number in range(1, 10_003))
FAR = "the table reaches over 900 rows and 16,384 columns; 4,000,000 cells are the most."
SHEET = {
    "a cell far to the right": (cell("XFD1") + cell("A900"), FAR),
    "a cell far below": (cell("A1048576"), "the table has 1,048,576 rows; 200,000 are the most."),
    "a cell nowhere": (cell("AAAAAAAA1"), "is damaged or no spreadsheet: it holds a cell 'AAAAAAAA1'"),
    "a negative row": ('<row r="-5"><c><v>1</v></c></row>', "it holds '-5' where a number belongs"),
    "cut off": ('<row r="1"><c r="A1"><v>1', "is damaged"),
    "an entity": (cell("A1", "&x;", "str"), "is damaged"),
    "a string that is not there": (cell("A1", "99", "s"), "is damaged"),
    "errors everywhere": (ERRORS, "more than 10,000 cells are merged, or hold errors"),
}


@pytest.mark.parametrize(("data", "message"), SHEET.values(), ids=SHEET)
def test_a_sheet_that_is_refused(data: str, message: str, tmp_path: Path) -> None:
    assert message in refusal(spreadsheets.write_sheet_xml(tmp_path / "t.xlsx", data))


def test_one_long_text_in_very_many_cells(tmp_path: Path) -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5001))
    strings = f"<si><t>{'long ' * 6000}</t></si>"
    path = spreadsheets.write_sheet_xml(tmp_path / "t.xlsx", cells, strings=strings)
    assert "the table holds 150,000,000 characters; 100,000,000 are the most." in refusal(path)


def test_merged_cells_without_end(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>address</v></c></row><row r="2"><c r="A2" t="str"><v>one</v></c></row>'
    below = '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    (row,) = read_rows(spreadsheets.write_sheet_xml(tmp_path / "t.xlsx", rows, below))
    assert row.values == {"address": "one"}


def test_cells_with_a_style_and_nothing_else_do_not_count(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>address</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert list(read_rows(spreadsheets.write_sheet_xml(tmp_path / "t.xlsx", rows))) == []


def ods_row(times: str, cells: str = "<table:table-cell/>") -> str:
    """The XML of a row that is repeated."""
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


TEXT = 'table:table-cell office:value-type="string"'
WIDE = f'<{TEXT} table:number-columns-repeated="16384"><text:p>a</text:p></table:table-cell>'
ODS = {
    "a repeated text": (ods_row("1000000", WIDE), "the table has 1,000,000 rows"),
    "a wide text": (ods_row("1000", WIDE), "the table reaches over 1,000 rows and 16,384 columns"),
    "a text after endless empty rows": (ods_row("900000") + ods_row("1", WIDE), "the table has 900,001 rows"),
    "a number that is none": (ods_row("-1"), "it holds '-1' where a number belongs"),
    "a number without end": (ods_row("9" * 5000), "is damaged"),
}


@pytest.mark.parametrize(("rows", "message"), ODS.values(), ids=ODS)
def test_an_ods_that_is_refused(rows: str, message: str, tmp_path: Path) -> None:
    path = spreadsheets.write_ods_xml(tmp_path / "t.ods", f'<table:table table:name="a">{rows}</table:table>')
    assert message in refusal(path)


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS])
    parts = spreadsheets.read_zip(path)
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY f SYSTEM "file:///etc/passwd">]>' + parts[name].split(b"?>", 1)[1]
    )
    assert "it holds a document type declaration" in refusal(spreadsheets.write_zip(path, parts))


def test_an_encoding_that_does_not_exist(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS])
    parts = spreadsheets.read_zip(path)
    name = "xl/workbook.xml"
    parts[name] = parts[name].replace(b"UTF-8", b"U-T-F", 1)
    assert "unknown encoding: U-T-F" in refusal(spreadsheets.write_zip(path, parts))


def test_a_place_in_the_archive_that_cannot_be(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS])
    data = path.read_bytes()
    start = data.rindex(b"PK\x05\x06") + 16
    path.write_bytes(data[:start] + b"\xff\xff\xff\x7f" + data[start + 4 :])
    with pytest.raises((DataError, FileError)):
        list(read_rows(path))


FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty."),
    "old Excel": (b"\xd0\xcf\x11\xe0 and so on", "is an Excel file of the old kind (.xls), or locked with a password."),
    "half an archive": (b"PK\x03\x04 and so on", "is damaged or no spreadsheet: File is not a zip file."),
}


@pytest.mark.parametrize(("data", "message"), FILES.values(), ids=FILES)
def test_a_file_that_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(data)
    assert message in refusal(tmp_path / "t.xlsx")


def test_an_archive_that_is_no_table(tmp_path: Path) -> None:
    path = spreadsheets.write_zip(tmp_path / "t.docx", {"word/document.xml": "<x/>"})
    assert "the archive holds neither an Excel nor an OpenDocument table" in refusal(path)


def test_a_zip_bomb(tmp_path: Path) -> None:
    parts = spreadsheets.read_zip(spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS]))
    path = spreadsheets.write_zip(tmp_path / "t.xlsx", {**parts, "xl/media/x.xml": b" " * 20_000_000})
    assert "is packed more than 200 times over (xl/media/x.xml): no table is like that." in refusal(path)


def test_an_archive_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS])
    monkeypatch.setattr(container, "MOST_UNPACKED", 5000)
    assert "MB; 0 are the most. Split the table" in refusal(path)
    monkeypatch.setattr(container, "MOST_BYTES", 1000)
    assert "MB; 0 are the most. Split it" in refusal(path)


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/theme/theme1.xml"])
def test_an_archive_that_lies_about_its_sizes(name: str, tmp_path: Path) -> None:
    parts = spreadsheets.read_zip(spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS, ["a", "one"]]))
    parts[name] = parts[name] + b" " * 5_000_000
    path = spreadsheets.write_zip(tmp_path / "t.xlsx", parts)
    true = struct.pack("<I", len(parts[name]))
    path.write_bytes(path.read_bytes().replace(true, struct.pack("<I", 3000)))
    assert "is damaged or no spreadsheet" in refusal(path)


def test_an_archive_under_a_password(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS])
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0].header_offset
    data = bytearray(path.read_bytes())
    for start in (first + 6, data.index(b"PK\x01\x02") + 8):
        data[start] |= 1
    path.write_bytes(data)
    assert "is damaged or no spreadsheet" in refusal(path)


@pytest.mark.parametrize("name", ["none.xlsx", "."])
def test_a_file_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileError):
        list(read_rows(tmp_path / name))


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_ROWS", 3)
    rows = [HEADINGS, *(["a", "one"] for _ in range(3))]
    for kind in WRITERS:
        assert "the table has 4 rows; 3 are the most." in refusal(WRITERS[kind](tmp_path / "t", rows))


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

    monkeypatch.setattr(workbook, "CalamineWorkbook", SimpleNamespace(from_filelike=spy))
    assert len(list(read_rows(path))) == 1
    assert "xl/worksheets/sheet1.xml" in seen
    assert not {"xl/worksheets/sheet2.xml", "xl/vbaProject.bin", "xl/media/image1.png"} & set(seen)


class PanicException(BaseException):
    """What a library written in Rust raises where it gives up."""


@pytest.mark.parametrize("place", ["from_filelike", "get_sheet_by_name", "iter_rows"])
def test_a_library_that_gives_up(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def panic(*_: Any) -> Any:
        raise PanicException("index out of bounds")

    sheet = SimpleNamespace(start=(0, 0), iter_rows=panic)
    methods = {"get_sheet_by_name": lambda _: sheet, "close": lambda: None}
    book = SimpleNamespace(**{**methods, **({place: panic} if place in methods else {})})
    opened = panic if place == "from_filelike" else lambda _: book
    monkeypatch.setattr(workbook, "CalamineWorkbook", SimpleNamespace(from_filelike=opened))
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS])
    assert "is damaged or no spreadsheet: index out of bounds." in refusal(path)


# --- writing

FORMULAS = [
    "=1+1",
    "+7",
    "-1",
    "@x",
    "\t=1",
    "＝1",
    "'=1",
    "''+1",
    "plain",
    "a;b",
    'with "quotes"',
    "two\nlines",
    "\u200f",
]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_is_written_is_read_back_and_the_same_each_time(write: Any, tmp_path: Path) -> None:
    rows = [["a", "Ё " + text, text] for text in FORMULAS]
    headings = ["id", "address", "about.en"]
    for name in ("one", "two"):
        write(tmp_path / name, headings, rows)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    found = list(read_rows(tmp_path / "one"))
    assert [row.values.get("about.en") for row in found] == [text.strip() or None for text in FORMULAS]
    assert [row.cells[2] for row in found] == FORMULAS


def test_no_cell_that_is_written_is_a_formula(tmp_path: Path) -> None:
    rows = [[text] for text in FORMULAS]
    write_csv(tmp_path / "t.csv", ["x"], rows)
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(codecs.BOM_UTF8)
    assert not [line for line in data.decode("utf-8-sig").split("\r\n") if line[:1] in tuple("=+-@\t＝")]
    write_xlsx(tmp_path / "t.xlsx", ["x"], rows)
    sheet = spreadsheets.read_zip(tmp_path / "t.xlsx")["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in sheet
    assert b'state="frozen"' in sheet
    assert sheet.count(b'<c r="') == sheet.count(b't="inlineStr"') + sheet.count(b't="s"') == len(rows) + 1


def test_a_written_workbook_says_nothing_about_who_and_when(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "t.xlsx", HEADINGS, [["a", "one"]])
    core = spreadsheets.read_zip(tmp_path / "t.xlsx")["docProps/core.xml"].decode()
    assert "<dc:creator></dc:creator>" in core
    assert {core[place + 1 : place + 5] for place in range(len(core)) if core[place : place + 3] == ">20"} == {"2000"}
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}


# --- many rows

MANY = """
import resource, sys, time
from pathlib import Path
from letters.intake.tables import read_rows
start, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(1 for _ in read_rows(Path(sys.argv[1])))
print(count, time.process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say how much memory a process had")
def test_many_rows_in_bounded_time_and_memory(tmp_path: Path) -> None:
    """100,000 rows of six columns took 12 s and 260 MB in all; here a quarter of that, with room for slow machines."""
    line = "693008, Сахалинская область, г. Южно-Сахалинск, ул. Пограничная, д. {}, ФКУ ИК-1 УФСИН России"
    start = time.process_time()
    write_xlsx(tmp_path / "t.xlsx", HEADINGS, ([f"p{number}", line.format(number)] for number in range(25_000)))
    written = time.process_time() - start
    done = subprocess.run(
        [sys.executable, "-c", MANY, tmp_path / "t.xlsx"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    count, seconds, megabytes = map(float, done.stdout.split())
    assert (count, written < 10, seconds < 10, megabytes < 150) == (25_000, True, True, True), done.stdout

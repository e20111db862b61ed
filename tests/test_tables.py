"""Spreadsheets: every row of the table of cases in every kind of file, what cells hold, and what is written."""

import codecs
import csv
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.errors import CommandError
from letters.intake.tables import field_names, read_renames, read_table, survey, write_csv, write_xlsx
from letters.intake.tables.grid import Cell
from letters.intake.tables.guard import guarded, unguarded
from letters.intake.tables.headings import find_field, fold, table
from letters.intake.tables.remarks import what_is_said
from letters.intake.tables.values import find_placeholder, read_cell
from letters.intake.tables.words import table as words
from letters.store.book.record import PersonRecord
from tests import spreadsheets
from tests.cases import cases
from tests.rows import rows
from tests.spreadsheets import read_rows, refusal

ROOT = Path(__file__).parent.parent
CASES: list[dict[str, Any]] = cases("tables.yaml")
HEADINGS = ["id", "address"]
WRITERS: dict[str, Callable[[Path, Any], Path]] = {
    "utf-8;": lambda path, rows: spreadsheets.write_csv(path, rows),
    "utf-8-sig,": lambda path, rows: spreadsheets.write_csv(path, rows, ",", "utf-8-sig"),
    "cp1251;": lambda path, rows: spreadsheets.write_csv(path, rows, ";", "cp1251"),
    "utf-16 tab": lambda path, rows: spreadsheets.write_csv(path, rows, "\t", "utf-16"),
    "xlsx": spreadsheets.write_xlsx,
    "ods": spreadsheets.write_ods,
}


# --- cases


@rows("kind", WRITERS)
@rows("case", CASES, ids=lambda case: case["description"])
def test_case(case: dict[str, Any], kind: str, tmp_path: Path) -> None:
    if kind not in case.get("kinds", WRITERS):
        return
    path = WRITERS[kind](tmp_path / "table", case["grid"])
    if "error" in case:
        assert case["error"] in refusal(path)
        return
    found = read_table(path, read_renames(case.get("maps", ())))
    rows = list(found.rows)
    assert found.unknown == tuple(case.get("unknown", ()))
    assert [part for part in case.get("notes", ()) if part not in "\n".join(found.notes)] == []
    assert [row.number for row in rows] == [row["number"] for row in case["rows"]]
    assert len(found.fields) == len(found.headings)
    for row, expected in zip(rows, case["rows"], strict=True):
        assert expected.get("reason", "") in " ".join(row.reasons)
        assert bool(row.reasons) == ("reason" in expected)
        assert expected.get("note", "") in " ".join(row.notes)
        assert expected.get("unsaid", "\0") not in " ".join(row.notes)
        assert row.reasons or dict(row.values) == expected["values"]


# --- headings


@rows(("heading", "field"), table()["samples"].items())
def test_heading(heading: str, field: str) -> None:
    assert (find_field(heading, {}) or "") == field


@rows(("remark", "said"), words()["samples"]["remarks"].items())
def test_remark(remark: str, said: str) -> None:
    assert (what_is_said(remark) or "") == said


@pytest.mark.parametrize("field", ["born", "verified"])
def test_years_and_days(field: str) -> None:
    found = {text: read_cell(field, Cell(text)).values[field] for text in words()["samples"][field]}
    assert found == {text: expected or text for text, expected in words()["samples"][field].items()}


@rows(("text", "parts"), words()["samples"]["name"].items())
def test_a_year_behind_a_name(text: str, parts: list[str]) -> None:
    values = read_cell("name", Cell(text)).values
    assert [values["name"], values.get("born", "")] == parts


@rows(("cell", "word"), words()["samples"]["placeholders"].items())
def test_placeholder(cell: str, word: str) -> None:
    field, text = cell.split(": ", 1)
    assert (find_placeholder(field, text) or "") == word
    assert bool(read_cell(field, Cell(text)).reasons) == bool(word)


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
    found = read_table(path, renames)
    assert [dict(row.values) for row in found.rows] == [{"address": "строка", "about.fr": "поёт"}]
    assert found.unknown == ()


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("Куда", "‹map=Куда›: 'Куда' is no pair. Write ‹map=Heading of the column=address›."),
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
        "region": "Сахалинская область",
        "house": 11,
        "tip": 2.5,
        "born": styled(datetime(1990, 5, 6), "dd.mm.yyyy"),
        "verified": styled(datetime(2026, 11, 22, 10, 30), "dd.mm.yyyy hh:mm"),
        "about": True,
        "id": 7,
        "name": "Ветров Илья",
    }
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [list(values), list(values.values())])
    (row,) = read_rows(path)
    found = {name: row.values.get(name) for name in ("born", "verified", "about.en", "id", "tip.en", "address")}
    assert found == {
        "born": "1990",
        "verified": "2026-11-22",
        "about.en": "true",
        "id": "7",
        "tip.en": "2.5",
        "address": "010203, Сахалинская область, 11, ФКУ ИК-1, Ветрову Илье, 1990 г. р.",
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
    found = read_table(spreadsheets.write_xlsx(tmp_path / "t.xlsx", rows), {})
    first, second, third = found.rows
    assert first.values["address"] == "строка"
    assert second.reasons == (survey.no_value("B3"),)
    assert third.reasons == (survey.error_value("B4"),)
    assert found.notes == ("cells with formulas: 3. Their stored results were read; nothing was worked out.",)


def test_a_formula_in_a_column_that_is_not_imported_does_no_harm(tmp_path: Path) -> None:
    def broken(_book: Any, sheet: Any, row: int, column: int) -> None:
        sheet.write_formula(row, column, "=#REF!", None, "#REF!")

    (row,) = read_rows(spreadsheets.write_xlsx(tmp_path / "t.xlsx", [["address", "сумма"], ["строка", broken]]))
    assert row.reasons == ()


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    def merged(_book: Any, sheet: Any, row: int, column: int) -> None:
        sheet.merge_range(row, column, row + 2, column, "ФКУ ИК-1")

    rows = [["id", "region", "index", "facility"], ["a", "Тыва", "693008", merged], ["b", "Тыва", "693008"], []]
    rows.append(["d", "Тыва", "693008", "ФКУ ИК-2"])
    found = read_table(spreadsheets.write_xlsx(tmp_path / "t.xlsx", rows), {})
    texts = {row.values["id"]: row.values["address"] for row in found.rows}
    assert texts == {
        "a": "693008, Тыва, ФКУ ИК-1",
        "b": "693008, Тыва, ФКУ ИК-1",
        "d": "693008, Тыва, ФКУ ИК-2",
    }
    assert found.notes == ("merged cells: 1. Every row they reach over was read as if it had their text.",)


LINKS = {
    "formula": ('HYPERLINK("https://example.org/k","дело")', "дело", "https://example.org/k"),
    "formula of another sign": ('HYPERLINK("https://example.org/k";"дело")', "дело", "https://example.org/k"),
    "formula without words": ('HYPERLINK("https://example.org/k")', "", "https://example.org/k"),
    "quotes in it": ('HYPERLINK("https://example.org/k","""дело""")', "", "https://example.org/k"),
    "worked out": ('HYPERLINK("https://example.org/"&A1,"x")', "https://example.org/a", "https://example.org/a"),
    "worked out to words": ('HYPERLINK("https://example.org/"&A1,"x")', "дело", None),
    "no page of the web": ('HYPERLINK("file:///etc/passwd","дело")', "дело", None),
    "a place in the sheet": ('HYPERLINK("#Sheet2!A1","дело")', "дело", None),
    "a link inside another formula": ('IF(1,HYPERLINK("https://example.org/k"),"")', "дело", None),
}


@pytest.mark.parametrize(("formula", "shown", "link"), LINKS.values(), ids=LINKS)
def test_a_formula_that_links_gives_its_link(formula: str, shown: str, link: str | None, tmp_path: Path) -> None:
    xml = escape(formula, {'"': "&quot;"})
    value = f"<v>{shown}</v>" if shown else ""
    row = f'<row><c t="str"><v>строка</v></c><c t="str"><f>{xml}</f>{value}</c></row>'
    head = '<row><c t="str"><v>адрес</v></c><c t="str"><v>дело</v></c></row>'
    xlsx = spreadsheets.write_sheet_xml(tmp_path / "t.xlsx", head + row)
    text = 'office:value-type="string"'
    filled = f"<text:p>{shown}</text:p>"
    cells = f"<table:table-cell {text}><text:p>строка</text:p></table:table-cell>"
    cells += f'<table:table-cell table:formula="of:={xml}" {text if shown else ""}>{filled}</table:table-cell>'
    names = "".join(
        f"<table:table-cell {text}><text:p>{name}</text:p></table:table-cell>" for name in ("адрес", "дело")
    )
    body = f"<table:table-row>{names}</table:table-row><table:table-row>{cells}</table:table-row>"
    ods = spreadsheets.write_ods_xml(tmp_path / "t.ods", f'<table:table table:name="a">{body}</table:table>')
    for path in (xlsx, ods):
        (found,) = read_rows(path)
        assert found.reasons == ()
        assert found.values.get("case") == link
        assert found.cells[1] == (link or shown)


def test_a_link_behind_a_cell(tmp_path: Path) -> None:
    rows = [
        ["ФИО", "адрес", "дело"],
        *(["Ветров Илья", "693008, г. Южно-Сахалинск, ФКУ ИК-1", text] for text in "abcd"),
    ]
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", rows)
    places = {"C2": "https://example.org/2", "A3": "https://example.org/3", "C4": "file:///etc/passwd"}
    links = "".join(f'<hyperlink ref="{place}" r:id="rId{place}"/>' for place in places)
    parts = spreadsheets.read_zip(path)
    name = "xl/worksheets/sheet1.xml"
    space = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    below = f'<hyperlinks xmlns:r="{space.decode()[9:-1]}">{links}</hyperlinks></worksheet>'.encode()
    parts[name] = parts[name].replace(b"</worksheet>", below)
    targets = "".join(f'<Relationship Id="rId{place}" Target="{target}"/>' for place, target in places.items())
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = f"<Relationships>{targets}</Relationships>".encode()
    found = [row.values.get("case") for row in read_rows(spreadsheets.write_zip(path, parts))]
    assert found == ["https://example.org/2", "https://example.org/3", None, None]


@pytest.mark.parametrize("value", ['office:value-type="string" office:string-value=""', 'office:value-type="float"'])
def test_an_error_of_an_ods_is_named(value: str, tmp_path: Path) -> None:
    text = 'office:value-type="string"'
    names = "".join(
        f"<table:table-cell {text}><text:p>{name}</text:p></table:table-cell>" for name in ("id", "address")
    )
    error = f'<table:table-cell {value} office:value="0" calcext:value-type="error" xmlns:calcext="urn:x"/>'
    row = f"<table:table-cell {text}><text:p>a</text:p></table:table-cell>{error}"
    body = f"<table:table-row>{names}</table:table-row><table:table-row>{row}</table:table-row>"
    path = spreadsheets.write_ods_xml(tmp_path / "t.ods", f'<table:table table:name="a">{body}</table:table>')
    (found,) = read_rows(path)
    assert found.reasons[0] == survey.error_value("B2")


def test_cells_of_an_ods(tmp_path: Path) -> None:
    def cell(attributes: str, text: str = "") -> str:
        return f"<table:table-cell {attributes}>{text and f'<text:p>{text}</text:p>'}</table:table-cell>"

    text = 'office:value-type="string"'
    cells = (
        cell('office:value-type="float" office:value="693008"', "693 008"),
        cell(f'{text} table:number-rows-spanned="2"', "ФКУ ИК-1"),
        cell('office:value-type="date" office:date-value="2026-11-22"', "22 ноя"),
        cell('table:formula="of:=1+1"'),
        cell(text, "Тыва"),
    )
    below = cells[0] + "<table:covered-table-cell/>" + cell("") * 2 + cells[4]
    names = ("индекс", "учреждение", "проверено", "о нём", "регион")
    rows = ("".join(cell(text, name) for name in names), "".join(cells), below)
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    path = spreadsheets.write_ods_xml(tmp_path / "t.ods", f'<table:table table:name="a">{body}</table:table>')
    first, second = read_rows(path)
    assert first.reasons == (survey.no_value("D2"),)
    assert first.values == {"index": "693008", "facility": "ФКУ ИК-1", "verified": "2026-11-22", "region": "Тыва"}
    assert second.values == {"address": "693008, Тыва, ФКУ ИК-1"}


def test_the_first_sheet_that_is_not_hidden_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [HEADINGS, ["a", "one"]], old=[HEADINGS, ["b", "two"]])
    found = read_table(path, {})
    assert [row.values["id"] for row in found.rows] == ["a"]
    assert found.notes == ("only the sheet «people» was read, not «old»; ‹sheet=NAME› reads another.",)
    assert [row.values["id"] for row in read_rows(path, sheet="old")] == ["b"]
    with pytest.raises(CommandError, match=r"there is no sheet «new»\. Its sheets: «people», «old»\."):
        list(read_rows(path, sheet="new"))
    parts = spreadsheets.read_zip(path)
    sheets = parts["xl/workbook.xml"].replace(b'name="people"', b'name="people" state="veryHidden"')
    hidden = spreadsheets.write_zip(tmp_path / "h.xlsx", {**parts, "xl/workbook.xml": sheets})
    found = read_table(hidden, {})
    assert [row.values["id"] for row in found.rows] == ["b"]
    assert "not «people» (hidden)" in found.notes[0]


def test_a_column_without_a_heading_is_noted(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [["address", "", "id"], ["one", "remark", "a"]])
    found = read_table(path, {})
    assert found.notes == ("the column B has no heading; what stands in it was not imported.",)


def test_a_column_that_only_counts_its_rows_needs_no_heading(tmp_path: Path) -> None:
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", [["", "address"], [1, "one"], ["2.", "two"]])
    found = read_table(path, {})
    assert found.notes == ()


def test_nothing_that_is_said_of_a_table_steers_a_terminal(tmp_path: Path) -> None:
    evil = "\x9b31m\u202e"
    rows = [[f"Итого {evil}"], ["address", f"x{evil}", "y"], ["one", f"освобождён {evil}", f"z{evil}"]]
    path = spreadsheets.write_xlsx(tmp_path / "t.xlsx", rows, **{"other": [["x"]]})
    parts = spreadsheets.read_zip(path)
    name = "xl/workbook.xml"
    parts[name] = parts[name].replace(b'name="other"', f'name="{evil}"'.encode())
    found = read_table(spreadsheets.write_zip(path, parts), {})
    said = [*found.headings, *found.unknown, *found.notes]
    said += [text for row in found.rows for text in (*row.notes, *row.reasons)]
    assert not any(character in text for text in said for character in "\x9b\u202e")
    assert sum("<U+009B>" in text for text in said) > 3


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
        ("i\0d\0;\0a\0d\0", "is full of NUL bytes"),
        ("\n\n \n", "no column for the address was found; the headings seem to be nothing."),
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
    # made live by a program that expects another sign between cells
    "Likes tea,=1+cmd|'/C calc'!A0,and cats",
    "tea, =1+1",
    "tea,  -1",
    'tea,"=1+1"',
    "tea;=1+1;",
    "tea;@SUM(A1)",
    "tea\t=1+1",
    "tea|+1",
    "tea\n=1+1",
    "tea,\n-1",
    "tea,'=1",
    "tea,''=1",
    ",,=1",
    '"=1',
    "  =1+1",
    "- first\n- second",
    "tea,＠x",
    "tea, coffee - and milk",
    "'tis the season",
    "663180, г. Енисейск, д. 5-а",
]
SIGNS = tuple("=+-@＝＋－＠")


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


@given(st.text(st.sampled_from("=+-@,;|\t\n '\"аb1＝"), max_size=12))
def test_a_guard_is_taken_away_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_no_cell_that_is_written_is_a_formula(tmp_path: Path) -> None:
    rows = [["a", text, "z"] for text in FORMULAS]
    write_csv(tmp_path / "t.csv", ["x", "=y", "z"], rows)
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(codecs.BOM_UTF8)
    text = data.decode("utf-8-sig")
    for sign in ",;\t|":
        cells = [cell for row in csv.reader(text.splitlines(keepends=True), delimiter=sign) for cell in row]
        cells += [cell for line in text.splitlines() for cell in line.split(sign)]
        assert [cell for cell in cells if cell.strip(' "\t\r\n').startswith(SIGNS)] == []
    write_xlsx(tmp_path / "t.xlsx", ["x", "=y", "z"], rows)
    sheet = spreadsheets.read_zip(tmp_path / "t.xlsx")["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in sheet
    assert b'state="frozen"' in sheet
    assert sheet.count(b'<c r="') == sheet.count(b't="inlineStr"') + sheet.count(b't="s"') == 3 * (len(rows) + 1)


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_steers_a_terminal_is_written_so_that_it_is_seen(write: Any, tmp_path: Path) -> None:
    write(tmp_path / "t", ["id", "address"], [["a\x00", "b\x9bc\u202ed\x1b[2J\u2066"]])
    (row,) = read_rows(tmp_path / "t")
    assert row.cells == ("a<U+0000>", "b<U+009B>c<U+202E>d<U+001B>[2J<U+2066>")


def test_a_written_workbook_says_nothing_about_who_and_when(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "t.xlsx", HEADINGS, [["a", "one"]])
    core = spreadsheets.read_zip(tmp_path / "t.xlsx")["docProps/core.xml"].decode()
    assert "<dc:creator></dc:creator>" in core
    assert {core[place + 1 : place + 5] for place in range(len(core)) if core[place : place + 3] == ">20"} == {"2000"}
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Дата задержания", ["март 2022", "12.03.2022 (вечер)", "2021, осень"]),
        ("Срок", ["5 лет", "7 лет 6 месяцев", "12 лет"]),
        ("Дата приговора", ["май 2023", "в 2022", "01.2023"]),
        ("Конец срока", ["весна 2030", "03.2031", "2029?"]),
        ("Date of arrest", ["March 2022", "about 2021", "2022, May"]),
        ("Term", ["5 years", "7.5 years", "12 years"]),
        ("Когда арестован", ["в марте 2022", "в 2021", "2022 г., май"]),
        ("Sentence", ["5 years 2 months", "8 years", "12 years"]),
        ("День ареста", ["12-13 марта 2022", "около 5.2021", "май 2022"]),
        ("Начало срока", ["с марта 2022", "с 2021", "12.2022"]),
    ],
)
def test_a_column_of_times_is_not_offered_as_a_text_about_somebody(heading, cells, tmp_path):
    file = tmp_path / "people.csv"
    place = "656021, г. Барнаул, Канатный проезд, д. 81, ФКУ СИЗО-1 УФСИН России по Алтайскому краю"
    people = ("Копытову Глебу Ильичу, 1990 г. р.", "Ершову Тимофею Львовичу, 1988 г. р.", "Орлову Петру, 1975 г. р.")
    rows = "".join(f'"{place}, {one}","{cell}"\n' for one, cell in zip(people, cells, strict=True))
    file.write_text(f"Адрес,{heading}\n{rows}", "utf-8")
    table = read_table(file, {})
    assert "about.ru" not in " ".join(table.notes)
    assert table.unknown == (heading,)

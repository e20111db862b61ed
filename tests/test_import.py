"""Import and export: a book comes back from a table as it was, nothing in a book is touched, and no row is lost."""

import codecs
import errno
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from letters.model import Person
from letters.store.book import read_book
from letters.store.book.lines import read_lines
from letters.store.book.plan import BookPlan
from tests import spreadsheets
from tests.conftest import Say
from tests.spreadsheets import read_rows

ROOT = Path(__file__).parent.parent
SAMPLE = (ROOT / "addresses.yaml").read_bytes()
PLACE = "693008, г. Южно-Сахалинск, ул. Пограничная, д. 71, ФКУ ИК-1 УФСИН России по Сахалинской области"
GOOD = f"{PLACE}, Ветрову Илье Сергеевичу, 1990 г. р."
OTHER = f"{PLACE}, Ветровой Анне Сергеевне, 1988 г. р."
THIRD = f"{PLACE}, Громову Павлу Ильичу, 1979 г. р."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the sample book."""
    (tmp_path / "addresses.yaml").write_bytes(SAMPLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def people(path: Path) -> list[Any]:
    """Everybody in a book, field by field."""
    return read_lines(path).records


def placeless(path: Path) -> list[Person]:
    """Everybody in a book as a run sees them, wherever they stand."""
    return [replace(person, where="") for person in read_book(path).people]


def table(folder: Path, *rows: tuple[str, ...], name: str = "t.csv") -> Path:
    return spreadsheets.write_csv(folder / name, rows)


# --- there and back

EVERYTHING = {
    "id": "all",
    "address": GOOD,
    "english": "Ilya Vetrov (born 1990), Penal Colony No. 1: «Sakhalin», 693008",
    "case": "https://example.org/a?b=1#c",
    "name": "Ветров Илья Сергеевич",
    "dative": "Ветрову Илье Сергеевичу",
    "gender": "m",
    "born": "1990",
    "services": ["zt", "f-pismo"],
    "about": {"en": "Plays chess: 1. e4 # a start", "ru": "=1+1\nИграет в «шахматы».", "fr": "- joue"},
    "tip": {"ru": "@всем: 'без' \"политики\""},
    "verified": "2026-11-01",
    "status": "held",
    "history": [{"address": OTHER, "until": "2026-01-01"}, {"address": THIRD, "until": "2026-05-01"}],
}
PLAIN = {"id": "010203", "address": OTHER, "status": "moved"}


@pytest.mark.parametrize("name", ["book.xlsx", "book.csv"])
@pytest.mark.parametrize(
    "source", [SAMPLE, json.dumps({"people": [EVERYTHING, PLAIN]}).encode()], ids=["sample", "all"]
)
def test_round_trip(source: bytes, name: str, folder: Path, say: Say) -> None:
    (folder / "addresses.yaml").write_bytes(source)
    code, printed, _ = say("export", name)
    assert (code, printed) == (0, [f"2 people written to {name}."])
    code, printed, said = say("import", name, "--book", "new.yaml")
    assert (code, said[:1]) == (0, [])
    assert printed[0] == f"{name}: 2 added to new.yaml (a new file), 0 were there already, 0 not imported."
    assert people(Path("new.yaml")) == people(Path("addresses.yaml"))
    assert placeless(Path("new.yaml")) == placeless(Path("addresses.yaml"))


def test_another_groups_book_is_taken_in_as_it_is(folder: Path, say: Say) -> None:
    Path("friends.json").write_text(json.dumps({"people": [EVERYTHING, PLAIN]}), encoding="utf-8")
    code, printed, _ = say("import", "friends.json", "--book", "new.yaml")
    assert printed[0] == "friends.json: 2 added to new.yaml (a new file), 0 were there already, 0 not imported."
    assert (code, people(Path("new.yaml"))) == (0, people(Path("friends.json")))
    assert (
        say("import", "new.yaml")[1][0] == "new.yaml: 2 added to addresses.yaml, 0 were there already, 0 not imported."
    )
    assert (
        say("import", "new.yaml")[1][0] == "new.yaml: 0 added to addresses.yaml, 2 were there already, 0 not imported."
    )


def test_another_book_with_faults_is_named(folder: Path, say: Say) -> None:
    Path("friends.yaml").write_text("people:\n  - id: a\n    adress: x\n", encoding="utf-8")
    code, _, said = say("import", "friends.yaml")
    assert (code, said[0].split(":")[:2]) == (1, ["friends.yaml", "2"])
    assert Path("addresses.yaml").read_bytes() == SAMPLE


def test_the_sample_comes_back_in_its_own_style(folder: Path, say: Say) -> None:
    say("export", "book.xlsx")
    say("import", "book.xlsx", "--book", "new.yaml")
    assert SAMPLE.decode().endswith(Path("new.yaml").read_text("utf-8"))


def test_export_refuses_to_write_over_a_file(folder: Path, say: Say) -> None:
    assert say("export")[:2] == (0, ["2 people written to addresses.xlsx."])
    before = Path("addresses.xlsx").read_bytes()
    code, printed, said = say("export")
    assert (code, printed) == (3, [])
    assert said == ["addresses.xlsx: already exists. Choose another name, or overwrite it with --force."]
    assert say("export", "--force")[0] == 0
    assert Path("addresses.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["t.pdf"], 2, "t.pdf: .pdf is no table that the program writes. End the name with .xlsx or .csv."),
        (["none/t.csv"], 3, "none/t.csv: cannot be written: No such file or directory."),
        (["t.csv", "--book", "none.yaml"], 3, "none.yaml: there is no such book."),
        (["t.csv", "--book", "bad.yaml"], 1, "bad.yaml:2: unknown field «adress»."),
    ],
)
def test_export_that_fails(arguments: list[str], code: int, message: str, folder: Path, say: Say) -> None:
    (folder / "bad.yaml").write_text(f"people:\n  - adress: x\n    id: a\n    address: {GOOD}\n", "utf-8")
    before = sorted(folder.iterdir())
    got, printed, said = say("export", *arguments)
    assert (got, printed) == (code, [])
    assert said[0].startswith(message)
    assert sorted(folder.iterdir()) == before


# --- into a book that is there

BOOKS: dict[str, tuple[str, str]] = {  # a book, and the part behind which the new people stand
    "the sample": (SAMPLE.decode(), SAMPLE.decode()),
    "without a line end": (f"people:\n- id: a # first\n  address: {GOOD}", f"address: {GOOD}"),
    "line ends of Windows": (f"people:\r\n  - id: a\r\n    address: {GOOD}\r\n", f"{GOOD}\r\n"),
    "the sender behind": (f"people:\n   -  id: a\n      address: {GOOD}\n# who posts\nsender:\n  country: DE\n", GOOD),
    "nobody": ("sender:\n  country: DE\npeople:\n", "people:\n"),
    "no people": ("sender:\n  country: DE\n", "country: DE\n"),
    "empty": ("", ""),
    "with a mark": (f"\ufeffpeople:\n  - id: a\n    address: {GOOD}\n", GOOD),
    "a text at the end": (
        f"people:\n  - id: a\n    address: {GOOD}\n    about:\n      en: |\n        1.\n\n        2.\n\n\n",
        "2.\n",
    ),
}


@pytest.mark.parametrize(("text", "before"), BOOKS.values(), ids=BOOKS)
def test_the_book_keeps_every_byte(text: str, before: str, folder: Path, say: Say) -> None:
    Path("b.yaml").write_bytes(text.encode())
    old = people(Path("b.yaml"))
    table(folder, ("address", "about"), (OTHER, "Рисует: маслом"), (THIRD, ""))
    assert say("import", "t.csv", "--book", "b.yaml")[0] == 0
    data = Path("b.yaml").read_bytes().decode()
    start = data.index("vetrova")
    rest = data[data.index(THIRD) + len(THIRD) :].lstrip("\r\n")
    assert data.startswith(text[: text.index(before) + len(before)])
    assert start > text.index(before)
    assert text.endswith(rest)
    assert ("\r\n" in text) == ("\r\n" in data) == (data.count("\r\n") == data.count("\n"))
    new = [
        {"id": "vetrova", "address": OTHER, "about": {"en": "Рисует: маслом"}},
        {"id": "gromov", "address": THIRD},
    ]
    assert people(Path("b.yaml")) == [*old, *new]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("people: []\n", "«people:» holds something else than a list with dashes."),
        (json.dumps({"people": [EVERYTHING]}), "the list of people is not written with dashes."),
        (f"people:\n  - id: a\n    address: {PLACE}, 1990 г. р.\n", "no name was found on the line."),
        ("people:\n  - id: [\n", "this is not valid YAML"),
        (f"people:\n  - id: a\n    address: {GOOD}\n...\n", "b.yaml"),
    ],
)
def test_a_book_that_cannot_be_added_to(text: str, message: str, folder: Path, say: Say) -> None:
    Path("b.yaml").write_text(text, "utf-8")
    table(folder, ("address",), (OTHER,))
    code, printed, said = say("import", "t.csv", "--book", "b.yaml")
    assert (code, printed) == (1, [])
    assert message in " ".join(said)
    assert said[-1] == "Nothing was written."
    assert Path("b.yaml").read_text("utf-8") == text
    assert sorted(path.name for path in folder.iterdir()) == ["addresses.yaml", "b.yaml", "t.csv"]


def test_who_is_there_already_is_left_as_they_are(folder: Path, say: Say) -> None:
    line = next(people["address"] for people in people(Path("addresses.yaml")))
    moved = f"{PLACE}, Зимину Дмитрию Сергеевичу, 2003 г. р."
    table(folder, ("id", "address"), ("", line.replace(" 2003", ",  2003")), ("", moved), ("", GOOD), ("", GOOD))
    code, printed, said = say("import", "t.csv")
    assert (code, printed[0]) == (0, "t.csv: 1 added to addresses.yaml, 3 were there already, 0 not imported.")
    assert said == [
        "note: t.csv:3 (zimin): this person is in the book as «zimin», with another address; nothing was changed. "
        "Compare both with the case page."
    ]
    assert say("import", "t.csv")[1] == ["t.csv: 0 added to addresses.yaml, 4 were there already, 0 not imported."]


def test_ids_are_made_of_the_surname_and_are_each_there_once(folder: Path, say: Say) -> None:
    rows = [(f"{PLACE}, Ветрову Илье Сергеевичу, {year} г. р.",) for year in (1990, 1991, 1992)]
    released = (f"{PLACE}, Щёголеву-Новых Петру, 1970 г. р.", "released")
    table(folder, ("address", "status"), *rows, released)
    assert say("import", "t.csv", "--book", "b.yaml")[0] == 0
    assert [person["id"] for person in people(Path("b.yaml"))] == [
        "vetrov",
        "vetrov-ilya",
        "vetrov-ilya-1992",
        "shchyogolev-novykh",
    ]


# --- rows that cannot be taken

BAD = [
    ("id", "address", "status", "Телефон"),
    ("a", GOOD, "held", "+7"),
    ("zimin", OTHER, "", "=1"),
    ("c d", THIRD, "", ""),
    ("d", f"{PLACE}, 1990 г. р.", "", ""),
    ("e", THIRD.replace("693008, ", ""), "", ""),
    ("f", THIRD, "in the hospital", ""),
    ("g", THIRD + " \U0001f54a", "", ""),
    ("h", THIRD.replace("Громову", "Гром\u202eову"), "", ""),
    ("i", "", "", ""),
]
REASONS = [
    "the id «zimin» belongs to somebody else in addresses.yaml. Choose another, or leave it empty.",
    "id «c d»: may hold letters, digits, - and _ only",
    "no name was found on the line.",
    "no postal address: the line has no postcode.",
    "status «in the hospital»: must be one of held, ",
    "address: the character U+1F54A (DOVE OF PEACE)",
    "address: a text-direction character, U+202E",
    "there is no address, and no index and no facility to put one together from",
]


def test_bad_rows_are_kept_with_their_reasons_and_the_good_ones_imported(folder: Path, say: Say) -> None:
    table(folder, *BAD)
    code, printed, said = say("import", "t.csv")
    assert (code, printed) == (
        1,
        [
            "t.csv: 1 added to addresses.yaml, 0 were there already, 8 not imported.",
            "The rows not imported are in t.rejected.csv: correct them there, and import that file.",
            "Next: make_letters.py check --book addresses.yaml",
        ],
    )
    assert said[0] == "note: t.csv: columns that were not imported: «Телефон»."
    assert all(f"t.csv:{number}: {reason}" in " ".join(said) for number, reason in enumerate(REASONS, 3))
    data = Path("t.rejected.csv").read_bytes()
    assert data.startswith(codecs.BOM_UTF8)
    rows = list(read_rows(Path("t.rejected.csv")))
    assert [row.cells[:3] for row in rows] == [
        tuple(cell.replace("\u202e", "<U+202E>") for cell in row[:3]) for row in BAD[2:]
    ]
    assert [row.cells[3] for row in rows] == [str(number) for number in range(3, 11)]
    assert all(reason in row.cells[4] for reason, row in zip(REASONS, rows, strict=True))
    assert Path("t.rejected.csv").stat().st_mode & 0o777 == 0o600


def test_the_file_of_bad_rows_is_mended_and_imported(folder: Path, say: Say) -> None:
    """It remembers what each column holds, and has no column that is not for the book: no telephone of a mother."""
    headings = ("Кому писать", "Куда письмо", "Телефон мамы", "Наш номер")
    maps = ("--map", "Куда письмо=address", "--map", "Кому писать=about.ru", "--map", "Наш номер=-")
    table(folder, headings, ("Рисует", BAD[5][1], "+7 900 111-22-33", "17"), name="list.csv")
    (folder / "books").mkdir()
    assert say("import", "list.csv", "--book", "books/b.yaml", *maps)[0] == 1
    assert [path.name for path in (folder / "books").iterdir()] == ["list.rejected.csv"]
    text = Path("books/list.rejected.csv").read_text("utf-8-sig")
    assert text.splitlines()[0] == "about.ru;address;row;reason"
    assert "900" not in text
    Path("books/list.rejected.csv").write_text(text.replace("г. Южно", "693008, г. Южно", 1), "utf-8-sig")
    code, printed, said = say("import", "books/list.rejected.csv", "--book", "books/b.yaml")
    assert (code, said) == (0, [])
    assert (
        printed[0] == "list.rejected.csv: 1 added to books/b.yaml (a new file), 0 were there already, 0 not imported."
    )
    assert people(Path("books/b.yaml"))[0]["about"] == {"ru": "Рисует"}


def test_the_file_of_bad_rows_can_be_named(folder: Path, say: Say) -> None:
    table(folder, BAD[0], BAD[5])
    assert say("import", "t.csv", "--rejected", "later.csv")[0] == 1
    assert sorted(path.name for path in folder.iterdir()) == ["addresses.yaml", "later.csv", "t.csv"]


def test_cells_behind_the_headings_are_kept(folder: Path, say: Say) -> None:
    """An address with commas that was not put into quotation marks."""
    Path("t.csv").write_text(f"id,address\na,{GOOD}\n", "utf-8")
    assert say("import", "t.csv")[0] == 1
    (row,) = read_rows(Path("t.rejected.csv"))
    assert [cell.strip() for cell in (row.cells[1], *row.cells[4:])] == GOOD.split(", ")


@pytest.mark.parametrize("where", ["addresses.yaml", "t.rejected.csv"])
def test_book_and_bad_rows_come_both_or_not_at_all(
    where: str, folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_file = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == where:
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace_file(path, target)

    table(folder, *BAD)
    monkeypatch.setattr(Path, "replace", full)
    code, printed, said = say("import", "t.csv")
    assert (code, printed) == (3, [])
    assert said == [
        f"{where}: cannot be written: No space left on device. Make room on the disk. What was there is as it was."
    ]
    left = ["addresses.yaml", "t.csv"]
    assert sorted(path.name for path in folder.iterdir()) == left
    assert (Path("addresses.yaml").read_bytes() == SAMPLE) is (where == "addresses.yaml")


def test_a_file_of_bad_rows_is_never_written_over(folder: Path, say: Say) -> None:
    table(folder, *BAD)
    Path("t.rejected.csv").write_text("mended", "utf-8")
    code, printed, said = say("import", "t.csv")
    assert (code, printed) == (3, [])
    assert said == [
        "t.rejected.csv: already exists and may hold rows that somebody is correcting. "
        "Move it away, or name another with --rejected."
    ]
    assert Path("addresses.yaml").read_bytes() == SAMPLE
    assert Path("t.rejected.csv").read_text("utf-8") == "mended"


def test_dry_run_writes_nothing(folder: Path, say: Say) -> None:
    table(folder, *BAD)
    code, printed, _ = say("import", "t.csv", "--dry-run", "--book", "new.yaml")
    assert (code, printed) == (
        1,
        [
            "t.csv: 2 would be added to new.yaml (a new file), 0 were there already, 7 not imported.",
            "The rows not imported would be in t.rejected.csv: correct them there, and import that file.",
        ],
    )
    assert sorted(path.name for path in folder.iterdir()) == ["addresses.yaml", "t.csv"]


def test_json(folder: Path, say: Say) -> None:
    table(folder, *BAD)
    code, printed, said = say("import", "t.csv", "--json")
    found = json.loads("\n".join(printed))
    assert (code, said) == (1, [])
    assert {key: found[key] for key in ("added", "present", "rejected", "rejected_file", "unknown_columns")} == {
        "added": ["a"],
        "present": 0,
        "rejected": 8,
        "rejected_file": "t.rejected.csv",
        "unknown_columns": ["Телефон"],
    }
    assert {problem["kind"] for problem in found["problems"]} == {"row-rejected"}
    places = [problem["places"] for problem in found["problems"]]
    assert sorted({place for (place,) in places}) == sorted(f"t.csv:{number}" for number in range(3, 11))


def test_a_line_put_together_from_columns_is_noted(folder: Path, say: Say) -> None:
    columns = ("Учреждение", "Индекс", "Город", "Улица", "Дом", "ФИО", "Год рождения")
    place = ("ФКУ ИК-1 УФСИН России по Сахалинской области", "693008", "г. Южно-Сахалинск", "ул. Пограничная", "д. 71")
    table(folder, columns, (*place, "Ветров Илья Сергеевич", "1990"))
    code, _, said = say("import", "t.csv", "--book", "b.yaml")
    assert (code, said) == (
        0,
        [
            "note: t.csv:2 (vetrov): the address was put together from its columns: compare it with the case page.",
            "note: t.csv:2 (vetrov): the dative was worked out from the name: look at it in `list`.",
        ],
    )
    expected = {"id": "vetrov", "address": GOOD, "name": "Ветров Илья Сергеевич", "born": "1990"}
    assert people(Path("b.yaml")) == [expected]


def test_a_book_that_somebody_changes_meanwhile(folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = SAMPLE + b"# a remark\n"
    table(folder, ("address",), (GOOD,))
    check = BookPlan.check

    def changing(*arguments: Any) -> Any:
        Path("addresses.yaml").write_bytes(changed)
        return check(*arguments)

    monkeypatch.setattr(BookPlan, "check", changing)
    code, _, said = say("import", "t.csv")
    assert (code, said[0]) == (1, "addresses.yaml: somebody changed the book meanwhile. Do the same again.")
    assert Path("addresses.yaml").read_bytes() == changed


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["none.csv"], 3, "none.csv: there is no such file. Check the name; the folder is /"),
        (["t.csv", "--map", "x"], 2, "--map x: 'x' is no pair."),
        (["t.csv", "--book", "none/b.yaml"], 3, "none/b.yaml: cannot be written: No such file or directory."),
        (["broken.csv"], 1, "broken.csv:3: a quotation mark in the row that begins here is broken."),
        (["."], 3, ".: cannot be read: Is a directory."),
    ],
)
def test_import_that_fails(arguments: list[str], code: int, message: str, folder: Path, say: Say) -> None:
    table(folder, ("address",), (GOOD,))
    Path("broken.csv").write_text(f'id;address\na;{GOOD}\nb;"{OTHER}\n', "utf-8")
    before = sorted(folder.iterdir())
    got, printed, said = say("import", *arguments)
    assert (got, printed) == (code, [])
    assert said[0].startswith(message)
    assert sorted(folder.iterdir()) == before
    assert Path("addresses.yaml").read_bytes() == SAMPLE


def test_a_cell_of_yaml_stays_a_text(folder: Path, say: Say) -> None:
    evil = '"}\n- id: evil\n  address: !!python/object/apply:os.system ["x"] # *a &b {{ name }} <script>'
    table(folder, ("address", "about"), (GOOD, evil))
    assert say("import", "t.csv", "--book", "b.yaml")[0] == 0
    assert people(Path("b.yaml")) == [{"id": "vetrov", "address": GOOD, "about": {"en": evil}}]

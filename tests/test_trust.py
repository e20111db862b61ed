"""run.json, volumes, pages printed again, and runs that keep going: what they write and what they refuse."""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from letters.cli import main
from tests.pdf import read
from tests.test_batch import PLACE, RECIPIENTS

DATE = "2026-11-22"


def entry(number: int, **fields: str) -> str:
    values = {"id": f"p{number}", "address": f"{PLACE}, {RECIPIENTS[number]}", "verified": DATE} | fields
    first, *rest = (f"{key}: {value}" for key, value in values.items())
    return f"  - {first}\n" + "".join(f"    {line}\n" for line in rest)


def book(folder: Path, *entries: str, name: str = "book.yaml", above: str = "") -> Path:
    path = folder / name
    path.write_text(f"{above}people:\n" + "".join(entries), "utf-8")
    return path


def run(folder: Path, *options: object, book: str = "book.yaml", date: bool = True) -> int:
    words = ["make", "--book", str(folder / book), "--out", str(folder / "out"), *map(str, options)]
    return main([*words, "--date", DATE] if date else words)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().err.split())


def texts(path: Path) -> list[str]:
    return [sheet.text for sheet in read(path)]


@pytest.fixture
def five(tmp_path: Path) -> Path:
    """A folder with a book of five people."""
    book(tmp_path, *map(entry, range(5)))
    return tmp_path


def record(folder: Path) -> dict[str, object]:
    return json.loads((folder / "out" / "run.json").read_text("utf-8"))


def test_what_run_json_says(five: Path) -> None:
    assert run(five, "--split", 2, "--only", "envelopes,letters,list", "--from", "DE") == 0
    found = record(five)
    assert found["book"] == sha256((five / "book.yaml").read_bytes()).hexdigest()
    assert found["finished"] is True
    files = {file["file"]: file for file in found["files"]}  # type: ignore[attr-defined]
    assert {name: file["pages"] for name, file in files.items()} == {
        "envelopes-001.pdf": 2,
        "letters-001.pdf": 4,
        "envelopes-002.pdf": 2,
        "letters-002.pdf": 4,
        "envelopes-003.pdf": 1,
        "letters-003.pdf": 2,
        "list.pdf": 1,
    }
    for name, file in files.items():
        assert sha256((five / "out" / name).read_bytes()).hexdigest() == file["sha256"]
    people = [(who["id"], who["volume"], who["pages"]) for who in found["people"]]  # type: ignore[attr-defined]
    assert people[3:] == [
        ("p3", 2, {"envelopes": [2, 1], "letters": [3, 2]}),
        ("p4", 3, {"envelopes": [1, 1], "letters": [1, 2]}),
    ]


def test_run_json_holds_no_name_and_no_path(five: Path) -> None:
    (five / "mine.txt").write_text("# {{ salutation }}\n\nКак Ваши дела, Ильюша?\n", "utf-8")
    assert run(five, "--letter", five / "mine.txt") == 0
    text = (five / "out" / "run.json").read_text("utf-8")
    assert not re.search("[А-Яа-я]", text)
    assert str(five) not in text


def test_the_same_run_writes_the_same_run_json(five: Path) -> None:
    written = []
    for workers in (1, 2):
        assert run(five, "--workers", workers) == 0
        written.append((five / "out" / "run.json").read_bytes())
    assert written[0] == written[1]


# --- resume


def test_nothing_to_resume(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(five, "--split", 2) == 0
    assert run(five, "--resume", "--split", 2) == 2
    assert "that run is finished: there is nothing to go on with." in said(capsys)


def test_resume_makes_what_is_missing(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(five, "--split", 2, "--from", "FR") == 0
    before = {path.name: path.read_bytes() for path in (five / "out").iterdir()}
    (five / "out" / "guides-002.pdf").unlink()
    assert run(five, "--resume", date=False) == 0
    assert "Volume 1 had been written before." in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in (five / "out").iterdir()} == before


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--from", "DE"], "--from: that run was made with FR."),
        (["--split", "3"], "--split: that run was made with 2."),
        (["--lang", "de"], "--lang: that run was made with en."),
    ],
)
def test_resume_with_other_options(
    options: list[str], sentence: str, five: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(five, "--split", 2, "--from", "FR") == 0
    assert run(five, "--resume", *options) == 2
    assert sentence in said(capsys)


def test_resume_with_another_book(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(five, "--split", 2) == 0
    (five / "out" / "guides-002.pdf").unlink()
    book(five, *map(entry, range(4)))
    assert run(five, "--resume") == 2
    assert "the book is not the one of that run any more" in said(capsys)


def test_a_fault_in_a_later_volume(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The volumes before it are whole; all faults are told."""
    long = f"{PLACE}, {'Ветров' * 20}у Илье Сергеевичу, 1990 г. р."
    book(five, entry(0), entry(1), entry(2, address=long), entry(3), entry(4, address=long))
    assert run(five, "--split", 2, "--only", "envelopes") == 1
    told = said(capsys)
    assert "p2" in told
    assert "p4" in told
    assert told.endswith("Whole and in their places: volume 1. No other was written.")
    assert sorted(path.name for path in (five / "out").iterdir()) == ["envelopes-001.pdf", "run.json"]
    assert record(five)["finished"] is False


def test_files_of_a_run_divided_otherwise_are_named(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(five, "--only", "envelopes") == 0
    assert run(five, "--only", "envelopes", "--split", 3) == 0
    assert "files of an earlier run, divided otherwise, are still there: envelopes.pdf." in said(capsys)


def test_a_set_for_the_table_and_the_files_it_replaces(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(five, "--only", "letters,guides,list") == 0
    assert run(five, "--only", "letters,guides", "--collate") == 0
    assert "are still there: guides.pdf, letters.pdf. Delete them" in said(capsys)
    for name in ("letters.pdf", "guides.pdf"):
        (five / "out" / name).unlink()
    assert run(five, "--only", "letters") == 0
    assert "are still there: table.pdf. Delete them" in said(capsys)
    (five / "out" / "table.pdf").unlink()
    assert run(five, "--only", "envelopes") == 0
    assert "are still there" not in said(capsys)


# --- reprint


def test_letters_that_say_the_same_are_named_across_volumes(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter = five / "letter.txt"
    letter.write_text(
        "> {{ date }}\n\n# {{ salutation }}\n\nВ нашем саду зацвела старая яблоня, и пчёлы гудят.\n\nАнна\n", "utf-8"
    )
    for options in ((), ("--split", 1), ("--split", 2)):
        assert run(five, "--letter", letter, "--only", "letters,list", *options) == 0
        assert said(capsys).count("these letters say the same: p0, p1 and 3 more.") == 1, options
    (five / "out" / "letters-003.pdf").unlink()
    assert run(five, "--resume", "--letter", letter) == 0
    assert said(capsys).count("these letters say the same: p0, p1 and 3 more.") == 1


def test_reprint_of_somebody_and_of_a_page(five: Path) -> None:
    assert run(five, "--split", 2, "--from", "FR", "--envelope", "DL") == 0
    whole = texts(five / "out" / "envelopes-002.pdf")
    assert run(five, "--reprint", "p3", date=False) == 0
    assert texts(five / "out" / "reprint-envelopes.pdf") == [whole[1]]
    assert texts(five / "out" / "reprint-letters.pdf") == texts(five / "out" / "letters-002.pdf")[2:]
    assert run(five, "--reprint", "letters-002:3", date=False) == 0
    assert texts(five / "out" / "reprint-letters.pdf") == texts(five / "out" / "letters-002.pdf")[2:3]


def test_reprint_of_a_sheet_of_labels(five: Path) -> None:
    assert run(five, "--sheet", "L7163", "--start", 12, "--only", "envelopes") == 0
    sheets = texts(five / "out" / "envelopes.pdf")
    assert len(sheets) == 2
    for page in (1, 2):
        assert run(five, "--reprint", page, date=False) == 0
        assert texts(five / "out" / "reprint-envelopes.pdf") == [sheets[page - 1]]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("nobody", "that run has made nothing of 'nobody'."),
        ("letters:99", "that run has made nothing of 'letters:99'."),
        ("1", "several volumes have a page 1. Say which volume: envelopes-001:1."),
    ],
)
def test_reprint_of_nothing(wanted: str, sentence: str, five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(five, "--split", 2) == 0
    assert run(five, "--reprint", wanted) == 2
    assert sentence in said(capsys)


def test_reprint_when_the_book_has_changed(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who is as before is printed; who is not, or is gone, is not."""
    assert run(five, "--only", "envelopes") == 0
    book(five, entry(9), entry(0), entry(1, born="1991"), *map(entry, range(2, 4)))
    assert run(five, "--reprint", "p3") == 0
    assert run(five, "--reprint", "p1") == 1
    assert "p1 has changed in the book since that run" in said(capsys)
    assert run(five, "--reprint", "p4") == 1
    assert "p4 is not held any more, or not in the book" in said(capsys)


def test_reprint_for_another_sender(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(five, "--only", "envelopes") == 0
    book(five, *map(entry, range(5)), above="sender: {country: FR}\n")
    assert run(five, "--reprint", "p1", date=False) == 1
    assert "the sender is another one than in that run" in said(capsys)


def test_resume_with_another_letter_or_program(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter = five / "my.txt"
    letter.write_text("> {{ date }}\n\n# {{ salutation }}\n\nПривет!\n", "utf-8")
    assert run(five, "--split", 2, "--only", "letters", "--letter", letter) == 0
    (five / "out" / "letters-003.pdf").unlink()
    letter.write_text("> {{ date }}\n\n# {{ salutation }}\n\nЗдравствуйте!\n", "utf-8")
    assert run(five, "--resume", "--letter", letter) == 2
    assert "--letter: that run was made with a letter of your own, and this is another text. Name" in said(capsys)
    path = five / "out" / "run.json"
    path.write_text(re.sub(r'"program": "[^"]*"', '"program": "0.0.1"', path.read_text("utf-8")), "utf-8")
    letter.write_text("> {{ date }}\n\n# {{ salutation }}\n\nПривет!\n", "utf-8")
    assert run(five, "--resume", "--letter", letter) == 2
    assert "that run was made with version 0.0.1 of the program. Begin anew, without --resume." in said(capsys)


def test_resume_with_other_templates(
    five: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(five, "--split", 2) == 0
    (five / "out" / "guides-002.pdf").unlink()
    monkeypatch.setattr(sys.modules["letters.app.make"], "templates_digest", lambda: "others")
    assert run(five, "--resume", date=False) == 2
    assert "the texts in `templates` have changed since that run" in said(capsys)


OPTIONS_APART = [
    (
        ["--reply", "--sheet", "L7163"],
        "--reply: does not go with --sheet L7163. Print them in two runs.",
    ),
    (
        ["--kit", "--split", "2"],
        "--kit: counts the whole run, and does not go with --split. Make the kit in a run of its own",
    ),
]


@pytest.mark.parametrize(("options", "sentence"), OPTIONS_APART)
def test_options_that_do_not_go_together(
    options: list[str], sentence: str, five: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    above = 'sender: {country: DE, return_address: "А. Пример\\na/я 12\\n170100 Тверь"}\n'
    book(five, *map(entry, range(5)), above=above)
    assert run(five, *options) == 2
    assert sentence in said(capsys)
    assert not (five / "out").exists()


def test_reprint_without_a_run(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(five, "--reprint", "p1") == 2
    assert "run.json: there is no such file." in said(capsys)


def test_a_run_json_that_cannot_be_opened_and_one_that_is_no_text(
    five: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = five / "out" / "run.json"
    path.parent.mkdir(exist_ok=True)
    path.mkdir()
    assert run(five, "--reprint", "p1") == 3
    assert "run.json: cannot be read: Is a directory. That is a folder: name a file in it." in said(capsys)
    path.rmdir()
    path.write_bytes(b"\xff")
    assert run(five, "--reprint", "p1") == 3
    assert "run.json: is not as the program writes it." in said(capsys)


# --- keep going


def test_failed_entries_come_into_a_book_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Mended there, they are printed; the others are there already."""
    long = f"{PLACE}, {'Ветров' * 20}у Илье Сергеевичу, 1990 г. р."
    bad = [entry(1, colour="red  # why?"), entry(2, address=long), entry(0, address=f"{PLACE}, {RECIPIENTS[4]}")]
    book(tmp_path, entry(0), bad[0], entry(3), "  # ask again\n", *bad[1:], above="sender:\n  country: DE\n")
    assert run(tmp_path, "--keep-going") == 1
    assert "3 entries of the book were left out" in said(capsys)
    assert len(read(tmp_path / "out" / "envelopes.pdf")) == 2
    failed = (tmp_path / "out" / "failed.yaml").read_text("utf-8")
    lines = failed.splitlines(keepends=True)
    assert next(line for line in lines if line.startswith("  # ")).startswith("  # unknown field «colour».")
    assert "".join(line for line in lines if not line.startswith("  # ")) == (
        "sender:\n  country: DE\npeople:\n" + "".join(bad)
    )
    assert record(tmp_path)["failed"] == ["p1", "p2", "p0"]
    assert record(tmp_path)["people"][1]["id"] == "p3"  # type: ignore[index]
    mended = failed.replace("    colour: red  # why?\n", "").replace("Ветров" * 20, "Ветров")
    (tmp_path / "mended.yaml").write_text(mended, "utf-8")
    assert run(tmp_path, book="mended.yaml") == 0
    assert len(read(tmp_path / "out" / "envelopes.pdf")) == 3


def test_keep_going_with_a_book_that_has_a_space_in_its_name(five: Path) -> None:
    (five / "my book.yaml").write_text((five / "book.yaml").read_text("utf-8") + entry(9, colour="red"), "utf-8")
    assert run(five, "--keep-going", book="my book.yaml") == 1
    assert record(five)["failed"] == ["p9"]


def test_keep_going_when_all_is_well(five: Path) -> None:
    assert run(five, "--keep-going") == 0
    assert not (five / "out" / "failed.yaml").exists()


ON_ONE_LINE = f'people: [{{"id": "a", "address": "{PLACE}"}}, {{"id": "b", "address": "x"}}]'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("people:\n  - id: [\n", "this is not valid YAML"),
        ("colour: red\npeople:\n" + entry(0), "unknown field «colour»"),
        (
            f'people: [{{"id": "a", "address": "{PLACE}"}}, {{"id": "b", "address": "x"}}]',
            "several people stand on one line",
        ),
        ("people:\n" + entry(0, address="x"), "no postal address"),
    ],
)
def test_what_keep_going_stops_at(text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "book.yaml").write_text(text, "utf-8")
    assert run(tmp_path, "--keep-going") == 1
    assert sentence in said(capsys)
    assert not (tmp_path / "out").exists()


def test_keep_going_never_writes_over_its_own_book(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (five / "out").mkdir()
    book(five / "out", entry(0), entry(1, colour="red"), name="failed.yaml")
    assert run(five, "--keep-going", book="out/failed.yaml") == 2
    assert "--keep-going would write over the book that is read." in said(capsys)

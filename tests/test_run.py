"""What a run leaves in its folder: files of some people each, run.json, and the good pages when somebody's are not."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from letters.cli import main
from letters.errors import CommandError
from tests.conftest import asked
from tests.pdf import read
from tests.test_batch import PLACE, RECIPIENTS

DATE = "2026-11-22"
LONG = f"{PLACE}, {'Ветров' * 20}у Илье Сергеевичу, 1990 г. р."  # fits on no envelope


def entry(number: int, **fields: str) -> str:
    values = {"id": f"p{number}", "address": f"{PLACE}, {RECIPIENTS[number]}", "verified": DATE} | fields
    first, *rest = (f"{key}: {value}" for key, value in values.items())
    return f"  - {first}\n" + "".join(f"    {line}\n" for line in rest)


def book(folder: Path, *entries: str, name: str = "book.yaml", above: str = "") -> Path:
    path = folder / name
    path.write_text(f"{above}people:\n" + "".join(entries), "utf-8")
    return path


def run(folder: Path, *options: object, book: str = "book.yaml") -> int:
    words = ["make", "--book", str(folder / book), "--out", str(folder / "out"), *map(str, options)]
    return main([*words, "--date", DATE])


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().err.split())


def texts(path: Path) -> list[str]:
    return [sheet.text for sheet in read(path)]


@pytest.fixture
def five(tmp_path: Path) -> Path:
    """A folder with a book of five people."""
    book(tmp_path, *map(entry, range(5)))
    return tmp_path


def record(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "out" / "run.json").read_text("utf-8"))


# --- files of some people each


def test_files_of_two_people(five: Path) -> None:
    """The same pages as in one file, cut between people; list and kit stay whole."""
    assert run(five, "--only", "envelopes,letters,list", "--kit", "--from", "DE") == 0
    whole = {kind: texts(five / "out" / f"{kind}.pdf") for kind in ("envelopes", "letters", "list")}
    for path in (five / "out").iterdir():
        path.unlink()
    assert run(five, "--split", 2, "--only", "envelopes,letters,list", "--kit", "--from", "DE") == 0
    assert sorted(path.name for path in (five / "out").iterdir()) == [
        *(f"envelopes-{number:03}.pdf" for number in (1, 2, 3)),
        "kit.pdf",
        *(f"letters-{number:03}.pdf" for number in (1, 2, 3)),
        "list.pdf",
        "run.json",
    ]
    for kind, each in (("envelopes", 1), ("letters", 2)):
        parts = [texts(five / "out" / f"{kind}-{number:03}.pdf") for number in (1, 2, 3)]
        assert [len(part) for part in parts] == [2 * each, 2 * each, each]
        assert [text for part in parts for text in part] == whole[kind]
    assert texts(five / "out" / "list.pdf") == whole["list"]


def test_only_the_first_file_begins_on_a_used_sheet_of_labels(five: Path) -> None:
    assert run(five, "--sheet", "L7163", "--start", 14, "--split", 3, "--only", "envelopes") == 0
    assert [len(texts(five / "out" / f"envelopes-00{number}.pdf")) for number in (1, 2)] == [2, 1]
    people = {who["id"]: who["pages"] for who in record(five)["people"]}
    assert people == {
        "p0": {"envelopes-001.pdf": [1, 1]},
        "p1": {"envelopes-001.pdf": [2, 2]},
        "p2": {"envelopes-001.pdf": [2, 2]},
        "p3": {"envelopes-002.pdf": [1, 1]},
        "p4": {"envelopes-002.pdf": [1, 1]},
    }


def test_a_fault_in_a_later_file_writes_none(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All faults are told at once."""
    book(five, entry(0), entry(1), entry(2, address=LONG), entry(3), entry(4, address=LONG))
    assert run(five, "--split", 2, "--only", "envelopes") == 1
    told = said(capsys)
    assert ("p2" in told, "p4" in told, told.endswith("Nothing was written.")) == (True, True, True)
    assert not (five / "out").exists()


def test_files_of_a_run_divided_otherwise_are_named(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(five, "--only", "envelopes") == 0
    assert run(five, "--only", "envelopes", "--split", 3) == 0
    assert (
        "out: still holds envelopes.pdf from an earlier run. Delete them, so that nobody prints them by mistake."
        in said(capsys)
    )


def test_a_set_for_the_table_and_the_files_it_replaces(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(five, "--only", "letters,guides,list") == 0
    assert run(five, "--only", "letters,guides", "--collate") == 0
    assert "still holds guides.pdf, letters.pdf from an earlier run. Delete them" in said(capsys)
    for name in ("letters.pdf", "guides.pdf"):
        (five / "out" / name).unlink()
    assert run(five, "--only", "letters") == 0
    assert "still holds table.pdf from an earlier run. Delete them" in said(capsys)
    (five / "out" / "table.pdf").unlink()
    assert run(five, "--only", "envelopes") == 0
    assert "are still there" not in said(capsys)


# --- run.json


def test_what_run_json_says(five: Path) -> None:
    """Program, options, and who stands on which pages of which file."""
    assert run(five, "--split", 2, "--only", "envelopes,letters,list", "--from", "DE") == 0
    found = record(five)
    assert {file["file"]: file["pages"] for file in found["files"]} == {
        "envelopes-001.pdf": 2,
        "envelopes-002.pdf": 2,
        "envelopes-003.pdf": 1,
        "letters-001.pdf": 4,
        "letters-002.pdf": 4,
        "letters-003.pdf": 2,
        "list.pdf": 1,
    }
    assert (found["options"]["country"], found["options"]["split"], found["options"]["date"]) == ("DE", 2, DATE)
    assert found["people"][3:] == [
        {"id": "p3", "pages": {"envelopes-002.pdf": [2, 2], "letters-002.pdf": [3, 4]}},
        {"id": "p4", "pages": {"envelopes-003.pdf": [1, 1], "letters-003.pdf": [1, 2]}},
    ]


def test_run_json_holds_no_name_and_no_path(five: Path) -> None:
    (five / "mine.txt").write_text("# {{ salutation }}\n\nКак Ваши дела, Ильюша?\n", "utf-8")
    assert run(five, "--letter", five / "mine.txt") == 0
    text = (five / "out" / "run.json").read_text("utf-8")
    assert not re.search("[А-Яа-я]", text)
    assert str(five) not in text
    assert "mine" not in text


def test_the_same_run_writes_the_same_run_json(five: Path) -> None:
    written = []
    for _ in range(2):
        assert run(five) == 0
        written.append((five / "out" / "run.json").read_bytes())
    assert written[0] == written[1]


# --- keep going


def test_who_cannot_be_printed_is_named_and_the_others_are_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One with a field that is not known, one whose address fits nowhere, one whose id is taken."""
    bad = [entry(1, colour="red"), entry(2, address=LONG), entry(0, address=f"{PLACE}, {RECIPIENTS[4]}")]
    book(tmp_path, entry(0), bad[0], entry(3), *bad[1:], above="sender:\n  country: DE\n")
    assert run(tmp_path, "--keep-going") == 1
    told = said(capsys)
    assert "3 entries of the book were left out" in told
    assert "unknown field «colour»" in told
    assert "the id «p0» is taken already" in told
    assert len(read(tmp_path / "out" / "envelopes.pdf")) == 2
    assert [who["id"] for who in record(tmp_path)["people"]] == ["p0", "p3"]


def test_who_was_left_out_is_made_alone_when_mended(five: Path) -> None:
    book(five, *map(entry, range(4)), entry(4, address=LONG))
    assert run(five, "--keep-going", "--only", "envelopes") == 1
    book(five, *map(entry, range(5)))
    assert run(five, "p4", "--only", "envelopes") == 0
    assert [who["id"] for who in record(five)["people"]] == ["p4"]


def test_keep_going_when_all_is_well(five: Path) -> None:
    assert run(five, "--keep-going") == 0
    assert len(record(five)["people"]) == 5


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("people:\n  - id: [\n", "this is not valid YAML"),
        ("colour: red\npeople:\n" + entry(0), "unknown field «colour»"),
        ("people:\n" + entry(0, address="x"), "no postal address"),
        ("people:\n" + entry(0, address=LONG), "does not fit"),
    ],
)
def test_what_keep_going_stops_at(text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "book.yaml").write_text(text, "utf-8")
    assert run(tmp_path, "--keep-going") == 1
    assert sentence in said(capsys)
    assert not (tmp_path / "out").exists()


def test_options_that_do_not_go_together(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    above = 'sender: {country: DE, return_address: "А. Пример\\na/я 12\\n170100 Тверь"}\n'
    book(five, *map(entry, range(5)), above=above)
    assert run(five, "--reply", "--sheet", "L7163") == 2
    assert "--reply: does not go with --sheet L7163. Print them in two runs." in said(capsys)
    assert not (five / "out").exists()


# --- what a door hands over


@pytest.mark.parametrize(
    ("field", "value", "choices"),
    [("align", "middle", "left, justify"), ("only", ("envelope",), "envelopes"), ("qr", "forehead", "guide")],
)
def test_a_word_that_is_no_choice_is_refused_at_its_field(field: str, value: object, choices: str, five: Path) -> None:
    with pytest.raises(CommandError) as caught:
        asked(five / "book.yaml", five / "out", **{field: value})
    [problem] = caught.value.problems
    assert (problem.field, problem.code) == (field, "unknown-choice")
    assert f"Take one of {choices}" in problem.hint


@pytest.mark.parametrize("who", [["p1", "p1"], ["p1", "p2", "p1", "p1"], ["p1", "p2"]])
def test_who_is_named_twice_gets_two_sets(who, five, capsys):
    assert run(five, *who, "--only", "envelopes") == 0
    assert len(read(five / "out" / "envelopes.pdf")) == len(who)
    people = json.loads((five / "out" / "run.json").read_text("utf-8"))["people"]
    assert [row["id"] for row in people] == sorted(who)

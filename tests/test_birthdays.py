"""Birthdays: in the book, from tables, pages and lines; the letters of a run, and the year in `list`."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from letters.app.birthdays import read_weeks
from letters.app.make import make
from letters.errors import CommandError, DataError
from letters.intake import read_draft
from letters.model import Birthday
from letters.store.book import read_book
from tests.conftest import TODAY, Say, Tell, asked, book
from tests.pdf import read
from tests.spreadsheets import read_rows

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "birthdays.yaml").read_text("utf-8"))
LINE = "663180, Красноярский край, г. Выдуманск, ул. Степная, д. 11, ФКУ ИК-31 ГУФСИН России по Красноярскому краю, {}"
KOPYTOV = LINE.format("Копытову Льву Ильичу, {}1990 г. р.")
ZHUKOVA = LINE.format("Жуковой Анне Павловне, 1975 г. р.")


@pytest.mark.parametrize("row", CASES["cells"], ids=str)
def test_a_cell(row: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    headings, cells = ["address", row["column"]], [KOPYTOV.format(""), str(row["cell"])]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([headings, cells])
    [found] = read_rows(path)
    assert (found.values.get("born", ""), found.values.get("birthday", "")) == (row["born"], row["birthday"])
    assert row.get("note", "") in " ".join(found.notes)


@pytest.mark.parametrize("row", CASES["pages"], ids=str)
def test_a_page(row: dict[str, Any]) -> None:
    between = "Любит шахматы.\n" * row.get("lines", 0)
    draft = read_draft(f"Копытов Лев\n\n{row['said']}\n{between}\n{KOPYTOV.format('')}\n", "page.txt")
    assert draft.fields().get("birthday", "") == row["birthday"]


@pytest.mark.parametrize("row", CASES["book"], ids=str)
def test_the_field_of_the_book(row: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(book({"address": KOPYTOV.format(""), "birthday": row["birthday"]}), "utf-8")
    found = read_book(path)
    if "problem" in row:
        assert row["problem"] in "\n".join(map(str, found.errors))
    else:
        assert [(str(person.birthday), person.born) for person in found.people] == [(row["day"], row["born"])]
        assert found.problems == ()


def test_a_line_with_the_whole_date_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    line = KOPYTOV.format("17.05.")
    path.write_text(book({"address": line}, {"address": line, "birthday": "05-18"}), "utf-8")
    found = read_book(path)
    assert [str(person.birthday) for person in found.people] == ["05-17", "05-18"]
    assert [problem.code for problem in found.problems] == ["birthday-differs"]


def test_a_whole_date_gives_the_year_that_the_line_lacks(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(book({"address": LINE.format("Копытову Льву Ильичу"), "birthday": "1990-05-17"}), "utf-8")
    found = read_book(path)
    assert ([person.born for person in found.people], found.errors) == ([1990], ())


@pytest.mark.parametrize("row", CASES["next"], ids=str)
def test_the_next_one(row: dict[str, Any]) -> None:
    month, day = map(int, row["birthday"].split("-"))
    assert Birthday(month, day).next_from(row["today"]) == row["next"]


@pytest.mark.parametrize("row", CASES["weeks"], ids=str)
def test_weeks(row: dict[str, Any]) -> None:
    if "first" in row:
        assert read_weeks(str(row["weeks"]), TODAY) == (row["first"], row["last"])
    else:
        with pytest.raises(CommandError) as caught:
            read_weeks(str(row["weeks"]), TODAY)
        assert caught.value.problems[0].code == "no-weeks"


@pytest.fixture
def friends(tmp_path: Path) -> Path:
    """One with a birthday in nine weeks from TODAY, one in twenty, one whose day nobody knows."""
    nine, twenty = (f"{TODAY + timedelta(weeks=weeks):%m-%d}" for weeks in (9, 20))
    path = tmp_path / "book.yaml"
    others = LINE.format("Щукиной Яне Юрьевне, 1980 г. р.")
    rows = ({"address": KOPYTOV.format(""), "birthday": nine}, {"address": ZHUKOVA, "birthday": twenty})
    path.write_text(book(*rows, {"address": others}), "utf-8")
    return path


def test_a_run_for_birthdays(friends: Path, tmp_path: Path) -> None:
    report = make(asked(friends, tmp_path / "out", birthdays="8-10", only=("letters", "envelopes")))
    assert report.people == 1
    assert "birthday-unknown" in {note.code for note in report.warnings}
    letters = read(tmp_path / "out" / "letters.pdf")
    assert "Поздравляю Вас с днём рождения!" in " ".join(letters[0].text.split())
    assert "Копытову Льву Ильичу" in " ".join(read(tmp_path / "out" / "envelopes.pdf")[0].text.split())


def test_another_letter_may_be_chosen(friends: Path, tmp_path: Path) -> None:
    make(asked(friends, tmp_path / "out", birthdays="8-10", only=("letters",), letter="postcard"))
    assert "днём рождения" not in read(tmp_path / "out" / "letters.pdf")[0].text


def test_nobodys_birthday(friends: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        make(asked(friends, tmp_path / "out", birthdays="12-14"))
    assert "nobody's birthday is from 2027-02-14 to 2027-02-28" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_the_year_in_a_list(friends: Path, say: Say) -> None:
    code, printed, _ = say("list", "--birthdays", "--book", friends)
    assert code == 0
    assert [line.split(" · ")[1] for line in printed if " · " in line] in (["p0", "p1"], ["p1", "p0"])
    assert printed[-1] == "No birthday is known of 1: p2."
    days = [date.fromisoformat(line.split(" · ")[0]) for line in printed if " · " in line]
    assert days == sorted(days)
    assert days[0] >= date.today()


def test_the_year_for_programs(friends: Path, tell: Tell) -> None:
    _, printed, _ = tell("list", "--birthdays", "--json", "--book", friends)
    found = json.loads(printed)
    assert {row["id"] for row in found["birthdays"]} == {"p0", "p1"}
    assert found["unknown"] == ["p2"]
    for row in found["birthdays"]:
        ahead = date.fromisoformat(row["next"]) - date.fromisoformat(row["post_until"])
        assert ahead == timedelta(weeks=8)


def test_export_and_import_keep_birthday_and_tags(tmp_path: Path, tell: Tell) -> None:
    one, table, other = tmp_path / "one.yaml", tmp_path / "table.csv", tmp_path / "other.yaml"
    one.write_text(book({"address": ZHUKOVA, "birthday": "05-17", "tags": ["women", "few-letters"]}), "utf-8")
    assert tell("export", table, "--book", one)[0] == 0
    assert tell("import", table, "--book", other)[0] == 0
    [person] = read_book(other).people
    assert (str(person.birthday), person.tags) == ("05-17", ("women", "few-letters"))


def test_add_takes_the_day(tmp_path: Path, tell: Tell) -> None:
    page, path = tmp_path / "page.txt", tmp_path / "book.yaml"
    page.write_text(f"Копытов Лев\n\n{KOPYTOV.format('')}\n", "utf-8")
    assert tell("add", page, "--book", path, "--yes", "--birthday", "05-17")[0] == 0
    assert [str(person.birthday) for person in read_book(path).people] == ["05-17"]

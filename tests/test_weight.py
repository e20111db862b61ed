"""The weight of a letter: a table that a scale could check, the classes of the posts, and what a run says."""

from pathlib import Path
from typing import Any

import pytest

from letters.app.make import make
from letters.cli.main import main
from letters.paper import find_envelope
from letters.paper.weight import envelope_grams, weigh
from tests.conftest import SAMPLE, TODAY, asked

ENVELOPES = {"C6": 3.7, "DL": 4.8, "C6/5": 5.2, "#10": 5.1, "C5": 7.4, "200x120": 4.8}

# sheets, envelope, envelope inside: grams, the class it falls in, too near to its limit
LETTERS = [
    (3, "C6", None, 18.8, 20, False),
    (2, "DL", None, 14.9, 20, False),
    (3, "DL", None, 19.9, 20, True),
    (2, "C5", None, 17.5, 20, False),
    (2, "C6", "C6", 17.5, 20, False),
    (2, "DL", "DL", 19.8, 20, True),
    (2, "DL", "C6", 18.6, 20, False),
    (3, "DL", "C6", 23.6, 50, False),
    (3, "C6", "C6", 22.5, 50, False),
    (4, "#10", None, 25.1, 50, False),
    (9, "C6", None, 48.7, 50, False),
    (9, "DL", None, 49.8, 50, True),
    (21, "C6", None, 108.6, 250, False),
    (400, "C4", None, 2010.8, None, False),
]


@pytest.mark.parametrize(("name", "grams"), ENVELOPES.items())
def test_envelopes(name: str, grams: float) -> None:
    assert envelope_grams(find_envelope(name)) == pytest.approx(grams, abs=0.06)


@pytest.mark.parametrize(("sheets", "envelope", "inside", "grams", "limit", "near"), LETTERS)
def test_letters(sheets: int, envelope: str, inside: str | None, grams: float, limit: int | None, near: bool) -> None:
    found = weigh(sheets, find_envelope(envelope), find_envelope(inside) if inside else None)
    assert found.grams == pytest.approx(grams, abs=0.1)
    assert (found.sheets, found.limit, found.near) == (sheets, limit, near)


def run(tmp_path: Path, letter: str, text: str = SAMPLE, **options: Any) -> tuple[Any, list[str]]:
    (tmp_path / "book.yaml").write_text(text, "utf-8")
    (tmp_path / "letter.txt").write_text(letter, "utf-8")
    report = make(
        asked(tmp_path / "book.yaml", tmp_path / "out", TODAY, letter=str(tmp_path / "letter.txt"), **options)
    )
    return report.weight, [f"{note.what} {note.problem.hint}" for note in report.warnings if " g " in note.what]


def test_a_letter_of_one_sheet_is_a_light_one(tmp_path: Path) -> None:
    weight, notes = run(tmp_path, "Здравствуйте!\n\n____")
    assert (weight.sheets, weight.limit) == (2, 20)
    assert notes == []


def test_without_envelopes_of_our_own_a_small_one_is_counted(tmp_path: Path) -> None:
    weight, notes = run(tmp_path, "Здравствуйте!\n\n____", envelope="DL")
    assert (weight.inside, weight.limit) == ("C6", 20)
    assert notes == []


def test_a_heavier_letter_is_said(tmp_path: Path) -> None:
    weight, notes = run(tmp_path, "Здравствуйте!\n\n" + "Пишу Вам о лесе, о реке и о погоде. " * 120)
    assert weight.sheets == 3
    assert notes == [
        "the heaviest letter weighs about 22 g with a C6 inside for the answer. "
        "That is more than 20 g: ask for the postage of a heavier letter."
    ]


def test_a_letter_near_the_limit_should_be_weighed(tmp_path: Path) -> None:
    text = SAMPLE.replace("people:", "sender:\n  country: DE\n  return_address: A. Example, Berlin\n\npeople:", 1)
    weight, notes = run(tmp_path, "Здравствуйте!\n\n____", text, envelope="DL", only=("replies", "letters"))
    assert weight.near
    assert notes == [
        "the heaviest letter weighs about 20 g with a DL inside for the answer. "
        "Real paper varies: weigh one before you post for 20 g."
    ]


def test_without_letters_nothing_is_weighed(tmp_path: Path) -> None:
    assert run(tmp_path, "Здравствуйте!", only=("envelopes",)) == (None, [])


def test_the_closing_table_says_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "book.yaml").write_text(SAMPLE, "utf-8")
    arguments = ["--book", str(tmp_path / "book.yaml"), "--out", str(tmp_path / "out"), "--from", "DE"]
    assert main(["make", *arguments]) == 0
    said = capsys.readouterr().out
    parts = "2 sheets with the blank one, C6, a C6 inside for the answer"
    assert f"The heaviest letter weighs about 17 g ({parts}): postage for up to 20 g." in said

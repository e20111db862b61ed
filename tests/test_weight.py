"""The weight of a letter: a table that a scale could check, the classes of the posts, and what a run says."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from letters import shipped
from letters.app.make import make
from letters.cli.main import main
from letters.paper import find_envelope
from letters.paper.inside import folded_into
from letters.paper.weight import envelope_grams, weigh
from letters.textfile import read_toml
from tests.conftest import SAMPLE, TODAY, asked
from tests.rows import rows

ENVELOPES = {"C6": 3.7, "DL": 4.8, "C6/5": 5.2, "#10": 5.1, "C5": 7.4, "200x120": 4.8}

# country of posting, sheets, envelope, envelope inside: grams, the class it falls in, too near to its limit
LETTERS = [
    ("DE", 3, "C6", None, 18.8, 20, False),
    ("FR", 2, "DL", None, 14.9, 20, False),
    ("DE", 3, "DL", None, 19.9, 20, True),
    ("IT", 2, "C5", None, 17.5, 20, False),
    ("DE", 2, "C6", "C6", 17.5, 20, False),
    ("RU", 2, "DL", "DL", 19.8, 20, True),
    ("ES", 2, "DL", "C6", 18.6, 20, False),
    ("DE", 3, "DL", "C6", 23.6, 50, False),
    ("CH", 3, "C6", "C6", 22.5, 50, False),
    ("US", 4, "#10", None, 25.1, 28, False),
    ("US", 4, "#10", "C6", 28.8, 56, False),
    ("CA", 4, "#10", None, 25.1, 30, False),
    ("DE", 9, "C6", None, 48.7, 50, False),
    ("DE", 9, "DL", None, 49.8, 50, True),
    ("GB", 9, "DL", "DL", 54.7, 100, False),
    ("US", 15, "C6", None, 78.7, 85, False),
    # nobody knows: ask
    (None, 3, "C6", None, 18.8, None, False),
    ("NL", 2, "C6", None, 13.8, None, False),
    ("ES", 3, "DL", "C6", 23.6, None, False),
    ("RU", 3, "DL", "C6", 23.6, None, False),
    ("GB", 21, "C6", None, 108.6, None, False),
    ("US", 400, "C4", None, 2010.8, None, False),
]

# envelope for the answer, envelope of the letter: layers, as far as it goes in
INSIDE = [
    ("C6", "C5", 1),
    ("C6", "C4", 1),
    ("DL", "C5", 1),
    ("DL", "C6/5", 1),
    ("C6", "C6", 2),
    ("C6", "DL", 2),
    ("C6", "#10", 2),
    ("C6", "C6/5", 2),
    ("C5", "C5", 2),
    ("DL", "DL", 3),
    ("#10", "#10", 3),
    ("C6/5", "C6/5", 3),
    ("160x160", "160x160", 4),
    ("C4", "140x90", None),
]


@pytest.mark.parametrize(("name", "grams"), ENVELOPES.items())
def test_envelopes(name: str, grams: float) -> None:
    assert envelope_grams(find_envelope(name)) == pytest.approx(grams, abs=0.06)


@rows(("inner", "outer", "layers"), INSIDE)
def test_an_envelope_goes_into_another(inner: str, outer: str, layers: int | None) -> None:
    assert folded_into(find_envelope(inner), find_envelope(outer)) == layers


@rows(("country", "sheets", "envelope", "inside", "grams", "limit", "near"), LETTERS)
def test_letters(
    country: str | None,
    sheets: int,
    envelope: str,
    inside: str | None,
    grams: float,
    limit: int | None,
    near: bool,
) -> None:
    found = weigh(sheets, find_envelope(envelope), find_envelope(inside) if inside else None, country=country)
    assert found.grams == pytest.approx(grams, abs=0.1)
    assert (found.sheets, found.limit, found.near) == (sheets, limit, near)


def run(tmp_path: Path, letter: str, text: str = SAMPLE, **options: Any) -> tuple[Any, list[str]]:
    (tmp_path / "book.yaml").write_text(text, "utf-8")
    (tmp_path / "letter.txt").write_text(letter, "utf-8")
    report = make(
        asked(
            tmp_path / "book.yaml",
            tmp_path / "out",
            TODAY,
            **{"letter": str(tmp_path / "letter.txt"), "country": "DE", **options},
        )
    )
    return report.weight, [f"{note.what} {note.hint}" for note in report.warnings if " g " in note.what]


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
    assert [note for note in notes if "lie flat" not in note] == [
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
    parts = "2 sheets with the blank one, C6, a C6 folded in two inside for the answer"
    assert f"The heaviest letter weighs about 17 g ({parts}): postage for up to 20 g." in said


def test_where_nobody_knows_the_classes_no_figure_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "book.yaml").write_text(SAMPLE, "utf-8")
    for country in (("--from", "NL"), ()):
        arguments = ["--book", str(tmp_path / "book.yaml"), "--out", str(tmp_path / "out"), *country]
        assert main(["make", *arguments]) == 0
        said = capsys.readouterr()
        assert "inside for the answer): ask at the post office for the postage." in said.out
        assert "postage for up to" not in said.out + said.err


def test_every_class_and_every_refusal_has_its_source() -> None:
    """What ages is data with a day and a source."""
    classes, refusals = (read_toml(shipped.data() / name) for name in ("weight.toml", "refusals.toml"))
    for row in classes["classes"].values():
        assert row["grams"] == sorted(row["grams"])
        assert row["source"]
        assert row["read"] <= date(2026, 11, 30)
    for row in refusals.values():
        assert all(row[word] for word in ("since", "seen", "source"))


REFUSED = [
    ("FI", "Finland: the post does not take letters to Russia (stopped: 11 April 2022; last said: 11 June 2025; "),
    (
        "US",
        "United States: the post may not take letters to Russia (stopped: 11 March 2022; last said: 3 March 2026; ",
    ),
    ("DE", None),
    ("RU", None),
]


@pytest.mark.parametrize(("country", "said"), REFUSED)
def test_a_post_that_refuses_is_said(country: str, said: str | None, tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(SAMPLE, "utf-8")
    for only, is_said in ((("envelopes",), True), (("list",), False)):
        report = make(asked(tmp_path / "book.yaml", tmp_path / "out", TODAY, country=country, only=only))
        found = [note for note in report.warnings if "letters to Russia" in note.what]
        assert [note.what.startswith(said or "") for note in found] == [True] * bool(said and is_said)
        assert all(note.hint.startswith("Ask at the post office before you print; ") for note in found)


def test_an_envelope_for_the_answer_that_does_not_lie_flat_is_said(tmp_path: Path) -> None:
    text = SAMPLE.replace("people:", "sender:\n  country: DE\n  return_address: A. Example, Berlin\n\npeople:", 1)
    (tmp_path / "book.yaml").write_text(text, "utf-8")
    for only, said in ((("replies", "letters"), 1), (("letters",), 0)):
        report = make(asked(tmp_path / "book.yaml", tmp_path / "out", TODAY, envelope="DL", only=only))
        found = [f"{note.what} {note.hint}" for note in report.warnings if "lie flat" in note.what]
        assert found == ["an envelope DL for the answer does not lie flat in a DL. It goes in folded in three."] * said

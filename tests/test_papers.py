"""A4 and US Letter: everything stands well inside the sheet, and the sheet is the one that was asked for."""

from pathlib import Path
from typing import Any

import pytest

from letters.cli import main
from letters.errors import CommandError
from letters.paper import find_envelope
from letters.paper.sizes import A4, LETTER
from letters.paper.weight import weigh
from tests.conftest import SAMPLE, Press
from tests.pdf import Ink, Sheet

LANGUAGES = ["en", "de", "fr", "ru"]
SIZES = {"a4": (210, 297), "letter": (215.9, 279.4)}
LEAST = 8  # mm from the edge of the sheet; printers at home do not reach nearer
ENDS = 0.13  # mm that the reader of the tests adds at the ends of the tear line


def outside(sheets: list[Sheet]) -> list[Ink]:
    """What stands nearer to an edge than a printer reaches."""
    return [
        ink
        for sheet in sheets
        for ink in sheet.ink
        if not ink.inside(Ink(LEAST, LEAST, sheet.width - LEAST, sheet.height - LEAST), ENDS)
    ]


@pytest.mark.one_quick
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", SIZES)
def test_everything_stands_inside_the_sheet(press: Press, paper: str, language: str) -> None:
    kinds = ("letters", "guides", "list", "kit")
    printed = press(country="DE", only=kinds, paper=paper, language=language, qr="stub")
    for kind in kinds:
        sheets = printed.sheets(kind)
        assert {(round(sheet.width, 1), round(sheet.height, 1)) for sheet in sheets} == {SIZES[paper]}
        assert outside(sheets) == []
    assert len(printed.sheets("guides")) == 2
    assert len(printed.sheets("letters")) == 4


@pytest.mark.one_quick
@pytest.mark.parametrize("shape", ["text", "form", "copy", "trace"])
@pytest.mark.parametrize("paper", SIZES)
def test_letters_of_every_shape(press: Press, paper: str, shape: str) -> None:
    for place in ("guide", "stub", "letter"):
        sheets = press(
            country="DE", only=("letters",), paper=paper, letter="first", shape=shape, qr=place
        ).sheets("letters")  # fmt: skip
        assert {(round(sheet.width, 1), round(sheet.height, 1)) for sheet in sheets} == {SIZES[paper]}
        assert outside(sheets) == []


@pytest.mark.parametrize("paper", SIZES)
def test_ruled_lines_end_above_the_foot(press: Press, paper: str) -> None:
    width, height = SIZES[paper]
    reply = press(country="DE", only=("letters",), paper=paper).sheets("letters")[1]
    tops = [rule.ends[0][1] for rule in reply.rules]
    assert tops[0] == pytest.approx(30)
    assert height - 19 - 9 < tops[-1] <= height - 19 + 0.01
    assert {(round(rule.left), round(rule.right)) for rule in reply.rules} == {(25, round(width - 20))}


@pytest.mark.parametrize(("country", "paper"), [("US", "letter"), ("CA", "letter"), ("DE", "a4"), ("RU", "a4")])
def test_paper_follows_the_country(press: Press, country: str, paper: str) -> None:
    [sheet] = press(country=country, only=("list",)).sheets("list")
    assert (round(sheet.width, 1), round(sheet.height, 1)) == SIZES[paper]
    other = next(name for name in SIZES if name != paper)
    [sheet] = press(country=country, only=("list",), paper=other).sheets("list")
    assert (round(sheet.width, 1), round(sheet.height, 1)) == SIZES[other]


@pytest.mark.parametrize("options", [{"paper": "letter", "country": "DE"}, {"country": "US"}])
def test_windows_are_for_a4(press: Press, options: dict[str, Any]) -> None:
    with pytest.raises(CommandError) as caught:
        press(window="din", envelope="DL", only=("letters",), **options)
    assert str(caught.value) == (
        "‹window=din›: windows of that kind are for letters on A4, not on Letter. "
        "Take ‹paper=a4›, or leave out ‹window›."
    )
    assert press(window="din", envelope="DL", only=("letters",), country="US", paper="a4").sheets("letters")


def test_letter_paper_weighs_less() -> None:
    envelope = find_envelope("#10")
    heavier, lighter = weigh(2, envelope, None, A4), weigh(2, envelope, None, LETTER)
    assert heavier.grams - lighter.grams == pytest.approx(2 * (4.99 - 4.83), abs=0.02)


def test_paper_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("addresses.yaml").write_text(SAMPLE, "utf-8")
    assert main(["make", "--from", "DE", "--paper", "letter", "--kit"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "posted Letter, one-sided, 100 %" in printed
    assert "A4" not in printed

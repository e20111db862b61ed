"""Large print, read back: the type is large, all words are there, nothing leaves its page or overlaps."""

import re
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from letters.cli import main
from letters.errors import DataError
from letters.wording import guide_texts
from tests.conftest import SAMPLE, Press, book
from tests.pdf import Ink, Sheet
from tests.test_guide import BOOK, CASES, PEOPLE
from tests.test_kit import LANGUAGES, PAPERS

LEAST = 15.9  # points
FOOT = re.compile(r"\w+ \w+ · \d/\d")


def printed(press: Press, kind: str, text: str = SAMPLE, **options: Any) -> list[Sheet]:
    return press(text, **{"country": "DE", "only": (kind,), "large": True, **options}).sheets(kind)


def faults(sheet: Sheet) -> list[object]:
    """What leaves the page, and lines that lie on each other."""
    paper = Ink(8, 8, sheet.width - 8, sheet.height - 8)
    outside = [ink for ink in sheet.ink if not ink.inside(paper)]
    return [*outside, *((a.text, b.text) for a, b in combinations(sheet.lines, 2) if a.touches(b, -0.2))]


def words(sheets: list[Sheet]) -> Counter[str]:
    """The words of some pages without what each page repeats, wherever lines break."""
    banner = guide_texts("en")["banner"]
    text = " ".join(line for sheet in sheets for line in sheet.texts if line != banner and not FOOT.fullmatch(line))
    return Counter(re.findall(r"\w+", re.sub(r"https://[^А-Яа-я•]*?(zimina|baczenina)", "", text)))


@pytest.mark.one_quick
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
def test_guides(press: Press, paper: str, language: str) -> None:
    banner = guide_texts(language)["banner"].replace("\u00a0", " ")
    sheets = printed(press, "guides", paper=paper, language=language)
    assert len(sheets) >= 4
    for sheet in sheets:
        assert (round(sheet.width, 1), round(sheet.height, 1)) == PAPERS[paper]
        assert faults(sheet) == []
        assert sheet.texts[0] == banner
        assert [line.text for line in sheet.lines if line.text != banner and line.size < LEAST] == []
    assert [code for sheet in sheets for code in sheet.codes] == CASES


@pytest.mark.slow
@pytest.mark.parametrize("country", ["DE", "RU"])
def test_every_kind_of_person(press: Press, country: str) -> None:
    for kind in ("guides", "list"):
        sheets = printed(press, kind, BOOK, country=country)
        assert [fault for sheet in sheets for fault in faults(sheet)] == []
    assert len(printed(press, "guides", BOOK)) >= 2 * len(PEOPLE)


def test_no_word_of_the_guide_is_lost(press: Press) -> None:
    small = words(press(country="DE", only=("guides",)).sheets("guides"))
    large = words(printed(press, "guides"))
    assert small == large


def test_a_set_can_be_put_together_again(press: Press) -> None:
    feet = [sheet.texts[-1] for sheet in printed(press, "guides", letter="first")]
    for name in ("Дмитрий Зимин", "Александр Баценин"):
        own = [foot for foot in feet if foot.startswith(name)]
        assert own == [f"{name} · {number}/{len(own)}" for number in range(1, len(own) + 1)]
    assert feet == sorted(feet, reverse=True, key=lambda foot: foot.startswith("Дмитрий"))


@pytest.mark.one_quick
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_leave_room_for_the_foot(press: Press, language: str) -> None:
    options = {"language": language, "paper": "letter", "alphabet": True, "who": ("zimin",)}
    letters = printed(press, "guides", **options)[-1]
    assert faults(letters) == []
    assert letters.lines[-1].top - letters.strokes[-1].bottom > 1


def test_a_heading_never_stands_alone(press: Press) -> None:
    headings = {
        section["heading"]
        for section in guide_texts("en").values()
        if isinstance(section, dict) and "heading" in section
    }
    for sheet in printed(press, "guides"):
        assert sheet.texts[-2] not in headings


@pytest.mark.parametrize("language", ["ru", "de"])
def test_what_leads_to_a_list_stands_above_its_first_point(press: Press, language: str) -> None:
    for sheet in printed(press, "guides", language=language, country="DE", who=("zimin",)):
        assert not sheet.texts[-2].endswith(":")


def test_the_list(press: Press) -> None:
    people = [{**row, "id": f"{key}{copy}"} for copy in range(3) for key, row in PEOPLE.items()]
    sheets = printed(press, "list", book(*people), by="facility")
    assert len(sheets) > 3
    assert [fault for sheet in sheets for fault in faults(sheet)] == []
    assert sum(" ".join(sheet.texts).count("Александр Всеволодович") for sheet in sheets) == 6
    assert [sheet.texts[-1] for sheet in sheets] == [f"Page {number}" for number in range(1, len(sheets) + 1)]
    boxes = [s for sheet in sheets for s in sheet.strokes if s.bottom - s.top < 9 and s.right - s.left < 9]
    assert len(boxes) == 4 * 3 * len(people)


@pytest.mark.parametrize("paper", PAPERS)
def test_letters(press: Press, paper: str) -> None:
    sheets = printed(press, "letters", letter="first", paper=paper)
    assert [fault for sheet in sheets for fault in faults(sheet)] == []
    for sheet in sheets:
        assert [line.text for line in sheet.lines[1:] if line.size < LEAST and not line.text.startswith("Лист")] == []
    tops = [rule.ends[0][1] for rule in sheets[-1].rules]
    assert {round(low - high, 2) for high, low in pairwise(tops)} == {10}


@pytest.mark.parametrize(("shape", "size"), [("copy", 18), ("trace", 24)])
def test_copy_and_tracing_sheets(press: Press, shape: str, size: int) -> None:
    sheets = printed(press, "letters", letter="first", shape=shape)
    assert [fault for sheet in sheets for fault in faults(sheet)] == []
    assert [line.size for line in sheets[0].lines if line.text == "Здравствуйте, Дмитрий!"] == [size]


def test_what_is_longer_than_a_page_is_said(press: Press) -> None:
    text = book({"id": "many", **PEOPLE["full"], "about": {"en": "A long story. " * 120}})
    with pytest.raises(DataError) as caught:
        printed(press, "guides", text)
    [problem] = caught.value.problems
    assert "many" in problem.where
    assert "too long for one page in large print" in problem.what


@pytest.mark.slow
def test_a_whole_evening_in_large_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("addresses.yaml").write_text(SAMPLE, "utf-8")
    assert main(["make", "--large", "--kit", "--collate", "--proof", "--from", "DE"]) == 0
    assert "table.pdf: 10 pages read back" in " ".join(capsys.readouterr().out.split())


@pytest.mark.one_quick
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
def test_the_kit(press: Press, paper: str, language: str) -> None:
    banner = guide_texts(language)["banner"].replace("\u00a0", " ")
    for sheet in printed(press, "kit", paper=paper, language=language):
        assert [ink for ink in sheet.ink if not ink.inside(Ink(8, 8, sheet.width - 8, sheet.height - 8))] == []
        assert [line.text for line in sheet.lines if line.text != banner and line.size < LEAST] == []

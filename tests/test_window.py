"""Window envelopes: the letter is slid to every corner of its envelope, and the window must show the address alone."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from letters.app.make import make
from letters.errors import CommandError, DataError
from tests.conftest import SAMPLE, TODAY, Press, asked, book
from tests.pdf import Ink, Sheet, covered

# envelope (width, height), window on it: left, top, right, bottom; folds from the upper edge of the letter
WINDOWS = [
    ("din", "DL", (220, 110), (20, 50, 110, 95), (105, 210)),
    ("din", "C6/5", (229, 114), (20, 54, 110, 99), (105, 210)),
    ("din", "C5", (229, 162), (20, 57, 110, 102), (148.5,)),
    ("fr", "DL", (220, 110), (100, 55, 200, 90), (105, 210)),
]
ZIMIN = "Зимину Дмитрию Сергеевичу, 2003 г. р."


def letters(press: Press, style: str, envelope: str, **options: Any) -> list[Sheet]:
    return press(window=style, envelope=envelope, country="DE", only=("letters",), **options).sheets("letters")


def block(sheet: Sheet) -> list[Any]:
    """The lines of the address: from the recipient to the country."""
    first, last = sheet.texts.index(ZIMIN), sheet.texts.index("RUSSLAND")
    return list(sheet.lines[first : last + 1])


@pytest.mark.parametrize("letter", ["form", "first"])
@pytest.mark.parametrize(("style", "envelope", "size", "window", "folds"), WINDOWS)
def test_the_window_shows_the_address_alone(
    press: Press,
    style: str,
    envelope: str,
    size: tuple[float, float],
    window: tuple[float, float, float, float],
    folds: tuple[float, ...],
    letter: str,
) -> None:
    sheet = letters(press, style, envelope, letter=letter)[0]
    address = block(sheet)
    others = [ink for ink in sheet.ink if ink not in address and ink.top < folds[0] and ink.left > 15]
    for right, down in product((0, size[0] - 210), (0, size[1] - folds[0])):
        seen = Ink(window[0] - right, window[1] - down, window[2] - right, window[3] - down)
        assert covered(address).inside(seen)
        assert not [ink for ink in others if ink.touches(seen)]
    assert min(line.size for line in address) >= 9


@pytest.mark.parametrize(("style", "envelope", "size", "window", "folds"), WINDOWS)
def test_fold_marks(
    press: Press, style: str, envelope: str, size: object, window: object, folds: tuple[float, ...]
) -> None:
    first, answer, *_ = letters(press, style, envelope)
    ticks = [rule for rule in first.rules if rule.right < 15]
    assert [tick.ends[0][1] for tick in ticks] == pytest.approx(list(folds), abs=0.01)
    assert all(tick.right - tick.left <= 6 for tick in ticks)
    assert not [rule for rule in answer.rules if rule.right < 15], "the blank sheet has none"


def test_only_the_first_sheet_has_the_address(press: Press, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("Здравствуйте!\n\n" + "Пишу Вам о лесе, о реке и о погоде. " * 120, "utf-8")
    sheets = letters(press, "din", "DL", letter=str(tmp_path / "long.txt"))
    first, second = sheets[:2]
    assert ZIMIN in first.texts
    assert ZIMIN not in second.texts
    assert min(line.top for line in first.lines if line.text.startswith("Здравствуйте")) > 99
    assert min(line.top for line in second.lines if line.top > 20) < 35
    for sheet in (first, second):
        assert max(line.bottom for line in sheet.lines) < 280


def test_without_a_window_nothing_changes(press: Press) -> None:
    sheets = press(country="DE", only=("letters",)).sheets("letters")
    assert ZIMIN not in sheets[0].texts
    assert sheets[0].line("22 ноября 2026 г.").top < 35


@pytest.mark.parametrize(
    ("style", "envelope", "words"), [("fr", "C5", "‹envelope=DL›"), ("din", "C6", "‹envelope=C5›")]
)
def test_an_envelope_without_such_a_window(press: Press, style: str, envelope: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        letters(press, style, envelope)


def test_inside_russia_there_are_other_windows(press: Press) -> None:
    with pytest.raises(CommandError, match=r"^‹window=din›: is for posting outside Russia"):
        press(window="din", envelope="DL", country="RU", only=("letters",))


def test_an_address_too_large_for_the_window(press: Press) -> None:
    line = (
        "193230, Ленинградская область, Всеволожский район, г. Санкт-Петербург, г. Колпино, Колпинская ул., "
        "д. 9, стр. 1, ПФРСИ при ФКУ ИК-6 ОУХД УФСИН России по г. Санкт-Петербургу и Ленинградской области, "
        "Ветрову Илье Сергеевичу, 1988 г. р."
    )
    with pytest.raises(DataError, match="does not fit the window"):
        press(book({"address": line}), window="din", envelope="C5", country="DE", only=("letters",))


def test_what_a_run_says(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(SAMPLE, "utf-8")

    def notes(**options: Any) -> list[str]:
        run = asked(tmp_path / "book.yaml", tmp_path / "out", TODAY, country="DE", envelope="DL", **options)
        return [note.what for note in make(run).warnings if note.field == "window"]

    assert notes(window="din", only=("letters",)) == []
    assert "no guide says where they are" in notes(window="fr", only=("letters",))[0]
    assert "envelopes without a window" in notes(window="din")[0]

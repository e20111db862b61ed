"""The choices inside Russia: how much of the code stamp is printed, the sender's index, and room around them."""

import pytest

from letters.cli.main import main
from letters.layout.envelope import STAMP_PARTS
from letters.layout.envelope.russia import split_index
from tests.conftest import Press, book
from tests.pdf import Ink, Sheet

HOUSE = "601967, Владимирская область, Ковровский район, п. Мелехово, ул. Первомайская, д. 261а"
LONG = "ФКУ Исправительная колония № 5 УФСИН России по Санкт-Петербургу и Ленинградской области"
NAME = "Константинопольскому-Вознесенскому Максимилиану Апполинарьевичу, 1988 г. р."
SENDER = ["Примерова Анна Борисовна", "ул. Лесная, д. 5, кв. 16", "г. Тверь", "170100"]
STROKE = 0.5  # mm; what is thicker is a digit of the stamp


def page(press: Press, sender: list[str] = SENDER, **options: object) -> Sheet:
    text = book({"address": f"{HOUSE}, {LONG}, {NAME}"}, country="RU", return_address="\n".join(sender))
    [sheet] = press(text, **options, only=("envelopes",)).sheets("envelopes")
    return sheet


@pytest.mark.parametrize(
    ("stamp", "dots", "bars", "dot_count", "strokes"),
    [
        # 601967: 5 + 6 + 3 + 5 + 5 + 3 segments
        ("full", True, 8, 42 * 6, 27),
        ("full", False, 8, 0, 27),
        ("digits", True, 0, 0, 27),
        ("digits", False, 0, 0, 27),
        ("none", True, 0, 0, 0),
        ("none", False, 0, 0, 0),
    ],
)
def test_what_is_printed_of_the_stamp(
    press: Press, stamp: str, dots: bool, bars: int, dot_count: int, strokes: int
) -> None:
    sheet = page(press, stamp=stamp, dots=dots)
    assert len(sheet.areas) == bars
    assert len(sheet.dots) == dot_count
    assert len([stroke for stroke in sheet.strokes if stroke.thickness > STROKE]) == strokes
    assert sheet.texts[-1] == "601967", "the index stands in figures too"


@pytest.mark.parametrize("envelope", ["C6", "DL", "C5", "C4", "C6/5", "#10"])
@pytest.mark.parametrize("stamp", STAMP_PARTS)
def test_text_never_touches_the_stamp(press: Press, stamp: str, envelope: str) -> None:
    """Not even a pre-printed one."""
    sheet = page(press, stamp=stamp, envelope=envelope)
    area = Ink(10, sheet.height - 25, 71, sheet.height - 11)
    rules = [rule for rule in sheet.rules if rule.thickness < STROKE]
    assert not [ink for ink in (*sheet.lines, *rules) if ink.touches(area, 2)]
    stamped = [stroke for stroke in sheet.strokes if stroke.thickness > STROKE]
    assert all(stroke.inside(area, 0.5) for stroke in stamped)


@pytest.mark.parametrize(
    ("sender", "index", "lines"),
    [
        (SENDER, "170100", SENDER[:3]),
        (["А. Примерова", "170100, г. Тверь"], "170100", ["А. Примерова", "170100, г. Тверь"]),
        (["А. Примерова", "г. Тверь"], "", ["А. Примерова", "г. Тверь"]),
        (["А. Примерова", "тел. 4822123456"], "", ["А. Примерова", "тел. 4822123456"]),
        ([], "", []),
    ],
)
def test_the_sender_index(sender: list[str], index: str, lines: list[str]) -> None:
    assert split_index(tuple(sender)) == (index, tuple(lines))


@pytest.mark.parametrize("envelope", ["C6", "DL", "C5"])
def test_the_sender_index_stands_in_its_box(press: Press, envelope: str) -> None:
    sheet = page(press, envelope=envelope)
    found = sheet.line("170100")
    right, bottom = {"C6": (75, 40), "DL": (95, 40), "C5": (95, 57)}[envelope]
    box = Ink(right - 22, bottom - 5.2, right, bottom)
    assert found.inside(box, -1)
    assert found.size == 11
    assert (found.left + found.right) / 2 == pytest.approx((box.left + box.right) / 2, abs=0.3)
    sides = [stroke for stroke in sheet.strokes if stroke.inside(box, 0.01)]
    assert len(sides) == 4
    assert not [line for line in sheet.lines if line is not found and line.touches(box, 0.5)]


def test_without_a_return_address_the_box_is_empty(press: Press) -> None:
    [sheet, _] = press(country="RU", only=("envelopes",)).sheets("envelopes")
    assert sheet.texts[:3] == ["От кого", "Откуда", "Индекс"]
    assert len([stroke for stroke in sheet.strokes if stroke.inside(Ink(53, 34.8, 75, 40), 0.01)]) == 4


def test_an_unknown_kind_of_stamp(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "--stamp", "half"]) == 2
    assert "'full', 'digits', 'none'" in capsys.readouterr().err

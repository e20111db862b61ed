"""The envelope for the answer, and postcards: read back and measured in mm."""

import json
from pathlib import Path
from typing import Any

import pytest

from letters.cli.main import main
from letters.errors import CommandError, DataError
from letters.model import Sender
from letters.pages.envelopes import reply_lines
from letters.paper import card_names, find_envelope
from letters.russian.postal.country import SOMEWHERE_ABROAD, find_country
from tests.conftest import SAMPLE, Press, book
from tests.pdf import Ink, Sheet, covered

LINE = (
    "601967, Владимирская область, Ковровский район, п. Мелехово, ул. Первомайская, д. 261а, "
    "ФКУ ИК-6 УФСИН России по Владимирской области, Гурьянову Тимофею Аркадьевичу, 1988 г. р."
)
BERLIN = ["Anna Beispiel", "Postfach 12 34", "10115 Berlin"]
TVER = ["Примерова А. Б.", "ул. Лесная, д. 5, кв. 16", "г. Тверь", "170100"]


def replies(press: Press, country: str, address: list[str], envelope: str = "C6", **sender: str) -> list[Sheet]:
    text = book({"address": LINE}, {"address": LINE}, country=country, return_address="\n".join(address), **sender)
    return press(text, envelope=envelope, only=("replies",)).sheets("replies")


# --- the lines


@pytest.mark.parametrize(
    ("code", "return_address", "reply_address", "lines"),
    [
        ("DE", BERLIN, [], [*BERLIN, "GERMANY / ГЕРМАНИЯ"]),
        ("DE", [*BERLIN, "Germany"], [], [*BERLIN, "Germany", "ГЕРМАНИЯ"]),
        ("DE", [*BERLIN, "GERMANY / Германия"], [], [*BERLIN, "GERMANY / Германия"]),
        ("DE", BERLIN, ["Анна Байшпиль", "Берлин"], ["Анна Байшпиль", "Берлин", "GERMANY / ГЕРМАНИЯ"]),
        ("RU", TVER, [], TVER),
        ("RU", TVER, TVER[:2], TVER[:2]),
        (None, BERLIN, [], BERLIN),
    ],
)
def test_lines(code: str | None, return_address: list[str], reply_address: list[str], lines: list[str]) -> None:
    country = find_country(code) if code else SOMEWHERE_ABROAD
    assert country is not None
    assert reply_lines(Sender(code, tuple(return_address), tuple(reply_address)), country) == tuple(lines)


# --- the page


@pytest.mark.parametrize(
    ("envelope", "recipient", "sender"),
    [
        ("C6", (74, 52, 154, 104), (10, 10, 75, 40)),
        ("DL", (105, 48, 210, 100), (10, 10, 95, 40)),
        ("C5", (101, 92, 216, 147), (10, 14, 95, 57)),
    ],
)
def test_the_sender_of_today_is_the_recipient(
    press: Press, envelope: str, recipient: tuple[float, ...], sender: tuple[float, ...]
) -> None:
    first, second = replies(press, "DE", BERLIN, envelope)
    assert first.texts == second.texts
    assert [text for text in first.texts if text not in ("От кого", "Откуда", "Индекс", "Кому", "Куда")] == [
        *BERLIN,
        "GERMANY / ГЕРМАНИЯ",
    ]
    low = [ink for ink in first.ink if ink.top > sender[3] + 1]
    assert covered(low).inside(Ink(*recipient), 0.1)
    assert covered([ink for ink in first.ink if ink not in low]).inside(Ink(*sender), 0.1)
    assert first.areas == (), "no code stamp on the way out of Russia"


def test_inside_russia_it_has_index_and_stamp(press: Press) -> None:
    sheet, _ = replies(press, "RU", TVER)
    assert sheet.texts[-1] == "170100"
    assert sheet.texts.count("170100") == 1
    assert len(sheet.areas) == 8
    assert sheet.line("Примерова А. Б.").left > 74
    assert not [line for line in sheet.lines if line.touches(Ink(10, 89, 71, 103), 2)]


def test_the_reply_address_wins(press: Press) -> None:
    sheet, _ = replies(press, "RU", TVER, reply_address="Примерова А. Б.\nа/я 15\n170000")
    assert "а/я 15" in sheet.texts
    assert "г. Тверь" not in sheet.texts


def test_what_does_not_fit_is_said_once(press: Press) -> None:
    with pytest.raises(DataError) as caught:
        replies(press, "DE", [f"line {number}" for number in range(40)])
    [problem] = caught.value.problems
    assert problem.where == "sender.return_address"


def test_nobody_knows_where_to(press: Press) -> None:
    with pytest.raises(CommandError, match="return_address"):
        press(country="DE", only=("replies",))


def test_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sender = {"country": "DE", "return_address": "\n".join(BERLIN)}
    people = book({"address": LINE}, **sender)
    (tmp_path / "book.yaml").write_text(people, "utf-8")
    arguments = ["--book", str(tmp_path / "book.yaml"), "--out", str(tmp_path / "out")]
    assert main(["make", *arguments, "--only", "envelopes", "--reply", "--proof"]) == 0
    assert sorted(path.name for path in (tmp_path / "out").glob("*.pdf")) == ["envelopes.pdf", "replies.pdf"]
    assert "replies.pdf: 1 pages read back" in capsys.readouterr().out


def test_the_schema_knows_the_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert "reply_address" in json.loads(capsys.readouterr().out)["$defs"]["SenderRecord"]["properties"]


# --- postcards


@pytest.mark.parametrize(
    ("name", "size"), [("postcard", (148, 105)), ("A6", (148, 105)), ("4x6", (152.4, 101.6)), ("6x4", (152.4, 101.6))]
)
def test_cards(name: str, size: tuple[float, float]) -> None:
    card = find_envelope(name)
    assert (card.width, card.height) == size
    assert card.card
    assert card.name in card_names()


@pytest.mark.parametrize("name", card_names())
@pytest.mark.parametrize("sender", [[], BERLIN], ids=["no sender", "sender"])
@pytest.mark.parametrize("country", ["DE", "AU", "FR", "NZ", None])
def test_a_card_has_the_address_on_the_right_half(
    press: Press, name: str, sender: list[str], country: str | None
) -> None:
    text = book({"address": LINE}, return_address="\n".join(sender)) if sender else book({"address": LINE})
    [sheet] = press(text, country=country, envelope=name, only=("envelopes",)).sheets("envelopes")
    middle = sheet.width / 2
    head, address = sheet.lines[: len(sender)], sheet.lines[len(sender) :]
    assert " ".join(line.text for line in address).startswith("Гурьянову Тимофею Аркадьевичу, 1988 г. р.")
    assert covered([*address]).inside(Ink(middle + 4, 42, sheet.width - 15, sheet.height - 20))
    assert min(line.size for line in address) >= 9
    left_half = Ink(8, 8, middle - 3.9, sheet.height - 19.9)
    assert all(line.inside(left_half) for line in head)
    assert len(sheet.rules) >= 6
    for rule in sheet.rules:
        assert rule.inside(left_half, 0.1)
        assert not [line for line in sheet.lines if line.touches(rule)]
    [stroke] = [stroke for stroke in sheet.strokes if not stroke.is_rule]
    assert stroke.ends[0][0] == pytest.approx(middle, abs=0.1)
    assert not [ink for ink in sheet.ink if ink.touches(Ink(sheet.width - 90, 0, sheet.width, 40))]


@pytest.mark.parametrize("name", card_names())
def test_a_card_inside_russia(press: Press, name: str) -> None:
    text = book({"address": LINE}, country="RU", return_address="\n".join(TVER))
    [sheet] = press(text, envelope=name, only=("envelopes",)).sheets("envelopes")
    stamp = Ink(10, sheet.height - 25, 71, sheet.height - 11)
    thin = [stroke for stroke in sheet.strokes if stroke.thickness < 0.5 and not stroke.is_dot]
    assert not [ink for ink in (*sheet.lines, *thin) if ink.touches(stamp, 2)]
    assert not [ink for ink in sheet.ink if ink.touches(Ink(sheet.width - 74, 0, sheet.width, 40))]
    assert sheet.line("Кому").left >= sheet.width / 2
    assert all(ink.inside(Ink(8, 8, sheet.width - 8, sheet.height - 8)) for ink in sheet.ink)


def test_a_code_has_no_room_on_a_card(press: Press) -> None:
    with pytest.raises(CommandError, match="‹qr=envelope›: has no room on a card"):
        press(SAMPLE, envelope="postcard", qr="envelope", only=("envelopes",))


def test_an_unknown_envelope_names_the_cards(capsys: pytest.CaptureFixture[Any]) -> None:
    assert main(["make", "--envelope", "postcart"]) == 2
    assert "Did you mean postcard?" in capsys.readouterr().err

"""The zones of each country: a page is printed for every post and envelope, and measured in mm against its guide."""

import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters import shipped
from letters.app.make import make
from letters.paper import (
    GENERAL,
    Profile,
    Zones,
    envelope_names,
    find_envelope,
    find_profile,
    zones_abroad,
)
from letters.russian.postal.country import find_country
from tests.cases import cases
from tests.conftest import TODAY, Press, asked, book
from tests.pdf import Ink, Sheet, covered, read
from tests.rows import rows

POSTS = cases("zones.yaml")
ROWS = tomllib.loads((shipped.data() / "zones.toml").read_text("utf-8"))
PLACE = "601967, Владимирская область, Ковровский район, п. Мелехово, ул. Первомайская, д. 261а"
LINE = f"{PLACE}, ФКУ ИК-6 УФСИН России по Владимирской области, Гурьянову Тимофею Аркадьевичу, 1988 г. р."
SENDER = ["A. Example", "PO Box 12 34", "10115 Berlin"]
ENVELOPES = [find_envelope(name) for name in envelope_names() if "4x6" not in name and "postcard" not in name]


# The whole address in two alphabets needs 45 mm and more; a run for these ends with an error (tests/test_bilingual.py).
TOO_LOW = {(country, "#10") for country in ("LV", "EE", "BG", "KZ")}


Post = Callable[[str, str], Sheet]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Post:
    """`printed(country, envelope)`: an envelope for a post and in a size, printed when it is asked for."""
    folder = tmp_path_factory.mktemp("zones")
    people = folder / "book.yaml"
    people.write_text(book({"address": LINE}, return_address="\n".join(SENDER)), "utf-8")

    def of(country: str, envelope: str) -> Sheet:
        make(asked(people, folder, TODAY, envelope=envelope, country=country, only=("envelopes",)))
        [sheet] = read(folder / "envelopes.pdf")
        return sheet

    return of


@pytest.mark.one_quick
@pytest.mark.parametrize("country", POSTS)
def test_every_post_finds_its_zones(printed: Post, country: str) -> None:
    asked = POSTS[country]
    sizes = [envelope.name for envelope in ENVELOPES if (country, envelope.name) not in TOO_LOW]
    sheets = [printed(country, size) for size in sizes]
    assert len(sheets) >= 5
    for sheet in sheets:
        check_zones(sheet, asked)


def check_zones(sheet: Sheet, asked: dict[str, Any]) -> None:
    first = next(number for number, line in enumerate(sheet.lines) if "Гурьянову" in line.text)
    sender, address = sheet.lines[:first], sheet.lines[first:]
    assert covered([*address]).inside(address_box(asked, sheet))
    assert covered(sheet.ink).inside(paper_left(asked, sheet)), "ink in a strip that stays white"
    width, height = asked.get("postage", [74, 40])
    assert not [ink for ink in sheet.ink if ink.touches(Ink(sheet.width - width, 0, sheet.width, height))]
    assert covered([*sender]).bottom <= 40
    block = covered([*address])
    assert block.right - block.left <= asked.get("widest", 1000)
    assert block.bottom - block.top <= asked.get("highest", 1000)
    assert max(len(line.text) for line in address) <= asked.get("characters", 1000)
    assert min(line.size for line in address) >= 9


def address_box(asked: dict[str, Any], sheet: Sheet) -> Ink:
    width, height = sheet.width, sheet.height
    left = max(asked.get("left", 0), width - asked.get("reach", width), width / 2 if asked.get("right_half") else 0)
    top = max(asked.get("top", 0), height - asked.get("rise", height))
    return Ink(left, top, width - asked.get("right", 0), height - asked.get("bottom", 0))


def paper_left(asked: dict[str, Any], sheet: Sheet) -> Ink:
    """The envelope without its white strips."""
    white = asked.get("white", {})
    bottom = asked.get("white_above_b5", 0) if sheet.height > 176 else 0
    edges = {edge: white.get(edge, 0) for edge in ("left", "right", "bottom")}
    return Ink(edges["left"], 0, sheet.width - edges["right"], sheet.height - max(edges["bottom"], bottom))


def test_dutch_post_wants_the_sender_on_one_line(printed: Post) -> None:
    assert printed("NL", "DL").texts[0] == "A. Example, PO Box 12 34, 10115 Berlin"
    assert printed("BE", "DL").texts[:3] == SENDER


def test_a_sender_too_long_for_one_line_takes_as_few_as_it_needs(press: Press) -> None:
    long = ["Maria Voorbeeld", "Postbus 12345", "1000 AA Amsterdam", "NEDERLAND"]
    text = book({"address": LINE}, return_address="\n".join(long))
    [sheet] = press(text, country="NL", only=("envelopes",)).sheets("envelopes")
    head = [line.text for line in sheet.lines if line.bottom < 40]
    assert ", ".join(head) == ", ".join(long)
    assert len(head) == 2


def test_a_word_longer_than_the_limit_stays_whole(press: Press) -> None:
    long = "Константинопольскому-Вознесенскому Иллариону"
    text = book({"address": LINE.replace("Гурьянову Тимофею Аркадьевичу", f"{long} Аркадьевичу")})
    [sheet] = press(text, country="FI", only=("envelopes",)).sheets("envelopes")
    assert " ".join(sheet.texts).startswith(f"{long} Аркадьевичу, 1988 г. р.")


# --- the data


@rows("code", ROWS)
def test_each_row_is_a_country_with_source_and_day(code: str) -> None:
    row = ROWS[code]
    assert find_country(code) is not None
    for said in (row, *(row[part] for part in ("line", "latin") if part in row)):
        assert said["mark"] in ("sure", "derived", "unsure")
        assert len(said["source"]) >= 3
    assert row["read"] <= date.today()


def test_a_country_without_a_row_gets_the_box_that_satisfies_all() -> None:
    assert find_profile("JP") is find_profile(None) is GENERAL


SIZES = st.tuples(st.integers(1400, 3530), st.integers(900, 2500)).map(lambda size: (size[0] / 10, size[1] / 10))


@given(SIZES, st.sampled_from([*ROWS]))
def test_a_country_only_narrows_the_general_box(size: tuple[float, float], code: str) -> None:
    envelope = find_envelope(f"{size[0]}x{size[1]}")
    narrow, general = zones_abroad(envelope, find_profile(code)), zones_abroad(envelope)
    assert edges(narrow.recipient_area).inside(edges(general.recipient_area))
    assert edges(narrow.sender_area).inside(edges(general.sender_area))
    assert edges(general.postage_area).inside(edges(narrow.postage_area))
    assert narrow.recipient_area.width > 40
    assert narrow.recipient_area.height > 15
    assert not any(edges(narrow.postage_area).touches(box) for box in areas(narrow))


def edges(box: Any) -> Ink:
    return Ink(box.left, box.top, box.right, box.bottom)


def areas(zones: Zones) -> tuple[Ink, Ink]:
    return edges(zones.recipient_area), edges(zones.sender_area)


def test_a_larger_postage_box_makes_room_for_itself() -> None:
    zones = zones_abroad(find_envelope("C6"), Profile(postage=(100, 41)))
    assert edges(zones.postage_area) == Ink(62, 0, 162, 41)
    assert zones.sender_area.right <= 62 - 4

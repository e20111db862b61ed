"""The address side of an envelope, read back from the PDF: what stands where in mm, and what stands nowhere."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.draw import setter
from letters.errors import DataError
from letters.layout.envelope import layout_abroad, layout_russia
from letters.layout.envelope.block import SIZES
from letters.marks import Page, Shared, Text
from letters.paper import Box, Zones, find_envelope, zones_abroad, zones_russia
from letters.russian.postal.block import Line
from tests.cases import cases
from tests.conftest import ZIMIN, Press, book
from tests.pdf import Area, Ink, Sheet, Stroke, box, covered

HERE = Path(__file__).parent
STAMP = json.loads((HERE.parent / "letters/data/code_stamp.json").read_text("utf-8"))
ENVELOPES = cases("envelopes.yaml")
COUNTRIES = cases("countries.yaml")
PARTS = cases("address_parts.yaml")

RETURN_ADDRESS = ["A. Example", "PO Box 12 34", "10115 Berlin, GERMANY"]
RUSSIAN_SENDER = ["Примерова А. Б.", "а/я 12, г. Тверь", "170100"]
NAMES = [row["name"] for row in ENVELOPES]
CAPTIONS = ["От кого", "Откуда", "Кому", "Куда", "Индекс"]


def line_of(facility: str = "ФКУ ИК-6 УФСИН России по Владимирской области", index: str = "601967") -> str:
    place = "Владимирская область, Ковровский район, п. Мелехово, ул. Первомайская, д. 261а"
    return f"{index}, {place}, {facility}, Гурьянову Тимофею Аркадьевичу, 1988 г. р."


def joined(texts: list[str]) -> str:
    return " ".join(texts)


# --- posted abroad


@pytest.mark.parametrize("row", ENVELOPES, ids=NAMES)
def test_abroad_the_address_reads_in_order_inside_the_safe_box(press: Press, row: dict[str, Any]) -> None:
    sheets = press(country="DE", envelope=row["name"], only=("envelopes",)).sheets("envelopes")
    assert sheets[0].texts == [*ZIMIN, "RUSSLAND"]
    for sheet in sheets:
        assert covered(sheet.ink).inside(box(row["abroad"])), "nothing stands outside: postage, edges, bottom strip"
        assert min(line.size for line in sheet.lines) >= 9
        assert len({round(line.start, 2) for line in sheet.lines}) == 1, "flush left"
        assert (sheet.areas, sheet.strokes, sheet.codes) == ((), (), [])


@pytest.mark.parametrize("row", ENVELOPES, ids=NAMES)
@pytest.mark.parametrize("country", ["DE", "RU"])
def test_a_page_is_as_large_as_its_envelope_one_each(press: Press, row: dict[str, Any], country: str) -> None:
    sheets = press(country=country, envelope=row["name"], only=("envelopes",)).sheets("envelopes")
    assert len(sheets) == 2
    for sheet in sheets:
        assert [sheet.width, sheet.height] == pytest.approx(row["size"], abs=0.1)


@pytest.mark.parametrize("country", [None, "BE", "FR", "PL", "PT", "NL"])
def test_the_country_is_the_last_line(press: Press, country: str | None) -> None:
    sheets = press(country=country, only=("envelopes",)).sheets("envelopes")
    for sheet in sheets:
        assert sheet.texts[-1] == COUNTRIES.get(country, "RUSSIA")
        assert sheet.texts[-2].isdigit()


def test_belgium_gets_its_white_strip(press: Press) -> None:
    sheets = press(country="BE", only=("envelopes",)).sheets("envelopes")
    assert all(covered(sheet.ink).bottom <= 114 - 30 for sheet in sheets)


def test_published_order(press: Press) -> None:
    [sheet, _] = press(country="DE", order="published", only=("envelopes",)).sheets("envelopes")
    assert sheet.texts == [*ZIMIN[:0:-1], ZIMIN[0], "RUSSLAND"]


@pytest.mark.parametrize("row", ENVELOPES, ids=NAMES)
def test_the_sender_stands_top_left(press: Press, row: dict[str, Any]) -> None:
    text = book({"address": line_of()}, country="DE", return_address="\n".join(RETURN_ADDRESS))
    [sheet] = press(text, envelope=row["name"], only=("envelopes",)).sheets("envelopes")
    assert sheet.texts[:3] == RETURN_ADDRESS
    assert covered(list(sheet.lines[:3])).inside(box(row["sender"]))
    assert covered(list(sheet.lines[3:])).inside(box(row["abroad"]))


@pytest.mark.parametrize("kind", ["envelopes", "letters"])
@pytest.mark.parametrize("country", ["DE", "RU"])
def test_what_is_posted_has_no_latin_letter_but_the_country_line(press: Press, kind: str, country: str) -> None:
    sheets = press(country=country).sheets(kind)
    latin = [text for sheet in sheets for text in sheet.texts if any("A" <= letter.upper() <= "Z" for letter in text)]
    assert latin == (["RUSSLAND"] * 2 if (kind, country) == ("envelopes", "DE") else [])
    assert [code for sheet in sheets for code in sheet.codes] == []


@pytest.mark.parametrize("envelope", ["C6", "DL", "C5"])
def test_qr_on_the_envelope_decodes_and_touches_no_text(press: Press, envelope: str) -> None:
    sheets = press(country="DE", qr="envelope", envelope=envelope, only=("envelopes",)).sheets("envelopes")
    for sheet, name in zip(sheets, ("zimina", "baczenina"), strict=True):
        [code] = sheet.codes
        assert code.endswith(name)
        modules = covered(sheet.modules())
        quiet = 4 * module_of(sheet)
        assert module_of(sheet) >= 0.5
        assert not [line for line in sheet.lines if line.touches(modules, quiet)]
        assert modules.inside(Ink(8, 42, sheet.width - 8, sheet.height - 20))


def test_qr_on_the_envelope_of_a_long_link_touches_no_text(press: Press) -> None:
    link = "https://example.org/".ljust(240, "a")
    text = book({"address": line_of(), "case": link})
    for country in ("DE", "RU"):
        [sheet] = press(text, country=country, qr="envelope", only=("envelopes",)).sheets("envelopes")
        black = [area for area in sheet.modules() if area.bottom < 114 - 25]  # further down: the bars of the code stamp
        modules, quiet = covered(black), 4 * min(area.height for area in black)
        assert sheet.codes == [link]
        assert not [ink for ink in (*sheet.lines, *sheet.rules) if ink.touches(modules, quiet - 0.01)]
        assert modules.inside(Ink(8, 42, sheet.width - 8, 114 - 25))


def module_of(sheet: Sheet) -> float:
    """The side of one module: all runs are whole numbers of it."""
    return min(min(area.width, area.height) for area in sheet.modules())


# --- posted inside Russia


@pytest.mark.parametrize("row", ENVELOPES, ids=NAMES)
def test_in_russia_each_part_stands_in_its_area(press: Press, row: dict[str, Any]) -> None:
    text = book({"address": line_of()}, country="RU", return_address="\n".join(RUSSIAN_SENDER))
    [sheet] = press(text, envelope=row["name"], only=("envelopes",)).sheets("envelopes")
    assert [text for text in CAPTIONS if text not in sheet.texts] == []
    top = [line for line in sheet.lines if line.bottom < row["russian_sender"][3]]
    low = [line for line in sheet.lines if line not in top]
    assert {line.text for line in top} == {*RUSSIAN_SENDER, "От кого", "Откуда", "Индекс"}
    assert covered(top).inside(box(row["russian_sender"]))
    assert covered(low).inside(box(row["russia"]))
    left, up = row["stamp"]
    stamp = Ink(left, up, left + 61, up + 14)
    assert [line.text for line in sheet.lines if line.touches(stamp, 2)] == []
    assert [rule for rule in sheet.rules if rule.thickness < 0.5 and rule.touches(stamp, 2)] == []
    for ink in sheet.ink:
        assert ink.inside(Ink(8, 8, sheet.width - 8, sheet.height - 8), 0.1)
        assert not ink.touches(Ink(sheet.width - 74, 0, sheet.width, 40))


def test_in_russia_the_lines_read_in_order(press: Press) -> None:
    [sheet, _] = press(country="RU", only=("envelopes",)).sheets("envelopes")
    address = joined([text for text in sheet.texts if text not in CAPTIONS])
    assert address == joined(ZIMIN)
    assert sheet.line("Кому").baseline == sheet.lines[sheet.texts.index("Кому") + 1].baseline
    assert sheet.line("Куда").baseline == sheet.line("ул. Декабристов, д. 11").baseline


def test_in_russia_text_stands_on_its_rules(press: Press) -> None:
    facility = "ФКУ СИЗО-1 УФСИН России по г. Санкт-Петербургу и Ленинградской области"
    text = book({"address": line_of(facility)}, country="RU", return_address="\n".join(RUSSIAN_SENDER))
    for envelope in ("C6", "DL", "C5"):
        [sheet] = press(text, envelope=envelope, only=("envelopes",)).sheets("envelopes")
        ruled = [line for line in sheet.lines if line.text not in ("Индекс", "601967")]
        for line in ruled:
            [near] = [r for r in sheet.rules if 0 < r.ends[0][1] - line.baseline < 2 and r.touches(line, 3)][:1]
            assert near.ends[0][1] - line.baseline == pytest.approx(1.2, abs=0.05)


def test_without_a_return_address_rules_stay_for_writing_by_hand(press: Press) -> None:
    [sheet, _] = press(country="RU", only=("envelopes",)).sheets("envelopes")
    assert len([rule for rule in sheet.rules if rule.bottom < 41]) >= 2


# --- the code stamp, measured against letters/data/code_stamp.json

INDEXES = ["601967", "302345", "678901", "663180", "299999"]


@pytest.fixture(scope="module", params=["C6", "C5"])
def stamped(request: pytest.FixtureRequest, press: Press) -> list[Sheet]:
    text = book(*({"address": line_of(index=index)} for index in INDEXES), country="RU")
    return press(text, envelope=request.param, only=("envelopes",)).sheets("envelopes")


def corner(sheet: Sheet) -> tuple[float, float]:
    return 10, sheet.height - 25


def near(mark: Area | Stroke, *edges: float) -> bool:
    given = (mark.left, mark.top, mark.right, mark.bottom)
    return all(abs(one - other) < 0.2 for one, other in zip(given, edges, strict=True))


def test_stamp_bars(stamped: list[Sheet]) -> None:
    for sheet in stamped:
        x, y = corner(sheet)
        bars = [(bar["x"], bar["y"], bar["w"], bar["h"]) for bar in STAMP["start_marker"]]
        bars += [(9 * number, 0, 7, 2) for number in range(1, 7)]
        assert len(sheet.areas) == len(bars) == 8
        for left, top, width, height in bars:
            assert any(near(area, x + left, y + top, x + left + width, y + top + height) for area in sheet.areas)


def test_stamp_dots(stamped: list[Sheet]) -> None:
    """42 dots a cell: the points a millimetre apart, in x or y, on the nine segments."""
    for sheet in stamped:
        x, y = corner(sheet)
        assert {round(dot.thickness, 2) for dot in sheet.dots} == {STAMP["dot_diameter"]}
        assert all(dot.round_caps for dot in sheet.dots), "a dot without round caps is not drawn"
        found = {(round(dot.ends[0][0] - x, 1), round(dot.ends[0][1] - y, 1)) for dot in sheet.dots}
        assert len(sheet.dots) == len(found) == 42 * 6
        assert found == {(9.0 * cell + 1 + dx, 4.0 + dy) for cell in range(1, 7) for dx, dy in lattice()}


def lattice() -> set[tuple[float, float]]:
    points = set()
    for start, end, _ in STAMP["segments"].values():
        (x1, y1), (x2, y2) = STAMP["nodes"][start], STAMP["nodes"][end]
        steps = max(abs(x2 - x1), abs(y2 - y1))
        points |= {(x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps) for step in range(steps + 1)}
    return points


def test_stamp_digits(stamped: list[Sheet]) -> None:
    for sheet, index in zip(stamped, INDEXES, strict=True):
        x, y = corner(sheet)
        strokes = [stroke for stroke in sheet.strokes if stroke.thickness > 0.5]
        expected = []
        for cell, digit in enumerate(index, 1):
            for segment in STAMP["digits"][digit]:
                ends = (STAMP["nodes"][node] for node in STAMP["segments"][str(segment)][:2])
                expected.append(sorted((x + 9 * cell + 1 + dx, y + 4 + dy) for dx, dy in ends))
        found = [sorted(stroke.ends) for stroke in strokes]
        assert len(found) == len(expected)
        for ends in expected:
            assert any(
                sum(abs(a - b) for one, other in zip(ends, way, strict=True) for a, b in zip(one, other, strict=True))
                < 0.2
                for way in found
            )
        assert all(stroke.round_caps and stroke.thickness == pytest.approx(STAMP["stroke"]) for stroke in strokes)
        assert sheet.texts[-1] == index


def test_stamp_is_seen_on_the_picture(stamped: list[Sheet]) -> None:
    """What the operators promise is black on paper: the middle of each bar, and each digit's own nodes only."""
    scale = 150 / 25.4
    for sheet, index in zip(stamped, INDEXES, strict=True):
        x, y = corner(sheet)
        for position in range(7):
            place = (round((x + 9 * position + 3.5) * scale), round((y + 1) * scale))
            assert sheet.picture.getpixel(place) < 50
        for cell, digit in enumerate(index, 1):
            middle = sheet.picture.getpixel((round((x + 9 * cell + 1 + 2.5) * scale), round((y + 4 + 5) * scale)))
            assert (middle < 100) == (5 in STAMP["digits"][digit])


def test_abroad_there_is_no_stamp(press: Press) -> None:
    for sheet in press(country="FR", only=("envelopes",)).sheets("envelopes"):
        assert (sheet.areas, sheet.strokes) == ((), ())


# --- long addresses


@pytest.mark.one_quick
@pytest.mark.parametrize("country", ["DE", "RU", "BE"])
@pytest.mark.parametrize("envelope", ["C6", "DL"])
def test_long_facilities_fit_or_say_so(press: Press, country: str, envelope: str) -> None:
    text = book(*({"address": line_of(facility)} for facility in PARTS["facilities"]))
    sheets = press(text, country=country, envelope=envelope, only=("envelopes",)).sheets("envelopes")
    for sheet, facility in zip(sheets, PARTS["facilities"], strict=True):
        assert facility in joined([text for text in sheet.texts if text not in CAPTIONS])
        assert min(line.size for line in sheet.lines if line.text != "Индекс") >= 9


def test_too_long_names_the_person_and_the_line(press: Press) -> None:
    facility = "ФКУ ИК-6 «" + "Исправительная " * 60 + "колония» УФСИН России"
    text = book({"address": line_of()}, {"id": "long", "address": line_of(facility)})
    for country in ("DE", "RU"):
        with pytest.raises(DataError) as caught:
            press(text, country=country, only=("envelopes",))
        [problem] = caught.value.problems
        assert "long" in problem.where
        assert "facility" in problem.what
        assert "Исправительная" in problem.what
        assert "9 pt" in problem.what
        assert "‹envelope=C5›" in problem.hint


@pytest.mark.parametrize("country", ["DE", "RU"])
def test_a_return_address_that_does_not_fit_is_said_once(press: Press, country: str) -> None:
    many = "\n".join(f"строка {number}" for number in range(30))
    text = book({"address": line_of()}, {"address": line_of()}, country=country, return_address=many)
    with pytest.raises(DataError) as caught:
        press(text, only=("envelopes",))
    [problem] = caught.value.problems
    assert problem.where == "sender.return_address"
    assert "30 lines" in problem.what


# --- any address assembled from real parts


def address(country: str | None) -> st.SearchStrategy[tuple[Line, ...]]:
    one = {kind: st.sampled_from(PARTS[kind]) for kind in PARTS}
    street = st.builds(lambda *parts: ", ".join(parts), one["streets"], one["houses"])
    region = st.builds(lambda *parts: ", ".join(parts), one["districts"], one["regions"])
    optional = {"street": street, "settlement": one["settlements"].map(", ".join), "region": region}
    kinds = st.lists(st.sampled_from(list(optional)), unique=True)

    @st.composite
    def build(draw: st.DrawFn) -> tuple[Line, ...]:
        chosen = draw(kinds)
        middle = [Line(kind, draw(texts)) for kind, texts in optional.items() if kind in chosen]  # type: ignore[arg-type]
        year = draw(st.sampled_from(["", ", 1988 г. р."]))
        first = Line("recipient", draw(one["recipients"]) + year)
        last = [Line("country", country)] if country else []
        return (first, Line("facility", draw(one["facilities"])), *middle, Line("index", "601967"), *last)

    return build()


SENDERS = st.lists(st.sampled_from(["А. Пример", "PO Box 12 34", "10115 Berlin, GERMANY", "Écully"]), max_size=6)
PLACES = st.sampled_from([*NAMES, "140x90", "353x250", "150x150"])


def texts(page: Page) -> list[Text]:
    marks = [inner for mark in page.marks for inner in (mark.marks if isinstance(mark, Shared) else [mark])]
    return [mark for mark in marks if isinstance(mark, Text)]


def ink(text: Text) -> Ink:
    """The ink of PT Sans is at most this high above and this low below its baseline."""
    size = text.font_size * 25.4 / 72
    return Ink(
        text.left,
        text.baseline - 0.75 * size,
        text.left + setter.text_width(text.text, text.font, text.font_size),
        text.baseline + 0.23 * size,
    )


@given(address("ROSJA / RUSSIE"), SENDERS, PLACES)
def test_abroad_nothing_leaves_its_box(lines: tuple[Line, ...], sender: list[str], place: str) -> None:
    envelope = find_envelope(place)
    zones = zones_abroad(envelope)
    check_boxes(layout_or_none(layout_abroad, envelope, zones, lines, sender), zones, lines, sender)


@given(address(None), SENDERS, PLACES)
def test_in_russia_nothing_leaves_its_box(lines: tuple[Line, ...], sender: list[str], place: str) -> None:
    envelope = find_envelope(place)
    zones = zones_russia(envelope)
    check_boxes(layout_or_none(layout_russia, envelope, zones, lines, sender), zones, lines, sender)


def layout_or_none(layout: Any, envelope: Any, zones: Zones, lines: tuple[Line, ...], sender: list[str]) -> Page | None:
    """The page, or `None` when the room says in words that something does not fit."""
    try:
        return layout(envelope, zones, lines, tuple(sender), setter)
    except DataError:
        return None


def check_boxes(page: Page | None, zones: Zones, lines: tuple[Line, ...], sender: list[str]) -> None:
    if page is None:
        return
    found = [text for text in texts(page) if text.text not in CAPTIONS]
    stood = [text for text in found if not ink(text).inside(zones.recipient_area)]
    assert [text.text for text in stood] == sender
    assert all(ink(text).inside(zones.sender_area) for text in stood)
    block = [text for text in found if text not in stood]
    printed, wanted = joined([text.text for text in block]), joined([line.text for line in lines])
    assert printed.replace(",", "") == wanted.replace(",", "")
    assert printed.count(",") >= wanted.count(",")  # more where places run on, for want of room
    assert all(text.font_size >= SIZES[-1] for text in block)


def test_the_box_of_the_property_is_the_box_of_the_ink(press: Press) -> None:
    """`ink` above says the truth: what pdfium measures is inside it."""
    for sheet in press(country="DE", envelope="C5", only=("envelopes",)).sheets("envelopes"):
        for line in sheet.lines:
            said = ink(Text(line.start, line.baseline, line.text, "sans", line.size))
            assert line.inside(said, 0.1)
            assert said.right - line.right < 0.5


def test_a_box_of_no_size_takes_no_address() -> None:
    zones = zones_abroad(find_envelope("C6"))
    tiny = Zones(Box(47, 42, 5, 5), zones.sender_area, zones.postage_area)
    with pytest.raises(DataError):
        layout_abroad(find_envelope("C6"), tiny, (Line("index", "601967"),), (), setter)

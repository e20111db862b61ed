"""Calibration read back: the test sheet measures what it says, and an offset moves every mark by exactly that much."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from letters.app.printing import Advice, remember, write_test_sheet
from letters.draw import setter
from letters.errors import CommandError, DataError
from letters.layout.envelope.calibration import CROSS, layout_test_sheet, ruler_lengths
from letters.layout.sheet import FEEDS
from letters.marks import Code, Dots, Fill, Flow, Mark, Outline, Page, Rule, Shared, Text
from letters.paper import Box, find_envelope
from letters.store.printers import Offset, check_edges, offsets_file, shifted
from tests.conftest import SAMPLE, Press, Tell, book
from tests.pdf import Ink, Sheet, Stroke, read

PLACE = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
SENDER = "A. Example\nPO Box 12 34\n10115 Berlin, GERMANY"
WITH_SENDER = book({"address": f"{PLACE}, Ветрову Илье Сергеевичу, 1990 г. р."}, return_address=SENDER)
ENVELOPES = ("C6", "DL", "C5", "C4", "C6/5", "#10", "140x90")
NEAR = 0.02  # mm; what the file's rounding leaves
ADVICE = Advice("calibrate --set dx,dy,sx,sy --printer NAME", "print the sheet without --printer")


# --- the test sheet

pytestmark = pytest.mark.usefixtures("home")


def sheet(folder: Path, envelope: str, **options: object) -> Sheet:
    [found] = read(write_test_sheet(envelope, "landscape", folder, ADVICE, **options).path)  # type: ignore[arg-type]
    return found


def crossings(page: Sheet) -> set[tuple[float, float]]:
    """The middles of the crosses: a level and an upright stroke, equally long, with one middle."""
    middles: dict[tuple[float, float], list[Stroke]] = {}
    for stroke in page.strokes:
        (left, top), (right, bottom) = stroke.ends
        if abs(right - left + bottom - top) == pytest.approx(8, abs=NEAR) and stroke.thickness < 0.2:
            middles.setdefault((round((left + right) / 2, 1), round((top + bottom) / 2, 1)), []).append(stroke)
    return {middle for middle, strokes in middles.items() if len(strokes) == 2}


@pytest.mark.parametrize("name", ENVELOPES)
def test_crosses_stand_ten_mm_from_the_edges(name: str, tmp_path: Path) -> None:
    envelope, page = find_envelope(name), sheet(tmp_path, name)
    assert (page.width, page.height) == pytest.approx((envelope.width, envelope.height), abs=NEAR)
    across, down = (10, round(envelope.width - 10, 1)), (10, round(envelope.height - 10, 1))
    assert crossings(page) == {(left, top) for left in across for top in down}


RULERS = {"C6": (100, 100), "DL": (100, 90), "C5": (100, 100), "C4": (100, 100), "#10": (100, 90), "140x90": (90, 70)}


@pytest.mark.parametrize(("name", "lengths"), RULERS.items())
def test_rulers_are_as_long_as_they_say(name: str, lengths: tuple[int, int], tmp_path: Path) -> None:
    page = sheet(tmp_path, name)
    assert ruler_lengths(find_envelope(name)) == lengths
    longest = sorted(page.strokes, key=lambda one: one.right - one.left + one.bottom - one.top)[-2:]
    sizes = {(round(one.ends[1][0] - one.ends[0][0], 2), round(one.ends[1][1] - one.ends[0][1], 2)) for one in longest}
    assert sizes == {(lengths[0], 0), (0, lengths[1])}
    for at, ruler in ((0, lengths[0]), (1, lengths[1])):
        ticks = sorted({round(one.ends[0][at], 2) for one in page.strokes if is_tick(one, 1 - at)})
        steps = {round(after - before, 2) for before, after in pairwise(ticks)}
        assert (len(ticks), steps) == (ruler + 1, {1})
    assert f"sx = {lengths[0]} / the level one, sy = {lengths[1]} / the upright one" in page.text


def is_tick(stroke: Stroke, along: int) -> bool:
    """A short thin stroke across a ruler."""
    (left, top), (right, bottom) = stroke.ends
    long = (right - left, bottom - top)
    return stroke.thickness < 0.2 and abs(long[1 - along]) < NEAR and round(abs(long[along]), 1) in (1.6, 2.8, 4.0)


@pytest.mark.parametrize("name", ENVELOPES)
def test_the_sheet_says_its_size_and_stays_clear_of_the_edges(name: str, tmp_path: Path) -> None:
    envelope, page = find_envelope(name), sheet(tmp_path, name)
    assert page.lines[0].text != ""
    assert f"{envelope.name}: {envelope.width:g} × {envelope.height:g} mm" in page.texts
    assert {"top edge", "left"} <= set(page.texts)
    inner = Ink(5, 5, envelope.width - 5, envelope.height - 5)
    assert [ink for ink in page.ink if not ink.inside(inner)] == []


@pytest.mark.parametrize("name", ENVELOPES)
def test_no_words_of_the_sheet_stand_on_each_other(name: str, tmp_path: Path) -> None:
    lines = sheet(tmp_path, name).lines
    assert [(one.text, two.text) for one in lines for two in lines if one is not two and one.touches(two)] == []


@pytest.mark.parametrize("feed", FEEDS)
def test_the_sheet_goes_in_as_envelopes_do(feed: str, tmp_path: Path, press: Press) -> None:
    [page] = read(write_test_sheet("C6", feed, tmp_path, ADVICE).path)
    envelope = press(SAMPLE, feed=feed, only=("envelopes",)).sheets("envelopes")[0]
    assert (page.width, page.height) == (envelope.width, envelope.height)
    assert len(crossings(page)) == 4


@pytest.mark.usefixtures("home")
def test_a_moved_sheet_says_so(tmp_path: Path) -> None:
    remember("Laser", "landscape", "-1.5,2")
    page = sheet(tmp_path, "C6", printer="Laser")
    assert crossings(page) == {(8.5, 12), (150.5, 12), (8.5, 106), (150.5, 106)}
    assert "Moved by dx -1.5 mm, dy 2 mm." in page.texts
    assert "sx =" not in page.text


MEASURED = [
    # what the printer does to the page: moves, stretches
    (0, 0, 1, 1),
    (2, -1.5, 1, 1),
    (-3, 2, 0.98, 1.01),
    (1, 1, 1.03, 0.97),
]


@pytest.mark.parametrize(("right", "down", "wide", "high"), MEASURED)
def test_what_the_sheet_tells_to_compute_cancels_the_fault(right: float, down: float, wide: float, high: float) -> None:
    """The three sums of the sheet, done for a printer with a known fault: every cross then stands at its place."""
    left, top = CROSS * wide + right, CROSS * high + down
    sx, sy = 100 / (100 * wide), 100 / (100 * high)
    offset = Offset(10 - sx * left, 10 - sy * top, sx, sy)
    page = layout_test_sheet(find_envelope("C6"), ADVICE)
    for before, after in zip(page.marks, shifted(page, offset).marks, strict=True):
        if isinstance(before, Rule) and isinstance(after, Rule):
            assert after.left * wide + right == pytest.approx(before.left)
            assert after.top * high + down == pytest.approx(before.top)


# --- offsets on envelopes


def assert_moved(before: list[Sheet], after: list[Sheet], dx: float, dy: float) -> None:
    """Every piece of ink has moved by just that much, and is as large as it was."""
    for old, new in zip(before, after, strict=True):
        assert (old.width, old.height, old.texts) == (new.width, new.height, new.texts)
        for one, other in zip(old.ink, new.ink, strict=True):
            moved = (other.left - one.left, other.right - one.right, other.top - one.top, other.bottom - one.bottom)
            assert moved == pytest.approx((dx, dx, dy, dy), abs=NEAR)


@pytest.mark.parametrize("country", ["DE", "RU"])
@pytest.mark.parametrize("envelope", ["C6", "DL", "#10"])
@pytest.mark.parametrize(("dx", "dy"), [(1.5, -2), (-3, 0), (0, 4)])
def test_every_mark_moves_by_exactly_the_offset(
    country: str, envelope: str, dx: float, dy: float, press: Press
) -> None:
    options = {"envelope": envelope, "country": country, "only": ("envelopes",)}
    before = press(WITH_SENDER, **options).sheets("envelopes")
    after = press(WITH_SENDER, **options, offset=Offset(dx, dy)).sheets("envelopes")
    assert_moved(before, after, dx, dy)


def test_an_offset_is_measured_as_the_envelope_lies_before_one(press: Press) -> None:
    """On a page turned clockwise, right is down."""
    options = {"feed": "portrait-cw", "only": ("envelopes",)}
    [before], [after] = (
        press(WITH_SENDER, **options, **more).sheets("envelopes") for more in ({}, {"offset": Offset(2, 3)})
    )
    pairs = zip(sorted(letters(before)), sorted(letters(after)), strict=True)
    assert {(round(new[0] - old[0], 1), round(new[1] - old[1], 1)) for old, new in pairs} == {(-3, 2)}


def letters(page: Sheet) -> list[tuple[float, float]]:
    return [(round(line.left, 2), round(line.top, 2)) for line in page.lines]


def test_a_stretch_grows_from_the_top_left_corner(press: Press) -> None:
    [before] = press(WITH_SENDER, only=("envelopes",)).sheets("envelopes")
    [after] = press(WITH_SENDER, only=("envelopes",), offset=Offset(1, 2, 1.02, 0.99)).sheets("envelopes")
    for old, new in zip(before.lines, after.lines, strict=True):
        assert new.start == pytest.approx(old.start * 1.02 + 1, abs=NEAR)
        assert new.baseline == pytest.approx(old.baseline * 0.99 + 2, abs=NEAR)
        assert new.right - new.left == pytest.approx((old.right - old.left) * 1.02, abs=0.05)


def test_other_pages_do_not_move(press: Press) -> None:
    before, after = press(WITH_SENDER), press(WITH_SENDER, offset=Offset(2, 2))
    same = [kind for kind in ("letters", "guides", "list") if same_bytes(before.path(kind), after.path(kind))]
    assert same == ["letters", "guides", "list"]
    assert not same_bytes(before.path("envelopes"), after.path("envelopes"))


def same_bytes(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


FALLS = [
    # dx, dy, where it falls off a C6 with a sender
    (-8.5, 0, "off the left edge by 0.5 mm"),
    (-10, -12, "off the left edge by 2.0 mm and the top edge by"),
    (0, 25, "off the bottom edge by"),
    (30, 0, "off the right edge by"),
]


@pytest.mark.parametrize(("dx", "dy", "where"), FALLS)
def test_nothing_leaves_the_page(dx: float, dy: float, where: str, press: Press) -> None:
    long = book(
        {"address": f"{PLACE}, Верхнепышминскому Константину Александровичу, 1990 г. р."}, return_address=SENDER
    )
    with pytest.raises(DataError, match=where) as caught:
        press(long, only=("envelopes",), offset=Offset(dx, dy))
    [problem] = caught.value.problems
    assert problem.field == "printer"
    assert problem.what.startswith(f"moved by dx {dx:g} mm, dy {dy:g} mm the print would fall off the ")


def test_many_people_are_one_problem(press: Press) -> None:
    """The sender's address falls off every envelope by the same."""
    rows = ({"address": f"{PLACE}, {who} Илье Сергеевичу, 1990 г. р."} for who in ("Ветрову", "Орлову", "Кротову"))
    with pytest.raises(DataError) as caught:
        press(book(*rows, return_address=SENDER), only=("envelopes",), offset=Offset(-9, 0))
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("sheet", ["fold", "cut", "L7160"])
def test_an_offset_is_not_for_other_paper(sheet: str, press: Press) -> None:
    with pytest.raises(CommandError, match="‹printer›"):
        press(SAMPLE, sheet=sheet, offset=Offset(1, 1))


# --- how far marks reach

EACH: list[tuple[Mark, dict[str, float]]] = [
    # a mark, and how far it must move to touch each edge of a page of 100 x 100
    (Rule(10, 20, 30, 20, 1), {"left": -9.5, "top": -19.5, "right": 69.5, "bottom": 79.5}),
    (Rule(30, 25, 10, 20, 1), {"left": -9.5, "top": -19.5, "right": 69.5, "bottom": 74.5}),
    (Fill(Box(10, 20, 30, 40)), {"left": -10, "top": -20, "right": 60, "bottom": 40}),
    (Outline(Box(10, 20, 30, 40)), {"left": -10, "top": -20, "right": 60, "bottom": 40}),
    (Flow(Box(10, 20, 30, 40), ()), {"left": -10, "top": -20, "right": 60, "bottom": 40}),
    (Dots(((10, 20), (30, 40)), 2), {"left": -9, "top": -19, "right": 69, "bottom": 59}),
    (Code(10, 20, 0.5, ("#" * 21,) * 21), {"left": -10, "top": -20, "right": 79.5, "bottom": 69.5}),
    (Shared((Fill(Box(10, 20, 30, 40)),)), {"left": -10, "top": -20, "right": 60, "bottom": 40}),
]


@pytest.mark.parametrize(("mark", "limits"), EACH, ids=[type(mark).__name__ for mark, _ in EACH])
def test_each_mark_may_touch_the_edge_and_no_more(mark: Mark, limits: dict[str, float]) -> None:
    page = Page(100, 100, (mark,))
    for edge, limit in limits.items():
        way = Offset(dx=limit) if edge in ("left", "right") else Offset(dy=limit)
        check_edges(shifted(page, way), setter, "")
        further = replace(way, **{name: 1.1 * value for name, value in (("dx", way.dx), ("dy", way.dy)) if value})
        with pytest.raises(DataError, match=f"fall off the {edge} edge by {abs(limit) * 0.1:.1f} mm"):
            check_edges(shifted(page, further), setter, "")


@pytest.mark.parametrize(("align", "left"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_text_is_measured_where_it_stands(align: str, left: float) -> None:
    width = setter.text_width("Кому", "sans", 12)
    mark = Text(left * width, 50, "Кому", "sans", 12, align=align)  # type: ignore[arg-type]
    check_edges(Page(width + 0.001, 100, (mark,)), setter, "")
    with pytest.raises(DataError, match="the right edge"):
        check_edges(Page(width - 0.1, 100, (mark,)), setter, "")


def test_an_empty_page_does_not_fall() -> None:
    check_edges(Page(10, 10, ()), setter, "")


# --- the command


def test_calibrate_writes_the_sheet(tell: Tell, tmp_path: Path) -> None:
    code, printed, said = tell("calibrate", "--envelope", "dl", "--out", tmp_path / "new")
    assert (code, said) == (0, "")
    assert printed.splitlines() == [
        f"Written: {tmp_path / 'new/calibration.pdf'}. Print it at 100 % (“actual size”) on a DL envelope and follow "
        "the steps on it."
    ]
    [page] = read(tmp_path / "new/calibration.pdf")
    assert f"3. {ADVICE.keep}" in page.texts
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["calibration.pdf"]


def test_the_sheet_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    first, second = (
        write_test_sheet("C6", "landscape", tmp_path / name, ADVICE).path.read_bytes() for name in ("one", "two")
    )
    assert first == second


def test_set_then_make_then_forget(tell: Tell, tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(WITH_SENDER, "utf-8")
    common = ("--book", tmp_path / "book.yaml", "--only", "envelopes", "--date", "2026-11-22")
    assert tell("calibrate", "--set", "-1.5,2", "--printer", "Laser")[:2] == (
        0,
        f"Remembered for Laser, feed landscape: dx -1.5 mm, dy 2 mm, in {offsets_file()}.\n"
        "From now on use make --printer Laser.\n",
    )
    assert tell("make", *common, "--out", tmp_path / "plain")[0] == 0
    assert tell("make", *common, "--out", tmp_path / "moved", "--printer", "Laser")[0] == 0
    before, after = (read(tmp_path / name / "envelopes.pdf") for name in ("plain", "moved"))
    assert_moved(before, after, -1.5, 2)
    code, printed, _ = tell("calibrate", "--printer", "Laser", "--out", tmp_path / "check")
    assert (code, "check that the crosses are 10 mm from the edges." in printed) == (0, True)
    assert f"If not: {ADVICE.again} and measure again." in read(tmp_path / "check/calibration.pdf")[0].texts
    assert tell("calibrate", "--forget", "--printer", "Laser")[1] == "Forgotten: Laser.\n"
    assert tell("calibrate", "--forget", "--printer", "Laser")[1] == "Nothing was known of Laser.\n"
    code, _, said = tell("make", *common, "--out", tmp_path / "none", "--printer", "Laser")
    assert (code, (tmp_path / "none").exists()) == (2, False)
    assert said.startswith(
        "--printer Laser: this printer has not been measured yet with the feed landscape; measured: none."
    )


REFUSED = [
    (["--set", "1,2"], "--printer: which printer was measured?"),
    (["--forget"], "--printer: which printer was measured?"),
    (["--set", "1,2", "--forget", "--printer", "Laser"], "--set: does not go with --forget."),
    (["--set", "1", "--printer", "Laser"], "--set: '1' is not dx,dy"),
    (["--printer", "Laser"], "--printer Laser: this printer has not been measured yet"),
    (["--envelope", "C7"], "--envelope C7: there is no such envelope."),
    (["--set", "1,2", "--printer", "\x1b[2J"], "--printer: '\\x1b[2J' cannot be the name of a printer."),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_calibrate_refuses(arguments: list[str], message: str, tell: Tell, home: Path) -> None:
    code, printed, said = tell("calibrate", *arguments)
    assert (code, printed) == (2, "")
    assert said.startswith(message)
    assert not home.exists()

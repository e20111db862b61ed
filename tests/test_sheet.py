"""Pages onto paper, read back from the PDF: each sheet is laid so that the front is level, then measured in mm."""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.app.make import make
from letters.cli import main
from letters.errors import CommandError, DataError
from letters.layout.sheet import FEEDS, Imposition, impose, label_names
from letters.layout.sheet.imposition import Place
from letters.marks import Page, Placed
from letters.store.printers import Offset
from tests.cases import cases
from tests.conftest import TODAY, Press, asked, book
from tests.pdf import MM, Ink, Sheet, Stroke, box, covered, read

HERE = Path(__file__).parent
FEED_ROWS = cases("feeds.yaml")
SHEETS = cases("sheets.yaml")
ENVELOPES = {row["name"]: row for row in cases("envelopes.yaml")}
LABELS = {row["sheet"]: row for row in SHEETS["labels"]}
A4 = [210, 297]
PLACE = "601967, Владимирская область, п. Мелехово, ул. Первомайская, д. 261а"
FACILITY = "ФКУ ИК-6 УФСИН России по Владимирской области"
NAMES = ["Гурьянову", "Ветрову", "Кротову", "Орлову", "Лисицыну", "Громову", "Зайцеву", "Соколову", "Морозову"]
PEOPLE = [{"address": f"{PLACE}, {FACILITY}, {name} Тимофею Аркадьевичу, 1988 г. р."} for name in NAMES]
THREE, NINE = book(*PEOPLE[:3]), book(*PEOPLE)
Level = Callable[..., list[Sheet]]


@pytest.fixture
def level(tmp_path: Path) -> Level:
    """`level(path, corner, turn, size)`: the pages with the front's top-left corner at 0, 0 and its lines level."""

    def lay(path: Path, corner: list[float], turn: float, size: list[float]) -> list[Sheet]:
        with pikepdf.open(path) as pdf:
            for page in pdf.pages:
                matrix = _back(float(page.mediabox[3]) * MM, corner, turn, size[1])
                page.contents_add(f"q {matrix} cm\n".encode(), prepend=True)
                page.contents_add(b"\nQ")
                page.mediabox = [0, 0, size[0] / MM, size[1] / MM]
            pdf.save(tmp_path / "level.pdf")
        return read(tmp_path / "level.pdf")

    return lay


def _back(page_height: float, corner: list[float], turn: float, height: float) -> str:
    """The operands of `cm` that take a front on its sheet back to where it was laid out."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def move(x: float, y: float) -> tuple[float, float]:
        right, down = x * MM - corner[0], page_height - y * MM - corner[1]
        return (right * cos + down * sin) / MM, (height - (down * cos - right * sin)) / MM

    (e, f), (a, b), (c, d) = move(0, 0), move(1, 0), move(0, 1)
    return " ".join(f"{number:.9f}" for number in (a - e, b - f, c - e, d - f, e, f))


def assert_same(found: Sheet, expected: Sheet) -> None:
    """All text, areas and strokes stand where they stand on the other sheet."""
    assert found.texts == expected.texts
    for kind in ("lines", "areas", "strokes"):
        marks, others = getattr(found, kind), getattr(expected, kind)
        assert len(marks) == len(others)
        for mark, other in zip(marks, others, strict=True):
            assert edges(mark) == pytest.approx(edges(other), abs=0.03), (kind, mark, other)


def edges(mark: Ink) -> tuple[float, float, float, float]:
    return mark.left, mark.top, mark.right, mark.bottom


# --- feeds


def feed_id(row: dict[str, Any]) -> str:
    return f"{row['envelope']} {row['feed']}"


def test_every_feed_is_in_the_table() -> None:
    assert {row["feed"] for row in FEED_ROWS} == set(FEEDS)


@pytest.mark.parametrize("row", FEED_ROWS, ids=feed_id)
def test_the_page_is_what_the_tray_needs_and_the_zones_stay_empty(
    row: dict[str, Any], press: Press, level: Level
) -> None:
    envelope = ENVELOPES[row["envelope"]]
    printed = press(country="DE", envelope=row["envelope"], feed=row["feed"], only=("envelopes",))
    plain = press(country="DE", envelope=row["envelope"], only=("envelopes",)).sheets("envelopes")
    assert [[sheet.width, sheet.height] for sheet in printed.sheets("envelopes")] == [
        pytest.approx(row["page"], abs=0.05)
    ] * 2
    for sheet, other in zip(
        level(printed.path("envelopes"), row["corner"], row["turn"], envelope["size"]), plain, strict=True
    ):
        assert covered(sheet.ink).inside(box(envelope["abroad"]))
        assert_same(sheet, other)


@pytest.mark.parametrize("row", FEED_ROWS, ids=feed_id)
def test_the_first_letter_stands_where_the_table_puts_it(row: dict[str, Any], press: Press) -> None:
    """Measured on the sheet as it is, with the turn worked out by hand."""
    options = {"country": "DE", "envelope": row["envelope"], "only": ("envelopes",)}
    start, baseline = first_pen(press(**options).sheets("envelopes")[0], "Зимину")
    x, y = row["corner"]
    expected = {
        0: (x + start, y + baseline),
        90: (x - baseline, y + start),
        270: (x + baseline, y - start),
    }[row["turn"]]
    found = first_pen(press(**options, feed=row["feed"]).sheets("envelopes")[0], "З")
    assert found == pytest.approx(expected, abs=0.02)


def first_pen(sheet: Sheet, letters: str) -> tuple[float, float]:
    line = next(line for line in sheet.lines if line.text.startswith(letters))
    return line.start, line.baseline


@pytest.mark.parametrize("feed", FEEDS)
def test_inside_russia_the_form_and_the_stamp_turn_as_well(feed: str, press: Press, level: Level) -> None:
    [row] = [row for row in FEED_ROWS if (row["feed"], row["envelope"]) == (feed, "C6")]
    printed = press(country="RU", feed=feed, only=("envelopes",))
    plain = press(country="RU", only=("envelopes",)).sheets("envelopes")
    for sheet, other in zip(
        level(printed.path("envelopes"), row["corner"], row["turn"], [162, 114]), plain, strict=True
    ):
        assert_same(sheet, other)


@pytest.mark.parametrize("feed", FEEDS)
def test_content_is_turned_not_the_page_and_what_repeats_is_drawn_once(feed: str, press: Press) -> None:
    path = press(THREE, country="RU", feed=feed, only=("envelopes",)).path("envelopes")
    with pikepdf.open(path) as pdf:
        assert not [page for page in pdf.pages if "/Rotate" in page]
        forms = [thing for thing in pdf.objects if is_form(thing)]
        assert len(forms) == 2, "the sender's half and the frame of the stamp"


def is_form(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == pikepdf.Name.Form


# --- a printer's offset


@pytest.mark.parametrize("country", ["DE", "RU"])
@pytest.mark.parametrize("row", FEED_ROWS[1:6], ids=feed_id)
def test_an_offset_moves_every_mark_as_seen_on_the_envelope(
    row: dict[str, Any], country: str, press: Press, level: Level
) -> None:
    options = {"country": country, "feed": row["feed"], "only": ("envelopes",)}
    where = (row["corner"], row["turn"], [162, 114])
    plain = level(press(**options).path("envelopes"), *where)
    moved = level(press(**options, offset=Offset(1.5, -2)).path("envelopes"), *where)
    for sheet, other in zip(moved, plain, strict=True):
        assert len(sheet.ink) == len(other.ink)
        for mark, before in zip(sheet.ink, other.ink, strict=True):
            steps = (1.5, -2, 1.5, -2)
            expected = [edge + step for edge, step in zip(edges(before), steps, strict=True)]
            assert edges(mark) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(
    ("offset", "side"),
    [(Offset(15, 0), "right"), (Offset(-15, 0), "left"), (Offset(0, 20), "bottom"), (Offset(0, -20), "top")],
)
def test_what_would_fall_off_the_envelope_is_said_also_on_a_larger_page(
    offset: Offset, side: str, press: Press
) -> None:
    with pytest.raises(DataError) as caught:
        press(country="RU", feed="a4-centre", offset=offset, only=("envelopes",))
    assert f"fall off the {side} edge" in str(caught.value)


# --- labels


@pytest.mark.parametrize("row", LABELS.values(), ids=LABELS)
def test_outlines_show_where_the_labels_are(row: dict[str, Any], press: Press) -> None:
    [sheet] = press(sheet=row["sheet"], outlines=True, only=("envelopes",)).sheets("envelopes")
    assert [sheet.width, sheet.height] == pytest.approx(A4, abs=0.05)
    boxes = list(outlines(sheet))
    assert len(boxes) == row["count"]
    for found, expected in ((boxes[0], row["first"]), (boxes[-1], row["last"])):
        assert edges(found) == pytest.approx(expected, abs=0.03)


def outlines(sheet: Sheet) -> Iterator[Ink]:
    """Every rectangle is four strokes."""
    for number in range(0, len(sheet.strokes), 4):
        yield covered(list(sheet.strokes[number : number + 4]))


def test_without_outlines_there_is_nothing_but_text(press: Press) -> None:
    [sheet] = press(sheet="L7160", only=("envelopes",)).sheets("envelopes")
    assert (sheet.strokes, sheet.areas, sheet.codes) == ((), (), [])


def label_boxes(name: str) -> list[Ink]:
    """All labels from the first and the last one, row by row."""
    row = LABELS[name]
    columns = row["columns"]
    rows = row["count"] // columns
    first, last = row["first"], row["last"]
    across = (last[0] - first[0]) / (columns - 1)
    down = (last[1] - first[1]) / (rows - 1)
    return [
        Ink(first[0] + x * across, first[1] + y * down, first[2] + x * across, first[3] + y * down)
        for y in range(rows)
        for x in range(columns)
    ]


def test_every_label_sheet_has_a_row_in_the_cases() -> None:
    assert {*label_names()} <= {*LABELS}


@pytest.mark.parametrize("name", [name for name in label_names() if name in LABELS])
@pytest.mark.parametrize("start", [1, 7, 14])
def test_labels_from_the_start_position_on(name: str, start: int, press: Press) -> None:
    boxes = label_boxes(name)
    sheets = press(NINE, country="DE", sheet=name, start=start, only=("envelopes",)).sheets("envelopes")
    places = [(page, place) for page in range(2) for place in range(len(boxes))][start - 1 :][: len(PEOPLE)]
    assert len(sheets) == places[-1][0] + 1
    for (page, place), surname in zip(places, NAMES, strict=True):
        label = boxes[place]
        inside = [line for line in sheets[page].lines if line.touches(label)]
        assert inside[0].text.startswith(surname)
        assert inside[-1].text == "RUSSLAND"
        assert covered(inside).inside(
            Ink(max(label.left + 3, 5), label.top + 0.9, min(label.right - 3, 205), label.bottom)
        )
        assert min(line.size for line in inside) >= 9
    filled = {
        (page, place) for page, sheet in enumerate(sheets) for place, label in enumerate(boxes) if any_in(sheet, label)
    }
    assert filled == set(places)


def any_in(sheet: Sheet, label: Ink) -> bool:
    return any(line.touches(label, -0.5) for line in sheet.lines)


def test_start_position_seven_of_fourteen_leaves_six_places_empty(press: Press) -> None:
    [first, second] = press(NINE, sheet="L7163", start=7, only=("envelopes",)).sheets("envelopes")
    assert [any_in(first, label) for label in label_boxes("L7163")] == [False] * 6 + [True] * 8
    assert [any_in(second, label) for label in label_boxes("L7163")] == [True] + [False] * 13


@pytest.mark.parametrize("country", ["DE", "RU"])
def test_a_label_holds_the_whole_address_in_order(country: str, press: Press) -> None:
    [sheet] = press(THREE, country=country, sheet="L7160", only=("envelopes",)).sheets("envelopes")
    first = [line.text for line in sheet.lines if line.right < 72]
    last = ["601967", "RUSSLAND"] if country == "DE" else ["601967"]
    place = ["ул. Первомайская, д. 261а,", "п. Мелехово,", "Владимирская область"]
    assert " ".join(first).replace(",", "") == " ".join(
        ["Гурьянову Тимофею Аркадьевичу, 1988 г. р.", FACILITY, *place, *last]
    ).replace(",", "")


@pytest.mark.parametrize("sheet", ["L7160", "L7163"])
def test_an_address_too_long_for_a_label_names_the_person(press: Press, sheet: str) -> None:
    long = (
        f"{PLACE}, ФКУ ИК-6 «{'Исправительная ' * 20}колония» УФСИН России, {NAMES[0]} Тимофею Аркадьевичу, 1988 г. р."
    )
    with pytest.raises(DataError) as caught:
        press(book(PEOPLE[0], {"id": "long", "address": long}, PEOPLE[1]), sheet=sheet, only=("envelopes",))
    [problem] = caught.value.problems
    assert "long" in problem.where
    assert f"does not fit a label of {sheet}" in problem.what
    assert "9 pt" in problem.what
    assert ("L7163" in problem.hint) == (sheet != "L7163")


def test_the_run_warns_of_labels(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(THREE, "utf-8")
    report = make(asked(tmp_path / "book.yaml", tmp_path / "out", TODAY, sheet="L7163", only=("envelopes",)))
    assert [note.what for note in report.warnings if note.field == "sheet"] == [
        "mailrooms of some prisons refuse labels that are stuck on; nothing is known of Russian ones."
    ]
    assert [(file.kind, file.pages) for file in report.files] == [("envelopes", 1)]


@pytest.mark.parametrize("row", SHEETS["refused"], ids=lambda row: row["says"][:50])
def test_what_does_not_go_together_is_said_before_anything_is_laid_out(row: dict[str, Any], press: Press) -> None:
    options = {key: value for key, value in row.items() if key != "says"}
    with pytest.raises(CommandError) as caught:
        press(THREE, **options)
    assert row["says"] in str(caught.value)
    assert caught.value.problems[0].hint


def test_an_offset_measured_for_envelopes_is_not_used_for_sheets(press: Press) -> None:
    with pytest.raises(CommandError, match="‹printer›: was measured for envelopes"):
        press(THREE, sheet="cut", offset=Offset(1, 1))


# --- fold it yourself


def dashed(sheet: Sheet) -> list[Stroke]:
    return [stroke for stroke in sheet.strokes if stroke.dashed]


def solid(sheet: Sheet) -> list[Stroke]:
    return [stroke for stroke in sheet.strokes if not stroke.dashed]


def folds(sheet: Sheet) -> Ink:
    """The front between the fold marks of a page on which they are upright and level."""
    upright = {round(mark.ends[0][0], 2) for mark in dashed(sheet) if abs(mark.ends[0][0] - mark.ends[1][0]) < 0.01}
    flat = {round(mark.ends[0][1], 2) for mark in dashed(sheet) if abs(mark.ends[0][1] - mark.ends[1][1]) < 0.01}
    return Ink(min(upright), min(flat), max(upright), max(flat))


DL_TURN = math.degrees(math.atan2(220, 110))
DL_RIGHT, DL_DOWN = math.cos(math.radians(DL_TURN)), math.sin(math.radians(DL_TURN))
DL_CORNER = [105 - 110 * DL_RIGHT + 55 * DL_DOWN, 148.5 - 110 * DL_DOWN - 55 * DL_RIGHT]
FOLDED = [("C6", [24, 73], 0.0, 0.0), ("DL", DL_CORNER, DL_TURN, 0.3)]


@pytest.mark.parametrize(("name", "corner", "turn", "outside"), FOLDED, ids=["C6", "DL"])
def test_folded_on_the_marks_the_address_stands_in_the_safe_box(
    name: str, corner: list[float], turn: float, outside: float, press: Press, level: Level
) -> None:
    row = ENVELOPES[name]
    width, height = row["size"]
    text = book(PEOPLE[0], country="DE", return_address="A. Example\n10115 Berlin, GERMANY")
    printed = press(text, envelope=name, sheet="fold", only=("envelopes",))
    [page] = printed.sheets("envelopes")
    assert [page.width, page.height] == pytest.approx(A4, abs=0.05)
    [sheet] = level(printed.path("envelopes"), corner, turn, row["size"])
    assert edges(folds(sheet)) == pytest.approx((-outside, -outside, width + outside, height + outside), abs=0.02)
    assert sheet.texts[:2] == ["A. Example", "10115 Berlin, GERMANY"]
    assert covered(list(sheet.lines[:2])).inside(box(row["sender"]))
    assert covered(list(sheet.lines[2:])).inside(box(row["abroad"]))
    front = Ink(0, 0, width, height)
    assert not [mark for mark in dashed(sheet) if mark.touches(front)], "fold marks stand outside the front"
    assert not [mark for mark in solid(sheet) if mark.touches(front, -0.2)], "cuts meet the front at its corners only"
    assert len(dashed(sheet)) == 8


@pytest.mark.parametrize("name", ["C6", "DL"])
def test_a_folded_page_bears_no_word_beside_the_address(name: str, press: Press) -> None:
    options = {"country": "DE", "envelope": name, "only": ("envelopes",)}
    for sheet, plain in zip(
        press(**options, sheet="fold").sheets("envelopes"), press(**options).sheets("envelopes"), strict=True
    ):
        assert sorted("".join(sheet.text.split())) == sorted("".join(plain.text.split()))
        assert "".join(letter for letter in sheet.text if "A" <= letter.upper() <= "Z") == "RUSSLAND"


def test_a_folded_c6_closes_and_nothing_stands_out(press: Press) -> None:
    [page, _] = press(country="DE", sheet="fold", only=("envelopes",)).sheets("envelopes")
    front = folds(page)
    flap, back, side = front.top, page.height - front.bottom, front.left
    height, width = front.bottom - front.top, front.right - front.left
    assert (width, height) == pytest.approx((162, 114), abs=0.02)
    assert max(flap, back) <= height
    assert flap + back >= height + 15, "15 mm at least to glue"
    assert 15 <= side < width / 2
    for cut in solid(page):
        assert cut.inside(page_inside(page), 0.3), "a printer leaves the edge white"
        if cut.bottom < front.top or cut.top > front.bottom:
            assert cut.left >= front.left - 0.2
            assert cut.right <= front.right + 0.2


def page_inside(page: Sheet) -> Ink:
    return Ink(6, 6, page.width - 6, page.height - 6)


def test_a_folded_dl_is_covered_all_over_and_nothing_stands_out(press: Press) -> None:
    """Every point of the back lies under one flap at least: its mirror image over a fold is a point of the page."""
    place = Placed(Page(220, 110, ()), *DL_CORNER, DL_TURN)
    for x in range(1, 220):
        for y in range(1, 110):
            mirrored = ((x, -y), (x, 220 - y), (-x, y), (440 - x, y))
            assert any(on_a4(*place.at(*point)) for point in mirrored), (x, y)
    corners = [front_point(x, y) for x in (0, 210) for y in (0, 297)]
    assert max(-min(y for _, y in corners), max(y for _, y in corners) - 110) <= 110
    assert max(-min(x for x, _ in corners), max(x for x, _ in corners) - 220) <= 220


def on_a4(x: float, y: float) -> bool:
    return 0 <= x <= 210 and 0 <= y <= 297


def front_point(x: float, y: float) -> tuple[float, float]:
    right, down = x - DL_CORNER[0], y - DL_CORNER[1]
    return right * DL_RIGHT + down * DL_DOWN, down * DL_RIGHT - right * DL_DOWN


# --- fronts to cut out


@pytest.mark.parametrize("row", SHEETS["fronts"], ids=lambda row: row["envelope"])
def test_fronts_lie_between_crop_marks_that_touch_none(row: dict[str, Any], press: Press) -> None:
    sheets = press(NINE, country="DE", envelope=row["envelope"], sheet="cut", only=("envelopes",)).sheets("envelopes")
    assert len(sheets) == math.ceil(len(NAMES) / row["count"])
    fronts = Ink(row["across"][0], row["down"][0], row["across"][-1], row["down"][-1])
    for sheet in sheets:
        assert [sheet.width, sheet.height] == pytest.approx(A4, abs=0.05)
        across = {round(mark.ends[0][0], 2) for mark in sheet.strokes if mark.ends[0][0] == mark.ends[1][0]}
        down = {round(mark.ends[0][1], 2) for mark in sheet.strokes if mark.ends[0][1] == mark.ends[1][1]}
        assert sorted(across) == pytest.approx(row["across"], abs=0.02)
        assert sorted(down) == pytest.approx(row["down"], abs=0.02)
        assert not [mark for mark in sheet.strokes if mark.touches(fronts, 1.9)]
        assert all(mark.inside(page_inside(sheet)) for mark in sheet.strokes)


@pytest.mark.parametrize(
    "row", [row for row in SHEETS["fronts"] if row["envelope"] != "140x90"], ids=lambda row: row["envelope"]
)
def test_each_front_keeps_its_safe_box(row: dict[str, Any], press: Press, level: Level) -> None:
    envelope = ENVELOPES[row["envelope"]]
    printed = press(THREE, country="DE", envelope=row["envelope"], sheet="cut", only=("envelopes",))
    left = row["across"][1] if row["turn"] else row["across"][0]
    for number, top in enumerate(row["down"][:-1]):
        [first, *_] = level(printed.path("envelopes"), [left, top], row["turn"], envelope["size"])
        front = Ink(0, 0, *envelope["size"])
        lines = [line for line in first.lines if line.inside(front)]
        assert lines[0].text.startswith(NAMES[number])
        assert covered(lines).inside(box(envelope["abroad"]))


# --- imposing

pages = st.integers(0, 40).map(lambda count: [Page(number + 1, 1, ()) for number in range(count)])


@given(pages, st.integers(1, 9), st.data())
def test_imposing_places_each_page_once_and_in_order(given_pages: list[Page], places: int, data: st.DataObject) -> None:
    used = data.draw(st.integers(0, places - 1))
    plan = Imposition(210, 297, tuple(Place(number, 0) for number in range(places)), (), used)
    sheets = list(impose(iter(given_pages), plan))
    held = [mark for sheet in sheets for mark in sheet.marks if isinstance(mark, Placed)]
    assert [mark.page for mark in held] == given_pages
    assert [mark.left for mark in held] == [(used + number) % places for number in range(len(given_pages))]
    assert len(sheets) == (math.ceil((used + len(given_pages)) / places) if given_pages else 0)


def test_imposing_takes_no_more_pages_than_a_sheet_holds() -> None:
    taken = []

    def endless() -> Iterator[Page]:
        while True:
            taken.append(1)
            yield Page(1, 1, ())

    sheets = impose(endless(), Imposition(210, 297, (Place(0, 0),) * 7, (), 2))
    assert [(next(sheets) and len(taken)) for _ in range(3)] == [5, 12, 19]


@given(st.floats(-200, 200), st.floats(-200, 200), st.floats(0, 360))
def test_a_placed_page_keeps_its_lengths(left: float, top: float, turn: float) -> None:
    placed = Placed(Page(162, 114, ()), left, top, turn)
    corners = [placed.at(x, y) for x, y in ((0, 0), (162, 0), (162, 114), (0, 114), (0, 0))]
    assert corners[0] == pytest.approx((left, top))
    assert [math.dist(one, other) for one, other in pairwise(corners)] == pytest.approx([162, 114, 162, 114])


# --- the whole run


VARIANTS: dict[str, dict[str, Any]] = {
    **{feed: {"feed": feed} for feed in FEEDS},
    **{f"{feed} with a code": {"feed": feed, "qr": "envelope"} for feed in ("portrait-cw", "a4-left")},
    **{name: {"sheet": name, "start": 3, "outlines": True} for name in label_names()},
    "fold C6": {"sheet": "fold"},
    "fold DL": {"sheet": "fold", "envelope": "DL"},
    "cut C6": {"sheet": "cut"},
    "cut DL": {"sheet": "cut", "envelope": "DL"},
}
WITH_CASES = [{**person, "case": f"https://example.org/{number}"} for number, person in enumerate(PEOPLE)]


@pytest.mark.one_quick
@pytest.mark.parametrize("country", ["DE", "RU"])
@pytest.mark.parametrize("options", VARIANTS.values(), ids=VARIANTS)
def test_the_program_reads_its_own_sheets_back(options: dict[str, Any], country: str, tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(book(*WITH_CASES), "utf-8")
    run = asked(
        tmp_path / "book.yaml", tmp_path / "out", TODAY, country=country, only=("envelopes",), proof=True, **options
    )
    report = make(run)
    pages = next(file.pages for file in report.files if file.kind == "envelopes")
    assert report.proofs[0].startswith(f"envelopes.pdf: {pages} page")
    assert ("9 QR codes decoded" in report.proofs[0]) is (options.get("qr") == "envelope")


def test_letters_and_guides_are_the_same_whatever_the_envelopes_lie_on(press: Press) -> None:
    plain, sheets = press(THREE), press(THREE, sheet="L7163")
    for kind in ("letters", "guides", "list"):
        assert plain.path(kind).read_bytes() == sheets.path(kind).read_bytes()


END_FIRST = "C6 short end first; print side up: flap {}; print side down: flap {}; 100 %, paper size C6"
NEXT = {
    "--feed landscape": "put C6 envelopes in the tray; print at 100 % (“actual size”), paper size C6",
    "--feed portrait-cw": END_FIRST.format("right", "left"),
    "--feed portrait-ccw": END_FIRST.format("left", "right"),
    "--feed a4-left": "C6 short end first, at the left edge; print side up: flap left; "
    "print side down: flap right, at the right edge; 100 %, paper size A4",
    "--feed letter-centre": "C6 short end first, in the middle; print side up: flap left; "
    "print side down: flap right, in the middle; 100 %, paper size Letter",
    "--sheet L7160": "sheets of L7160, A4, 100 %; try plain paper first; write the sender on the envelope by hand",
    "--sheet fold": "A4, 100 %; cut along the solid lines, fold back on the dashed ones: sides, bottom, flap; glue",
    "--sheet fold --envelope DL": "A4, 100 %; fold back on the dashed lines: short sides first, then long ones; glue",
    "--sheet cut": "A4, 100 %; cut from mark to mark, all sheets alike",
}


@pytest.mark.parametrize(("options", "words"), NEXT.items(), ids=NEXT)
def test_the_closing_table_says_which_side_up_and_which_end_first(
    options: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.yaml").write_text(THREE, "utf-8")
    arguments = ["make", "--book", str(tmp_path / "book.yaml"), "--out", str(tmp_path / "out"), "--only", "envelopes"]
    assert main([*arguments, *options.split()]) == 0
    table = capsys.readouterr().out.splitlines()[2:]
    assert " ".join(" ".join(table).replace("envelopes.pdf", "").split()).split("posted ")[1].startswith(words)


@pytest.mark.parametrize("options", ["--feed a5-left", "--sheet L7161", "--start x", "--start 5", "--outlines"])
def test_a_wrong_word_is_a_wrong_command(options: str, tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(THREE, "utf-8")
    arguments = ["make", "--book", str(tmp_path / "book.yaml"), "--out", str(tmp_path / "out")]
    assert main([*arguments, *options.split()]) == 2
    assert not (tmp_path / "out").exists()

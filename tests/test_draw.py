"""Files as files: same bytes, sound, anonymous, with their own fonts, in flat memory; marks where layout put them."""

import gc
import hashlib
import os
import re
import shutil
import subprocess
import sys
import weakref
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.units import mm

from letters.draw import PdfFile, coverage, missing_glyphs, setter
from letters.draw.breaker import broken as broken_by_library
from letters.errors import DataError
from letters.marks import (
    Align,
    Code,
    Dots,
    Fill,
    Flow,
    Outline,
    Page,
    Paragraph,
    Rule,
    Shared,
    Span,
    Style,
    Text,
    plain,
)
from letters.pages.run import POSTED
from letters.paper import Box
from tests.conftest import PROGRAM, TODAY, Press, Printed, book
from tests.pdf import Sheet, read

ROOT = Path(__file__).parent.parent
KINDS = ["envelopes", "letters", "guides", "list"]
ADDRESS = (
    "601967, Владимирская область, п. Мелехово, ул. Первомайская, д. 261а, "
    "ФКУ ИК-6 УФСИН России по Владимирской области, Гурьянову Тимофею Аркадьевичу, 1988 г. р."
)
BASE_14 = ("Helvetica", "Times", "Courier", "Symbol", "ZapfDingbats")


@pytest.fixture(scope="module", params=["DE", "RU"])
def printed(request: pytest.FixtureRequest, press: Press) -> Printed:
    return press(country=request.param, letter="first")


def objects(path: Path) -> Iterator[Any]:
    with pikepdf.open(path) as pdf:
        yield from pdf.objects


# --- the same bytes


@pytest.mark.slow
def test_another_process_in_another_folder_writes_the_same_bytes(
    printed: Printed, press: Press, tmp_path: Path
) -> None:
    country = "RU" if printed == press(country="RU", letter="first") else "DE"
    options = ["--from", country, "--letter", "first", "--date", TODAY.isoformat(), "--out", str(tmp_path / "o ut")]
    subprocess.run(
        [sys.executable, "-c", PROGRAM, "make", *options, "--book", str(ROOT / "addresses.yaml")],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        check=True,
        capture_output=True,
    )
    for kind in KINDS:
        assert (tmp_path / "o ut" / f"{kind}.pdf").read_bytes() == printed.path(kind).read_bytes(), kind


# --- sound files


@pytest.mark.parametrize("kind", KINDS)
def test_qpdf_finds_nothing(printed: Printed, kind: str) -> None:
    with pikepdf.open(printed.path(kind)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.get_warnings() == []
    if qpdf := shutil.which("qpdf"):
        done = subprocess.run([qpdf, "--check", printed.path(kind)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


# --- nothing about who made it

PAGE = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
STREAMED = {"/Type", "/W", "/Filter", "/DecodeParms", "/Length"}  # of a cross-reference that is a stream
READ_ALOUD = {"/Lang", "/StructTreeRoot", "/MarkInfo", "/ViewerPreferences", "/Metadata"}  # of kept pages


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_says_nothing_about_its_making(printed: Printed, kind: str) -> None:
    posted = kind in POSTED
    with pikepdf.open(printed.path(kind)) as pdf:
        assert {*pdf.trailer.keys()} - STREAMED == {"/Size", "/Root"}
        assert {*pdf.Root.keys()} == {"/Type", "/Pages"} | (set() if posted else READ_ALOUD)
        for page in pdf.pages:
            assert {*page.obj.keys()} - (set() if posted else {"/StructParents", "/Tabs"}) == PAGE
    data = printed.path(kind).read_bytes() + b"".join(
        thing.read_bytes() for thing in objects(printed.path(kind)) if isinstance(thing, pikepdf.Stream)
    )
    traces = (
        rb"(?i)reportlab|producer|creator|creationdate|moddate|createdate|modifydate|D:\d{8}|/home/|/tmp/|python|\.yaml"
    )
    assert re.findall(traces, data) == []
    assert str(printed.folder).encode() not in data


# --- fonts


@pytest.mark.parametrize("kind", KINDS)
def test_fonts_are_embedded_subset_and_ours(printed: Printed, kind: str) -> None:
    with pikepdf.open(printed.path(kind)) as pdf:
        fonts = [thing for thing in pdf.objects if is_dictionary(thing, "/Font")]
        assert fonts
        for font in fonts:
            assert re.match(r"/[A-Z]{6}\+PT_?(Sans|Serif)", str(font.BaseFont)), font.BaseFont
            assert len(font.FontDescriptor.FontFile2.read_bytes()) > 1000
            assert "/ToUnicode" in font
        for page in pdf.pages:
            names = [str(font.BaseFont) for font in page.resources.Font.values()]
            assert not [name for name in names if any(known in name for known in BASE_14)]


def is_dictionary(thing: Any, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == pikepdf.Name(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_only_fonts_that_are_used_are_there(printed: Printed, kind: str) -> None:
    """A file of a few pages stays small: no face is embedded whole."""
    assert printed.path(kind).stat().st_size < 160_000


def test_every_letter_that_a_letter_may_need_can_be_printed() -> None:
    russian = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    needed = russian + russian.upper() + "«»„“—–…№§°₽€$%’0123456789 \u00a0\u00ad" + "ÄÖÜßÉÈÀÇŁŚŻČŘŽŠÅØÆőűăș"
    assert missing_glyphs(needed) == ()
    assert len(coverage()) > 400


# --- a missing glyph stops the run

MISSING = [
    ({"about": {"en": "A friend of 中."}}, "about", "U+4E2D"),
    ({"english": "Timofey Guryanov 601967 1988 ☃"}, "english", "U+2603"),
    ({"tip": {"en": "☂ please"}}, "tip", "U+2602"),
    ({"address": ADDRESS.replace("ул.", "ア ул.")}, "address", "U+30A2"),
]


@pytest.mark.parametrize(("fields", "field", "character"), MISSING, ids=[row[1] for row in MISSING])
def test_a_missing_glyph_names_person_field_and_character(
    press: Press, fields: dict[str, Any], field: str, character: str
) -> None:
    text = book({"id": "good", "address": ADDRESS}, {"id": "bad", "address": ADDRESS, **fields})
    with pytest.raises(DataError) as caught:
        press(text)
    [problem] = [problem for problem in caught.value.problems if character in problem.what]
    assert field in problem.what
    assert "bad" in str(problem), "a book on one line: only the id tells who it is"


def test_a_missing_glyph_in_the_return_address(press: Press) -> None:
    with pytest.raises(DataError, match=r"sender.return_address.*U\+2192"):
        press(book({"address": ADDRESS}, return_address="Пример → улица"), only=("envelopes",))


def test_a_missing_glyph_in_a_letter(press: Press, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("# {{ salutation }}\n\nПривет из 中.", "utf-8")
    with pytest.raises(DataError, match=r"U\+4E2D"):
        press(letter=str(path), only=("letters",), allow=("other-alphabet",))


def test_the_drawing_room_draws_no_box_for_a_missing_glyph(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"U\+2603"), PdfFile(tmp_path / "a.pdf") as file:
        file.add(Page(210, 297, (Text(20, 20, "снег ☃", "sans", 12),)))
    with pytest.raises(DataError, match=r"U\+2603"):
        setter.fill([plain("снег ☃", Style("serif", 12, 15))], 100, [50])


def test_a_page_that_cannot_be_drawn_leaves_nothing_behind(tmp_path: Path) -> None:
    good = Page(210, 297, (Text(20, 20, "снег", "sans", 12),))
    bad = Page(210, 297, (Text(20, 20, "Жук", "serif", 12), Text(20, 30, "☃", "sans", 12)))
    with PdfFile(tmp_path / "alone.pdf") as file:
        file.add(good)
    with PdfFile(tmp_path / "both.pdf") as file:
        file.add(good)
        with pytest.raises(DataError):
            file.add(bad)
        assert file.page_count == 1
    assert (tmp_path / "both.pdf").read_bytes() == (tmp_path / "alone.pdf").read_bytes()


# --- marks stand where layout put them


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    marks = (
        Rule(10, 20, 60, 20, 0.4, 0.3),
        Rule(10, 25, 60, 28, 0.7, round_caps=True),
        Rule(10, 30, 60, 30, 0.2, dash=(2, 1.5)),
        Fill(Box(70, 20, 7, 2)),
        Outline(Box(80, 20, 10, 5), 0.4, 0.2),
        Dots(((100, 20), (101.5, 22)), 0.3),
        Code(120, 20, 0.6, ("#######...", "..........", "...#......", *7 * ("..........",))),
        Text(30, 60, "Слева", "sans", 12),
        Text(100, 60, "Справа", "serif", 12, align="right"),
        Text(60, 70, "Посередине", "sans-bold", 10, 0.4, "center"),
    )
    path = tmp_path_factory.mktemp("marks") / "marks.pdf"
    with PdfFile(path) as file:
        file.add(Page(150, 90, (*marks, Shared((Fill(Box(5, 80, 3, 4), 0.5),)))))
    [sheet] = read(path)
    return sheet


def test_strokes_where_they_belong(drawn: Sheet) -> None:
    wide, slanting, dashed, *rest = drawn.strokes
    assert (wide.ends, round(wide.thickness, 2), wide.grey) == (((10, 20), (60, 20)), 0.4, 0.3)
    assert (slanting.ends, slanting.round_caps) == (((10, 25), (60, 28)), True)
    assert (dashed.dashed, wide.dashed, slanting.dashed) == (True, False, False)
    frame, dots = rest[:4], rest[4:]
    assert {round(edge, 2) for stroke in frame for edge in (stroke.left, stroke.right)} == {80, 80.4, 89.6, 90}
    assert {round(edge, 2) for stroke in frame for edge in (stroke.top, stroke.bottom)} == {20, 20.4, 24.6, 25}
    assert [dot.ends[0] for dot in dots] == [(100, 20), (101.5, 22)]
    assert all(dot.is_dot and dot.round_caps and round(dot.thickness, 2) == 0.3 for dot in dots)


def test_areas_where_they_belong(drawn: Sheet) -> None:
    found = [tuple(round(edge, 2) for edge in (a.left, a.top, a.width, a.height, a.grey)) for a in drawn.areas]
    assert found == [(70, 20, 7, 2, 0), (120, 20, 4.2, 0.6, 0), (121.8, 21.2, 0.6, 0.6, 0), (5, 80, 3, 4, 0.5)]


def test_texts_where_they_belong(drawn: Sheet) -> None:
    left, right, middle = (drawn.line(text) for text in ("Слева", "Справа", "Посередине"))
    assert (left.start, left.baseline, left.size) == pytest.approx((30, 60, 12), abs=0.01)
    assert right.right == pytest.approx(100, abs=0.3)
    assert (middle.left + middle.right) / 2 == pytest.approx(60, abs=0.3)
    assert setter.text_width("Слева", "sans", 12) == pytest.approx(left.right - left.start, abs=0.3)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 40).flatmap(lambda n: st.lists(st.text("#.", min_size=n, max_size=n), min_size=n, max_size=n)))
def test_a_code_is_its_dark_modules_each_once(tmp_path: Path, rows: list[str]) -> None:
    with PdfFile(tmp_path / "code.pdf") as file:
        file.add(Page(100, 100, (Code(10, 20, 1, tuple(rows)),)))
    [sheet] = read(tmp_path / "code.pdf")
    areas = sheet.areas
    assert all(round(area.height, 3) == 1 for area in areas)
    found = [
        (round(area.left) - 10 + step, round(area.top) - 20) for area in areas for step in range(round(area.width))
    ]
    assert sorted(found) == sorted((x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark == "#")


ELSEWHERE = "c145e663398833d22b57ca499fb7ad19e1efcaf67656d1a90cb0677c5314c22e"  # SHA-256, as another machine had it


@pytest.mark.skipif("ng" in zlib.ZLIB_RUNTIME_VERSION, reason="zlib-ng packs otherwise")
def test_another_machine_has_drawn_the_same_bytes(tmp_path: Path) -> None:
    style = Style("serif", 12, 15, "justify", 7.5)
    text = "Из моего окна виден старый каш\u00adтан, и по ве\u00adче\u00adрам я слушаю музыку: «ё», №, $, Ø."
    code = Code(80, 60, 0.5, ("#######", *6 * ("#......",)))
    with PdfFile(tmp_path / "one.pdf") as file:
        for number in range(3):
            flow = Flow(Box(10, 30, 60, 40), setter.fill([plain(text, style), plain(str(number), style)], 60, [40])[0])
            marks = (Text(10, 20, f"Письмо {number}", "sans", 9), Rule(10, 25, 90, 25), Outline(Box(5, 5, 90, 90)))
            file.add(Page(100, 100, (Shared(marks[1:]), marks[0], flow, code)))
    assert hashlib.sha256((tmp_path / "one.pdf").read_bytes()).hexdigest() == ELSEWHERE


# --- many pages


@pytest.mark.slow
def test_blocks_that_repeat_are_drawn_once(press: Press) -> None:
    people = [{"address": ADDRESS.replace("1988", str(1988 - number))} for number in range(40)]
    text = book(*people, return_address="А. Пример\nа/я 12, г. Тверь\n170100")
    # sender; stamp and captions; date, greeting, farewell and rules; of the guide, which is tagged, every stretch
    # between two marks that its pages have alike
    expected = {("DE", "envelopes"): 1, ("RU", "envelopes"): 2, ("DE", "letters"): 4, ("DE", "guides"): 42}
    for (country, kind), count in expected.items():
        path = press(text, country=country, only=(kind,)).path(kind)
        forms = [thing for thing in objects(path) if isinstance(thing, pikepdf.Stream) and "/BBox" in thing]
        assert len(forms) == count, (country, kind)
        assert len(read(path)) == 40 * (2 if kind == "letters" else 1)


MANY = """
import resource, sys
from pathlib import Path
from letters.cli import main
from letters.draw import PdfFile, setter
from letters.marks import Flow, Page, Rule, Shared, Style, Text, plain
from letters.pages.run import POSTED
from letters.paper import Box
style = Style("serif", 12, 15)
with PdfFile(Path(sys.argv[2])) as file:
    for number in range(int(sys.argv[1])):
        flow = Flow(Box(10, 30, 90, 20), setter.fill([plain(f"Письмо номер {number}", style)], 90, [20])[0])
        rules = Shared(tuple(Rule(10, 50 + y, 100, 50 + y) for y in range(9)))
        file.add(Page(114, 162, (Text(10, 20, f"Лист {number}", "sans", 12), flow, rules)))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_pages(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no resource module")
    peak = {}
    for pages in (500, 5_000):
        path = tmp_path / f"{pages}.pdf"
        done = subprocess.run(
            [sys.executable, "-c", MANY, str(pages), str(path)], cwd=ROOT, check=True, capture_output=True, text=True
        )
        peak[pages] = int(done.stdout)
    assert peak[5_000] / peak[500] < 1.1, peak
    with pikepdf.open(tmp_path / "5000.pdf") as pdf:
        assert len(pdf.pages) == pdf.Root.Pages.Count == 5_000
        assert pdf.check_pdf_syntax() == []
        assert len([thing for thing in pdf.objects if is_dictionary(thing, "/Pages")]) > 10, "a tree, not one long list"
        page = pdf.pages[3_333]
        assert len(page.resources.XObject) == 1


def test_pages_come_in_the_order_in_which_they_were_added(tmp_path: Path) -> None:
    with PdfFile(tmp_path / "a.pdf") as file:
        for number in range(600):
            file.add(Page(60, 30, (Text(5, 20, str(number), "sans", 12),)))
        assert file.page_count == 600
    assert [sheet.text for sheet in read(tmp_path / "a.pdf")] == [str(number) for number in range(600)]


@pytest.mark.slow
def test_a_paragraph_that_is_no_longer_known_is_let_go() -> None:
    """Long letters that are all different must not stay in memory when they were broken over sheets."""
    words = plain("Снег идёт и идёт. " * 60, Style("serif", 12.5, 17.5))
    refs = [weakref.ref(piece) for box in setter.fill([words], 165, [40, 250]) for piece in box]
    assert len(refs) == 2
    setter._set.cache_clear()
    gc.collect()
    assert [ref() for ref in refs] == [None, None]


ALIGNS = ("left", "center", "right", "justify")


@pytest.mark.parametrize("align", ALIGNS)
@pytest.mark.parametrize(
    "spans",
    [
        (Span("Лев Ильич"),),
        (Span("Имя "), Span("Ильич", "sans-bold"), Span(", 1970 г. р.")),
        (Span("Здрав\u00adствуй\u00adте, Фёдор\u00a0Ильич!"),),
        (Span("(a\\b) <i>&amp;</i>"),),
        (Span("łódź čšžæ", "sans-italic"),),
        (Span("  два  пробела "),),
    ],
)
def test_a_line_that_needs_no_breaking_stands_where_the_breaker_puts_it(
    tmp_path: Path, spans: tuple[Span, ...], align: Align
) -> None:
    style = Style("serif", 12.5, 17.5, align, space_after=2, hanging=0 if align in ("center", "right") else 6)
    paragraph, box = Paragraph(spans, style), Box(20, 30, 120, 60)
    pieces = (setter._set(paragraph, 120 * mm), broken_by_library(paragraph, 120 * mm))
    assert pieces[0].height == pieces[1].height
    assert pieces[0].space_after == pytest.approx(pieces[1].space_after)
    with PdfFile(tmp_path / "x.pdf") as file:
        for piece in pieces:
            file.add(Page(210, 148, (Flow(box, (piece,)),)))
    quick, broken = (sheet.lines for sheet in read(tmp_path / "x.pdf"))
    assert [line.text for line in quick] == [line.text for line in broken]
    assert quick
    for one, other in zip(quick, broken, strict=True):
        assert (one.start, one.baseline, one.right) == pytest.approx(
            (other.start, other.baseline, other.right), abs=0.01
        )


def test_what_nearly_fills_the_width_is_left_to_the_breaker() -> None:
    paragraph = plain("Снег идёт", Style("serif", 12.5, 17.5))
    width = setter.text_width("Снег идёт", "serif", 12.5) * mm
    kinds = [type(setter._set(paragraph, width + more)).__name__ for more in (-1, -0.1, 0.0, 0.1)]
    assert kinds == ["Plain", "Broken", "Broken", "Plain"]


def shown_texts(code: str) -> list[str]:
    """What stands in each TJ, the distances between letters included; where a line ends with a face, the breaker
    leaves a space alone.
    """
    return [text for text in re.findall(r"\[\((.+?)\)\]TJ", code) if text != " "]


WORDS = st.lists(
    st.sampled_from(["я", "и", "снег", "тихо-тихо", "«здравствуйте»", "переписываться", "663180,", "ФКУ\xa0ИК-7"]),
    min_size=1,
    max_size=60,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS, st.sampled_from([90.0, 200.5, 340.0]), st.sampled_from([0, 3.6]), st.sampled_from([0, 1, 3]))
def test_words_flush_left_break_where_the_breaker_breaks_them(
    words: list[str], width: float, hanging: float, bold: int
) -> None:
    spans = Span(" ".join(words[:bold]), "sans-bold"), Span(" ".join(["", *words[bold:]] if bold else words))
    paragraph = Paragraph(spans, Style("sans", 12.5, 18, hanging=hanging))
    quick, broken = setter.set_plain(paragraph, width), broken_by_library(paragraph, width)
    if quick is None:  # a rounding would decide, or a word is too long
        return
    assert quick.height == broken.height
    assert shown_texts(quick.code) == shown_texts(broken.code) != []
    for room in (room for room in (17.0, 18.0, 36.5, 54.0, 100.0) if room < quick.height):
        heights = [part.height for part in broken.split(room)]
        assert [part.height for part in quick.split(room)] == (heights if len(heights) > 1 else [])

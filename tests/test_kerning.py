"""Letters stand as far apart as their fonts want, are measured as they are drawn, and read as before."""

import shutil
import subprocess
from itertools import groupby
from pathlib import Path
from unicodedata import category

import pytest
from reportlab.lib.units import mm

from docs import make_kerning
from letters import shipped
from letters.draw import PdfFile, setter
from letters.draw.breaker import broken
from letters.draw.fonts import FILES
from letters.marks import Align, Flow, Font, Page, Paragraph, Span, Style, Text
from letters.paper import Box
from tests.pdf import letters_of, read

WIDE = 200.0  # mm


def printed(path: Path, *marks: Text | Flow) -> Path:
    with PdfFile(path) as file:
        for mark in marks:
            file.add(Page(WIDE, 60, (mark,)))
    return path


# --- the fonts' own distances

# As HarfBuzz 11 has them, in thousandths of the size; from the second row of each face on: none, and further apart.
DISTANCES: list[tuple[Font, str, int]] = [
    ("sans", "Ту", -128),
    ("sans", "Го", -110),
    ("sans", "Т.", -102),
    ("sans", "AV", -45),
    ("sans", "--", 0),
    ("sans", "А.", 27),
    ("sans-bold", "Ту", -128),
    ("sans-bold", "Уу", -18),
    ("sans-bold", "А.", 13),
    ("sans-italic", "То", -107),
    ("sans-italic", "Ря", 0),
    ("serif", "Го", -48),
    ("serif", "Ту", 1),
    ("serif", "AV", -103),
    ("serif-bold", "Ря", -47),
    ("serif-italic", "Т.", -3),
]


@pytest.mark.parametrize(("font", "pair", "distance"), DISTANCES)
def test_two_letters_stand_as_their_font_wants(tmp_path: Path, font: Font, pair: str, distance: int) -> None:
    size = 20.0
    [first, second] = letters_of(printed(tmp_path / "x.pdf", Text(10, 30, pair, font, size)))
    alone = setter.text_width(pair[0], font, size)
    assert second.pen - first.pen - alone == pytest.approx(distance / 1000 * size / mm, abs=0.002)


@pytest.mark.slow
def test_the_distances_are_those_of_the_fonts() -> None:
    assert make_kerning.TABLE.read_text("utf-8") == make_kerning.text()


def test_no_distance_is_left_to_a_space() -> None:
    """Else a line would not be as wide as its words and its spaces."""
    for font in FILES:
        for text in ("Т А", "У\u00a0А", "А «Т", ". Т"):
            parts = [setter.text_width(part, font, 12) for part in text.replace("\u00a0", " ").split(" ")]
            assert setter.text_width(text, font, 12) == pytest.approx(sum(parts) + setter.text_width(" ", font, 12))


# --- measured as drawn

TEXTS = [
    "Тула, ул. Гоголя, д. 7, Т. А. Рябову",
    "Ту\u00adла, Го\u00adголь",  # a soft hyphen parts no pair
    "г.\u00a0Тула, ФКУ\u00a0ИК-7",
    "«Ту» (AV) \\Го\\",
    "Tő-Ўу-ҐоЃаЃо,УЄ",  # letters beyond the first 256 of a face
    "Ти\u0301хий Го\u0301голь",
]


@pytest.mark.parametrize("font", FILES)
@pytest.mark.parametrize("text", TEXTS)
def test_every_letter_stands_where_the_text_before_it_ends(tmp_path: Path, text: str, font: Font) -> None:
    found = letters_of(printed(tmp_path / "x.pdf", Text(10, 30, text, font, 14)))
    drawn = text.replace("\u00ad", "")
    assert "".join(letter.text for letter in found) == drawn.replace("\u00a0", " ")
    for number, letter in enumerate(found):
        with_it = setter.text_width(drawn[: number + 1], font, 14)
        assert letter.pen - 10 == pytest.approx(with_it - setter.text_width(letter.text, font, 14), abs=0.01), number


@pytest.mark.parametrize(("align", "part"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_a_line_is_aligned_by_what_is_drawn(tmp_path: Path, align: Align, part: float) -> None:
    found = letters_of(printed(tmp_path / "x.pdf", Text(100, 30, "Тула, Го, Т.", "sans", 22, align=align)))
    end = found[-1].pen + setter.text_width(".", "sans", 22)
    assert found[0].pen * (1 - part) + end * part == pytest.approx(100, abs=0.01)


WORDS = (
    "Ту\u00adла и Ту\u00adруч\u00adак, Го\u00adголь: ку\u00adда-то уез\u00adжа\u00adет Т. А. Ря\u00adбов, «уда\u00adча "
    "от\u00adту\u00adда», АВ\u00adТО\u00adГРАД, Ка\u00adта\u00adстро\u00adфа, Ту\u00adту\u00adту, Га\u00adзе\u00adта. "
)
SPANS = {
    "one face": (Span(WORDS * 3),),
    "space before": (
        Span(WORDS),
        Span(WORDS, "serif-bold"),
        Span("Ту\u00adга", "sans"),
        Span("то\u00adво\u00adго " + WORDS),
    ),
    "space after": (Span(WORDS.strip()), Span(" " + WORDS.strip(), "serif-bold"), Span(" " + WORDS)),
    "inside a word": (Span(WORDS + "Ту\u00adга"), Span("то\u00adво\u00adго", "serif-bold"), Span(" " + WORDS)),
}


@pytest.mark.parametrize("spans", SPANS.values(), ids=SPANS)
@pytest.mark.parametrize("align", ["justify", "right"])
@pytest.mark.parametrize("width", [31.0, 40.0, 47.0, 60.5, 90.0])
def test_broken_lines_end_at_the_edge_with_all_their_spaces(
    tmp_path: Path, spans: tuple[Span, ...], align: Align, width: float
) -> None:
    piece = broken(Paragraph(spans, Style("serif", 12.5, 17.5, align)), width * mm)
    with PdfFile(tmp_path / "x.pdf") as file:
        file.add(Page(WIDE, 400, (Flow(Box(10, 10, width, 380), (piece,)),)))
    lines = [list(line) for _, line in groupby(letters_of(tmp_path / "x.pdf"), lambda letter: round(letter.baseline))]
    assert len(lines) > 5
    for line in lines if align == "right" else lines[:-1]:
        if align == "justify" and all(letter.text != " " for letter in line):
            continue  # a word that fills the line alone
        assert line[-1].end == pytest.approx(10 + width, abs=0.02)
    text = "".join(span.text for span in spans).replace("\u00ad", "")
    for line in lines:
        assert "".join(letter.text for letter in line).removesuffix("-") in text


# --- read as before


@pytest.mark.slow
@pytest.mark.parametrize("font", FILES)
def test_no_reader_sees_a_space_where_letters_stand_far_apart_or_near(tmp_path: Path, font: Font) -> None:
    pairs = make_kerning.font_pairs(shipped.fonts() / FILES[font], make_kerning.drawn() - {"\u0301"})
    extreme = [pair for pair, distance in pairs.items() if not -110 < distance < 45]
    words = [f"н{left}{right}о" for left, right in extreme if category(left) != "Co" != category(right)]
    assert len(words) > 250
    printed(tmp_path / "x.pdf", *(Text(10, 30, word, font, 12.5) for word in words))
    assert [sheet.text for sheet in read(tmp_path / "x.pdf")] == words
    if pdftotext := shutil.which("pdftotext"):
        for order in ((), ("-raw",)):
            done = subprocess.run([pdftotext, *order, tmp_path / "x.pdf", "-"], capture_output=True, check=True)
            assert done.stdout.decode().split() == words

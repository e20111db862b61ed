"""Finished files read back on demand: what is refused, and what the pictures show."""

from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from letters import qr, shipped
from letters.app.make import make
from letters.draw import PdfFile
from letters.draw.proof import DOTS_PER_MM, Expected, ProofError, read_back
from letters.marks import CodeOnPage, Page
from tests.conftest import asked


def proof(tmp_path: Path, **options: object) -> Path:
    """A run of the sample book with `--proof`; its folder of pictures."""
    run = asked(shipped.sample_book(), tmp_path / "out", date(2026, 11, 22), proof=True, **options)  # type: ignore[arg-type]
    report = make(run)
    assert all("fonts embedded" in line for line in report.proofs)
    return tmp_path / "out" / "proof"


def colour(folder: Path, left: float, top: float) -> tuple[int, ...]:
    """The colour of the first envelope's picture at a point in mm."""
    with Image.open(folder / "envelopes-1.png") as picture:
        return picture.convert("RGB").getpixel((round(left * DOTS_PER_MM), round(top * DOTS_PER_MM)))  # type: ignore[return-value]


# C6, 162 x 114 mm, posted abroad: points inside and outside the zones, and the channel that is strongest there
POINTS = [
    ((140, 50), 1, "recipient is green"),
    ((40, 30), 2, "sender is blue"),
    ((150, 30), 0, "stamps are red"),
    ((10, 108), 0, "the strip for machines is red"),
    ((20, 60), None, "elsewhere is paper"),
]


@pytest.mark.parametrize(("point", "channel", "_what"), POINTS, ids=[what for *_, what in POINTS])
def test_zones_are_tinted(tmp_path: Path, point: tuple[float, float], channel: int | None, _what: str) -> None:
    seen = colour(proof(tmp_path, only=("envelopes",)), *point)
    if channel is None:
        assert seen == (255, 255, 255)
    else:
        assert seen[channel] == max(seen)
        assert min(seen) < max(seen)


def test_zones_turn_with_the_envelope(tmp_path: Path) -> None:
    """Clockwise, (150, 30) mm of the front becomes (114 - 30, 150) mm of the page."""
    seen = colour(proof(tmp_path, only=("envelopes",), feed="portrait-cw"), 114 - 30, 150)
    assert seen[0] == max(seen) > min(seen)


def test_labels_have_no_zones(tmp_path: Path) -> None:
    with Image.open(proof(tmp_path, only=("envelopes",), sheet="L7163") / "envelopes-1.png") as picture:
        red, green, blue = picture.convert("RGB").split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_the_contact_sheet_has_a_row_for_each_file(tmp_path: Path) -> None:
    folder = proof(tmp_path)
    with Image.open(folder / "contact-sheet.png") as all_files:
        height = all_files.height
    with Image.open(proof(tmp_path / "one", only=("list",)) / "contact-sheet.png") as one_file:
        assert height > 2 * one_file.height


def test_a_font_outside_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "foreign.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 100, "663180")
    canvas.save()
    with pytest.raises(ProofError, match="carries metadata"):
        read_back(path, [Expected(("663180",))], posted=True)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        del document.trailer["/Info"]
        document.save(path)
    with pytest.raises(ProofError, match="page 1 uses a font that is not in the file"):
        read_back(path, [Expected(("663180",))], posted=True)


def test_a_page_without_its_words_is_refused(tmp_path: Path) -> None:
    proof(tmp_path, only=("envelopes",))
    file = tmp_path / "out" / "envelopes.pdf"
    pages = [Expected(("663180",)), Expected(("693008",))]
    assert read_back(file, pages, posted=True) == "envelopes.pdf: 2 pages read back, fonts embedded, no QR code"
    with pytest.raises(ProofError, match="page 2 lacks «000000»"):
        read_back(file, [pages[0], Expected(("000000",))], posted=True)
    with pytest.raises(ProofError, match="has 2 pages instead of 1"):
        read_back(file, pages[:1], posted=True)
    with pytest.raises(ProofError, match="has only 2 pages"):
        read_back(file, [*pages, Expected()], posted=True)


def test_a_code_where_none_may_be_is_refused(tmp_path: Path) -> None:
    code = CodeOnPage("https://example.org/1", qr.matrix("https://example.org/1"))
    with PdfFile(tmp_path / "letters.pdf") as file:
        file.add(Page(210, 297, (code.at(150, 250, 0.6),)))
    read_back(tmp_path / "letters.pdf", [Expected((), code.url)], posted=True)
    with pytest.raises(ProofError, match=r"its QR codes read \['https://example\.org/1'\], not \[\]"):
        read_back(tmp_path / "letters.pdf", [Expected()], posted=True)
    with pytest.raises(ProofError, match=r"not \['https://example\.org/2'\]"):
        read_back(tmp_path / "letters.pdf", [Expected((), "https://example.org/2")], posted=True)

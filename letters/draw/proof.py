"""Finished files read back with parsers that are not ours: text, fonts, QR codes; and pictures of the first pages.

The readers are an optional part of the program (`proof` in pyproject.toml); without them a run says how to get them.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from letters import shipped
from letters.errors import CommandError, LettersError, Problem
from letters.sentences import ended, sentence

PICTURED = 3  # pages of each file that become pictures
DOTS_PER_INCH = 150
DOTS_PER_MM = DOTS_PER_INCH / 25.4
THUMBNAILS, THUMBNAIL, GAP = 6, 220, 14  # on the contact sheet: pages a file, pixels wide, pixels between
_SEARCHED = re.compile(r"https?:|www\.|@")


@dataclass(frozen=True, slots=True)
class Expected:
    """What one page must hold: texts in their order, and the link of its QR code, `None` = no code at all."""

    texts: tuple[str, ...] = ()
    link: str | None = None
    turn: float = 0  # degrees clockwise by which the texts are turned
    posted: bool = False  # in a file that holds kept pages too


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the paper to be tinted on a picture: its corners in mm from the top-left of the page."""

    label: str
    corners: tuple[tuple[float, float], ...]
    colour: tuple[int, int, int]


class ProofError(LettersError):
    """A page does not say what it should: a fault of the program, and the file is not kept."""


def read_back(file: Path, pages: Iterable[Expected], posted: bool) -> str:
    """Check each page of a file against what it must hold and say what was verified; raises ProofError."""
    number = codes = 0
    with _opened(file) as document:
        count = len(document)
        _agree(file, not any(document.get_metadata_dict().values()), sentence("carries metadata"))
        for number, expected in enumerate(pages, 1):
            _agree(file, number <= count, sentence("has only {count} pages", count=count))
            _check_page(file, document[number - 1], number, expected, posted or expected.posted)
            codes += expected.link is not None
    _agree(file, number == count, sentence("has {count} pages instead of {number}", count=count, number=number))
    return _verified(file.name, count, codes, posted)


def _verified(file: str, pages: int, codes: int, posted: bool) -> str:
    if codes:
        return sentence(
            "{file}: {pages} pages read back, fonts embedded, {codes} QR codes decoded",
            file=file,
            pages=pages,
            codes=codes,
        )
    if posted:
        return sentence("{file}: {pages} pages read back, fonts embedded, no QR code", file=file, pages=pages)
    return sentence("{file}: {pages} pages read back, fonts embedded", file=file, pages=pages)


@contextmanager
def _opened(file: Path) -> Iterator[Any]:
    document = _readers()[0].PdfDocument(file)
    try:
        yield document
    finally:
        document.close()


def draw_pictures(file: Path, folder: Path, zones: Sequence[Zone] = (), caption: str | None = None) -> tuple[Path, ...]:
    """PNGs of the first pages at 150 dpi, named after the file and the page, with zones tinted and a line below."""
    with _opened(file) as document:
        paths = []
        for number in range(min(PICTURED, len(document))):
            path = folder / f"{file.stem}-{number + 1}.png"
            picture = _picture(document[number])
            _with_caption(_tinted(picture, zones), caption).save(path)
            paths.append(path)
        return tuple(paths)


def draw_contact_sheet(files: Sequence[Path], folder: Path) -> Path:
    """One PNG with the first pages of every file of a run, small, a row a file."""
    from PIL import Image

    rows = [_thumbnails(file) for file in files]
    height = sum(max(picture.height for picture in row) + GAP for row in rows) + GAP
    sheet = Image.new("L", (GAP + THUMBNAILS * (THUMBNAIL + GAP), height), 200)
    top = GAP
    for row in rows:
        for number, picture in enumerate(row):
            sheet.paste(picture, (GAP + number * (THUMBNAIL + GAP), top))
        top += max(picture.height for picture in row) + GAP
    path = folder / "contact-sheet.png"
    sheet.save(path)
    return path


def _thumbnails(file: Path) -> list[Any]:
    with _opened(file) as document:
        pages = [document[number] for number in range(min(THUMBNAILS, len(document)))]
        return [page.render(scale=THUMBNAIL / page.get_width(), grayscale=True).to_pil() for page in pages]


def _tinted(picture: Any, zones: Sequence[Zone]) -> Any:
    from PIL import Image, ImageDraw

    if not zones:
        return picture
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for zone in zones:
        corners = [(left * DOTS_PER_MM, top * DOTS_PER_MM) for left, top in zone.corners]
        pen.polygon(corners, fill=(*zone.colour, 40), outline=(*zone.colour, 255))
        pen.text(_label_place(corners), zone.label, fill=(*zone.colour, 255), font=_face(20))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _label_place(corners: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Above the zone, so that it does not lie on the address; inside it at the edge of the paper."""
    top = min(top for _, top in corners)
    return min(left for left, _ in corners) + 6, top - 26 if top > 26 else top + 4


def _with_caption(picture: Any, caption: str | None) -> Any:
    from PIL import Image, ImageDraw

    if caption is None:
        return picture
    lines = textwrap.wrap(caption, picture.width // 11)
    strip = Image.new("RGB", (picture.width, picture.height + 28 * len(lines) + 12), (255, 255, 255))
    strip.paste(picture, (0, 0))
    pen = ImageDraw.Draw(strip)
    pen.line((0, picture.height, picture.width, picture.height), fill=(120, 120, 120))
    for number, line in enumerate(lines):
        pen.text((10, picture.height + 6 + 28 * number), line, fill=(60, 60, 60), font=_face(22))
    return strip


def _face(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(shipped.fonts() / "PTSans-Regular.ttf"), size)


def _readers() -> tuple[Any, Any]:
    try:
        import pypdfium2
        import zxingcpp
    except ImportError as error:
        what = sentence("the reader {reader} is not installed.", reader=error.name)
        hint = sentence(
            "Start the program as python3 make_letters.py, which fetches it, or pip install 'make-letters[proof]'."
        )
        raise CommandError(Problem("", what, hint, code="proof-reader-missing", field="proof")) from error
    return pypdfium2, zxingcpp


def _picture(page: Any) -> Any:
    return page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()


def _check_page(file: Path, page: Any, number: int, expected: Expected, posted: bool) -> None:
    page.set_rotation(-round(expected.turn / 90) * 90 % 360)  # lines come in their order when they lie level
    _agree(file, _is_embedded(page), sentence("page {number} uses a font that is not in the file", number=number))
    text = " ".join(page.get_textpage().get_text_range().split())
    place = 0
    for words in expected.texts:
        place = text.find(words, place)
        _agree(file, place >= 0, sentence("page {number} lacks «{words}»", number=number, words=words))
    if posted and expected.link is None:
        _agree(file, not _SEARCHED.search(text), sentence("page {number} holds a link", number=number))
    reader = _readers()[1]  # for codes of this kind alone it takes a quarter of the time
    links = {code.text for code in reader.read_barcodes(_picture(page), formats=reader.BarcodeFormat.QRCode)}
    wanted = {expected.link} if expected.link else set()
    if posted or expected.link:
        _agree(
            file,
            links == wanted,
            sentence(
                "page {number}: its QR codes read {found}, not {wanted}",
                number=number,
                found=sorted(links),
                wanted=sorted(wanted),
            ),
        )


def _is_embedded(page: Any) -> bool:
    raw = _readers()[0].raw
    texts = page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=3)
    return all(raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(text)) == 1 for text in texts)


def _agree(file: Path, is_so: bool, what: str) -> None:
    if not is_so:
        hint = sentence("This is a fault of the program; the file was not kept.")
        raise ProofError(Problem(file.name, ended(what), hint, code="proof-failed"))

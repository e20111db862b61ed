"""Finished files read back with parsers that are not ours: text, fonts, QR codes; and pictures of the first pages.

The readers are an optional part of the program (`proof` in pyproject.toml); without them a run says how to get them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from letters.errors import CommandError, LettersError, Problem

PICTURED = 3  # pages of each file that become pictures
DOTS_PER_INCH = 150
_SEARCHED = re.compile(r"https?:|www\.|@")


@dataclass(frozen=True, slots=True)
class Expected:
    """What one page must hold: texts in their order, and the link of its QR code, `None` = no code at all."""

    texts: tuple[str, ...] = ()
    link: str | None = None
    turn: float = 0  # degrees clockwise by which the texts are turned


class ProofError(LettersError):
    """A page does not say what it should: a fault of the program, and the file is not kept."""


def read_back(file: Path, pages: Iterable[Expected], posted: bool) -> str:
    """Check each page of a file against what it must hold and say what was verified; raises ProofError."""
    document = _readers()[0].PdfDocument(file)
    number = codes = 0
    try:
        _agree(file, not any(document.get_metadata_dict().values()), "carries metadata")
        for number, expected in enumerate(pages, 1):
            _agree(file, number <= len(document), f"has only {len(document)} pages")
            _check_page(file, document[number - 1], number, expected, posted)
            codes += expected.link is not None
        _agree(file, number == len(document), f"has {len(document)} pages instead of {number}")
    finally:
        document.close()
    found = f", {codes} QR codes decoded" if codes else ", no QR code" if posted else ""
    return f"{file.name}: {number} pages read back{found}"


def draw_pictures(file: Path, folder: Path) -> tuple[Path, ...]:
    """PNGs of the first pages at 150 dpi, named after the file and the page."""
    pdfium, _ = _readers()
    document = pdfium.PdfDocument(file)
    try:
        paths = []
        for number in range(min(PICTURED, len(document))):
            path = folder / f"{file.stem}-{number + 1}.png"
            _picture(document[number]).save(path)
            paths.append(path)
        return tuple(paths)
    finally:
        document.close()


def _readers() -> tuple[Any, Any]:
    try:
        import pypdfium2
        import zxingcpp
    except ImportError as error:
        hint = "Run `python3 make_letters.py make --proof`, which fetches them, or pip install 'make-letters[proof]'."
        raise CommandError(Problem("--proof", f"the reader {error.name} is not installed.", hint)) from error
    return pypdfium2, zxingcpp


def _picture(page: Any) -> Any:
    return page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()


def _check_page(file: Path, page: Any, number: int, expected: Expected, posted: bool) -> None:
    page.set_rotation(-round(expected.turn / 90) * 90 % 360)  # lines come in their order when they lie level
    text = " ".join(page.get_textpage().get_text_range().split())
    place = 0
    for words in expected.texts:
        place = text.find(words, place)
        _agree(file, place >= 0, f"page {number} lacks «{words}»")
    if posted and expected.link is None:
        _agree(file, not _SEARCHED.search(text), f"page {number} holds a link")
    links = {code.text for code in _readers()[1].read_barcodes(_picture(page))}
    wanted = {expected.link} if expected.link else set()
    if posted or expected.link:
        _agree(file, links == wanted, f"page {number}: its QR codes read {sorted(links)}, not {sorted(wanted)}")


def _agree(file: Path, is_so: bool, what: str) -> None:
    if not is_so:
        raise ProofError(Problem(file.name, f"{what}.", "This is a fault of the program; the file was not kept."))

"""Draws the pictures of README and docs from real output: `python3 docs/make_pictures.py` (wants the test packages)."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
PAPER, GAP, WIDTH = (226, 228, 232), 28, 1500
RED, SCALE = (190, 30, 30), 16  # pixels a mm, of the corner


def _page(pdf: Path, width: int) -> Image.Image:
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=3).to_pil().convert("L").convert("RGB")
    return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)


def main() -> None:
    """Every picture."""
    overview()
    calibration()
    feeds()


def calibration() -> None:
    """The test sheet, and the corner of one that came out 2 mm too far right and 1.5 mm too high, measured."""
    program = [sys.executable, str(HERE.parent / "make_letters.py"), "calibrate"]
    with tempfile.TemporaryDirectory() as folder:
        own = os.environ | {"XDG_CONFIG_HOME": folder}
        for name, more in (("right", []), ("off", ["--printer", "example"])):
            subprocess.run([*program, "--set", "2,-1.5", "--printer", "example"], check=True, env=own)
            subprocess.run([*program, "--out", f"{folder}/{name}", *more], check=True, env=own)
        sheet = _page(Path(folder) / "right/calibration.pdf", 972)
        corner = _page(Path(folder) / "off/calibration.pdf", 162 * SCALE).crop((0, 0, 46 * SCALE, 18 * SCALE))
    _on_paper(sheet).quantize(16).save(HERE / "pictures" / "calibration.png", optimize=True)
    _measure(corner)
    _on_paper(corner).quantize(32).save(HERE / "pictures" / "calibration-corner.png", optimize=True)


def feeds() -> None:
    """The same envelope for three ways through a printer, each with its zones and what to do, as `--proof` shows it."""
    program = [sys.executable, str(HERE.parent / "make_letters.py"), "make", "zimin", "--only", "envelopes", "--proof"]
    book = ["--book", str(HERE.parent / "addresses.yaml"), "--from", "DE"]
    pictures = []
    for feed in ("landscape", "portrait-cw", "a4-centre"):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([*program, *book, "--feed", feed, "--out", folder], check=True, capture_output=True)
            pictures.append(Image.open(Path(folder) / "proof" / "envelopes-1.png").convert("RGB"))
    row = Image.new("RGB", (sum(one.width for one in pictures) + 4 * GAP, max(one.height for one in pictures)), PAPER)
    left = GAP
    for one in pictures:
        row.paste(one, (left, 0))
        left += one.width + GAP
    row = row.resize((WIDTH, round(row.height * WIDTH / row.width)), Image.Resampling.LANCZOS)
    row.quantize(48).save(HERE / "pictures" / "feeds.png", optimize=True)


def _on_paper(picture: Image.Image) -> Image.Image:
    paper = Image.new("RGB", (picture.width + 2 * GAP, picture.height + 2 * GAP), PAPER)
    paper.paste(picture, (GAP, GAP))
    return paper


def _measure(corner: Image.Image) -> None:
    """Lines from the edges to the cross, with their lengths."""
    pen = ImageDraw.Draw(corner)
    font = ImageFont.truetype(str(HERE.parent / "fonts" / "PTSans-Bold.ttf"), 2 * SCALE)
    across, down = 12 * SCALE, round(8.5 * SCALE)
    pen.line((0, down, across, down), RED, 3)
    pen.line((across, 0, across, down), RED, 3)
    pen.text((2 * SCALE, down + SCALE // 2), "12 mm", RED, font)
    pen.text((across + SCALE, SCALE), "8.5 mm", RED, font)


def overview() -> None:
    """Envelope and list on the left, letter and guide beside them."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(HERE.parent / "make_letters.py"), "make", "--out", folder, "--from", "DE"]
        subprocess.run([*command, "--date", "2026-11-22"], check=True, cwd=HERE.parent)
        sheet = (WIDTH - 4 * GAP) // 3
        pages = {
            name: _page(Path(folder) / f"{name}.pdf", sheet) for name in ("envelopes", "letters", "guides", "list")
        }
    height = pages["guides"].height + 2 * GAP
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    picture.paste(pages["envelopes"], (GAP, GAP))
    below = 2 * GAP + pages["envelopes"].height
    picture.paste(pages["list"].crop((0, 0, sheet, height - GAP - below)), (GAP, below))
    picture.paste(pages["letters"], (2 * GAP + sheet, GAP))
    picture.paste(pages["guides"], (3 * GAP + 2 * sheet, GAP))
    picture.quantize(64).save(HERE / "pictures" / "overview.png", optimize=True)


if __name__ == "__main__":
    main()

"""Draws the picture of the README from real output: `python3 docs/make_pictures.py` (with the tests' packages)."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

HERE = Path(__file__).resolve().parent
PAPER, GAP, WIDTH = (226, 228, 232), 28, 1500


def _page(pdf: Path, width: int) -> Image.Image:
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=3).to_pil().convert("L").convert("RGB")
    return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)


def main() -> None:
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

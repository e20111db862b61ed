"""Knows which pages docs/gallery.md shows, and makes it: `python3 docs/make_gallery.py` (environment of the tests)."""

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pypdfium2

from letters.cli.main import main

ROOT = Path(__file__).parent.parent
PAGE, PICTURES = ROOT / "docs" / "gallery.md", ROOT / "docs" / "pictures" / "gallery"
DOTS, GREYS = 60, 16  # an inch; enough to see how a page is set
ALWAYS = ("--book", str(ROOT / "addresses.yaml"), "--date", "2026-11-22")


class Shown(NamedTuple):
    """One picture: its name, what it is, posted or kept, the command that makes it, the file and its page."""

    name: str
    title: str
    fate: str
    command: str
    file: str
    page: int = 1


GALLERY = (
    Shown("envelope-c6", "An envelope, C6, from Germany", "posted", "make zimin --from DE --only envelopes", "envelopes"),
    Shown("envelope-us", "An envelope, #10, from the United States", "posted", "make zimin --from US --envelope #10 --only envelopes", "envelopes"),
    Shown("envelope-ru", "An envelope, DL, inside Russia", "posted", "make zimin --from RU --envelope DL --only envelopes", "envelopes"),
    Shown("card-post", "The address side of a postcard", "posted", "make zimin --envelope postcard --only envelopes", "envelopes"),
    Shown("labels", "Labels, from the third on", "posted", "make --sheet L7163 --start 3 --only envelopes", "envelopes"),
    Shown("fold", "A page that folds into an envelope", "posted", "make zimin --sheet fold --only envelopes", "envelopes"),
    Shown("cut", "Fronts to cut out", "posted", "make --sheet cut --only envelopes", "envelopes"),
    Shown("letter-form", "A letter form with ruled lines", "posted", "make zimin --only letters", "letters"),
    Shown("letter-text", "A printed letter", "posted", "make zimin --letter first --only letters", "letters"),
    Shown("letter-copy", "A copy sheet: write each line into the empty one", "posted", "make zimin --letter first --as copy --only letters", "letters"),
    Shown("letter-trace", "A tracing sheet, pale grey", "posted", "make zimin --letter first --as trace --only letters", "letters"),
    Shown("letter-window", "A letter for a window envelope", "posted", "make zimin --letter first --window din --envelope DL --from DE --only letters", "letters"),
    Shown("blank", "The blank sheet for the answer", "posted", "make zimin --only letters", "letters", 2),
    *(Shown(f"guide-{language}", f"The guide ({language})", "kept", f"make zimin --lang {language} --only guides", "guides") for language in ("en", "de", "fr", "es", "it", "pl", "ru")),
    Shown("guide-meaning", "What the letter says, on the second page of a guide", "kept", "make zimin --letter first --only guides", "guides", 2),
    Shown("guide-large", "Large print", "kept", "make zimin --large --only guides", "guides"),
    Shown("list", "The organiser's list", "kept", "make --only list", "list"),
    Shown("card", "A card for the table", "kept", "make --kit --only list", "kit"),
    Shown("calibration", "The test sheet for a printer", "kept", "calibrate --envelope C6", "calibration"),
)  # fmt: skip


def text() -> str:
    """The page."""
    parts = [
        "# Gallery\n\nEvery kind of page, of the two people in the sample book. Made by `python3 docs/make_gallery.py`.\n"
        "*Posted* pages go into the envelope or are it; *kept* pages stay with you.\n"
    ]
    for shown in GALLERY:
        parts.append(
            f"## {shown.title}\n\n{shown.fate.capitalize()}. `python3 make_letters.py {shown.command}`\n\n"
            f"![{shown.title}](pictures/gallery/{shown.name}.png)\n"
        )
    return "\n".join(parts)


def draw(shown: Shown, folder: Path) -> None:
    """Run the command and keep a picture of its page."""
    words = shown.command.split()
    fixed = ALWAYS if words[0] == "make" else ()
    code = main([*words, *fixed, "--out", str(folder)])
    if code:
        raise SystemExit(f"{shown.command}: exit code {code}")
    with pypdfium2.PdfDocument(folder / f"{shown.file}.pdf") as document:
        picture = document[shown.page - 1].render(scale=DOTS / 72).to_pil().convert("L").quantize(GREYS)
    picture.save(PICTURES / f"{shown.name}.png", optimize=True)


def make() -> None:
    """Draw all pictures and write the page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for shown in GALLERY:
        with tempfile.TemporaryDirectory() as folder:
            draw(shown, Path(folder))
    PAGE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    make()

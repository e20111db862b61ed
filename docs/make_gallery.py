"""Knows which pages docs/gallery.md shows, and makes it: `python3 docs/make_gallery.py`"""

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from letters import bootstrap  # noqa: E402  # after the path, so that the script runs from anywhere

if __name__ == "__main__":
    bootstrap.ensure(("test",))

import pypdfium2  # noqa: E402

from letters.cli.main import main  # noqa: E402

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


def _envelope(name: str, title: str, options: str) -> Shown:
    return Shown(name, title, "posted", f"make {options} --only envelopes", "envelopes")


def _letter(name: str, title: str, options: str = "", page: int = 1) -> Shown:
    return Shown(name, title, "posted", f"make zimin{options} --only letters", "letters", page)


def _guide(name: str, title: str, options: str, page: int = 1) -> Shown:
    return Shown(name, title, "kept", f"make zimin {options} --only guides", "guides", page)


GALLERY = (
    _envelope("envelope-c6", "An envelope, C6, from Germany", "zimin --from DE"),
    _envelope("envelope-us", "An envelope, #10, from the United States", "zimin --from US --envelope 10"),
    _envelope("envelope-ru", "An envelope, DL, inside Russia", "zimin --from RU --envelope DL"),
    _envelope("card-post", "The address side of a postcard", "zimin --envelope postcard"),
    _envelope("labels", "Labels, from the third on", "--sheet L7163 --start 3"),
    _envelope("fold", "A page that folds into an envelope", "zimin --sheet fold"),
    _envelope("cut", "Fronts to cut out", "--sheet cut"),
    _letter("letter-form", "A letter form with ruled lines"),
    _letter("letter-text", "A printed letter", " --letter first"),
    _letter("letter-copy", "A copy sheet: write each line into the empty one", " --letter first --as copy"),
    _letter("letter-trace", "A tracing sheet, pale grey", " --letter first --as trace"),
    _letter(
        "letter-window",
        "A letter for a window envelope",
        " --letter first --window din --envelope DL --from DE",
    ),
    _letter("blank", "The blank sheet for the answer", page=2),
    *(
        _guide(f"guide-{language}", f"The guide ({language})", f"--lang {language}")
        for language in ("en", "de", "fr", "es", "it", "pl", "ru")
    ),
    _guide("guide-meaning", "What the letter says, on the second page of a guide", "--letter first", 2),
    _guide("guide-large", "Large print", "--large"),
    Shown("list", "The organiser's list", "kept", "make --only list", "list"),
    Shown("card", "A card for the table", "kept", "make --kit --only list", "kit"),
    Shown("calibration", "The test sheet for a printer", "kept", "calibrate --envelope C6", "calibration"),
)


def text() -> str:
    """The page."""
    parts = [
        "# Gallery\n\n"
        "Every kind of page, of the two people in the sample book. Made by `python3 docs/make_gallery.py`.\n"
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
    make()

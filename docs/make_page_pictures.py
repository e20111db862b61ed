"""Takes pictures of the pages at desk and phone width: `python3 docs/make_page_pictures.py` (wants Chromium, npm)."""

import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from letters import bootstrap  # noqa: E402  # after the path, so that the script runs from anywhere

if __name__ == "__main__":
    bootstrap.ensure(("test",))

from PIL import Image  # noqa: E402

from bench.invented import write_book  # noqa: E402
from letters.app.ledger import NoteRequest, note  # noqa: E402
from tests.browser import DESK, PHONE, browser  # noqa: E402
from tests.web import served  # noqa: E402

PICTURES = ROOT / "docs" / "pictures" / "pages"
PEOPLE = 12
COLOURS = 32
LANGUAGES = ("ru", "de", "fr", "es", "it", "pl")
SIZES = {"desk": DESK, "phone": PHONE}
# Name of the picture, and the address of the page.
PAGES = {
    "people": "/",
    "person": "/person/p3",
    "add": "/add",
    "import": "/import",
    "tonight": "/tonight?who=p1&who=p2&who=p3",
    "letter": "/letter",
    "ledger": "/ledger",
    "check": "/check",
    "printer": "/printer",
    "help": "/help",
}
PASTED = (
    "Ilya Vetrov\n\nYou can write letters.\n\n663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, "
    "ФКУ Т-2 ГУФСИН России по Красноярскому краю, Ветрову Илье Сергеевичу, 1990 г. р.\n"
)


def main() -> None:
    """All of them, over a book of invented people."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write_book(place / "addresses.yaml", PEOPLE)
        note(NoteRequest("posted", place / "addresses.yaml", date.today(), who=("p1", "p2"), day=date(2026, 3, 5)))
        with served(place) as address, browser("chrome", place / "profile") as page:
            take(page, address)


def take(page, address: str, pictures: Path = PICTURES) -> None:
    """Walk through the pages, and the main job once."""
    home = address.split("/?")[0]
    page.size(DESK)
    page.go(address)
    for name, path in PAGES.items():
        page.go(home + path)
        if name == "add":
            page.fill("textarea", PASTED)
            page.click("main form button", leaves=True)
        for width, size in SIZES.items():
            page.size(size)
            _picture(page, pictures / f"{name}-{width}.png")
    page.size(DESK)
    for language in LANGUAGES:
        page.choose("#ui", language)
        page.wait(f"html[lang={language}]")
        page.go(home + PAGES["tonight"])
        _picture(page, pictures / f"tonight-desk-{language}.png")


def _picture(page, path: Path) -> None:
    """The whole page when it is quiet, in few colours: a picture for a page of text."""
    if "tonight" in path.name:
        page.wait("#preview img")
    page.picture(path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()

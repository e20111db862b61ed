"""Whole evenings in a real browser: from an empty folder to posted letters, with scripts and without, at two widths."""

import sqlite3
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from letters.app.make import make, read_run
from tests.browser import DESK, PHONE, browser
from tests.web import served

pytestmark = pytest.mark.slow

PRISON = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
PASTED = f"""{PRISON}, Ветрову Илье Сергеевичу 1990 г. р.
693008, Сахалинская область, г. Южно-Сахалинск, ул. Пограничная, д. 71, ФКУ ИК-1 УФСИН России по Сахалинской области, \
Озёрной Марине Петровне, 1985 г. р.
{PRISON}, Лесному Антону Ивановичу 1979 г. р.
"""
IDS = ("vetrov", "ozyornaya", "lesnoy")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with browser("chrome", tmp_path_factory.mktemp("profile")) as one:
        yield one


def text_of(path: Path) -> str:
    """All that a PDF says."""
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(one.get_textpage().get_text_range() for one in document)


def ids_in(book: Path) -> list[str]:
    return [line.partition("id:")[2].strip() for line in book.read_text("utf-8").splitlines() if "id:" in line]


@pytest.mark.parametrize(
    ("scripts", "size"), [(True, DESK), (False, PHONE)], ids=["with scripts at a desk", "forms alone on a phone"]
)
def test_an_evening_from_an_empty_folder(page, tmp_path, scripts, size):
    with served(tmp_path, "--out", "evening") as address:
        home = address.split("/?")[0]
        page.fresh(scripts=scripts)
        page.size(size)
        assert page.go(address) == 200

        page.click("a[href='/add']", leaves=True)
        page.fill("textarea", PASTED)
        page.click("button[value=look]", leaves=True)
        assert "Озёрная Марина Петровна" in page.text()
        assert not (tmp_path / "addresses.yaml").exists()  # nothing before «Save»
        page.click("button[value=save]", leaves=True)
        ids = ids_in(tmp_path / "addresses.yaml")
        assert len(ids) == 3

        page.click("p[role=status] a[href*='/tonight']", leaves=True)
        page.choose("#country", "DE")
        page.choose("#envelope", "DL")
        page.click("button[value=make]", leaves=True)
        page.wait("#posted")
        made = tmp_path / "evening"
        assert {path.name for path in made.iterdir()} == {
            "envelopes.pdf",
            "letters.pdf",
            "guides.pdf",
            "list.pdf",
            "run.json",
        }
        envelopes = pypdfium2.PdfDocument(made / "envelopes.pdf")
        assert len(envelopes) == 3
        assert [round(length / 72 * 25.4) for length in envelopes[0].get_size()] == [220, 110]
        envelopes.close()
        assert "RUSSLAND" in text_of(made / "envelopes.pdf")
        assert "Озёрной Марине Петровне" in text_of(made / "envelopes.pdf")

        page.click("form[action$='/posted'] button", leaves=True)
        ledger = sqlite3.connect(tmp_path / "ledger.db")
        assert ledger.execute("select count(*) from event where kind = 'posted'").fetchone() == (3,)
        ledger.close()
        page.go(f"{home}/")
        assert page.said() == []
        if scripts:
            assert page.axe() == []


def test_the_pages_make_the_bytes_of_the_command_line(page, tmp_path):
    (tmp_path / "addresses.yaml").write_bytes((Path(__file__).parent.parent / "addresses.yaml").read_bytes())
    with served(tmp_path, "--out", "pages") as address:
        home = address.split("/?")[0]
        page.fresh()
        page.go(address)
        page.go(f"{home}/tonight?who=zimin&who=batsenin")
        page.choose("#country", "DE")
        page.choose("#envelope", "DL")
        page.choose("#language", "de")
        page.choose("#letter", "birthday")
        page.choose("#shape", "copy")
        page.click("#kit")
        page.click("button[value=make]", leaves=True)
        page.wait("#posted")
    asked = {"country": "DE", "envelope": "DL", "language": "de", "letter": "birthday", "shape": "copy", "kit": True}
    make(read_run({"book": tmp_path / "addresses.yaml", "out": tmp_path / "line", "today": date.today(), **asked}))
    names = sorted(path.name for path in (tmp_path / "line").glob("*.pdf"))
    assert names == ["envelopes.pdf", "guides.pdf", "kit.pdf", "letters.pdf", "list.pdf"]
    for name in names:
        assert (tmp_path / "pages" / name).read_bytes() == (tmp_path / "line" / name).read_bytes(), name

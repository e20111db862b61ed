"""Knows «People», a person's page and «Check» in a real browser: on a desk, on a phone, in the dark."""

import pytest

from tests.browser import DESK, PHONE, browser
from tests.test_web_people import BOOK
from tests.web import served

pytestmark = pytest.mark.slow
PAGES = ("/", "/?who=old&q=693008", "/least?pick=15", "/least?pick=x", "/person/never", "/person/wrong", "/check")


@pytest.fixture
def book(tmp_path):
    (tmp_path / "addresses.yaml").write_text(BOOK, "utf-8")
    return tmp_path / "addresses.yaml"


def test_nothing_bars_the_way(book, tmp_path):
    with served(book.parent) as url, browser("chrome", tmp_path / "profile") as page:
        home = url.partition("/?")[0]
        page.go(url)
        for width, dark in ((DESK, False), (PHONE, False), (DESK, True)):
            page.fresh(dark=dark)
            page.size(width)
            for path in PAGES:
                page.go(home + path)
                assert page.axe() == [], path
                assert page.run("document.documentElement.scrollWidth") <= width[0], path
        assert [line for line in page.said() if "422" not in line] == []


def test_two_windows(book, tmp_path):
    """A tag is changed in one and in the other; both versions are seen, one is chosen, and a letter follows."""
    with served(book.parent) as url, browser("chrome", tmp_path / "profile") as page:
        home = url.partition("/?")[0]
        page.go(url)
        page.fill("#q", "vydumkina")
        page.press("Enter")
        page.wait("tbody tr:only-child")
        page.click("tbody th a", leaves=True)
        page.fill("#tags", "women, mine")
        book.write_text(BOOK.replace("[women]", "[women, theirs]"), "utf-8")
        page.click("form .deeds button", leaves=True)
        assert "women, theirs" in page.text()
        assert "women, mine" in page.text()
        assert page.axe() == []
        page.click("input[value=mine]")
        page.click("form .deeds button", leaves=True)
        assert "Saved." in page.text()
        assert book.read_text("utf-8") == BOOK.replace("[women]", "[women, mine]")
        page.go(f"{home}/?tag=mine")
        page.click("tbody input[name=who]")
        assert page.text("#go").endswith("1")
        page.click("#go", leaves=True)
        assert page.url().startswith(f"{home}/tonight?")
        assert "who=ivanova" in page.url()

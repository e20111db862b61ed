"""The pages in another language: nothing on them stays English; days are written as people write them."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from letters.app.ledger import NoteRequest, note
from letters.web.pages import LANGUAGES
from tests.web import TODAY, pages

SAMPLE = Path(__file__).parent.parent / "addresses.yaml"
PAGES = (
    *("/", "/?q=nobody", "/person/zimin", "/person/nobody", "/add", "/import", "/tonight?who=zimin", "/letter"),
    *("/ledger", "/check", "/printer", "/help", "/nothing"),
)
# What is the same in every language: names of files, formats, services, languages, and what people write.
SAME = re.compile(
    r"addresses\.yaml|ledger\.db|[\w.]+\.(?:pdf|html|txt|xlsx|ods|csv|md|htm)\b|https?://\S+|[A-Z]\w*(?:-\w+)*|\b(?:mm|zimin|batsenin|"
    r"postcard|unknown|women|few-letters|deutsch|español|français|italiano|polski|english|out|held|ru|en|de|es|fr|it|pl)\b"
)
WORD = re.compile(r"[a-z]{3,}")
TOLD = re.compile(r"⟦[^⟦⟧]*⟧")


EMPTY = ("br", "hr", "img", "input", "link", "meta", "path", "rect", "line", "circle", "use", "wbr", "col")
NAMED = ("country", "own_country", "way")  # menus of names: countries, services


class Shown(HTMLParser):
    """The texts of a page that somebody sees or hears, and that are in its language."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._left_out: list[bool] = []  # of each open element

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag not in EMPTY:
            is_foreign = tag != "html" and "lang" in said
            is_named = tag == "select" and said.get("name") in NAMED
            self._left_out.append(is_foreign or is_named or tag in ("script", "style", "textarea"))
        self.texts += [said[name] or "" for name in ("aria-label", "alt", "title", "placeholder") if name in said]

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self._left_out.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._left_out):
            self.texts.append(data)


def english_in(page: str) -> list[str]:
    """Words of a page that no catalogue has said."""
    shown = Shown()
    shown.feed(page)
    text = " ".join(shown.texts)
    while TOLD.search(text):  # a sentence may hold another one
        text = TOLD.sub(" ", text)
    return WORD.findall(SAME.sub(" ", text))


@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_a_page_stays_english(path: str, pseudo: None, tmp_path: Path) -> None:
    """Countries and what sentences mean are Russian here: they are no sentences of the program."""
    (tmp_path / "addresses.yaml").write_bytes(SAMPLE.read_bytes())
    assert english_in(pages(tmp_path, language="ru").get(path).text) == []


def test_english_is_found() -> None:
    assert english_in("<p>⟦Look⟧ for <b>somebody</b></p><img alt='a picture'>") == ["for", "somebody", "picture"]


def test_the_browser_is_asked_for_its_language(tmp_path: Path) -> None:
    client = pages(tmp_path)
    for wanted, spoken in (("de-AT,de;q=0.9", "de"), ("pt,fr;q=0.5", "fr"), ("pt", "en"), ("", "en")):
        assert f'<html lang="{spoken}"' in client.get("/help", headers={"Accept-Language": wanted}).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_changes_the_language(language: str, tmp_path: Path) -> None:
    client = pages(tmp_path)
    client.post("/language", data={"ui": language, "back": "/help"})
    page = client.get("/help").text
    assert f'<html lang="{language}"' in page
    assert f'value="{language}" lang="{language}" selected' in page


MOVED = "  - id: batsenin\n    history:\n      - address: a\n        until: 2026-03-05\n"
DAYS = [
    # a page, and how it says a day
    ("/", "ein Brief kam am 20. November 2026 zurück"),
    ("/person/batsenin", "bis 5. März 2026: a"),
    ("/ledger", "seit 20. November 2026"),
    ("/letter", "(Stand 22. November 2026)"),
]


@pytest.mark.parametrize(("path", "said"), DAYS)
def test_days_are_said_as_people_write_them(path: str, said: str, tmp_path: Path) -> None:
    book = tmp_path / "addresses.yaml"
    book.write_text(SAMPLE.read_text("utf-8").replace("  - id: batsenin\n", MOVED), "utf-8")
    note(NoteRequest("posted", book, TODAY, ("batsenin",), day=date(2026, 11, 20)))
    note(NoteRequest("returned", book, TODAY, ("batsenin",), day=date(2026, 11, 20), reason="unknown"))
    client = pages(tmp_path, language="de")
    copied = {"do": "copy", "own_text": "# Здравствуйте!", "who": "batsenin"}
    page = (client.post(path, data=copied) if path == "/letter" else client.get(path)).text
    assert said in " ".join(re.sub("<[^>]*>", "", page).split())


def test_what_is_no_day_is_said_as_the_book_has_it(tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8").replace("  - id: batsenin\n", MOVED.replace("2026-03-05", "spring"))
    (tmp_path / "addresses.yaml").write_text(text, "utf-8")
    assert "until spring" in pages(tmp_path).get("/person/batsenin").text

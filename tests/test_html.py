"""The guides for phones and screen readers: structure, languages, nothing from elsewhere, and what axe-core says."""

import html
import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from letters.cli import main
from letters.layout.guide.html_guide import _parted as parted
from letters.layout.guide.html_guide import html_person
from letters.layout.guide.page import GuideText, Section
from letters.wording import guide_languages
from tests.conftest import SAMPLE, Press, book
from tests.test_guide import ADDRESS, BOOK, CASES, ORGANISATIONS, PEOPLE

AXE = "axe-core@4.14.1"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;{{ 7*7 }}{% raw %}"
CHROMIUM = (
    *(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
    ),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--virtual-time-budget=20000"),
)
VOID = {"meta", "br", "rect", "img", "link"}


class Tree(HTMLParser):
    """Every element with its attributes, in order; `faults` names what is closed wrongly."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(press: Press, *arguments: str, **options: Any) -> str:
    return (press(*arguments, only=(), html=True, **options).folder / "guides.html").read_text("utf-8")


@cache
def parsed(text: str) -> Tree:
    return Tree(text)


def words_of(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text.split("</style>")[1]))


@pytest.mark.parametrize("language", guide_languages())
def test_the_page_is_well_built(language: str, press: Press) -> None:
    tree = parsed(page(press, BOOK, language=language))
    assert (tree.faults, tree.open) == ([], [])
    assert tree.all("html") == [{"lang": language}]
    headings = [int(tag[1]) for tag, _ in tree.elements if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    ids = [attributes["id"] for _, attributes in tree.elements if "id" in attributes]
    assert len(ids) == len(set(ids)) == len(PEOPLE)
    assert len(tree.all("article")) == len(PEOPLE)


def test_nothing_comes_from_elsewhere_and_nothing_runs(press: Press) -> None:
    text = page(press, BOOK)
    tree = parsed(text)
    assert {tag for tag, _ in tree.elements} & {"script", "link", "img", "iframe", "object", "form", "base"} == set()
    assert not any(re.match("on|src|style", name) for _, attributes in tree.elements for name in attributes)
    assert not re.search(r"url\(|@import|generator|author", text)
    assert "default-src 'none'" in str(tree.all("meta"))


def test_every_word_of_the_guide_is_there(press: Press) -> None:
    words = words_of(page(press, BOOK))
    for person in PEOPLE.values():
        assert person["address"] in words
    assert words.count("НЕ ОТПРАВЛЯТЬ · DO NOT POST: this page stays with you") == len(PEOPLE)
    assert "Я пишу Вам впервые." in words
    assert "Machine translation is fine" in words
    assert "**" not in words


def test_russian_is_marked_as_russian(press: Press) -> None:
    text = page(press, country="DE")
    assert '<h2 id="person-1" lang="ru">Дмитрий Сергеевич Зимин</h2>' in text
    assert '<p class="copy" lang="ru">663180, ' in text
    assert '<dt lang="ru">Я пишу Вам впервые.</dt>' in text
    assert '<b class="copy" lang="ru">Здравствуйте, Дмитрий!</b> Write «<span lang="ru">Вы</span>»' in text
    assert 'lang="ru">Красноярский' not in text
    assert "<span" not in page(press, language="ru").split("</style>")[1]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("with «Вы» (you)", [("with «", False), ("Вы", True), ("» (you)", False)]),
        ("НЕ ОТПРАВЛЯТЬ · DO NOT", [("НЕ ОТПРАВЛЯТЬ", True), (" · DO NOT", False)]),
        ("a capital В.", [("a capital ", False), ("В", True), (".", False)]),
        ("none", [("none", False)]),
        ("", []),
        ("Всё", [("Всё", True)]),
    ],
)
def test_stretches(text: str, parts: list[tuple[str, bool]]) -> None:
    assert [(stretch, russian) for stretch, _, russian in parted(text, "")] == parts


def test_the_sentences_of_the_letter_are_explained(press: Press) -> None:
    text = page(press, country="DE", language="de", letter="first")
    assert text.count("<h3>Was in Ihrem Brief steht</h3>") == 2
    assert '<dt lang="ru">Берегите себя.</dt>\n<dd class="sound">be‑re‑GI‑te sse‑BJA.</dd>' in text
    assert text.count("<dd>Geben Sie auf sich acht.</dd>") == 2
    assert "Was in Ihrem Brief steht" not in page(press, country="DE", language="de")


def test_sentences_have_the_numbers_of_the_copy_sheet(press: Press) -> None:
    text = page(press, country="DE", letter="first", shape="copy")
    assert '<dt lang="ru"><b class="line">11</b> Берегите себя.</dt>' in text
    assert "The number is that of the line on the sheet you copy." in text


def test_the_letters_come_once_but_not_for_who_reads_russian(press: Press) -> None:
    text = page(press, country="DE")
    assert text.count("<h2>The letters</h2>") == 1
    assert '<div><dt lang="ru">Щ щ</dt><dd>shch</dd></div>' in text
    assert "Щ щ" not in page(press, country="DE", language="ru")


def test_the_code_has_a_text_and_the_link_beside_it(press: Press) -> None:
    text = page(press, country="DE")
    tree = parsed(text)
    assert [(svg["role"], svg["aria-label"]) for svg in tree.all("svg")] == [("img", "Who this is: the case page")] * 2
    assert [link["href"] for link in tree.all("a")] == CASES
    assert "<rect" in text


def test_french_colons_stand_after_a_space(press: Press) -> None:
    text = page(press, country="DE", language="fr")
    assert f'Sa page\u00a0: <a href="{CASES[0]}"' in text
    assert "<strong>F-Pismo</strong>\u00a0: cartes bancaires\u00a0russes" in text


def test_inside_russia_no_organisation_no_link_no_code(press: Press) -> None:
    text = page(press, BOOK, country="RU")
    words = text.split("</style>")[1].lower()
    assert [word for word in ORGANISATIONS if word in words] == []
    assert "<svg" not in text


def test_strangers_words_are_inert(press: Press) -> None:
    person = {
        "address": ADDRESS.format("Ветрову Илье Сергеевичу"),
        "about": {"en": HOSTILE},
        "tip": {"en": HOSTILE.split("{{")[0]},
        "case": "https://example.org/?a=1&b='&lt;",
    }
    text = page(press, book(person))
    tree = parsed(text)
    assert (tree.faults, tree.all("script"), tree.all("img")) == ([], [], [])
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert HOSTILE in words_of(text)
    assert [link["href"] for link in tree.all("a")] == [person["case"]]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "//example.org", " https://example.org", None]
)
def test_only_addresses_of_the_web_become_links(link: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr("letters.layout.guide.html_guide.fill_html", lambda _part, words: given.update(words) or "")
    nothing = Section("h", ())
    text = GuideText(
        "b", "n", "l", (), "w", None, None, None, (), ((), ()), nothing, "a", "x", False, None, "c", "q", None
    )
    html_person(text, 1, "en", link)
    assert given["link"] is None
    html_person(text, 1, "en", "https://example.org/a")
    assert given["link"] == "https://example.org/a"


def test_the_file_is_an_extra_one_and_the_same_each_time(press: Press, tmp_path: Path) -> None:
    assert not (press(only=("guides",)).folder / "guides.html").exists()
    folder = press(only=("guides",), html=True).folder
    assert sorted(path.name for path in folder.iterdir()) == ["guides.html", "guides.pdf", "run.json"]
    assert (folder / "guides.html").read_text("utf-8") == page(press)


def test_a_run_that_fails_leaves_the_last_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "book.yaml").write_text(SAMPLE, "utf-8")
    make = ["make", "--book", str(tmp_path / "book.yaml"), "--out", str(tmp_path / "out"), "--only", "guides", "--html"]
    assert main(make) == 0
    before = (tmp_path / "out/guides.html").read_bytes()
    assert "guides.html" in capsys.readouterr().out
    (tmp_path / "book.yaml").write_text(SAMPLE.replace("Dmitry comes", "Dmitry " + "comes " * 2000), "utf-8")
    assert main(make) == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["guides.html", "guides.pdf", "run.json"]
    assert (tmp_path / "out/guides.html").read_bytes() == before


# --- axe-core in a browser


def tool(name: str) -> str:
    """The path of a program; without it the test is skipped, and fails in CI."""
    return shutil.which(name) or _missing(f"{name} is not installed")


def _missing(what: str) -> str:
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of axe.min.js, fetched once with npm and kept in pytest's cache."""
    store = getattr(request.config, "cache", None)  # pytest may run without one
    kept = store.get("letters/axe", {}) if store else {}
    if kept.get("version") == AXE:
        return str(kept["script"])
    folder = tmp_path_factory.mktemp("axe")
    command = [tool("npm"), "pack", AXE, "--silent", "--cache", str(folder / "npm")]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=180, check=False)
    archives = list(folder.glob("*.tgz"))
    if done.returncode or not archives:
        _missing(f"{AXE} cannot be fetched: {done.stderr[-300:]}")
    with tarfile.open(archives[0]) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member
        script = member.read().decode()
    if store:
        store.set("letters/axe", {"version": AXE, "script": script})
    return script


RUN_AXE = """
axe.run(document).then(found => {
  const rows = kind => found[kind].map(rule => [rule.id, rule.nodes.length]);
  document.documentElement.innerHTML = '<body><pre id="result"></pre></body>';
  document.getElementById("result").textContent = JSON.stringify({broken: rows("violations"), passed: rows("passes")});
});
"""


def judged(text: str, axe: str, folder: Path) -> dict[str, list[list[Any]]]:
    """What axe-core finds on a page in Chromium."""
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    path = folder / "page.html"
    path.write_text(bare.replace("</body>", f"<script>{axe}</script><script>{RUN_AXE}</script></body>"), "utf-8")
    command = [tool("chromium"), *CHROMIUM, f"--user-data-dir={folder / 'profile'}", "--dump-dom", path.as_uri()]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    result = re.search(r'<pre id="result">(.*?)</pre>', done.stdout, re.DOTALL)
    assert result, done.stderr[-500:]
    found: dict[str, list[list[Any]]] = json.loads(html.unescape(result[1]))
    return found


def pages(press: Press) -> Iterator[tuple[str, str]]:
    yield from ((language, page(press, language=language, country="DE")) for language in guide_languages())
    yield "all people", page(press, BOOK)
    yield "a letter explained", page(press, language="fr", country="DE", letter="first")
    yield "inside", page(press, BOOK, country="RU")


@pytest.mark.slow
def test_axe_finds_nothing(axe: str, press: Press, tmp_path: Path) -> None:
    for name, text in pages(press):
        (tmp_path / name).mkdir()
        found = judged(text, axe, tmp_path / name)
        assert found["broken"] == [], name
        assert {"color-contrast", "html-has-lang", "valid-lang", "document-title"} <= {
            rule for rule, _ in found["passed"]
        }


@pytest.mark.slow
def test_axe_finds_what_is_wrong(axe: str, press: Press, tmp_path: Path) -> None:
    text = page(press).replace(' lang="en"', "", 1).replace("color: #444", "color: #ccc")
    broken = {rule for rule, _ in judged(text, axe, tmp_path)["broken"]}
    assert {"html-has-lang", "color-contrast"} <= broken

"""Knows the pages «People» and «Check»: who is shown, who is chosen, and what a broken book says."""

import errno
import re
from datetime import date

import pytest

from letters.app import check
from letters.app.everybody import read_everybody
from letters.app.ledger import NoteRequest, note
from tests.forms import form
from tests.web import TODAY, pages

BOOK = """people:
  - id: ivanova
    address: 693008, Сахалинская область, г. Южно-Сахалинск, ул. Пограничная, д. 71, ФКУ ИК-1 УФСИН России по Сахалинской области, Выдумкиной Анне Сергеевне, 1990 г. р.
    tags: [women]
    verified: 2026-11-29
  - id: old
    address: 663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю, Гурьянову Глебу Ильичу, 1970 г. р.
    verified: 2026-01-05
  - id: never
    address: 693008, Сахалинская область, г. Южно-Сахалинск, ул. Пограничная, д. 71, ФКУ ИК-1 УФСИН России по Сахалинской области, Мещерякову Льву Павловичу, 1985 г. р.
  - id: free
    address: 663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю, Щукину Роману Ильичу, 1981 г. р.
    status: released
  - id: wrong
    address: 663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю, Копытову Егору Ильичу, 1981 г. р.
    born: 19x0
    verified: 2026-11-29
"""  # noqa: E501
EVERYBODY = ["ivanova", "old", "never", "free", "wrong"]


@pytest.fixture
def client(tmp_path):
    (tmp_path / "addresses.yaml").write_text(BOOK, "utf-8")
    return pages(tmp_path)


@pytest.fixture(scope="module")
def noted(tmp_path_factory):
    """The same, one of them written to; nothing is changed."""
    folder = tmp_path_factory.mktemp("noted")
    (folder / "addresses.yaml").write_text(BOOK, "utf-8")
    note(NoteRequest("posted", folder / "addresses.yaml", TODAY, ("old",), day=date(2026, 10, 1)))
    return pages(folder)


def shown(answer):
    """The ids of the people in the table, in order."""
    return re.findall(r'<th scope="row">\s*<a href="/person/([\w-]+)"', answer.text)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", EVERYBODY),
        ("q=выдумкина", ["ivanova"]),
        ("q=Vydumkina", ["ivanova"]),
        ("q=гурьянов+глеб", ["old"]),
        ("q=693008", ["ivanova", "never"]),
        ("q=щукин", ["free"]),
        ("q=копытов", ["wrong"]),
        ("q=%3Cscript%3E", []),
        ("prison=ИК-1, Сахалинская область", ["ivanova", "never"]),
        ("region=Красноярский край", ["old", "free", "wrong"]),
        ("tag=women", ["ivanova"]),
        ("to_check=yes", ["old", "never"]),
        ("never_written=yes", ["ivanova", "never", "wrong"]),
        ("wrong=yes", ["wrong"]),
        ("sort=name", ["ivanova", "old", "wrong", "never", "free"]),
        ("sort=checked", ["wrong", "never", "old", "ivanova", "free"]),
        ("sort=letters", ["ivanova", "wrong", "never", "old", "free"]),
        ("sort=nothing&page=7&page=x", EVERYBODY),
    ],
)
def test_who_is_looked_for(noted, query, ids):
    answer = noted.get(f"/?{query}")
    assert answer.status_code == 200
    assert shown(answer) == ids
    assert "<script>" not in answer.text


def test_a_row_says_all_in_words(client):
    text = client.get("/").text
    assert [
        word
        for word in ("released", "check again", "never", "693008", "must be a year of four digits")
        if word not in text
    ] == []


def test_nothing_is_ticked_at_first_and_who_is_ticked_stays_so(client):
    assert "who" not in form(client.get("/").text, "/")
    assert form(client.get("/?who=old&who=never&who=nobody").text, "/")["who"] == ["old", "never"]
    assert form(client.get("/?who=old&who=never&q=693008").text, "/")["who"] == ["old", "never"]


def test_who_gets_no_envelope_cannot_be_ticked(client):
    assert re.findall(r'name="who" value="(\w+)"', client.get("/").text) == ["ivanova", "old", "never", "wrong"]


def test_those_who_had_least_go_to_tonight(client, tmp_path):
    note(NoteRequest("posted", tmp_path / "addresses.yaml", TODAY, ("ivanova", "old"), day=date(2026, 10, 1)))
    answer = client.get("/least?pick=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tonight?who=never")
    assert client.get("/least?pick=1&tag=women").headers["Location"] == "/tonight?who=ivanova"
    assert client.get("/least?pick=1&region=Красноярский край").headers["Location"] == "/tonight?who=old"


def test_fewer_than_were_wanted_are_ticked_with_a_note(client):
    answer = client.get("/least?pick=15")
    assert sorted(form(answer.text, "/")["who"]) == ["ivanova", "never", "old"]
    assert "only 3 of 15 could be chosen" in answer.text


@pytest.mark.parametrize("count", ["", "0", "-1", "x", "1001", "00010099999", "0" * 6 + "9" * 5000, "9" * 500, "²"])
def test_a_number_that_is_none_is_said_at_its_field(client, count):
    answer = client.get("/least", query_string={"pick": count})
    assert answer.status_code == 422
    assert 'id="pick-wrong"' in answer.text


def test_many_people_come_in_pages_and_ticks_go_along(tmp_path):
    line = BOOK.split("\n")[2].strip()
    people = "".join(f"  - id: p{number}\n    {line}\n    verified: 2026-11-29\n" for number in range(230))
    (tmp_path / "addresses.yaml").write_text(f"people:\n{people}", "utf-8")
    client = pages(tmp_path)
    assert shown(client.get("/"))[::99] == ["p0", "p99"]
    answer = client.get("/?page=3&who=p7&who=p220")
    assert shown(answer) == [f"p{number}" for number in range(200, 230)]
    assert form(answer.text, "/")["who"] == ["p7", "p220"]


def test_the_book_is_read_once_until_it_changes_and_the_ledger_is_always_that_of_now(client, tmp_path, monkeypatch):
    read = []
    original = check.read_book
    monkeypatch.setattr(check, "read_book", lambda *a: read.append(a) or original(*a))
    book = tmp_path / "addresses.yaml"
    counts = []
    for change in (
        lambda: None,
        lambda: None,
        lambda: book.write_text(BOOK.replace("19x0", "1981"), "utf-8"),
        lambda: note(NoteRequest("posted", book, TODAY, ("old",))),
    ):
        change()
        read.clear()
        client.get("/?q=a")
        counts.append(len(read))
    assert counts == [1, 0, 1, 0]
    assert [row.letters for row in read_everybody(book, TODAY).rows if row.id == "old"] == [1]


def test_an_empty_book_says_what_to_do_first(tmp_path):
    client = pages(tmp_path)
    for text in (None, "people:\n", ""):
        if text is not None:
            (tmp_path / "addresses.yaml").write_text(text, "utf-8")
        answer = client.get("/")
        assert answer.status_code == 200
        assert "Nobody is in the book yet" in answer.text
        assert "/add" in answer.text


def broken(folder, how):
    book = folder / "addresses.yaml"
    if how == "folder":
        book.mkdir()
    elif how == "loop":
        book.symlink_to(book)
    elif how == "file above":
        (folder / "file").write_text("x", "utf-8")
        return "file/addresses.yaml"
    else:
        book.write_bytes(how)
    return "addresses.yaml"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("folder", "That is a folder"),
        ("loop", "cannot be read"),
        ("file above", "cannot be read"),
        (b"people:\n  - id: \xff\n", "is not UTF-8 text"),
        (b"people:\n  - id: a\0\n", "is not a text file"),
        (b'people:\n  - id: a\n    address: "x\n', "never closed"),
        (b"people:\n\t- id: a\n", "a tab where YAML wants spaces"),
        (b"people: [" + b"[" * 5000, "brackets inside brackets without end"),
    ],
)
def test_a_broken_book_says_so_on_every_page(tmp_path, how, said):
    client = pages(tmp_path, broken(tmp_path, how))
    answers = [client.get(path) for path in ("/", "/person/a", "/check", "/least?pick=3")]
    answers += [client.post("/person/a", data={"seen": "x", "born": "1990"}), client.post("/person/a/checked")]
    assert [answer.status_code for answer in answers if said not in answer.text] == []


def test_a_book_without_rights_says_so(client, tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("letters.textfile._open_at_once", refuse)
    for path in ("/", "/person/old", "/check"):
        assert "change the rights" in client.get(path).text


def test_check_shows_each_kind_with_its_people(client):
    text = client.get("/check").text
    assert text.index("must be a year") < text.index("nobody has noted")
    assert '<a href="/person/never">' in text
    assert '<a href="/person/free"' in text  # for whom no envelope is made
    assert "/person/old" not in client.get("/check?kind=never-verified").text
    assert "Nothing of this kind" in client.get("/check?kind=<b>").text


def test_check_shows_all_of_a_common_kind_when_asked(tmp_path):
    lines = [line.strip() for line in BOOK.split("\n") if "address" in line]
    people = "".join(f"  - id: p{number}\n    {lines[2]}\n" for number in range(30))
    (tmp_path / "addresses.yaml").write_text(f"people:\n{people}", "utf-8")
    client = pages(tmp_path)
    assert "/check?kind=never-verified" in client.get("/check").text
    assert "/person/p29" in client.get("/check?kind=never-verified").text

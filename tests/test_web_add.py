"""Knows how people get into the book on the pages: pasted, shown, corrected one by one, saved as they were shown."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest

from tests import spreadsheets
from tests.browser import PHONE, browser
from tests.test_web_tables import sixty
from tests.web import pages, people, served

CASES = Path(__file__).parent / "cases" / "pages"
PLACE = "644009, Омская область, г. Омск, ул. 10 лет Октября, д. {}, ФКУ ИК-7 УФСИН России по Омской области"
ZAHAR = f"{PLACE.format(176)}, Соколову Захару Петровичу, 1984 г. р."
MOVED = ZAHAR.replace("д. 176", "д. 5")
POLYA = f"{PLACE.format(176)}, Ветровой Пелагее Ильиничне, 1991 г. р."
GLEB = f"{PLACE.format(176)}, Копытову Глебу Ильичу"  # no year
BOOK = f"# ours\npeople:\n  - id: zahar  # a remark\n    address: {ZAHAR}\n    verified: 2026-10-01\n"


class Form:
    """The form of the last answer: what a browser would send of it, with what somebody types and the button pressed."""

    def __init__(self, client):
        self.client = client
        self.fields, self.html, self.status = {}, "", 0

    def send(self, deed, files=(), **typed):
        sent = {**self.fields, **typed, "deed": deed}
        sent = {name: value for name, value in sent.items() if value is not None}
        sent["files"] = [(BytesIO(data), name) for name, data in files]
        return self.take(self.client.post("/add", data=sent, content_type="multipart/form-data"))

    def take(self, answer):
        self.html, self.status, self.place = answer.get_data(as_text=True), answer.status_code, answer.location
        inputs = re.findall(r"<input ([^>]*)>", self.html)
        named = [dict(re.findall(r'([a-z]+)="([^"]*)"', one)) | {"checked": " checked" in one} for one in inputs]
        self.fields = {
            one["name"]: unescape(one.get("value", ""))
            for one in named
            if "name" in one and (one.get("type") not in ("checkbox", "radio") or one["checked"])
        }
        areas = re.findall(r'<textarea id="[^"]*" name="([^"]*)"[^>]*>\n(.*?)</textarea>', self.html, re.DOTALL)
        self.fields |= {name: unescape(text) for name, text in areas}
        for name, inner in re.findall(r'<select id="[^"]*" name="([^"]*)"[^>]*>(.*?)</select>', self.html, re.DOTALL):
            chosen = re.search(r'<option value="([^"]*)" selected', inner)
            self.fields[name] = chosen[1] if chosen else ""
        return self

    @property
    def text(self):
        """What can be read on the page."""
        main = self.html.partition("<main")[2].partition("</main>")[0]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def form(tmp_path):
    client = pages(tmp_path)
    return Form(client).take(client.get("/add"))


def test_an_empty_book_gets_its_first_people(form, tmp_path):
    form.send("look", text__0=f"{ZAHAR}\n\n{POLYA}")
    assert (form.status, list(tmp_path.iterdir())) == (200, [])
    assert "There is no book yet: saving makes addresses.yaml." in form.text
    for mark in ("644009 postcode", "г. Омск settlement", "Соколову Захару Петровичу recipient", "1991 г. р. born"):
        assert mark in form.text
    form.send("save")
    assert (form.status, form.place) == (303, "/add?saved=sokolov&saved=vetrova")
    assert [(row["id"], row["address"]) for row in people(tmp_path)] == [("sokolov", ZAHAR), ("vetrova", POLYA)]
    assert "Saved in addresses.yaml: sokolov , vetrova ." in form.take(form.client.get(form.place)).text


def test_published_pages_pasted_one_after_the_other_and_as_a_file(form, tmp_path):
    form.send("more", text__0=(CASES / "zimin.txt").read_text("utf-8"))
    form.send("look", files=[("pages/saved.html", (CASES / "saved.html").read_bytes())])
    assert (form.status, form.fields["source__0"], form.fields["source__1"]) == (200, "Page 1", "saved.html")
    form.send("save", case__0_0="https://example.org/z", case__1_0="https://example.org/s")
    assert form.status == 303
    assert [(row["id"], row["case"]) for row in people(tmp_path)] == [
        ("zimin", "https://example.org/z"),
        ("sokolov", "https://example.org/s"),
    ]


# field, what is typed for the second of three people, what stands in the book then
ANSWERS = [
    ("born", "1990", {"born": 1990}),
    ("born", "unknown", {"born": "unknown"}),
]


@pytest.mark.parametrize(("name", "typed", "record"), ANSWERS)
def test_each_of_several_people_has_corrections_of_their_own(name, typed, record, form, tmp_path):
    form.send("look", text__0=f"{ZAHAR}\n\n{GLEB}\n\n{POLYA}")
    assert form.status == 422
    assert "cannot be saved yet" in form.text
    assert 'href="#born__0_1"' in form.html
    form.send("save", **{f"{name}__0_1": typed, "id__0_0": "zahar", "birthday__0_2": "05-17"})
    assert form.status == 422, "nobody has seen yet what would be saved"
    assert "Look at what would be saved now, and save it then." in form.text
    form.send("save")
    rows = people(tmp_path)
    assert [row["id"] for row in rows] == ["zahar", "kopytov", "vetrova"]
    assert {key: rows[1][key] for key in record} == record
    assert (rows[2]["birthday"], "birthday" in rows[0], "born" in rows[2]) == ("05-17", False, False)


def test_somebody_who_cannot_be_taken_may_be_left_out(form, tmp_path):
    form.send("more", text__0=f"{GLEB}\n\n{POLYA}")
    form.send("save", text__1="Nobody knows where.", name__0_0="Копытов Глеб Ильич")
    assert (form.status, list(tmp_path.iterdir())) == (422, [])
    assert "Mend what is wrong, or leave those people out" in form.text
    form.send("look", left_out__0_0="yes", left_out__1_0="yes")
    assert (form.status, form.fields["name__0_0"], form.fields["text__1"]) == (
        200,
        "Копытов Глеб Ильич",
        "Nobody knows where.",
    )
    form.send("save")
    assert [row["id"] for row in people(tmp_path)] == ["vetrova"]


MISTYPED = [("644009", "64400O"), ("1991 г. р.", "19911 г. р."), ("1991 г. р.", "")]


@pytest.mark.parametrize(("right", "wrong"), MISTYPED, ids=[wrong or "no year" for _right, wrong in MISTYPED])
def test_an_address_among_others_that_cannot_be_read_is_not_passed_over(right, wrong, form):
    form.send("look", text__0=f"{ZAHAR}\n\n{POLYA.replace(right, wrong)}\n")
    is_shown = "Ветрова Пелагея Ильинична" in form.text
    assert is_shown or "the address of somebody else: «64400" in form.text


def test_one_of_several_addresses_of_a_person_is_chosen(form, tmp_path):
    form.send("look", text__0=f"{ZAHAR}\n\n{MOVED}")
    assert form.status == 422
    assert form.html.count('name="which__0"') == 2
    form.send("look", which__0="2")
    assert (form.status, form.fields["which__0"]) == (200, "2")
    form.send("save")
    assert [row["address"] for row in people(tmp_path)] == [MOVED]


def test_a_page_that_speaks_of_release_asks_for_the_status(form, tmp_path):
    form.send("look", text__0=f"{ZAHAR}\n\nЗахар был освобождён.")
    assert form.status == 422
    assert 'href="#status__0_0"' in form.html
    form.send("look", status__0_0="held")
    form.send("save")
    assert people(tmp_path)[0]["status"] == "held"


def test_somebody_in_the_book_is_shown_before_and_after(form, tmp_path):
    (tmp_path / "addresses.yaml").write_text(BOOK, "utf-8")
    form.send("look", text__0=MOVED)
    assert "changes «zahar», who is in the book" in form.text
    assert f"<del>{ZAHAR}</del>" in form.html
    assert f"<ins>{MOVED}</ins>" in form.html
    assert (tmp_path / "addresses.yaml").read_text("utf-8") == BOOK
    form.send("save")
    (row,) = people(tmp_path)
    assert (row["address"], row["history"][0]["address"]) == (MOVED, ZAHAR)
    assert (tmp_path / "addresses.yaml").read_text("utf-8").startswith("# ours\npeople:\n  - id: zahar  # a remark\n")


def test_nothing_new_is_said_and_not_written(form, tmp_path):
    book = BOOK.replace("2026-10-01", "2026-11-30")
    (tmp_path / "addresses.yaml").write_text(book, "utf-8")
    form.send("look", text__0=ZAHAR)
    assert "nothing new for «zahar»" in form.text
    assert 'value="save"' not in form.html
    form.send("save")
    assert "Nothing of this is new" in form.text
    assert (tmp_path / "addresses.yaml").read_text("utf-8") == book


def test_a_book_that_changed_meanwhile_is_compared_again(form, tmp_path):
    book = tmp_path / "addresses.yaml"
    form.send("look", text__0=MOVED)
    book.write_text(BOOK, "utf-8")
    form.send("save", birthday__0_0="05-17")
    assert form.status == 422
    assert book.read_text("utf-8") == BOOK
    assert "The book was changed meanwhile." in form.text
    assert "changes «zahar»" in form.text
    assert (form.fields["text__0"], form.fields["birthday__0_0"]) == (MOVED, "05-17")
    form.send("save")
    assert (form.status, people(tmp_path)[0]["birthday"]) == (303, "05-17")


def test_a_change_elsewhere_in_the_book_does_not_disturb(form, tmp_path):
    book = tmp_path / "addresses.yaml"
    book.write_text(BOOK, "utf-8")
    form.send("look", text__0=POLYA)
    book.write_text(BOOK.replace("2026-10-01", "2026-10-02"), "utf-8")
    form.send("save")
    assert (form.status, [row["id"] for row in people(tmp_path)]) == (303, ["zahar", "vetrova"])


def test_what_was_typed_since_is_saved_but_nobody_else_is_changed(form, tmp_path):
    (tmp_path / "addresses.yaml").write_text(BOOK, "utf-8")
    form.send("look", text__0=POLYA)
    form.send("save", gender__0_0="f", id__0_0="polya")
    assert (form.status, people(tmp_path)[1]["gender"]) == (303, "f")
    form.take(form.client.get("/add")).send("look", text__0=ZAHAR.replace("1984", "1985"))
    form.send("save", born__0_0="1984")  # which makes it somebody of the book
    assert form.status == 422
    assert len(people(tmp_path)) == 2


BROKEN = {
    "an error in the YAML": ("people: [", "addresses.yaml"),
    "no list": ("people: 5\n", "dashes"),
}


@pytest.mark.parametrize(("book", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_book_loses_nothing_that_was_typed(book, said, form, tmp_path):
    (tmp_path / "addresses.yaml").write_text(book, "utf-8")
    form.send("look", text__0=ZAHAR, **{"born__0_0": "1984", "left_out__0_3": "yes"})
    assert (form.status, form.fields["text__0"], form.fields["born__0_0"]) == (422, ZAHAR, "1984")
    assert said in form.text
    assert (tmp_path / "addresses.yaml").read_text("utf-8") == book


STRANGE = {
    "nothing": ({"text__0": ""}, (), "Page 1: «Text of the page» : is empty."),
    "no address": ({"text__0": "hello"}, (), "no postal address (yet)"),
    "NUL": ({"text__0": f"{ZAHAR}\0"}, (), "holds NUL bytes"),
    "too long": ({"text__0": "а" * 2_100_000}, (), "is longer than 4 MB"),
    "a PDF": ({}, [("page.pdf", b"%PDF-1.7")], "page.pdf: «Files» : is a PDF"),
    "an impossible choice": ({"text__0": ZAHAR, "which__0": "7"}, (), "this page has 1 address."),
    "a choice of many digits": ({"text__0": ZAHAR, "which__0": "9" * 5000, "status__0_0": "free"}, (), "status"),
    "no status": ({"text__0": ZAHAR, "status__0_0": "free"}, (), "status"),
    "an id with a path": ({"text__0": ZAHAR, "id__0_0": "../x"}, (), "id"),
}


@pytest.mark.parametrize(("typed", "files", "said"), STRANGE.values(), ids=STRANGE)
def test_what_cannot_be_taken_is_said(typed, files, said, form, tmp_path):
    form.send("save", files, **typed)
    assert (form.status, list(tmp_path.iterdir())) == (422, [])
    assert said in form.text
    assert all(
        form.fields.get(name) == value for name, value in typed.items() if name not in ("status__0_0", "which__0")
    )


def test_markup_in_a_page_stays_text(form):
    form.send(
        "look", text__0=f"<script>alert(1)</script><h1>x</h1>\n<p>{ZAHAR}</p><p>&lt;img src=x&gt; стоит прочесть."
    )
    assert form.status == 200
    assert "<script>alert" not in form.html
    assert "<img" not in form.html
    assert "&lt;img src=x&gt;" in form.html


@pytest.mark.slow
def test_a_newcomer_adds_three_people_and_a_list(tmp_path):
    """On a phone, in the dark: three people pasted, one corrected, then sixty rows of which eight are wrong."""
    table = spreadsheets.write_xlsx(tmp_path / "list.xlsx", sixty())
    house = tmp_path / "house"
    house.mkdir()
    with served(house) as url, browser("chrome", tmp_path / "profile") as page:
        page.fresh(dark=True)
        page.size(PHONE)
        page.go(url)
        root = url.partition("?")[0]
        page.go(f"{root}add")
        page.fill("#text__0", f"{ZAHAR}\n\n{GLEB}\n\n{POLYA}")
        page.click("button[value=look]", leaves=True)
        assert "cannot be saved yet" in page.text()
        assert "644009 postcode" in page.text(".understood")
        assert page.run("document.querySelector('.understood').offsetHeight") > 100
        wrong = [page.axe()]
        page.fill("#born__0_1", "1990")
        page.click("button[value=look]", leaves=True)
        page.click("button[value=save]", leaves=True)
        assert "Saved in addresses.yaml: sokolov, kopytov, vetrova" in page.text(".good")
        page.go(f"{root}import")
        wrong.append(page.axe())
        page.upload("#table", table)
        page.click("form[enctype] button", leaves=True)
        wrong.append(page.axe())
        assert page.run("document.documentElement.scrollWidth") == PHONE[0]
        page.click("button[value=save]", leaves=True)
        assert "50 people were added" in page.text(".good")
        assert [found for one in wrong for found in one] == []
    assert len(people(house)) == 53

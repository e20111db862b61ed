"""Knows a person's page: what it shows, what saving changes in the book and what it leaves, and two people at once."""

import errno
import re

import pytest

from letters.app.ledger import NoteRequest, note
from tests.conftest import SAMPLE
from tests.forms import form
from tests.web import TODAY, pages

LINE = (
    "693008, Сахалинская область, г. Южно-Сахалинск, ул. Пограничная, д. 71, ФКУ ИК-1 УФСИН России по Сахалинской "
    "области, Выдумкину Глебу Сергеевичу, 1990 г. р."
)
FOLDED = LINE.replace(", ФКУ", ",\n      ФКУ")
# As people write: remarks, a folded text, quotes, white space, texts of any shape.
ODD = f"""# Ours.
people:
  # The first.
  - id: glеb-1   # our own name
    address: >
      {FOLDED}
    tags: [a,   "b"]   # two
    about:
      uk: 'Гліб'   # by Olena
      en: |
        Two
        lines.
    services:
      - zt

  - {{id: braces, address: "{LINE}"}}

  - id: wrong
    address: {LINE}
    born: [1990]
    about: a text
    tags: women
    status: freed
    nick: Gleb
    history: never
"""
PERSON = "/person/batsenin"
CASE = "case: https://memopzk.org/en/news/my-schitaem-politzaklyuchyonnym-aleksandra-baczenina"


@pytest.fixture
def book(tmp_path):
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    return tmp_path / "addresses.yaml"


@pytest.fixture
def client(book):
    return pages(book.parent)


def opened(client, path=PERSON):
    """What the form of the page would send back as it stands."""
    return form(client.get(path).text, path)


def changed_lines(book, before=SAMPLE):
    """The lines that are not in the book before, and those that are gone."""
    old, new = before.splitlines(), book.read_text("utf-8").splitlines()
    return [line.strip() for line in new if line not in old], [line.strip() for line in old if line not in new]


def test_the_page_shows_envelope_case_page_and_letters(client, book):
    note(NoteRequest("posted", book, TODAY, ("batsenin",), occasion="New Year", way="zt"))
    text = client.get(PERSON).text
    block = re.search(r"<address[^>]*>(.*?)</address>", text, re.DOTALL)[1].split("<br>")
    assert block[:3] == [
        "Баценину Александру Дмитриевичу, 1995 г. р.",
        "ФКУ ИК-1 УФСИН России по Сахалинской области",
        "ул. Пограничная, д. 71",
    ]
    assert block[-2:] == ["RUSSIA", ""]
    assert re.search(r'<a href="https://memopzk[^"]*" rel="noreferrer', text)
    assert "leads out of the program" in text
    assert [word for word in ("New Year", "ZT (Zonatelecom)", str(TODAY)) if word not in text] == []


def test_the_country_of_the_book_decides_the_last_line(client, book):
    book.write_text(f"sender:\n  country: DE\n{SAMPLE}", "utf-8")
    assert "RUSSLAND" in client.get(PERSON).text


@pytest.mark.parametrize("text", [SAMPLE, ODD, ODD.replace("\n", "\r\n")])
def test_a_form_that_nobody_touched_changes_nothing(tmp_path, text):
    book = tmp_path / "addresses.yaml"
    book.write_bytes(text.encode())
    client = pages(tmp_path)
    for name in re.findall(r"id: ([^\s,]+)", text):
        answer = client.post(f"/person/{name}", data=opened(client, f"/person/{name}"))
        assert answer.status_code == (422 if name == "wrong" else 303)  # its shapes are wrong
        assert book.read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("fields", "added", "gone"),
    [
        ({"born": "1995"}, ["born: 1995"], []),
        ({"name": "Баценин Александр Дмитриевич"}, ["name: Баценин Александр Дмитриевич"], []),
        ({"tags": "women,  old few-letters"}, ["tags: [women, old, few-letters]"], []),
        ({"services": ["", "zt", "f-pismo"]}, ["services: [zt, f-pismo]"], ["services: [zt]"]),
        ({"services": [""]}, [], ["services: [zt]"]),
        ({"status": "released"}, ["status: released"], []),
        ({"gender": "m", "called": "patronymic"}, ["gender: m", "called: patronymic"], []),
        ({"about.de": ""}, [], ["de: Aleksandr lebte in Chabarowsk, einer Stadt am Amur im russischen Fernen Osten."]),
        ({"tip.pl": " Po  rosyjsku. "}, ["pl: Po rosyjsku."], []),
        ({"verified": "2026-11-29"}, ["verified: 2026-11-29"], []),
        ({"birthday": "05-17", "case": ""}, ['birthday: "05-17"'], [CASE]),
    ],
)
def test_saving_changes_these_lines_alone(client, book, fields, added, gone):
    answer = client.post(PERSON, data={**opened(client), **fields})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PERSON}?done=saved")
    assert changed_lines(book) == (added, gone)
    assert "Saved." in client.get(answer.headers["Location"]).text


def test_another_address_goes_with_the_day_and_the_old_one_into_the_history(client, book):
    moved = LINE.replace("Выдумкину Глебу Сергеевичу, 1990", "Баценину Александру Дмитриевичу, 1995").replace("71", "7")
    client.post(PERSON, data={**opened(client), "verified": "2026-11-29"})
    client.post(PERSON, data={**opened(client), "address": moved})
    text = client.get(PERSON).text
    assert ", д. 7<br>" in text
    assert "until 30\u00a0November\u00a02026" in text
    assert "<dd>never</dd>" in text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("born", "19x0", "must be a year of four digits"),
        ("born", "1980", "the years of birth differ"),
        ("name", "Зимин Дмитрий", "does not look like the name on the line"),
        ("name", "Batsenin Aleksandr", "in Russian letters"),
        ("dative", "Баценину A. Д.", ""),
        ("gender", "x", "must be one of"),
        ("birthday", "13-13", "is not a day of the calendar"),
        ("verified", "yesterday", "must be a date such as"),
        ("status", "free", "must be one of"),
        ("called", "Sascha", "must be one of"),
        ("case", "javascript:alert(1)", "does not begin with https://"),
        ("services", "nothing", "unknown service"),
        ("tags", "a/b", "a tag may hold letters"),
        ("address", "", "is missing"),
        ("address", "Москва", "no postal address"),
        ("address", LINE.replace("Глебу", "Гл\u202eебу"), "text-direction"),
        ("english", "a\0b", "control character"),
        ("english", "x" * 30_000, "20000 are the most"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, book, field, value, said):
    sent = {**opened(client), field: value, "tip.de": "Nur auf Russisch."}
    answer = client.post(PERSON, data=sent)
    at_field = re.search(rf'<p class="error" id="{field}-wrong">([^<]*)', answer.text)
    assert answer.status_code == 422
    assert at_field
    assert said in at_field[1]
    assert f'href="#{field}"' in answer.text
    kept = form(answer.text, PERSON)
    assert (kept["tip.de"], kept["was.born"]) == (["Nur auf Russisch."], sent["was.born"])
    assert value in kept[field] or (field == "english" and value == "a\0b")
    assert book.read_text("utf-8") == SAMPLE


def test_all_problems_come_at_once(client):
    answer = client.post(PERSON, data={**opened(client), "born": "x", "verified": "x", "tags": "a/b"})
    assert re.findall(r'class="error" id="(\w+)-wrong"', answer.text) == ["verified", "born", "tags"]


def test_html_in_a_field_is_only_text(client):
    evil = '<script>alert(1)</script>"><img src=x>'
    client.post(PERSON, data={**opened(client), "tip.en": evil, "about.en": evil})
    for path in (PERSON, "/", "/check"):
        assert "<script>alert" not in client.get(path).text
        assert "<img" not in client.get(path).text


@pytest.mark.parametrize("case", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https:"])
def test_a_case_page_that_is_no_page_of_the_web_is_no_link(client, book, case):
    book.write_text(SAMPLE.replace("case: https://memopzk.org/en/news", f"case: {case}#"), "utf-8")
    assert not re.search(rf'href="{re.escape(case)}(?!//)', client.get(PERSON).text)


@pytest.mark.parametrize("name", ["nobody", "zimi", "<b>", "..%2F..", "%00", "x" * 3000])
def test_somebody_who_is_not_there_gets_a_page_in_words(client, name):
    answer = client.get(f"/person/{name}")
    assert answer.status_code == 404
    assert re.search("nobody with this id|no such page", answer.text)
    assert "<b>" not in answer.text


def test_address_checked_today(client, book):
    sent = form(client.get(PERSON).text, f"{PERSON}/checked")
    assert client.post(f"{PERSON}/checked", data=sent).headers["Location"] == f"{PERSON}?done=checked"
    assert changed_lines(book) == ([f"verified: {TODAY}"], [])
    # the second tab shows an entry that is no longer so
    answer = client.post(f"{PERSON}/checked", data=sent)
    assert answer.status_code == 409
    assert "may be another now" in answer.text


# ---- two at once


BOTH = (
    {"tags": "first", "born": "1995", "gender": "m"},
    {"tags": "second", "tip.de": "Nur auf Russisch.", "gender": "f"},
)


def two_versions(client, one=BOTH[0], other=BOTH[1]):
    """Two tabs of one person; the first saves, then the second."""
    first, second = opened(client), opened(client)
    client.post(PERSON, data={**first, **one})
    return client.post(PERSON, data={**second, **other})


FIRST = ["gender: m", "born: 1995", "tags: [first]"]


def test_the_second_of_two_tabs_shows_what_both_changed_and_writes_nothing(client, book):
    answer = two_versions(client)
    assert answer.status_code == 409
    sent = form(answer.text, PERSON)
    assert sent["differing"] == ["gender", "tags"]
    assert not any(name.startswith("take.") for name in sent)  # nothing is chosen for anybody
    assert re.findall(r'<span class="published" lang="">([^<]*)</span>', answer.text) == [
        "a man",
        "a woman",
        "first",
        "second",
    ]
    assert changed_lines(book) == (FIRST, [])


@pytest.mark.parametrize(
    ("one", "other", "added"),
    [
        ({"tags": "first"}, {"born": "1995"}, ["born: 1995", "tags: [first]"]),
        ({"tags": "first"}, {"tags": "first", "born": "1995"}, ["born: 1995", "tags: [first]"]),
        ({"tip.de": "Zwei."}, {"tip.pl": "Dwa."}, ["de: Zwei.", "pl: Dwa."]),
        ({"tags": "first"}, {}, ["tags: [first]"]),
        ({"verified": str(TODAY)}, {"tags": "second"}, [f"verified: {TODAY}", "tags: [second]"]),
        ({"services": ["", "zt", "f-pismo"]}, {"tags": "second"}, ["services: [zt, f-pismo]", "tags: [second]"]),
    ],
)
def test_what_only_one_of_two_changed_is_kept_without_a_question(client, book, one, other, added):
    assert two_versions(client, one, other).status_code == 303
    assert sorted(changed_lines(book)[0]) == sorted(added)


def test_what_is_chosen_is_saved_and_an_open_choice_is_asked_for(client, book):
    sent = form(two_versions(client).text, PERSON)
    answer = client.post(PERSON, data={**sent, "take.gender": "book"})
    assert answer.status_code == 409
    assert 'id="take.tags-wrong"' in answer.text
    again = form(answer.text, PERSON)
    assert (again["take.gender"], again["differing"]) == (["book"], ["gender", "tags"])
    done = client.post(PERSON, data={**again, "take.tags": "mine"})
    assert done.status_code == 303
    assert changed_lines(book) == (["gender: m", "born: 1995", "de: Nur auf Russisch.", "tags: [second]"], [])


def test_a_third_change_while_somebody_chooses_is_shown_too(client, book):
    sent = form(two_versions(client).text, PERSON)
    book.write_text(book.read_text("utf-8").replace("[first]", "[third]"), "utf-8")
    answer = client.post(PERSON, data={**sent, **{f"take.{name}": "mine" for name in sent["differing"]}})
    assert answer.status_code == 409
    assert ">third</span>" in answer.text
    assert "[third]" in book.read_text("utf-8")
    again = form(answer.text, PERSON)
    assert ("take.tags" in again, again["take.gender"]) == (False, ["mine"])


def test_services_in_another_order_are_no_change(client, book):
    book.write_text(SAMPLE.replace("services: [zt]", "services: [prisonmail, zt]"), "utf-8")
    sent = {**opened(client), "services": ["", "zt", "prisonmail"]}  # as the page has them
    assert client.post(PERSON, data=sent).headers["Location"] == f"{PERSON}?done=same"


def test_a_mistake_in_writing_leaves_no_earlier_address(client, book):
    client.post(PERSON, data={**opened(client), "verified": "2026-11-29"})
    mended = {**opened(client), "address": opened(client)["address"][0].replace("д. 71", "д. 7"), "is_slip": "yes"}
    assert client.post(PERSON, data=mended).status_code == 303
    assert "history:" not in book.read_text("utf-8")
    assert "verified: 2026-11-29" in book.read_text("utf-8")
    assert "is_slip" not in opened(client)  # the next change is none


def test_a_change_of_somebody_else_is_no_hindrance(client, book):
    sent = opened(client)
    client.post("/person/zimin", data={**opened(client, "/person/zimin"), "tags": "zimin"})
    assert client.post(PERSON, data={**sent, "tags": "batsenin"}).status_code == 303
    assert changed_lines(book) == (["tags: [zimin]", "tags: [batsenin]"], [])


@pytest.mark.parametrize(
    ("spoilt", "status", "said"),
    [
        (lambda text: text.replace("- id: batsenin", "- id: other"), 404, "nobody in the book has the id"),
        (lambda text: text + '  - id: x\n    address: "', 422, "never closed"),
        (lambda text: text.replace("- id: zimin", "- id: batsenin"), 422, "several entries have the id"),
        (lambda text: "", 404, "nobody in the book has the id"),
    ],
)
def test_a_book_broken_meanwhile_keeps_what_was_typed(client, book, spoilt, status, said):
    sent = {**opened(client), "tip.de": "Nur auf Russisch."}
    book.write_text(spoilt(SAMPLE), "utf-8")
    answer = client.post(PERSON, data=sent)
    assert answer.status_code == status
    assert said in answer.text
    assert "Nur auf Russisch." in answer.text
    assert book.read_text("utf-8") == spoilt(SAMPLE)


@pytest.mark.parametrize("data", [{}, {"was.tags": "x"}, {"take.born": "mine", "differing": "born"}, {"about.": "x"}])
def test_a_form_without_its_fields_takes_nothing_away(client, book, data):
    assert client.post(PERSON, data=data).status_code in (303, 409)
    assert book.read_text("utf-8") == SAMPLE


def test_a_full_disk_keeps_what_was_typed_and_the_book(client, book, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    sent = {**opened(client), "tip.de": "Nur auf Russisch."}
    monkeypatch.setattr("letters.store.atomic.publish", refuse)
    answer = client.post(PERSON, data=sent)
    assert answer.status_code == 422
    assert "Make room on the disk" in answer.text
    assert form(answer.text, PERSON)["tip.de"] == ["Nur auf Russisch."]
    assert book.read_text("utf-8") == SAMPLE
    assert [path.name for path in book.parent.iterdir()] == ["addresses.yaml"]


def test_remarks_and_spaces_around_a_change_stay(tmp_path):
    (tmp_path / "addresses.yaml").write_text(ODD, "utf-8")
    client, path = pages(tmp_path), "/person/gl\u0435b-1"
    assert (
        client.post(
            path, data={**opened(client, path), "about.uk": "\u0417 \u041a\u0438\u0454\u0432\u0430."}
        ).status_code
        == 303
    )
    added, gone = changed_lines(tmp_path / "addresses.yaml", ODD)
    assert (added, gone) == (
        ["uk: '\u0417 \u041a\u0438\u0454\u0432\u0430.'   # by Olena"],
        ["uk: '\u0413\u043b\u0456\u0431'   # by Olena"],
    )


def test_a_link_that_the_program_is_reached_under_another_name_for(book):
    """The browser edition runs below a path of its own."""
    client = pages(book.parent)
    text = client.get(PERSON, base_url="http://localhost/app").text
    assert set(re.findall(r'(?:href|action|src)="/(\w+)', text)) == {"app"}

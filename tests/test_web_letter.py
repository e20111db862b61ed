"""The page of the letter: written or composed for somebody, read as a censor would, put together, ready to copy."""

import html
import re

import pytest

from letters.web.problems import words as field_words
from tests.browser import DESK, PHONE, browser
from tests.conftest import SAMPLE
from tests.web import pages, served


@pytest.fixture
def client(tmp_path):
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    return pages(tmp_path)


def letter_in(answer):
    """The text in the field of the page."""
    found = re.search(r'<textarea id="own_text"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL)
    return html.unescape(found[1])


def send(client, do, **values):
    return client.post("/letter", data={"do": do, **values})


def test_an_empty_letter_to_whom_the_link_says(client):
    answer = client.get("/letter?who=zimin")
    assert answer.status_code == 200
    assert '<option value="zimin" selected>' in answer.text
    assert letter_in(answer) == ""


def test_the_words_are_marked_in_place_and_explained_beside(client):
    answer = send(client, "read", own_text="# Здравствуйте!\r\n\r\nВойна & <b>Berlin</b>")
    assert '<mark class="error">Война</mark> &amp; ' in answer.text
    assert "war or army («Война»)." in answer.text
    assert '<mark class="error">Berlin</mark>' in answer.text
    assert letter_in(answer) == "# Здравствуйте!\n\nВойна & <b>Berlin</b>"


def test_reasons_in_the_language_of_the_page(client):
    client.application.extensions["desk"].language = "ru"
    assert "строка 1, знак 1: " in html.unescape(send(client, "read", own_text="Война").text)


@pytest.mark.parametrize(("text", "places"), [("😀 Война", [[0, 2, "error"], [3, 8, "error"]]), ("", [])])
def test_a_script_gets_the_places_as_it_counts(client, text, places):
    assert client.post("/letter/read", data={"own_text": text}).json["places"] == places


def test_the_name_of_whom_it_is_for_breaks_no_rule(tmp_path):
    (tmp_path / "addresses.yaml").write_text(SAMPLE.replace("Зимину", "Танкову"), "utf-8")
    client = pages(tmp_path)
    for who, marked in (("zimin", False), ("", True)):
        answer = send(client, "read", own_text="Здравствуйте, Танков!", who=who)
        assert ('<mark class="error">Танков</mark>' in answer.text) is marked


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"do": "put U1", "own_text": ""}, "О Вас помнят."),
        ({"do": "put U1", "own_text": "# Здравствуйте!"}, "# Здравствуйте!\n\nО Вас помнят."),
        ({"do": "put U1", "own_text": "Раз два три.", "at": "5"}, "Раз два О Вас помнят. три."),
        ({"do": "put U1", "own_text": "# Раз\n\nДва.", "at": "1"}, "# Раз\n\nО Вас помнят.\n\nДва."),
        ({"do": "put G2", "own_text": "Раз."}, "# Здравствуйте, {{ first_name }}!\n\nРаз."),
        ({"do": "put G2", "own_text": "> Дата\n\nРаз.", "who": "zimin"}, "> Дата\n\n# Здравствуйте, Дмитрий!\n\nРаз."),
        ({"do": "put W1", "own_name": "Анна", "own_city": "Wien"}, "Меня зовут Анна. Мой город — Вена."),
        ({"do": "put W1", "own_name": "²", "own_city": "²"}, "Меня зовут ². Мой город — ²."),
        ({"do": "put U1", "own_text": "Раз.", "at": "9" * 5000}, "Раз. О Вас помнят."),
        ({"do": "put C7", "own_text": "Раз.", "own_name": "Анна"}, "Раз.\n\nС уважением,\n\nАнна"),
    ],
)  # fmt: skip
def test_a_sentence_is_put_in(client, values, text):
    assert client.post("/letter/sentence", data=values).json["text"] == text
    if "at" not in values:
        assert letter_in(client.post("/letter", data=values)) == text


@pytest.mark.parametrize(
    ("do", "values", "field", "words"),
    [
        ("put W1", {}, "own_city", "your city"),
        ("put W1", {"own_name": "Anna", "own_city": "Wien"}, "own_name", "Usual is «The name you sign with: Анна»"),
        ("put W3", {"own_age": "viel"}, "own_age", "is no number"),
        ("compose", {}, "who", "a letter is composed for somebody"),
        ("read", {"who": "nobody"}, "who", "nobody with the id"),
        ("put G4", {"who": "zimin"}, "phrases", "not for this letter"),
        ("copy", {"who": "zimin", "own_text": "Война"}, "", "war or army"),
        ("copy", {"own_text": "Раз"}, "", "nobody"),
        ("read", {"own_text": "{{ city }}"}, "", "unknown word"),
        ("read", {"allow": "nothing"}, "allow", "no such rule"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, do, values, field, words):
    answer = send(client, do, **{"own_text": "Раз", **values})
    text = html.unescape(answer.text)
    assert words in text
    assert not field or f'href="#{field}"' in text or f'id="{field}-wrong"' in text
    assert letter_in(answer) == values.get("own_text", "Раз")


def test_the_usual_form_of_a_name_is_one_click(client):
    answer = send(client, "read", own_name="Anna")
    assert 'value="take own_name=Анна"' in answer.text
    assert 'id="own_name" name="own_name" type="text" value="Анна"' in send(client, "take own_name=Анна").text


def test_a_letter_is_put_together_and_what_stood_there_is_kept(client):
    values = {
        "who": "zimin",
        "writer": "f",
        "own_name": "Анна",
        "own_city": "Wien",
        "own_text": "Моё.",
        "phrases": "nature",
    }
    first = send(client, "compose", **values)
    assert letter_in(first).startswith("> {{ date }}\n\n# Здравствуйте, Дмитрий!\n\n")
    assert "Моё.</textarea>" in first.text
    again = send(client, "compose again", **{**values, "own_text": letter_in(first), "before": "Моё."})
    assert letter_in(again) != letter_in(first)
    assert letter_in(send(client, "back", own_text=letter_in(first), before="Моё.")) == "Моё."


def test_the_text_to_copy_with_fields_and_limits(client):
    text = html.unescape(send(client, "copy", who="zimin", own_text="# Здравствуйте!\n\nРаз два.").text)
    assert "Здравствуйте!\n\nРаз два.</textarea>" in text
    for words in ("F-Pismo", "Красноярский край", "characters a page", "this letter is about 1 page"):
        assert words in text


def test_the_letter_goes_over_to_tonight(client):
    path = re.search(r'<button formaction="([^"]*)"', client.get("/letter").text)[1]
    answer = client.post(path, data={"own_text": "Раз два.", "who": "zimin", "writer": "f"})
    assert answer.status_code == 200
    assert "Раз два.</textarea>" in answer.text


def test_without_a_book_letters_are_written_all_the_same(tmp_path):
    answer = send(pages(tmp_path), "put U1")
    assert (answer.status_code, letter_in(answer)) == (200, "О Вас помнят.")


def test_nothing_of_the_writer_is_kept(client, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    for do in ("read", "put W1", "compose", "copy"):
        answer = send(client, do, who="zimin", own_name="Анна", own_city="Wien", own_text="Раз")
        assert "Set-Cookie" not in answer.headers
    assert sorted(tmp_path.rglob("*")) == before
    assert "Анна" not in client.get("/letter?who=zimin").text


PARAGRAPH = "Я пишу Вам впервые. У нас осень, опадают листья. Война. "


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PARAGRAPH * 500, id="far too long"),
        pytest.param(PARAGRAPH * 20_000, id="megabytes", marks=pytest.mark.slow),
        pytest.param("a\x00b\u202e😀", id="signs"),
        pytest.param("{% if name %}" * 500 + "x" + "{% endif %}" * 500, id="deep"),
        pytest.param("{{" * 2000, id="braces"),
        pytest.param("</textarea><script>alert(1)</script>", id="html"),
    ],
)
@pytest.mark.parametrize("do", ["read", "copy", "put U1", "compose"])
def test_hostile_text_gets_a_page(client, do, text):
    answer = send(client, do, who="zimin", own_text=text)
    assert answer.status_code in (200, 422)
    assert "fault of the program" not in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.slow
def test_somebody_writes_with_the_marks_below_the_letters(tmp_path):
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    with served(tmp_path) as url, browser("chrome", tmp_path / "profile") as page:
        page.size(DESK)
        page.go(url)
        page.go(url.partition("?")[0] + "letter?who=zimin")
        page.click("#own_text")
        page.type("Война")
        page.wait("#marks mark.error")
        page.click("#reading [data-place]")
        assert page.run("getSelection().toString()") == "Война"
        assert page.run("document.querySelector('#marks mark').getBoundingClientRect().width > 20")
        page.type("Весна")
        page.run("document.querySelector('button[value=\"put U1\"]').closest('details').open = true")
        page.click('button[value="put U1"]')
        value = "new Promise((done) => setTimeout(() => done(document.querySelector('#own_text').value), 1500))"
        assert page.run(value) == "Весна О Вас помнят."
        assert page.run("document.querySelectorAll('#marks mark.error').length") == 0
        for path in ("letter?who=zimin", "ledger", "printer?feed=a4-left"):
            for size in (DESK, PHONE):
                page.size(size)
                page.go(url.partition("?")[0] + path)
                assert page.axe() == []
                assert page.run("document.documentElement.scrollWidth <= innerWidth")
        assert page.said() == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("slot", "writer=Анна", "«The name you sign with: Анна»"),
        ("slot", "city=Вена", "«Your city: Вена»"),
        ("name", "Анна", "«The name you sign with: Анна»"),
        ("name", "", "«Name»"),
        ("born__0_1", "1990", "«Year of birth: 1990»"),
        ("out", "", "`serve --out`"),
    ],
)
def test_fields_are_said_as_the_page_calls_them(name, value, said):
    assert field_words(name, value) == said

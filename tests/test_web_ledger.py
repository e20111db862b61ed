"""The page of the ledger: what happened is noted, taken back, merged and taken away; nothing says who wrote."""

import io
import re
import sqlite3

import pytest

from letters.app.ledger import NoteRequest, note
from tests.conftest import SAMPLE, book
from tests.web import TODAY, pages, text_of

PLACE = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"


@pytest.fixture
def client(tmp_path):
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    return pages(tmp_path)


def ledger_of(folder, *who, kind="posted", day=TODAY, **values):
    """The bytes of the ledger of another group."""
    folder.mkdir()
    (folder / "addresses.yaml").write_text(SAMPLE, "utf-8")
    note(NoteRequest(kind, folder / "addresses.yaml", TODAY, who, day=day, **values))
    return (folder / "ledger.db").read_bytes()


def send(client, **values):
    return client.post("/ledger", data={"kind": "posted", "way": "post", **values}, follow_redirects=True)


def merged(client, data, name="koeln.db"):
    return client.post("/ledger/merge", data={"other": (io.BytesIO(data), name)}, follow_redirects=True)


def test_nothing_is_made_by_looking(client, tmp_path):
    answer = client.get("/ledger")
    assert "Nothing is noted yet." in text_of(answer)
    assert not re.search(r"<input [^>]*checked", answer.text)
    assert [path.name for path in tmp_path.iterdir()] == ["addresses.yaml"]


def test_posted_answered_returned_and_what_that_comes_to(client):
    answer = send(client, who=["zimin", "batsenin"], occasion="New Year", day="2026-11-01")
    assert '<p class="good" role="status">2 letters are noted as posted.</p>' in answer.text
    assert "1 answer is noted." in text_of(send(client, kind="answered", who="zimin", day="2026-11-29"))
    answer = send(client, kind="returned", who="batsenin", reason="refused")
    assert "1 letter is noted as come back." in text_of(answer)
    assert "a letter came back: this line of the book is doubtful." in text_of(answer)
    said = text_of(client.get("/ledger"))
    for part in ("2 letters, 1 answer, 1 came back", "November 2026: 2", "New Year: 2", "by post: 2", "4 weeks"):
        assert part in said


def test_a_change_answers_with_another_page(client):
    answer = client.post("/ledger", data={"kind": "posted", "who": "zimin"})
    assert (answer.status_code, answer.location.startswith("/ledger?done=")) == (303, True)


def test_what_is_there_already_is_asked_about(client):
    send(client, who="zimin")
    answer = send(client, who="zimin", occasion="New Year")
    assert answer.status_code == 422
    assert f"a letter of {TODAY} is in the ledger already: zimin." in text_of(answer)
    assert 'value="zimin" checked' in answer.text
    assert 'value="New Year"' in answer.text
    assert 'name="again"' in answer.text
    assert "1 letter is noted" in text_of(send(client, who="zimin", again="yes"))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "nobody is named."),
        ({"kind": "eaten", "who": "zimin"}, "what happened to the letters?"),
        ({"who": "nobody"}, "nobody in the book has the id 'nobody'."),
        ({"who": "zimin", "day": "2026-12-24"}, "is in the future."),
        ({"who": "zimin", "day": "gestern"}, "is no day."),
        ({"who": "zimin", "occasion": "x" * 61}, "is no short text on one line."),
        ({"name": "Anna"}, "cannot be kept there"),
        ({"name": "Петров Пётр", "born": "12"}, "is no year."),
    ],
)
def test_what_is_wrong_writes_nothing_and_loses_nothing(client, tmp_path, values, said):
    answer = send(client, **values)
    assert answer.status_code == 422
    assert said in text_of(answer)
    for name, value in values.items():
        assert name == "kind" or value in answer.text
    assert "Nothing is noted yet." in text_of(client.get("/ledger"))


def test_a_name_of_the_sender_is_no_occasion(tmp_path):
    people = {"address": f"{PLACE}, Ветрову Илье Сергеевичу, 1990 г. р."}
    (tmp_path / "addresses.yaml").write_text(
        book(people, return_address="Anna Example\n10115 Berlin, GERMANY"), "utf-8"
    )
    client = pages(tmp_path)
    answer = send(client, who="p0", occasion="от Анны")
    assert (answer.status_code, "never says who wrote" in text_of(answer)) == (422, True)
    assert not (tmp_path / "ledger.db").exists()


def test_somebody_who_is_not_in_the_book(client):
    assert "1 letter is noted as posted." in text_of(send(client, name="Петров Пётр", born="unknown"))
    assert "Петров Пётр not in the book" in text_of(client.get("/ledger"))


def test_a_letter_that_came_back_changes_the_book_if_wanted(client, tmp_path):
    send(client, who="zimin")
    answer = send(client, kind="returned", who="zimin", reason="moved", mark="yes")
    assert "The book is changed too: zimin." in text_of(answer)
    assert "status: moved" in (tmp_path / "addresses.yaml").read_text("utf-8")


def test_the_act_that_was_shown_is_taken_back_and_no_other(client):
    send(client, who="zimin")
    act = re.search(r'name="act" value="([0-9a-f]{32})"', client.get("/ledger").text)[1]
    send(client, who="batsenin")
    answer = client.post("/ledger/undo", data={"act": act}, follow_redirects=True)
    assert "1 event was taken back." in text_of(answer)
    assert "1 letter, 0 answers" in text_of(answer)
    assert "Бацени" in answer.text[answer.text.index("Noted last:") :]
    again = client.post("/ledger/undo", data={"act": act})
    assert again.status_code == 422


def test_another_ledger_is_taken_over_once(client, tmp_path):
    data = ledger_of(tmp_path / "koeln", "zimin")
    assert "New events: 1; there already: 0." in text_of(merged(client, data))
    assert "New events: 0; there already: 1." in text_of(merged(client, data))


def damaged(data):
    """Its first pages whole, a later one overwritten."""
    return data[:4096] + b"\xff" * (len(data) - 4096)


def foreign(folder):
    path = folder / "foreign.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE event (id TEXT, act TEXT)")
        connection.execute("CREATE VIEW v AS SELECT load_extension('x')")
    connection.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: b"", "is empty, or no file was chosen."),
        (lambda folder: b"<html>no ledger</html>" * 50, "is no ledger"),
        (lambda folder: foreign(folder), "is a database of another program"),
        (lambda folder: damaged(ledger_of(folder / "a", "zimin")), "the ledger is damaged"),
        (
            lambda folder: ledger_of(folder / "b", "zimin").replace("Зимин".encode(), b"Anna123456"),
            "that no event of this program does",
        ),
    ],
)
def test_a_hostile_file_is_refused_in_words(client, tmp_path, make, said):
    data = make(tmp_path)
    answer = merged(client, data, "..\\..\\<b>koeln.db")
    assert answer.status_code in (422, 500)
    assert said in text_of(answer)
    assert "<b>koeln.db: " in text_of(answer)
    assert "<b>koeln" not in answer.text
    assert not (tmp_path / "ledger.db").exists() or "Nothing is noted yet." in text_of(client.get("/ledger"))


def test_what_can_be_taken_away(client, tmp_path):
    send(client, who="zimin", occasion="New Year", day="2026-11-20")
    people, events, whole = (client.get(f"/ledger/{name}") for name in ("people.csv", "events.csv", "ledger.db"))
    assert "Зимин Дмитрий Сергеевич" in people.text
    assert "2026-11-20" in events.text
    assert "attachment" in whole.headers["Content-Disposition"]
    other = tmp_path / "other"
    other.mkdir()
    assert "New events: 1;" in text_of(merged(pages(other), whole.data))


@pytest.mark.parametrize("name", ["events.csv", "ledger.db"])
def test_nothing_to_take_away_is_said(client, name):
    answer = client.get(f"/ledger/{name}")
    assert answer.status_code == 500
    assert "Something is wrong" in answer.text


def test_a_damaged_ledger_is_said_and_can_still_be_taken_away(client, tmp_path):
    send(client, who="zimin")
    (tmp_path / "ledger.db").write_bytes(b"no ledger" * 1000)
    answer = client.get("/ledger")
    assert answer.status_code == 500
    assert "is no ledger" in text_of(answer)
    assert "/ledger/events.csv" in answer.text


def test_birthdays_for_which_a_letter_can_be_in_time(tmp_path):
    line = f"{PLACE}, Ветрову Илье Сергеевичу, 1990 г. р."
    people = [{"address": line, "birthday": "02-05"}, {"address": line.replace("Илье", "Олегу"), "birthday": "12-24"}]
    (tmp_path / "addresses.yaml").write_text(book(*people), "utf-8")
    answer = pages(tmp_path).get("/ledger")
    said = text_of(answer)
    assert "5 February 2027 (37) now 11 December 2026" in said.replace("\u00a0", " ")
    assert "/tonight?who=p0" in answer.text
    assert "/tonight?who=p1" not in answer.text


def test_html_in_a_name_is_text(client):
    assert "&lt;script&gt;" in send(client, name="<script>").text
    assert "<script>" not in re.sub(r'<script src="[^"]*" defer></script>', "", send(client, name="<script>").text)

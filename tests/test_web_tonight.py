"""The main job through the pages: the form, the first pages beside it, the run, its files, and what comes after."""

import json
import re
import shutil
import struct
import threading
import time
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from bench.invented import write_book
from letters.app.book_at_hand import book_at_hand
from letters.app.preview import preview
from letters.cli import main
from letters.draw.picture import pictures
from tests.browser import DESK, PHONE, browser
from tests.conftest import asked
from tests.conftest import book as book_of
from tests.test_run import LONG, PLACE, entry
from tests.web import TODAY, pages, served, text_of

ROOT = Path(__file__).resolve().parent.parent
KINDS = ["envelopes", "letters", "guides", "list"]
BOTH = {"choice": "ticked", "who": ["zimin", "batsenin"], "only": KINDS, "dots": "yes"}
ADDRESS = "A. Example\r\nPO Box 12 34\r\n10115 Berlin, GERMANY"


@pytest.fixture
def sample(tmp_path, home):
    """A folder with the sample book, and a configuration folder of its own."""
    shutil.copy(ROOT / "addresses.yaml", tmp_path)
    return tmp_path


def posted(client, deed="make", **values):
    """The form sent with a button of it."""
    return client.post("/tonight", data={**BOTH, "deed": deed, **values})


def finished(client, answer):
    """The page of a run that is over."""
    assert answer.status_code == 303, answer.get_data(True)[:3000]
    for _ in range(600):
        page = client.get(answer.location)
        if "progress-words" not in page.get_data(True):
            return page
        time.sleep(0.1)
    raise AssertionError("the run does not end")


# --- the same pages as the command line


SAME = [
    ({"country": "DE", "envelope": "DL"}, ["--from", "DE", "--envelope", "DL"]),
    (
        {"country": "US", "letter": "first", "shape": "copy", "language": "de", "large": "yes", "kit": "yes"},
        ["--from", "US", "--letter", "first", "--as", "copy", "--lang", "de", "--large", "--kit"],
    ),
    (
        {"choice": "everybody", "who": [], "country": "RU", "collate": "yes", "html": "yes", "feed": "a4-centre"},
        ["--from", "RU", "--collate", "--html", "--feed", "a4-centre"],
    ),
    (
        {"letter": "own", "own_text": "# {{ salutation }}\r\n\r\nКак дела?", "guests": "3"},
        ["--letter", "own.txt", "--guests", "3"],
    ),
]


@pytest.mark.parametrize(("choices", "options"), SAME)
def test_the_same_bytes_as_from_the_command_line(sample, monkeypatch, choices, options):
    client = pages(sample)
    finished(client, posted(client, **choices))
    (sample / "own.txt").write_text("# {{ salutation }}\n\nКак дела?", "utf-8")
    monkeypatch.chdir(sample)
    who = [] if choices.get("choice") == "everybody" else BOTH["who"]
    assert main(["make", *who, "--out", "typed", "--date", TODAY.isoformat(), *options]) == 0
    made = {path.name: path.read_bytes() for path in (sample / "typed").iterdir()}
    assert {path.name: path.read_bytes() for path in (sample / "out").iterdir()} == made


# --- the form


def test_nothing_is_ticked_at_first(sample):
    page = pages(sample).get("/tonight").get_data(True)
    assert not re.search(r'name="who"[^>]*checked', page)
    assert re.search(r'value="C6" selected', page)
    assert re.search(r'value="" selected>Somewhere outside Russia', page)


def test_people_come_from_the_address_of_the_page(sample):
    page = pages(sample).get("/tonight?who=zimin").get_data(True)
    assert re.findall(r'name="who"[^>]*value="(\w+)" checked', page) == ["zimin"]


REFUSED = [
    # what is sent, the field it is about, what is said
    ({"who": []}, "who", "nobody is chosen yet"),
    ({"choice": "everybody"}, "choice", "some people are ticked"),
    ({"who": ["nobody"]}, "", "nobody in the book has the id"),
    ({"choice": "fair", "picked": "many"}, "picked", "is no number"),
    ({"choice": "fair", "picked": "0"}, "picked", "is no number"),
    ({"guests": "-1"}, "guests", "is no number"),
    ({"choice": "birthdays", "birthdays": "soon"}, "birthdays", "are no weeks"),
    ({"country": "XX"}, "country", "unknown country"),
    ({"envelope": "other", "size": "9x9"}, "envelope", "cannot be posted"),
    ({"envelope": "other"}, "envelope", "no such envelope"),
    ({"feed": "sideways"}, "feed", "to choose"),
    ({"paper": "a3"}, "paper", "to choose"),
    ({"sheet": "L1"}, "sheet", "there is no such sheet"),
    ({"window": "din"}, "window", "no window of that style"),
    ({"letter": "../../etc/passwd"}, "letter", "there is no such letter"),
    ({"letter": "/etc/passwd"}, "letter", "there is no such letter"),
    ({"letter": "own"}, "own_text", "there is no text yet"),
    ({"letter": "own", "own_text": "Привет из Berlin"}, "own_text", "Latin letters"),
    ({"letter": "own", "own_text": "{{ 7 * 7 }}"}, "own_text", "may not do"),
    ({"letter": "composed", "writer": "robot"}, "writer", "nobody like that"),
    ({"letter": "composed", "name": "Anna"}, "name", "is in Latin letters"),
    ({"letter": "composed", "city": "Xyzzy"}, "city", "is in Latin letters"),
    ({"language": "../en"}, "language", ""),
    ({"ruling": "20"}, "ruling", "is no distance"),
    ({"today": "tomorrow"}, "today", "is no day"),
    ({"printer": "Nameless"}, "printer", "has not been measured"),
    ({"reply": "yes"}, "reply", "does not say where the answer should go"),
    ({"only": []}, "only", "nothing is chosen to be made"),
    ({"allow": "everything"}, "allow", ""),
    ({"seed": "x" * 10_000}, "seed", "cannot hold such a text"),
    ({"envelope": "C6\x00"}, "envelope", "cannot hold such a text"),
    ({"return_address": "老"}, "return_address", "cannot be printed"),
    ({"return_address": "A\n" * 100_000}, "return_address", "an address has"),
]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A folder of which nothing is ever made, and a client of its pages."""
    folder = tmp_path_factory.mktemp("untouched")
    shutil.copy(ROOT / "addresses.yaml", folder)
    return folder, pages(folder)


@pytest.mark.parametrize(("change", "field", "words"), REFUSED)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(untouched, home, change, field, words):
    sample, client = untouched
    sent = {"occasion": "", "name": "<b>Анна", "split": "7"} | change
    before = (sample / "addresses.yaml").read_bytes()
    for deed in ("make", "show"):
        if deed == "show" and "return_address" in change:
            continue  # only what is made needs it
        answer = posted(client, deed, **sent)
        page = answer.get_data(True)
        assert (answer.status_code, "errors-title" in page) == (422 if deed == "make" else 200, True)
        assert words in text_of(answer)
        assert not field or f'id="{field}-wrong"' in page
        assert re.search(r'id="split"[^>]*value="7"', page)
        assert sent["name"] == "Anna" or "&lt;b&gt;Анна" in page
    assert not (sample / "out").exists()
    assert (sample / "addresses.yaml").read_bytes() == before


def test_a_book_broken_by_hand_is_said(sample):
    client = pages(sample)
    posted(client, "show")
    (sample / "addresses.yaml").write_text("people:\n  - id: zimin\n    adress: x\n", "utf-8")
    answer = posted(client)
    assert (answer.status_code, "unknown field «adress»" in text_of(answer)) == (422, True)


def test_a_text_comes_from_the_page_that_writes_letters(sample):
    page = pages(sample).post("/tonight", data={"own_text": "Здравствуйте!", "who": "zimin"}).get_data(True)
    assert re.search(r'value="own" selected', page)
    assert "Здравствуйте!</textarea>" in page
    assert re.search(r'value="zimin" checked', page)
    assert "errors-title" not in page


def test_names_of_countries_are_in_the_language_of_the_page(sample):
    page = pages(sample, language="ru").get("/tonight").get_data(True)
    assert '<option value="DE">Германия</option>' in page


def test_last_choices_are_offered_without_people_and_words(sample, home):
    client = pages(sample)
    own = {"letter": "own", "own_text": "Тайна", "name": "Анна", "city": "Wien", "country": "FR", "large": "yes"}
    finished(client, posted(client, **own))
    kept = (home / "tonight.json").read_text("utf-8")
    assert not re.search("zimin|Тайна|Анна|Wien|own", kept)
    page = pages(sample).get("/tonight").get_data(True)
    assert re.search(r'value="FR" selected', page)
    assert re.search(r'id="large"[^>]*checked', page)


@pytest.mark.parametrize("broken", ["", "[]", '{"country": 7}', "{" * 5000, '{"who": "zimin", "country": "D\\u0000"}'])
def test_a_foreign_file_of_choices_is_left_aside(sample, home, broken):
    home.mkdir()
    (home / "tonight.json").write_text(broken, "utf-8")
    page = pages(sample).get("/tonight").get_data(True)
    assert re.search(r'value="" selected>Somewhere outside Russia', page)
    assert not re.search(r'name="who"[^>]*checked', page)


# --- the sender's address


def test_the_address_is_written_into_the_book_and_prints_envelopes_for_answers(sample):
    client = pages(sample)
    before = (sample / "addresses.yaml").read_text("utf-8")
    answer = posted(client, reply="yes", return_address=ADDRESS, country="DE")
    assert "Envelopes for the answers" in text_of(finished(client, answer))
    after = (sample / "addresses.yaml").read_text("utf-8")
    block = "sender:\n  return_address: |\n    A. Example\n    PO Box 12 34\n    10115 Berlin, GERMANY\n\n"
    assert after.replace(block, "", 1) == before
    assert "Your address in the book: A. Example" in text_of(client.get("/tonight"))


BOOKS = [
    "people: []\n",
    "# first\nsender:\n  country: DE # here\n\n# behind\npeople: []\n",
    "sender:\n    # deep\n    country: DE\npeople: []",
    "# nobody\nsender:\npeople: []\n",
    "\ufeffpeople: []\r\n",
    "people: []\n# last\n",
    "---\npeople: []\n",
]


@pytest.mark.parametrize("text", BOOKS)
def test_the_address_leaves_everything_else_as_it_is(tmp_path, home, text):
    path = tmp_path / "addresses.yaml"
    path.write_bytes(text.encode())
    for _ in range(2):  # done twice it changes nothing
        assert posted(pages(tmp_path), "sender", return_address=ADDRESS).status_code == 200
    left = path.read_bytes().decode().splitlines()
    assert [
        line for line in text.splitlines() if line.strip("\ufeff") not in [one.strip("\ufeff") for one in left]
    ] == []
    assert [line.strip() for line in left].count("A. Example") == 1


@pytest.mark.parametrize("text", ["sender: {country: DE}\npeople: []\n", "sender:\n  return_address: B\npeople: []\n"])
def test_a_book_that_cannot_take_the_address_stays_as_it_is(tmp_path, home, text):
    (tmp_path / "addresses.yaml").write_text(text, "utf-8")
    assert posted(pages(tmp_path), "sender", return_address=ADDRESS).status_code == 422
    assert (tmp_path / "addresses.yaml").read_text("utf-8") == text


# --- the first pages


def differing(one, other):
    """The share of pixels that differ: a tagged page is painted in more pieces, and edges of glyphs move by a pixel."""
    first, second = (Image.open(BytesIO(png)).convert("L") for png in (one, other))
    assert first.size == second.size
    histogram = ImageChops.difference(first, second).histogram()
    return sum(histogram[1:]) / sum(histogram)


def test_the_preview_is_the_pages_of_a_run(sample):
    run = asked(sample / "addresses.yaml", sample / "out", TODAY, country="DE", envelope="DL", who=("zimin",))
    shown = preview(run)
    assert (
        main(
            [
                "make",
                "zimin",
                "--book",
                str(run.book),
                "--out",
                str(run.out),
                "--date",
                TODAY.isoformat(),
                "--from",
                "DE",
                "--envelope",
                "DL",
            ]
        )
        == 0
    )
    for one in shown.pictures:
        first = next(iter(pictures((run.out / f"{one.kind}.pdf").read_bytes(), one.width)))
        assert one.pages >= 1
        assert differing(one.png, first.png) <= (0.002 if one.kind == "guides" else 0), one.kind
    assert [one.kind for one in shown.pictures] == ["envelopes", "letters", "guides"]


def test_a_picture_is_a_png_that_others_can_read(sample):
    shown = preview(asked(sample / "addresses.yaml", sample / "out", TODAY))
    for one in shown.pictures:
        with Image.open(BytesIO(one.png)) as picture:
            picture.load()
            assert (picture.size, picture.mode) == ((one.width, one.height), "L")
            assert picture.getextrema()[0] < 60  # something black is on it
        assert struct.unpack(">I", one.png[-4:])[0] == zlib.crc32(b"IEND")


ELSEWHERE = [
    # choices, what the preview says in words as a run would
    ({"envelope": "DL", "window": "din"}, "envelopes.pdf is for envelopes without a window"),
    ({"sheet": "L7163"}, "mailrooms of some prisons refuse labels"),
    ({"letter": "composed"}, "the letter does not say who writes"),
    ({"country": "FI"}, "the post does not take letters to Russia"),
]


@pytest.mark.parametrize(("choices", "words"), ELSEWHERE)
def test_the_preview_says_what_a_run_would(sample, choices, words):
    answer = pages(sample).post("/tonight/preview", data={**BOTH, **choices})
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert answer.get_data(True).count("data:image/png") == 3


def test_many_mistakes_of_one_kind_are_one_with_everybody_in_it(tmp_path, home):
    people = [{"id": f"p{number}", "address": LONG, "case": f"a{number}.org"} for number in range(12)]
    (tmp_path / "addresses.yaml").write_text(book_of(*people), "utf-8")
    answer = posted(pages(tmp_path), choice="everybody", who=[])
    text = text_of(answer)
    assert (answer.status_code, text.count("does not begin with https")) == (422, 1)
    assert "and 9 more" in text
    assert all(f"({person['id']})" in text for person in people[3:])


def test_an_address_that_does_not_fit_is_said_before_anything_is_made(tmp_path, home):
    (tmp_path / "addresses.yaml").write_text(book_of({"id": "long", "address": f"{LONG}"}), "utf-8")
    answer = posted(pages(tmp_path), who=["long"])
    assert (answer.status_code, "address" in text_of(answer)) == (422, True)
    assert not (tmp_path / "out").exists()


def test_a_book_is_read_again_only_when_it_has_changed(sample, monkeypatch):
    read = []
    monkeypatch.setattr("letters.app.book_at_hand.read_checked", lambda path, *_: read.append(path) or len(read))
    path = sample / "addresses.yaml"
    assert [book_at_hand(path), book_at_hand(path), book_at_hand(path, None)] == [1, 1, 2]
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert book_at_hand(path) == 3


@pytest.mark.slow
def test_the_preview_of_five_hundred_takes_less_than_a_third_of_reading_them(tmp_path):
    write_book(tmp_path / "book.yaml", 500)
    run = asked(tmp_path / "book.yaml", tmp_path / "out", TODAY, country="DE", envelope="DL", picked=15)
    taken = []
    for _ in range(4):
        begun = time.process_time()
        assert len(preview(run).pictures) == 3
        taken.append(time.process_time() - begun)
    assert min(taken[1:]) < taken[0] / 3


# --- what was made


def test_the_files_are_served_by_name_and_only_those(sample):
    client = pages(sample)
    (sample / "out").mkdir()
    (sample / "out" / "secret.pdf").write_bytes(b"%PDF")
    made = posted(client)
    page = finished(client, made).get_data(True)
    links = re.findall(r'href="([^"]*/file/[^"]*)"', page)
    assert [link.rpartition("/")[2] for link in links if "?" not in link] == [f"{kind}.pdf" for kind in KINDS]
    for link in links:
        file = link.rpartition("/")[2].partition("?")[0]
        with client.get(link) as answer:
            assert answer.data == (sample / "out" / file).read_bytes()
            assert answer.headers["Content-Disposition"].startswith("attachment" if "?" in link else "inline")
    for name in ("secret.pdf", "../addresses.yaml", "..%2Faddresses.yaml", "%2Fetc%2Fpasswd", "nothing.pdf"):
        assert client.get(f"{made.location}/file/{name}").status_code == 404
    assert client.get("/made/unknown").status_code == 404


def test_files_of_a_later_run_are_not_taken_for_these(sample):
    client = pages(sample)
    first = posted(client)
    gone = "Files of this evening are not there any more"
    assert gone not in finished(client, first).get_data(True)
    finished(client, posted(client, who=["zimin"]))
    assert gone in client.get(first.location).get_data(True)
    answer = client.get(f"{first.location}/file/envelopes.pdf")
    assert (answer.status_code, "it was made again" in text_of(answer)) == (422, True)
    answer = client.post(f"{first.location}/posted")
    assert (answer.status_code, "note them by hand: «Ledger»" in text_of(answer)) == (422, True)
    assert not (sample / "ledger.db").exists()


CHANGED = [("д. 11", "д. 13"), ("status: held", "status: released"), ("id: zimin", "id: someone")]


@pytest.mark.parametrize(("was", "now"), CHANGED, ids=[now.partition(":")[0] for _was, now in CHANGED])
def test_an_envelope_that_would_be_another_by_now_is_named_before_it_is_posted(sample, was, now):
    client = pages(sample)
    made = posted(client)
    told = "Since these files were made, the book has changed"
    assert told not in finished(client, made).text
    book = sample / "addresses.yaml"
    text = book.read_text("utf-8")
    book.write_text(f"{text}# a remark\n", "utf-8")
    assert told not in client.get(made.location).text
    book.write_text(text.replace(was, now, 1), "utf-8")
    assert f"{told} for some people" in (page := text_of(client.get(made.location)))
    assert "make theirs anew: zimin Into" in page


def test_posted_is_written_once_and_a_second_time_only_if_it_is_meant(sample):
    client = pages(sample)
    made = posted(client)
    finished(client, made)
    answer = client.post(f"{made.location}/posted", data={"occasion": "New Year"})
    assert answer.status_code == 303
    assert "2 letters stand in the ledger as posted." in text_of(client.get(answer.location))
    again = client.post(f"{made.location}/posted")
    assert (again.status_code, 'name="again"' in again.get_data(True)) == (422, True)
    assert client.post(f"{made.location}/posted", data={"again": "yes"}).status_code == 303


def test_what_to_have_at_hand_and_how_heavy(sample):
    client = pages(sample)
    said = text_of(finished(client, posted(client, country="DE", envelope="DL")))
    for words in (
        "2 letters, 2 people",
        "2 envelopes DL",
        "2 envelopes C6 for the answers",
        "2 stamps",
        "weighs about",
    ):
        assert words in said
    assert "Into the post" in said
    assert "Stays with you" in said


def test_who_was_left_out_and_why(tmp_path, home):
    broken = entry(2, address=f"{PLACE}, Ы")
    (tmp_path / "addresses.yaml").write_text("people:\n" + entry(0) + entry(1) + broken, "utf-8")
    client = pages(tmp_path)
    assert posted(client, choice="everybody", who=[]).status_code == 422
    said = text_of(finished(client, posted(client, choice="everybody", who=[], keep_going="yes")))
    assert "Left out p2 :" in said
    assert "2 letters, 2 people" in said


def test_problems_of_people_behind_the_first_lead_back_to_what_was_chosen(tmp_path, home):
    (tmp_path / "addresses.yaml").write_text(
        book_of({"address": f"{PLACE}, Ветрову Илье Сергеевичу, 1990 г. р."}, {"address": LONG}), "utf-8"
    )
    client = pages(tmp_path)
    page = finished(client, posted(client, choice="everybody", who=[], country="FR", own_text="Тайна"))
    assert "Nothing was made" in text_of(page)
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.get_data(True)))
    assert (fields["country"], fields["own_text"], fields["choice"]) == ("FR", "Тайна", "everybody")
    assert not (tmp_path / "out").exists()


def test_a_browser_alone_makes_it_before_it_answers(sample):
    from letters.app.last_choices import LastChoices
    from letters.web.jobs import Jobs

    client = pages(sample, jobs=Jobs(has_threads=False), can_print=False, choices=LastChoices(is_kept=False))
    answer = posted(client)
    page = client.get(answer.location).get_data(True)
    assert "Into the post" in page
    assert "Print from here" not in page
    assert client.post(f"{answer.location}/print", data={"file": "envelopes.pdf"}).status_code == 404
    assert not (sample / "config").exists()


@pytest.fixture
def sent(monkeypatch):
    """What goes to a printer that takes everything."""
    commands = []
    monkeypatch.setattr("letters.store.printers.require_lp", lambda: None)
    monkeypatch.setattr("letters.store.printers.offered_media", lambda _printer: frozenset())
    monkeypatch.setattr("letters.store.printers.send", lambda command: commands.append(command) or "ok")
    return commands


def test_printing_sends_one_page_first(sample, sent):
    client = pages(sample)
    made = posted(client)
    finished(client, made)
    answer = client.post(f"{made.location}/print", data={"file": "envelopes.pdf", "printer": "Laser"})
    page = client.get(answer.location)
    assert "print the other 1 page" in text_of(page)
    client.post(f"{made.location}/print", data={"file": "envelopes.pdf", "printer": "Laser", "rest": "yes"})
    assert [command[command.index("-P") + 1] for command in sent] == ["1", "2"]
    assert all("Laser" in command for command in sent)
    refused = client.post(f"{made.location}/print", data={"file": "../addresses.yaml"})
    assert (refused.status_code, len(sent)) == (404, 2)


def test_printing_goes_on_after_a_paper_jam(sample, sent):
    client = pages(sample)
    made = posted(client)
    finished(client, made)
    jammed = {"file": "letters.pdf", "from_page": "3"}
    answer = client.post(f"{made.location}/print", data=jammed)
    assert 'name="from_page" inputmode="numeric" value="3"' in client.get(answer.location).text
    client.post(f"{made.location}/print", data={**jammed, "rest": "yes"})
    assert [command[command.index("-P") + 1] for command in sent] == ["3", "4"]
    for page in ("0", "5", "x", "²", "9" * 5000):
        answer = client.post(f"{made.location}/print", data={**jammed, "from_page": page})
        assert (answer.status_code, "From page" in re.sub("(?s)<article.*", "", answer.text), len(sent)) == (
            422,
            True,
            2,
        ), page


# --- long work


def held(client, monkeypatch):
    """A run that waits behind its first person until it is let go."""
    import letters.app.drawing as drawing

    begun, go, note = threading.Event(), threading.Event(), drawing._note

    def waiting(*values):
        note(*values)
        begun.set()
        assert go.wait(30)

    monkeypatch.setattr(drawing, "_note", waiting)
    answer = posted(client)
    assert begun.wait(30)
    return answer, go


def test_a_button_pressed_twice_makes_one_run(sample, monkeypatch):
    client = pages(sample)
    answer, go = held(client, monkeypatch)
    assert posted(client).location == answer.location
    assert posted(client, who=["zimin"]).location != answer.location
    go.set()
    assert "Into the post" in finished(client, answer).get_data(True)


def test_a_run_can_be_stopped_and_leaves_the_files_as_they_were(sample, monkeypatch):
    client = pages(sample)
    answer, go = held(client, monkeypatch)
    page = client.get(answer.location).get_data(True)
    assert '<meta http-equiv="refresh"' in page
    assert client.get("/help").status_code == 200
    assert client.get(f"{answer.location}/progress").json["over"] is False
    assert client.post(f"{answer.location}/stop").status_code == 303
    go.set()
    page = text_of(finished(client, answer))
    assert "Stopped after 1 of 2 people; the files are as they were before." in page
    assert not (sample / "out").exists()


@pytest.mark.slow
def test_other_pages_answer_while_five_hundred_are_made(tmp_path, home):
    write_book(tmp_path / "addresses.yaml", 500)
    client = pages(tmp_path)
    answer = posted(client, choice="everybody", who=[])
    answered = 0
    while not client.get(f"{answer.location}/progress").json["over"]:
        assert client.get("/help").status_code == 200
        answered += 1
    assert answered > 5
    assert len(json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["people"]) == 500


# --- a real browser


@pytest.mark.slow
def test_an_evening_in_a_browser(tmp_path, monkeypatch):
    """By script and by keyboard, at a desk and on a phone, in the dark, and with forms alone."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    shutil.copy(ROOT / "addresses.yaml", tmp_path)
    with served(tmp_path) as address, browser("chrome", tmp_path / "profile") as page:
        root = address.partition("?")[0]
        page.fresh()
        page.size(DESK)
        page.go(address)
        page.go(f"{root}tonight")
        page.click("#who-zimin")
        page.choose("#country", "DE")
        page.choose("#envelope", "DL")
        page.wait("#look img")
        assert "RUSSLAND" in page.text("#look")
        assert page.axe() == []
        page.size(PHONE)
        assert page.run("document.documentElement.scrollWidth") <= PHONE[0]
        page.run("document.querySelector('button[value=make]').focus()")
        page.press("Enter")
        page.wait("article")
        assert page.axe() == []
        assert page.run("document.documentElement.scrollWidth") <= PHONE[0]
        page.click("form[action$=posted] button", leaves=True)
        assert "1 letter stands in the ledger" in page.text(".good")
        page.fresh(dark=True)
        page.go(f"{root}tonight?who=batsenin")
        page.wait("#look img")
        assert page.axe() == []
        page.fresh(scripts=False)
        page.go(f"{root}tonight?who=batsenin")
        page.run("document.querySelector('button[value=show]').click()")
        until(page, "document.querySelectorAll('#look img').length === 3")
        page.run("document.querySelector('button[value=make]').click()")
        until(page, "document.querySelectorAll('article').length === 4")


def until(page, expression):
    """Wait for what comes without scripts."""
    for _ in range(100):
        try:
            if page.run(expression):
                return
        except AssertionError:  # between two pages
            pass
        time.sleep(0.2)
    raise AssertionError(expression)

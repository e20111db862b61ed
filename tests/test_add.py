"""Knows how people get into the book with `add`: pages are read, shown with all doubts, and written when agreed."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import pytest
import yaml

from letters.cli import add, main
from letters.store.book import read_book

PAGES = Path(__file__).parent / "cases" / "pages"
SAMPLE = (Path(__file__).parent.parent / "addresses.yaml").read_text("utf-8")
BOOK = {row["id"]: row for row in yaml.safe_load(SAMPLE)["people"]}
TODAY = date(2026, 11, 22)
PLACE = "644009, Омская область, г. Омск, ул. 10 лет Октября, д. {}, ФКУ ИК-7 УФСИН России по Омской области"
LINE = f"{PLACE.format(176)}, Соколову Захару Петровичу, 1984 г. р."
MOVED = f"{PLACE.format(5)}, Соколову Захару Петровичу, 1984 г. р."

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """`say("add", "page.txt")` in a folder of its own -> exit code, output, messages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(add, "date", type("day", (date,), {"today": classmethod(lambda _: TODAY)}))

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["add", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8", newline="")
    return path


# --- the published pages


def test_published_pages_give_the_records_of_the_book(say, tmp_path):
    for person in BOOK:
        assert say(str(PAGES / f"{person}.txt"), "--book", "new.yaml", "--case", BOOK[person]["case"])[0] == 0
    written = yaml.safe_load((tmp_path / "new.yaml").read_text("utf-8"))["people"]
    assert [row.pop("verified") for row in written] == [TODAY, TODAY]
    assert [row.pop("about") for row in written] == [
        {"en": "A medical student from Buryatia."},
        {"en": "A resident of Khabarovsk."},
    ]
    assert written == [{key: value for key, value in row.items() if key != "about"} for row in BOOK.values()]
    assert not [problem for problem in read_book(tmp_path / "new.yaml").problems if problem.level == "error"]


def test_published_pages_change_nothing_but_the_day_of_the_book(say, tmp_path):
    book = write(tmp_path / "addresses.yaml", SAMPLE)
    for person in BOOK:
        code, printed, said = say(str(PAGES / f"{person}.txt"))
        assert (code, said) == (0, "")
        assert f"Changes in addresses.yaml: {person}\n  + verified: 2026-11-22\n" in printed
    noted = book.read_text("utf-8")
    assert noted.replace("    verified: 2026-11-22\n", "") == SAMPLE
    code, printed, said = say(*(str(PAGES / f"{person}.txt") for person in BOOK))
    assert (code, said, book.read_text("utf-8")) == (0, "Nothing was written.\n", noted)
    assert "Nothing new for addresses.yaml: zimin" in printed


# --- the command


def test_dry_run_and_json_write_nothing(say, tmp_path):
    write(tmp_path / "page.txt", LINE)
    for options in (["--dry-run"], ["--json"], ["--json", "--dry-run"], ["--dry-run", "--yes"]):
        code, _, _ = say("page.txt", *options)
        assert (code, [path.name for path in tmp_path.iterdir()]) == (0, ["page.txt"])


def test_json_says_everything(say, tmp_path):
    code, printed, _ = say(
        str(PAGES / "russian.txt"), "--json", "--yes", "--case", "https://example.org/v", "--id", "polya"
    )
    found = json.loads(printed)
    assert (code, found["action"], found["written"]) == (0, "new", True)
    assert (found["name"], found["dative"], found["born"]) == (
        "Ветрова Пелагея Ильинична",
        "Ветровой Пелагее Ильиничне",
        1991,
    )
    assert (found["record"]["id"], found["record"]["case"]) == ("polya", "https://example.org/v")
    assert found["services"][3] == {
        "id": "rosuznik",
        "payment": "оплата российскими картами",
        "usual": "free of charge",
    }
    assert "Пелагея просит не присылать посылки" in found["not_understood"]
    assert all(set(warning) == {"kind", "where", "what", "hint"} for warning in found["warnings"])
    assert [warning["what"] for warning in found["warnings"]][1:] == [
        "`about` is a draft from the headings of the page."
    ]
    assert "id: polya" in (tmp_path / "addresses.yaml").read_text("utf-8")


def test_review_shows_record_doubts_and_rest(say):
    _, printed, said = say(str(PAGES / "saved.html"), "--dry-run")
    rows = [
        "name            Соколов Захар Петрович",
        "on the envelope Соколову Захару Петровичу",
        "born            1984",
        "services        zt (free of charge)",
        "not understood  «© Example»",
        "New in addresses.yaml: sokolov",
        f"    address: {LINE}",
    ]
    assert [row for row in rows if row not in printed.splitlines()] == []
    assert "note: saved.html: zt: the page says «free of charge»" in said


def test_review_shows_a_diff(say, tmp_path):
    write(tmp_path / "addresses.yaml", f"people:\n  - id: zahar\n    address: {LINE}\n    verified: 2026-10-01\n")
    write(tmp_path / "page.txt", MOVED)
    _, printed, said = say("page.txt", "--dry-run", "--id", "other")
    rows = (
        f"  - address: {LINE}\n  + address: {MOVED}\n",
        f"  + history: address: {LINE}, until: 2026-11-22\n",
        "  - verified: 2026-10-01\n  + verified: 2026-11-22\n",
    )
    assert [row for row in rows if row not in printed] == []
    assert "page.txt (zahar): this person is in the book as «zahar»; the id stays." in said


def test_an_id_of_somebody_else_is_refused(say, tmp_path):
    write(tmp_path / "addresses.yaml", f"people:\n  - id: b\n    address: {LINE}\n")
    write(tmp_path / "page.txt", LINE.replace("Захару", "Ивану"))
    code, _, said = say("page.txt", "--id", "b")
    assert code == 1
    assert "page.txt: the id «b» belongs to somebody else in addresses.yaml." in said
    code, _, said = say("page.txt", "--id", "B")
    assert (code, "the id «B» cannot be told from «b» in addresses.yaml." in said) == (1, True)


def test_what_the_page_lacks_can_be_said(say, tmp_path):
    write(tmp_path / "page.txt", f"{PLACE.format(1)}, Яровой Анне Петровне")
    code, _, said = say("page.txt")
    assert (code, "--name." in said, "--born 1990, or --born unknown" in said, "`name:`" in said) == (
        1,
        True,
        True,
        False,
    )
    assert say("page.txt", "--name", "Яровая Анна Петровна", "--born", "unknown")[0] == 0
    written = yaml.safe_load((tmp_path / "addresses.yaml").read_text("utf-8"))["people"][0]
    assert (written["id"], written["name"], written["born"]) == ("yarovaya", "Яровая Анна Петровна", "unknown")


EXITS = [
    (["nothing.txt"], 3, "nothing.txt: there is no such file."),
    (["page.txt", "--book", "no/such/folder.yaml"], 3, "cannot be written"),
    (["page.txt", "--which", "2"], 2, "--which 2: this page has 1 address. Leave out --which."),
    (["page.txt", "--which", "0"], 2, "--which"),
    (["two.txt"], 1, "this page has 2 addresses"),
    (["two.txt", "--which", "2"], 0, ""),
    (["nul.txt"], 1, "holds NUL bytes"),
    (["page.txt", "--case", "javascript:alert(1)"], 1, "javascript:alert(1)"),
    (["page.txt", "--id", "../x"], 1, "may hold letters"),
    (["page.txt", "--born", "84"], 1, "must be a year"),
]


@pytest.mark.parametrize(("arguments", "code", "what"), EXITS, ids=[" ".join(row[0]) for row in EXITS])
def test_exit_codes(arguments, code, what, say, tmp_path):
    write(tmp_path / "page.txt", LINE)
    write(tmp_path / "two.txt", f"{LINE}\n\n{MOVED}")
    write(tmp_path / "nul.txt", f"{LINE}\0")
    found, _, said = say(*arguments)
    assert found == code
    assert what in said
    assert (tmp_path / "addresses.yaml").exists() is (code == 0)


# --- several pages

ILYA = f"{PLACE.format(9)}, Лебедеву Илье Львовичу, 1990 г. р."
ANNA = f"{PLACE.format(9)}, Громовой Анне Львовне, 1991 г. р."


def ids(book: Path) -> list[str]:
    return [person["id"] for person in yaml.safe_load(book.read_text("utf-8"))["people"]]


def test_several_files_and_a_folder(say, tmp_path):
    (tmp_path / "pages").mkdir()
    write(tmp_path / "pages" / "b.txt", ILYA)
    write(tmp_path / "pages" / "a.HTML", f"<html><body><p>{ANNA}</p></body></html>")
    write(tmp_path / "pages" / "notes.pdf", "no page")
    write(tmp_path / "one.txt", LINE)
    code, printed, _ = say("one.txt", "pages")
    assert code == 0
    assert printed.endswith(
        "Written to addresses.yaml: sokolov, gromova, lebedev. Next: make_letters.py check --book addresses.yaml\n"
    )
    assert ids(tmp_path / "addresses.yaml") == ["sokolov", "gromova", "lebedev"]


def test_a_page_that_cannot_be_taken_is_named_and_the_others_are_written(say, tmp_path):
    write(tmp_path / "one.txt", LINE)
    write(tmp_path / "two.txt", "Здесь нет адреса.")
    write(tmp_path / "three.txt", f"{PLACE.format(1)}, Яровой Анне Петровне")
    write(tmp_path / "four.txt", f"{ILYA}\n\n{ILYA.replace('д. 9', 'д. 10')}")
    code, printed, said = say("one.txt", "two.txt", "three.txt", "four.txt")
    assert (code, ids(tmp_path / "addresses.yaml")) == (1, ["sokolov"])
    assert "Written to addresses.yaml: sokolov." in printed
    problems = [line.split(":")[0] for line in said.splitlines() if not line.startswith("note")]
    assert list(dict.fromkeys(problems)) == ["two.txt", "four.txt", "three.txt"]


def test_nothing_is_written_when_no_page_can_be_taken(say, tmp_path):
    write(tmp_path / "two.txt", "Здесь нет адреса.")
    code, printed, said = say("two.txt", "two.txt")
    assert (code, printed, [path.name for path in tmp_path.iterdir()]) == (1, "", ["two.txt"])
    assert said.endswith("Nothing was written.\n")


def test_a_text_with_several_people(say, tmp_path):
    write(
        tmp_path / "list.txt", f"A title of the list\n\nhttps://example.org/list\n\n1. {LINE}\n\n2. {ILYA}\n\n{ANNA}\n"
    )
    assert say("list.txt", "--dry-run", "--which", "2")[0] == 0
    code, printed, _ = say("list.txt", "--json", "--yes")
    found = json.loads(printed)
    assert (code, [row["record"]["address"] for row in found]) == (0, [LINE, ILYA, ANNA])
    assert [key for row in found for key in ("case", "about") if key in row["record"]] == []
    assert ids(tmp_path / "addresses.yaml") == ["sokolov", "lebedev", "gromova"]


def test_one_person_on_two_pages(say, tmp_path):
    write(tmp_path / "old.txt", LINE)
    write(tmp_path / "new.txt", MOVED)
    code, _, said = say("old.txt", "new.txt")
    assert (code, "new.txt: «sokolov» is on two of these pages." in said) == (1, True)
    assert LINE in (tmp_path / "addresses.yaml").read_text("utf-8")


@pytest.mark.parametrize("option", ["--case", "--id", "--name", "--born", "--which"])
def test_what_is_said_of_one_person_needs_one_page(option, say, tmp_path):
    write(tmp_path / "one.txt", LINE)
    write(tmp_path / "two.txt", ILYA)
    code, _, said = say("one.txt", "two.txt", option, "1")
    assert (code, f"{option}: is said of one person" in said) == (2, True)
    assert not (tmp_path / "addresses.yaml").exists()


def test_a_folder_without_pages(say, tmp_path):
    (tmp_path / "pages").mkdir()
    code, _, said = say("pages")
    assert (code, "pages: there is no page in this folder" in said) == (3, True)


def test_somebody_who_may_be_there(say, tmp_path):
    write(
        tmp_path / "addresses.yaml",
        f"people:\n  - id: z\n    address: {PLACE.format(1)}, Соколову Захару\n    born: unknown\n",
    )
    write(tmp_path / "page.txt", f"{PLACE.format(2)}, Соколову Захару, 1984 г. р.")
    code, _, said = say("page.txt")
    assert (code, ids(tmp_path / "addresses.yaml")) == (0, ["z", "sokolov"])
    assert "note: page.txt (sokolov): this may be «z» in the book" in said


# --- checked today


def test_ids_are_noted_as_checked_today(say, tmp_path):
    book = write(tmp_path / "addresses.yaml", SAMPLE)
    code, printed, said = say("--checked", "batsenin", "zimin", "batsenin")
    assert (code, printed, said) == (0, "Checked on 2026-11-22: batsenin, zimin.\n", "")
    assert book.read_text("utf-8").replace("    verified: 2026-11-22\n", "") == SAMPLE
    assert {person.verified for person in read_book(book).people} == {TODAY}


def test_who_would_be_noted_as_checked(say, tmp_path):
    book = write(tmp_path / "addresses.yaml", SAMPLE)
    assert say("--checked", "zimin", "--dry-run")[1] == "Would be noted as checked on 2026-11-22: zimin.\n"
    assert book.read_text("utf-8") == SAMPLE
    found = json.loads(say("--checked", "zimin", "--json")[1])
    assert found == {"verified": "2026-11-22", "ids": ["zimin"], "written": True}
    assert book.read_text("utf-8") != SAMPLE


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [([], 2, "--checked: names nobody."), (["zimn", "batsenin"], 2, "has the id «zimn». Did you mean zimin?")],
)
def test_who_cannot_be_noted_as_checked(words, code, what, say, tmp_path):
    book = write(tmp_path / "addresses.yaml", SAMPLE)
    found, _, said = say("--checked", *words)
    assert (found, what in said, book.read_text("utf-8")) == (code, True, SAMPLE)


# --- at a terminal


class Terminal:
    """Standard input that says it is a terminal, and holds a pasted page."""

    def __init__(self, page: str = "") -> None:
        self.buffer = type("bytes", (), {"read": lambda _self, _most: page.encode()})()

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "written"), [(True, True), (False, False)])
def test_a_terminal_is_asked(answer, written, say, tmp_path, monkeypatch):
    questions: list[str] = []
    monkeypatch.setattr(sys, "stdin", Terminal(LINE))
    monkeypatch.setattr(click, "confirm", lambda text, **_: questions.append(text) or answer)
    code, _, said = say()
    assert (code, questions) == (0, ["Write this into addresses.yaml (a new file)?"])
    assert said.startswith("Paste the page, then press Enter and Ctrl-D")
    assert (tmp_path / "addresses.yaml").exists() is written
    assert ("Nothing was written." in said) is not written


def test_a_book_that_changes_while_somebody_reads_the_question(say, tmp_path, monkeypatch):
    """Another person is no matter; the same person is."""
    book = write(tmp_path / "addresses.yaml", SAMPLE)

    def agreeing(entry: str) -> Callable[..., bool]:
        def confirm(*_: object, **__: object) -> bool:
            write(book, book.read_text("utf-8") + entry)
            return True

        return confirm

    monkeypatch.setattr(sys, "stdin", Terminal(LINE))
    monkeypatch.setattr(click, "confirm", agreeing(f"  - id: sokolov\n    address: {ILYA}\n"))
    code, printed, _ = say()
    assert (code, "Written to addresses.yaml: sokolov-zakhar." in printed) == (0, True)
    monkeypatch.setattr(sys, "stdin", Terminal(ANNA))
    monkeypatch.setattr(click, "confirm", agreeing(f"  - id: a\n    address: {ANNA.replace('д. 9', 'д. 1')}\n"))
    code, _, said = say()
    assert (code, "what would be written is not what was shown" in said) == (1, True)
    assert ids(book) == ["zimin", "batsenin", "sokolov", "sokolov-zakhar", "a"]


def test_a_terminal_is_asked_which_address(say, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(click, "prompt", lambda *_, **__: 2)
    monkeypatch.setattr(click, "confirm", lambda *_, **__: True)
    write(tmp_path / "two.txt", f"{LINE}\n\n{MOVED}")
    assert say("two.txt")[0] == 0
    assert MOVED in (tmp_path / "addresses.yaml").read_text("utf-8")


@pytest.mark.parametrize("status", ["held", "released"])
def test_a_terminal_is_asked_what_has_become_of_somebody(status, say, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(click, "prompt", lambda *_, **__: status)
    monkeypatch.setattr(click, "confirm", lambda *_, **__: True)
    write(tmp_path / "page.txt", f"Захар освобождён 12 мая.\n\n{LINE}")
    code, _, said = say("page.txt")
    assert (code, "the page may say that this person was released" in said) == (0, True)
    assert yaml.safe_load((tmp_path / "addresses.yaml").read_text("utf-8"))["people"][0]["status"] == status


def test_through_a_pipe_nobody_is_asked_and_nothing_is_written(say, tmp_path):
    write(tmp_path / "page.txt", f"Захар освобождён 12 мая.\n\n{LINE}")
    code, _, said = say("page.txt")
    assert (code, "--status released" in said, (tmp_path / "addresses.yaml").exists()) == (1, True, False)
    assert say("page.txt", "--status", "held")[0] == 0
    assert (tmp_path / "addresses.yaml").exists()


def test_escape_codes_of_a_page_reach_no_terminal(say, tmp_path):
    write(tmp_path / "page.txt", f"A \x1b[31mred\x1b[0m \u202etitle of a page here\n\n{LINE}\nZT \x1b]0;x\x07 letters")
    _, printed, said = say("page.txt", "--dry-run")
    assert not any(character in printed + said for character in "\x1b\x07\u202e")

"""Knows how a person gets into the book with `add`: the bytes around stay, the file is whole, the user is told."""

import difflib
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import pytest
import yaml

from letters.cli import add, main
from letters.errors import DataError
from letters.store.book import read_book
from letters.store.book.append import plan_addition
from letters.store.book.rewrite import write_addition

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


def put(path: Path, line: str = LINE, **more: object) -> str:
    """Plan and write an address, and give the text of the book."""
    write_addition(plan_addition(path, {"address": line, "status": "held", **more}, TODAY))
    return path.read_bytes().decode("utf-8")


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8", newline="")
    return path


# --- the published pages


def test_published_pages_give_the_records_of_the_book(say, tmp_path):
    for person in BOOK:
        assert say(str(PAGES / f"{person}.txt"), "--book", "new.yaml", "--case", BOOK[person]["case"])[0] == 0
    written = yaml.safe_load((tmp_path / "new.yaml").read_text("utf-8"))["people"]
    assert written == [{key: value for key, value in row.items() if key != "about"} for row in BOOK.values()]
    assert not [problem for problem in read_book(tmp_path / "new.yaml").problems if problem.level == "error"]


def test_published_pages_are_nothing_new_for_the_book(say, tmp_path):
    book = write(tmp_path / "addresses.yaml", SAMPLE)
    for person in BOOK:
        code, printed, said = say(str(PAGES / f"{person}.txt"))
        assert (code, said) == (0, "Nothing was written.\n")
        assert f"Nothing new for addresses.yaml: {person}" in printed
    assert book.read_text("utf-8") == SAMPLE


# --- appending leaves every byte

ENTRY = f"- id: sokolov\n  address: {LINE}\n  status: held\n"


def indented(spaces: int, text: str = ENTRY) -> str:
    return "".join(" " * spaces + line for line in text.splitlines(keepends=True))


OTHER = f"{PLACE.format(9)}, Лебедеву Илье Львовичу, 1990 г. р."
BOOKS = [
    # the book, what is added, what follows
    (SAMPLE, "\n" + indented(2), ""),
    ("", "people:\n" + indented(2), ""),
    ("sender:\n  country: DE\n", "\npeople:\n" + indented(2), ""),
    ("people:\n", indented(2), ""),
    ("people:   # nobody yet\n", indented(2), ""),
    ("people:\n", indented(2), "sender:\n  country: DE\n"),
    (f"people:\n- id: a\n  address: {OTHER}\n", "\n" + indented(0), ""),
    (f"people:\n- id: a\n  address: {OTHER}", "\n\n" + indented(0), ""),
    (f"people:\n    - id: a\n      address: {OTHER}\n# the end\n\n", indented(4), ""),
    (
        f"people:\n  - id: a\n    address: {OTHER} # x\n",
        "\n" + indented(2),
        "# of the sender\n\nsender: {country: DE}\n",
    ),
    (
        f"people:\n  - id: a\n    address: '{OTHER}'\n  - id: b\n    status: died\n    address: \"{OTHER}\"\n",
        indented(2),
        "",
    ),
]


@pytest.mark.parametrize(("before", "added", "after"), BOOKS, ids=range(len(BOOKS)))
def test_appending_leaves_every_byte(before, added, after, tmp_path):
    assert put(write(tmp_path / "book.yaml", before + after)) == before + added + after


def test_windows_line_ends_and_byte_order_mark_stay(tmp_path):
    before = "\ufeff" + SAMPLE.replace("\n", "\r\n")
    text = put(write(tmp_path / "book.yaml", before))
    assert text == before + ("\n" + indented(2)).replace("\n", "\r\n")


def test_a_draft_of_about_is_marked(tmp_path):
    text = put(tmp_path / "book.yaml", about={"en": "He mends radios: old ones, # and new ones."})
    assert "    about:  # a draft from the case page: read it, then delete this remark\n" in text
    assert read_book(tmp_path / "book.yaml").problems == ()


@pytest.mark.parametrize("ids", [[], ["sokolov"], ["sokolov", "sokolov-zakhar", "sokolov-zakhar-1984"]])
def test_ids_are_the_surname_in_latin_letters_and_unique(ids, tmp_path):
    people = "".join(f"  - id: {name}\n    address: {OTHER}\n    born: {1950 + n}\n" for n, name in enumerate(ids))
    text = put(write(tmp_path / "book.yaml", f"people:\n{people}"))
    expected = ["sokolov", "sokolov-zakhar", "sokolov-zakhar-1984", "sokolov-zakhar-2"]
    assert [row["id"] for row in yaml.safe_load(text)["people"]] == [*ids, expected[len(ids)]]


# --- the same person again

OLD = f"""\
# the book
people:
  - id: zahar        # our friend
    # Anna looked
    address: "{LINE}"   # from the page
    name: Соколов Захар Петрович

    verified: 2026-10-01   # by Anna
    services: [ zt,   f-pismo ] # two
    tip: {{en: 'Old tip'}}
    about:
        en: |
          He mends
          radios.
    # ends here

  - id: b
    address: {OTHER}
"""


def changed(before: str, after: str) -> list[str]:
    """The lines that are only in one of the two."""
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_a_new_address_keeps_the_old_one_with_its_date(tmp_path):
    book = write(tmp_path / "book.yaml", OLD)
    assert changed(OLD, put(book, MOVED)) == [
        f'-     address: "{LINE}"   # from the page',
        f'+     address: "{MOVED}"     # from the page',
        "+     history:",
        f"+         - address: {LINE}",
        "+           until: 2026-11-22",
    ]
    person = next(iter(read_book(book).people))
    assert (person.id, person.published, person.verified) == ("zahar", MOVED, None)


def test_a_change_in_the_last_line_of_a_book_without_its_end(tmp_path):
    book = write(tmp_path / "book.yaml", f"people:\n- id: a\n  address: {LINE}")
    history = f"  history:\n    - address: {LINE}\n      until: 2026-11-22\n"
    assert put(book, MOVED) == f"people:\n- id: a\n  address: {MOVED}\n{history}"


def test_a_person_in_braces_is_changed_too(tmp_path):
    book = write(tmp_path / "book.yaml", f'people:\n- {{id: a, address: "{LINE}"}} # x\n- id: b\n  address: {OTHER}\n')
    people = yaml.safe_load(put(book, MOVED))["people"]
    assert [people[0]["address"], people[0]["history"][0]["address"], people[1]["address"]] == [MOVED, LINE, OTHER]
    assert "# x" in book.read_text("utf-8")


def test_a_second_move_is_added_to_the_history(tmp_path):
    book = write(tmp_path / "book.yaml", OLD)
    put(book, MOVED)
    text = put(book, LINE)
    history = yaml.safe_load(text)["people"][0]["history"]
    assert [row["address"] for row in history] == [LINE, MOVED]


def test_checked_again_after_the_move_counts(tmp_path):
    book = write(
        tmp_path / "book.yaml", put(write(tmp_path / "a.yaml", OLD), MOVED).replace("2026-10-01", "2026-11-22")
    )
    assert next(iter(read_book(book).people)).verified == TODAY


UPDATES = [
    # what the page says, which fields change
    ({}, []),
    ({"services": ["f-pismo", "zt"]}, []),
    ({"services": ["zt"]}, ["services"]),
    ({"tip": {"en": "Old tip"}}, []),
    ({"tip": {"ru": "Совет"}}, ["tip"]),
    ({"about": {"en": "Something else"}}, []),
    ({"name": "Соколов Захар Петрович"}, []),
    ({"case": "https://example.org/x"}, ["case"]),
    ({"english": "Zakhar Petrovich Sokolov (born 1984), Omsk, 644009, Russia."}, ["english"]),
]


@pytest.mark.parametrize(("more", "fields"), UPDATES, ids=range(len(UPDATES)))
def test_only_what_is_other_changes(more, fields, tmp_path):
    book = write(tmp_path / "book.yaml", OLD)
    addition = plan_addition(book, {"address": LINE.replace(" ", "  "), **more}, TODAY)
    assert ([change.field for change in addition.changes], addition.id) == (fields, "zahar")
    write_addition(addition)
    assert (book.read_text("utf-8") == OLD) is not fields or bool(fields)


def test_what_people_wrote_wins_unless_the_command_says_otherwise(tmp_path):
    book = write(tmp_path / "book.yaml", OLD.replace("    name:", "    case: https://example.org/a\n    name:"))
    record = {"address": LINE, "case": "https://example.org/b"}
    assert plan_addition(book, record, TODAY).kind == "same"
    assert [change.field for change in plan_addition(book, record, TODAY, None, ["case"]).changes] == ["case"]


SAME = [
    # how the person stands in the book, whether it is the same
    (f"address: {LINE}", True),
    (f"address: {LINE.replace('1984', '1985')}", False),
    (f"address: {LINE.replace('Захару', 'Ивану')}", False),
    (f"address: {LINE.replace('Соколову Захару Петровичу', 'Соколов Захар Петрович')}", True),
    (f"address: {LINE.replace('Соколову Захару Петровичу', 'Захару Петровичу Соколову')}", True),
    ("address: Адрес уточняется. Соколову Захару Петровичу, 1984 г. р.\n    status: unknown", True),
    ("address: unknown\n    name: Соколов Захар Петрович\n    born: 1984\n    status: unknown", True),
    ("address: unknown\n    name: Соколов Захар Петрович\n    status: unknown", True),
    ("address: unknown\n    name: Соколов Захар Петрович\n    born: 1990\n    status: unknown", False),
]


@pytest.mark.parametrize(("lines", "is_same"), SAME, ids=range(len(SAME)))
def test_who_is_the_same_person(lines, is_same, tmp_path):
    book = write(tmp_path / "book.yaml", f"people:\n  - id: a\n    {lines}\n")
    assert (plan_addition(book, {"address": LINE, "status": "held"}, TODAY).id == "a") is is_same


STATUSES = [("unknown", "held"), ("moved", "held"), ("died", "died"), ("released", "released")]


@pytest.mark.parametrize(("before", "after"), STATUSES)
def test_an_address_makes_held_again_only_who_was_lost(before, after, tmp_path):
    book = write(tmp_path / "book.yaml", f"people:\n  - id: a\n    address: {LINE}\n    status: {before}\n")
    addition = plan_addition(book, {"address": MOVED, "status": "held"}, TODAY)
    assert addition.record["status"] == after
    assert any("no envelope" in problem.what for problem in addition.warnings) is (after != "held")


# --- the file is whole or as it was


def test_a_book_changed_meanwhile_is_not_overwritten(tmp_path):
    book = write(tmp_path / "book.yaml", SAMPLE)
    addition = plan_addition(book, {"address": LINE}, TODAY)
    write(book, SAMPLE + "# more\n")
    with pytest.raises(DataError, match="changed the book meanwhile"):
        write_addition(addition)
    assert book.read_text("utf-8") == SAMPLE + "# more\n"


def test_a_failing_rename_leaves_the_book_and_nothing_beside_it(say, tmp_path, monkeypatch):
    write(tmp_path / "addresses.yaml", SAMPLE)
    write(tmp_path / "page.txt", LINE)
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    code, _, said = say("page.txt")
    assert code == 3
    assert "addresses.yaml: cannot be written: No space left on device. The book is as it was." in said
    assert (tmp_path / "addresses.yaml").read_text("utf-8") == SAMPLE
    assert sorted(os.listdir(tmp_path)) == ["addresses.yaml", "page.txt"]  # noqa: PTH208  names only


def test_a_link_to_the_book_stays_a_link_and_rights_stay(tmp_path):
    book = write(tmp_path / "book.yaml", SAMPLE)
    book.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(book)
    put(link)
    assert link.is_symlink()
    assert book.stat().st_mode & 0o777 == 0o640
    assert "sokolov" in book.read_text("utf-8")


BROKEN = [
    (json.dumps({"people": [{"id": "a", "address": OTHER}]}), "not written with dashes"),
    ("people: []\n", "something else than a list"),
    (f"people:\n  - id: a\n    address: {OTHER}\n...\n", "cannot be put into the book without touching others"),
    ("people:\n  - id: 'a\n", "never closed"),
    ("people:\n\t- id: a\n", "tab"),
    ("a\0b", "is not a text file"),
]


@pytest.mark.parametrize(("text", "what"), BROKEN, ids=range(len(BROKEN)))
def test_a_book_that_cannot_be_added_to_stays_as_it_is(text, what, say, tmp_path):
    book = write(tmp_path / "addresses.yaml", text)
    write(tmp_path / "page.txt", LINE)
    code, _, said = say("page.txt")
    assert (code, book.read_text("utf-8")) == (1, text)
    assert what in said


def test_problems_of_other_people_do_not_stop_an_addition(tmp_path):
    book = write(tmp_path / "book.yaml", "people:\n  - id: a\n    address: nowhere\n    colour: red\n")
    assert put(book).endswith(indented(2))


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
    write(tmp_path / "addresses.yaml", OLD)
    write(tmp_path / "page.txt", MOVED)
    _, printed, _ = say("page.txt", "--dry-run", "--id", "other")
    assert f"  - address: {LINE}\n  + address: {MOVED}\n  + history: address: {LINE}, until: 2026-11-22\n" in printed


def test_an_id_of_somebody_else_is_refused(say, tmp_path):
    write(tmp_path / "addresses.yaml", OLD)
    write(tmp_path / "page.txt", LINE.replace("Захару", "Ивану"))
    code, _, said = say("page.txt", "--id", "b")
    assert code == 1
    assert "the id «b» belongs to somebody else in addresses.yaml." in said


def test_what_the_page_lacks_can_be_said(say, tmp_path):
    write(tmp_path / "page.txt", f"{PLACE.format(1)}, Яровой Анне Петровне")
    code, _, said = say("page.txt")
    assert (code, "--name and --born" in said) == (1, True)
    assert say("page.txt", "--name", "Яровая Анна Петровна", "--born", "unknown")[0] == 0
    written = yaml.safe_load((tmp_path / "addresses.yaml").read_text("utf-8"))["people"][0]
    assert (written["id"], written["name"], written["born"]) == ("yarovaya", "Яровая Анна Петровна", "unknown")


EXITS = [
    (["nothing.txt"], 3, "nothing.txt: there is no such file."),
    (["."], 3, "cannot be read"),
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


def test_a_terminal_is_asked_which_address(say, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(click, "prompt", lambda *_, **__: 2)
    monkeypatch.setattr(click, "confirm", lambda *_, **__: True)
    write(tmp_path / "two.txt", f"{LINE}\n\n{MOVED}")
    assert say("two.txt")[0] == 0
    assert MOVED in (tmp_path / "addresses.yaml").read_text("utf-8")


def test_escape_codes_of_a_page_reach_no_terminal(say, tmp_path):
    write(tmp_path / "page.txt", f"A \x1b[31mred\x1b[0m \u202etitle of a page here\n\n{LINE}\nZT \x1b]0;x\x07 letters")
    _, printed, said = say("page.txt", "--dry-run")
    assert not any(character in printed + said for character in "\x1b\x07\u202e")

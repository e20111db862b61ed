"""The ledger: what is noted, taken back, merged and counted; files that are none; kills and races."""

import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.app.ledger import names_of_sender
from letters.app.letters_so_far import read_report
from letters.app.make import make, make_groups
from letters.errors import DataError, FileError
from letters.model import Sender
from letters.store.book import read_book
from letters.store.ledger import (
    Event,
    Namesakes,
    acts_in_force,
    event_fault,
    events_in_force,
    merge_ledgers,
    new_mark,
    read_events,
    schema,
    tally,
    writing,
)
from letters.store.ledger import file as ledger_file
from tests.conftest import Say, Tell, asked
from tests.pdf import read
from tests.rows import rows

ROOT = Path(__file__).parent.parent
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="rights, links and limits of a POSIX system")
LINE = "663180, Красноярский край, г. Выдуманск, ул. Степная, д. 11, ФКУ ИК-31 ГУФСИН России по Красноярскому краю, {}"
PEOPLE = {
    "kopytov": "Копытову Льву Ильичу, 1970 г. р.",
    "shchukina": "Щукиной Яне Юрьевне, 1980 г. р.",
    "zhukova": "Жуковой Анне Павловне, 1975 г. р.",
}
SENDER = {"country": "DE", "return_address": "Annegret Mustermann\nMusterstraße 17\n10115 Berlin"}
YESTERDAY = date.today() - timedelta(days=1)


def friends(folder: Path, **changes: dict[str, Any]) -> Path:
    """A book with three invented people."""
    rows = [{"id": name, "address": LINE.format(text), **changes.get(name, {})} for name, text in PEOPLE.items()]
    path = folder / "book.yaml"
    path.write_text(yaml.safe_dump({"sender": SENDER, "people": rows}, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def event(name: str = "Копытов Лев Ильич", born: int | None = 1970, **values: Any) -> Event:
    """A letter that was posted, but for what is said."""
    return Event(
        **{"id": new_mark(), "act": new_mark(), "day": "2026-11-22", "kind": "posted", "name": name} | values
    )._replace(born=values.get("born", born))


def written(path: Path, *events: Event) -> Path:
    """A ledger with these events, an act each unless they say otherwise."""
    with writing(path) as ledger:
        ledger.append(events)
    return path


# --- what may stand in it


FAULTS = [
    # changes of a sound event, the field that is wrong
    ({}, None),
    ({"name": "Zimin Dmitry"}, "name"),
    ({"name": "Анна"}, "name"),
    ({"name": "Копытов Лев\nАнна"}, "name"),
    ({"name": None}, "name"),
    ({"day": "2026-02-30"}, "day"),
    ({"day": "22.11.2026"}, "day"),
    ({"born": 1066}, "born"),
    ({"occasion": "x" * 61}, "occasion"),
    ({"occasion": "two\nlines"}, "occasion"),
    ({"occasion": "New Year"}, None),
    ({"way": "by Anna"}, "way"),
    ({"way": "f-pismo"}, None),
    ({"kind": "wrote"}, "kind"),
    ({"kind": "returned"}, "reason"),
    ({"kind": "returned", "reason": "moved"}, None),
    ({"reason": "moved"}, "reason"),
    ({"run": "Anna"}, "run"),
    ({"id": "1"}, "id"),
    ({"undoes": "0" * 32}, "undoes"),
    ({"kind": "undo", "name": None, "born": None, "undoes": "0" * 32}, None),
    ({"kind": "undo", "undoes": "0" * 32}, "name"),
]


@rows(("changes", "field"), FAULTS, ids=str)
def test_what_an_event_may_hold(changes: dict[str, Any], field: str | None, tmp_path: Path) -> None:
    """The program says so, and the file itself takes nothing else."""
    one = event()._replace(**changes)
    assert event_fault(one) == field
    if field is None:
        written(tmp_path / "ledger.db", one)
        assert read_events(tmp_path / "ledger.db") == (one,)
    elif field != "name" or one.name is None:  # which alphabet a name is in only the program knows
        with pytest.raises(FileError):
            written(tmp_path / "ledger.db", one)
        assert read_events(tmp_path / "ledger.db") == ()


def test_no_column_could_name_a_writer() -> None:
    columns = ("id", "act", "day", "kind", "name", "born", "occasion", "way", "reason", "run", "undoes")
    assert Event._fields == columns  # docs/privacy.md explains each


def test_it_only_grows(tmp_path: Path) -> None:
    path = written(tmp_path / "ledger.db", event())
    with sqlite3.connect(path) as connection:
        for order in ("DELETE FROM event", "UPDATE event SET day = '2026-01-01'", "DELETE FROM here"):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                connection.execute(order)
    connection.close()


@on_posix
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "ledger.db", event())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["ledger.db"]


SENDER_WORDS = [
    # an occasion, the word in it that names who sends
    ("New Year", None),
    ("from Annegret", "Annegret"),
    ("вечер Аннегрет", "Аннегрет"),
    ("открытки от Анны", "Анны"),
    ("Mustermann’s birthday", "Mustermann"),
    ("Berlin evening", None),  # a town is nobody
    ("Andreas market", None),
]


@pytest.mark.parametrize(("text", "word"), SENDER_WORDS)
def test_an_occasion_names_no_writer(text: str, word: str | None) -> None:
    names = (("Annegret", "Аннегрет"), ("Anna", "Анна"))
    sender = Sender("DE", ("Annegret Mustermann", "10115 Berlin"), (), names)
    assert names_of_sender(text, sender) == word


# --- undo


def undo(one: Event, **values: Any) -> Event:
    return Event(new_mark(), new_mark(), "2026-11-23", "undo", undoes=one.act, **values)


def test_an_undo_of_an_undo_counts_the_letter_again() -> None:
    letter = event()
    first = undo(letter)
    second, third = undo(first), undo(undo(first))
    assert acts_in_force([letter, first]) == {first.act}
    assert acts_in_force([letter, first, second]) == {letter.act, second.act}
    assert letter.act not in acts_in_force([letter, first, third])


def test_undos_in_a_ring_count_for_nothing() -> None:
    one, other = new_mark(), new_mark()
    letter = event()
    ring = [
        Event(new_mark(), one, "2026-11-23", "undo", undoes=other),
        Event(new_mark(), other, "2026-11-23", "undo", undoes=one),
        Event(new_mark(), other, "2026-11-23", "undo", undoes=letter.act),
    ]
    assert list(events_in_force([letter, *ring])) == [letter]


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Letters to a few people, and undos of what was before."""
    people = (
        ("Копытов Лев Ильич", 1970),
        ("Щукина Яна Юрьевна", 1980),
        ("Семёнова Анна", None),
        ("Семенова Анна", 1990),
    )
    events: list[Event] = []
    for _ in range(draw(st.integers(0, 14))):
        mark = f"{draw(st.integers(0, 16**8)) * 16 + len(events):032x}"  # no two the same
        day = f"2026-{draw(st.integers(1, 12)):02}-{draw(st.integers(1, 28)):02}"
        if events and draw(st.booleans()):
            target = draw(st.sampled_from(events)).act
            events.append(Event(mark, mark, day, "undo", undoes=target))
        else:
            name, born = draw(st.sampled_from(people))
            kind = draw(st.sampled_from(["posted", "posted", "answered", "returned"]))
            reason = "moved" if kind == "returned" else None
            events.append(Event(mark, mark, day, kind, name, born, reason=reason))
    return events


@given(histories())
def test_an_act_counts_if_nothing_that_counts_takes_it_back(events: list[Event]) -> None:
    """Said the other way round, one by one from the last to the first: nobody takes back what comes later."""
    valid: set[str] = set()
    for one in reversed(events):
        if not any(later.undoes == one.act and later.act in valid for later in events):
            valid.add(one.act)
    assert acts_in_force(events) == valid


@given(histories())
def test_the_tally_is_a_naive_count(events: list[Event]) -> None:
    valid = [one for one in events if one.undoes is None and one.act in acts_in_force(events)]
    names = Namesakes((one.name or "", one.born) for one in valid)
    found = tally(events_in_force(events), names)
    counts = Counter((names.key(str(one.name), one.born), one.kind) for one in valid)
    for key, one in found.items():
        assert (len(one.letters), len(one.answers), len(one.returns)) == tuple(
            counts[key, kind] for kind in ("posted", "answered", "returned")
        )
        assert one.last == max(
            (e.day for e in valid if e.kind == "posted" and names.key(str(e.name), e.born) == key), default=None
        )
    assert sum(len(one.letters) for one in found.values()) == sum(one.kind == "posted" for one in valid)


SAME = [
    # two spellings, whether they are one person
    (("Семёнова Анна", 1990), ("Семенова Анна", 1990), True),
    (("Петров-Водкин Кузьма", 1990), ("Петров Водкин Кузьма", 1990), True),
    (("Копытов Лев", 1970), ("Копытов Лев", None), True),
    (("Копытов Лев", 1970), ("Копытов Лев", 1971), False),
    (("Копытов Лев", 1970), ("Копытов Глеб", 1970), False),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_who_is_one_person(one: tuple[str, int | None], other: tuple[str, int | None], same: bool) -> None:
    names = Namesakes((one, other))
    assert (names.key(*one) == names.key(*other)) is same


def test_one_without_a_year_is_nobody_of_several() -> None:
    names = Namesakes((("Копытов Лев", 1970), ("Копытов Лев", 1980), ("Копытов Лев", None)))
    assert names.key("Копытов Лев", None).born is None


# --- merge


def merged(target: Path, other: Path) -> Path:
    merge_ledgers(target, other, lambda _: None, lambda done, total: None)
    return target


PARTS = st.lists(st.lists(st.integers(0, 11), max_size=6), min_size=3, max_size=3)


@settings(max_examples=2)
@given(PARTS, histories())
def test_merging_in_any_order_and_twice_gives_the_same(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[int]], events: list[Event]
) -> None:
    check_merging(tmp_path_factory.mktemp("merge"), parts, events)


@pytest.mark.slow
@settings(max_examples=60)
@given(PARTS, histories())
def test_merging_many_ledgers(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[int]], events: list[Event]
) -> None:
    check_merging(tmp_path_factory.mktemp("merge"), parts, events)


def check_merging(folder: Path, parts: list[list[int]], events: list[Event]) -> None:
    """Three ledgers that share some events."""
    for name, places in zip("abc", parts, strict=True):
        written(folder / f"{name}.db", *(events[place] for place in dict.fromkeys(places) if place < len(events)))

    def joined(order: str) -> set[Event]:
        target = folder / f"{len(list(folder.iterdir()))}.db"
        for name in order:
            merged(target, folder / f"{name}.db")
        return set(read_events(target))

    expected = {one for name in "abc" for one in read_events(folder / f"{name}.db")}
    assert joined("abc") == joined("cba") == joined("bacab") == expected
    left, right = merged(merged(folder / "l.db", folder / "a.db"), folder / "b.db"), folder / "r.db"
    merged(merged(right, folder / "b.db"), folder / "c.db")
    assert set(read_events(merged(left, folder / "c.db"))) == set(read_events(merged(right, folder / "a.db")))


def test_undo_takes_back_what_was_noted_here_and_nothing_that_came_from_elsewhere(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    written(tmp_path / "other.db", event("Щукина Яна Юрьевна", 1980))
    assert say("ledger", "posted", "kopytov", "--book", path)[0] == 0
    assert say("ledger", "merge", tmp_path / "other.db", "--book", path)[0] == 0
    assert say("ledger", "undo", "--book", path)[0] == 0
    report = read_report(path)
    assert {row.name: row.letters for row in report.people} == {"Щукина Яна Юрьевна": 1}
    assert say("ledger", "undo", "--book", path)[0] == 1


def test_one_person_in_the_book_twice_is_shown(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path, zhukova={"address": LINE.format("Копытову Льву Ильичу, 1970 г. р.")})
    written(tmp_path / "other.db", event())
    _, _, said = say("ledger", "merge", tmp_path / "other.db", "--book", path)
    assert any("one person is in the book as kopytov and zhukova" in line for line in said)
    _, printed, _ = say("ledger", "--book", path)
    assert "Копытов Лев Ильич is in the book 2 times: kopytov, zhukova." in printed


def raw(path: Path, *rows: tuple[Any, ...], version: int = 1) -> Path:
    """A file that looks like a ledger and holds what no program of ours writes."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE event (id, act, day, kind, name, born, occasion, way, reason, run, undoes)")
        connection.executemany("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION}")
    connection.close()
    return path


def test_what_a_stranger_made_look_like_a_ledger_is_refused(tmp_path: Path) -> None:
    """Other tables, views and triggers under the mark of this program are never carried out."""
    hostile = raw(tmp_path / "hostile.db", ("1",) * 11)
    with pytest.raises(FileError, match="another program"):
        merged(tmp_path / "ledger.db", hostile)
    sound = written(tmp_path / "sound.db", event())
    with sqlite3.connect(sound) as connection:
        connection.execute("CREATE TRIGGER x AFTER INSERT ON event BEGIN SELECT 1; END")
    connection.close()
    with pytest.raises(FileError, match="another program"):
        merged(tmp_path / "ledger.db", sound)
    assert not (tmp_path / "ledger.db").exists()


def test_a_name_in_latin_letters_in_another_ledger_is_refused(tmp_path: Path) -> None:
    """SQLite does not know alphabets; nothing is taken over."""
    other = written(tmp_path / "other.db", event(), event("Anna Mustermann"))
    with pytest.raises(DataError, match="`name`"):
        merged(tmp_path / "ledger.db", other)
    assert not (tmp_path / "ledger.db").exists()


def test_an_event_that_was_changed_is_refused(tmp_path: Path) -> None:
    one = event()
    path = written(tmp_path / "ledger.db", one)
    other = written(tmp_path / "other.db", event(), one._replace(day="2026-11-01"))
    with pytest.raises(DataError, match="something else there than here"):
        merged(path, other)
    assert read_events(path) == (one,)


def test_an_occasion_of_another_group_with_a_name_of_our_sender(tmp_path: Path, say: Say) -> None:
    written(tmp_path / "other.db", event(occasion="Evening at Mustermann"))
    code, _, said = say("ledger", "merge", tmp_path / "other.db", "--book", friends(tmp_path))
    assert (code, (tmp_path / "ledger.db").exists()) == (1, False) or read_events(tmp_path / "ledger.db") == ()
    assert "holds a name of the sender" in said[0]


def test_an_event_of_the_future_is_refused(tmp_path: Path, say: Say) -> None:
    """Nobody would be chosen before that day."""
    days = [date.today() + timedelta(days=ahead) for ahead in (1, 3)]
    path = friends(tmp_path)
    for day, code in zip(days, (0, 1), strict=True):
        other = written(tmp_path / f"{day}.db", event(day=str(day)))
        assert say("ledger", "merge", other, "--book", path)[0] == code


# --- the commands


def test_a_run_is_noted_once(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    make(asked(path, tmp_path / "out", today=YESTERDAY, only=("envelopes",), who=("kopytov", "zhukova", "zhukova")))
    order = ("ledger", "posted", "--run", tmp_path / "out", "--occasion", "New Year", "--book", path)
    code, printed, _ = say(*order)
    assert (code, printed[0].endswith("3 letters posted, kopytov, zhukova.")) == (0, True)
    code, _, said = say(*order)
    assert (code, said[0]) == (
        1,
        f"--run: the letters of this run are in the ledger already, on {date.today()}. "
        "If they were posted twice: --again.",
    )
    assert say(*order, "--again")[0] == 0
    report = read_report(path)
    assert {row.ids: row.letters for row in report.people} == {("zhukova",): 4, ("kopytov",): 2}
    assert (report.occasions, report.ways, report.never) == ({"New Year": 6}, {"post": 6}, ("shchukina",))


def test_a_run_of_several_groups(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    make_groups(asked(path, tmp_path / "out", only=("envelopes",), groups=("Berlin", "Köln")))
    assert say("ledger", "posted", "--run", tmp_path / "out", "--book", path)[0] == 0
    assert read_report(path).letters == 3
    code, _, said = say("ledger", "posted", "--run", tmp_path / "out" / "Köln", "--book", path)
    assert (code, "in the ledger already" in said[0]) == (1, True)


def test_some_of_a_run(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    make(asked(path, tmp_path / "out", only=("envelopes",), who=("kopytov", "zhukova")))
    order = ("ledger", "posted", "--run", tmp_path / "out", "--book", path)
    assert say(*order, "zhukova")[0] == 0
    assert [row.ids for row in read_report(path).people] == [("zhukova",)]
    assert say(*order, "shchukina")[0] == 2


def test_a_letter_is_not_noted_twice_by_accident(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    assert say("ledger", "posted", "kopytov", "--book", path)[0] == 0
    code, _, said = say("ledger", "posted", "kopytov", "zhukova", "--book", path)
    assert (code, "already: kopytov." in said[0]) == (1, True)
    assert say("ledger", "posted", "kopytov", "--book", path, "--again")[0] == 0
    assert read_report(path).letters == 2


REFUSED = [
    # words behind `ledger`, exit code, what is said
    (["posted"], 2, "nobody is named"),
    (["posted", "kopitov"], 2, "Did you mean kopytov?"),
    (["posted", "kopytov", "--day", str(date.today() + timedelta(days=1))], 2, "is in the future"),
    (["posted", "kopytov", "--day", "2026-13-01"], 2, "write the day as"),
    (["posted", "kopytov", "--occasion", "by Annegret"], 2, "is a name of the sender"),
    (["posted", "kopytov", "--occasion", "x" * 61], 2, "no short text"),
    (["posted", "kopytov", "--way", "pigeon"], 2, "pigeon"),
    (["returned", "kopytov", "--reason", "Anna said so"], 2, "Anna said so"),
    (["posted", "--anyway"], 2, "for one person"),
    (["posted", "--anyway", "--name", "Anna Mustermann"], 2, "Russian letters"),
    (["posted", "--anyway", "--name", "Петров Иван", "--born", "80"], 2, "no year"),
    (["posted", "--anyway", "--name", "Мустерман Аннегрет"], 2, "the ledger never says who wrote"),
    (["posted", "--run", "nowhere"], 3, "no such file"),
    (["undo"], 1, "nothing to take back"),
    (["export", "x.txt"], 2, "no table"),
    (["export", "x.csv"], 3, "no such file"),
    (["merge", "nowhere.db"], 3, "no such file"),
]


@pytest.mark.parametrize(("words", "code", "said"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_is_refused_makes_no_file(words: list[str], code: int, said: str, tmp_path: Path, tell: Tell) -> None:
    path = friends(tmp_path)
    found, _, errors = tell("ledger", *words, "--book", path)
    assert (found, said in errors.replace("\n", " ")) == (code, True), errors
    assert not (tmp_path / "ledger.db").exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"people": [], "options": {}}', '{"people": [{"id": 7}], "options": {}}', "[" * 9000]
)
def test_a_run_json_that_is_none(text: str, tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    (tmp_path / "run.json").write_text(text, "utf-8")
    code, _, said = say("ledger", "posted", "--run", tmp_path, "--book", path)
    assert (code, "no record of a run" in said[0]) == (1, True)


def test_somebody_who_is_not_in_the_book(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    order = ("ledger", "posted", "--anyway", "--name", "Петров Иван", "--born", "1980", "--book", path)
    assert say(*order)[0] == 0
    [row] = read_report(path).people
    assert (row.name, row.born, row.ids) == ("Петров Иван", 1980, ())


@pytest.mark.parametrize("answer", [True, False])
def test_a_terminal_is_asked(answer: bool, tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """About a letter that is noted already, and about somebody whom the book does not know."""
    path, answers = friends(tmp_path), iter(["Петров Иван", "1980"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", lambda *_, **__: answer)
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    for name in ("kopytov", "kopytov", "petrov"):
        assert say("ledger", "posted", name, "--book", path)[0] == 0
    found = {row.name: row.letters for row in read_report(path).people}
    assert found == ({"Копытов Лев Ильич": 2, "Петров Иван": 1} if answer else {"Копытов Лев Ильич": 1})
    assert say("ledger", "posted", "petrov", "zimin", "--book", path)[0] == 2  # several are not asked about


def test_a_letter_that_came_back_marks_the_book(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    say("ledger", "posted", "kopytov", "zhukova", "--book", path)
    code, printed, said = say("ledger", "returned", "kopytov", "--reason", "moved", "--mark", "--book", path)
    assert (code, printed[-1]) == (0, f"Changed in {path}: kopytov.")
    assert re.search(r"book\.yaml:\d+ \(kopytov\): a letter came back: .*`status: moved`", said[0])
    say("ledger", "returned", "zhukova", "--reason", "refused", "--mark", "--book", path)
    found = read_book(path)
    assert [person.id for person in found.absent] == ["kopytov"]
    assert {person.id: person.verified for person in found.people if person.id == "zhukova"} == {"zhukova": None}
    # who is no longer there can still be noted, as the same person
    assert say("ledger", "answered", "kopytov", "--book", path)[0] == 0
    assert {row.ids: (row.letters, row.answers, row.returned) for row in read_report(path).people} == {
        ("kopytov",): (1, 1, 1),
        ("zhukova",): (1, 0, 1),
    }


def test_inside_russia_the_first_letter_warns(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    _, _, first = say("ledger", "posted", "kopytov", "--from", "RU", "--book", path)
    _, _, second = say("ledger", "posted", "zhukova", "--from", "RU", "--book", path)
    assert ["inside Russia it can be held against you" in " ".join(said) for said in (first, second)] == [True, False]


def test_the_report(tmp_path: Path, tell: Tell) -> None:
    path, days = friends(tmp_path), {"kopytov": 70, "zhukova": 56}
    for name, ago in days.items():
        tell("ledger", "posted", name, "--day", date.today() - timedelta(days=ago), "--book", path)
    tell("ledger", "answered", "kopytov", "--book", path)
    found = json.loads(tell("ledger", "--json", "--book", path)[1])
    assert (found["letters"], found["answers"], found["weeks"], found["never"]) == (2, 1, 10.0, ["shchukina"])
    assert {row["name"]: row["last"] for row in found["people"]} == {
        "Копытов Лев Ильич": str(date.today() - timedelta(days=70)),
        "Жукова Анна Павловна": str(date.today() - timedelta(days=56)),
    }
    lines = tell("ledger", "--csv", "--book", path)[1].splitlines()
    assert lines[0] == "name;born;ids;letters;last;answers;returned"
    assert len(lines) == 3
    assert "Answers came after 10.0 weeks" in tell("ledger", "--book", path)[1]


def test_export_holds_every_event(tmp_path: Path, tell: Tell) -> None:
    path = friends(tmp_path)
    tell("ledger", "posted", "kopytov", "--occasion", "=1+1", "--book", path)
    tell("ledger", "undo", "--book", path)
    assert tell("ledger", "export", tmp_path / "x.csv", "--book", path)[0] == 0
    head, letter, undone = (tmp_path / "x.csv").read_text("utf-8-sig").splitlines()
    assert head.startswith("day;kind;name;born;occasion;way;reason;run;taken back;")
    assert ";yes;" in letter
    assert ";'=1+1;" in letter  # no spreadsheet carries it out
    assert undone.split(";")[1] == "undo"
    assert tell("ledger", "export", tmp_path / "x.csv", "--book", path)[0] == 3
    assert tell("ledger", "export", tmp_path / "x.xlsx", "--book", path)[0] == 0


# --- files that are none


def test_no_sqlite_file_stays_as_it_is(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    (tmp_path / "ledger.db").write_bytes(b"my diary\n" * 100)
    for words in ([], ["posted", "kopytov"], ["undo"], ["export", str(tmp_path / "x.csv")]):
        code, _, said = say("ledger", *words, "--book", path)
        assert (code, "no SQLite file" in said[0]) == (3, True)
    assert (tmp_path / "ledger.db").read_bytes() == b"my diary\n" * 100


def test_a_database_of_another_program(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    before = (tmp_path / "ledger.db").read_bytes()
    code, _, said = say("ledger", "posted", "kopytov", "--book", path)
    assert (code, "another program" in said[0]) == (3, True)
    assert (tmp_path / "ledger.db").read_bytes() == before


def test_a_newer_ledger_is_left_alone(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    written(tmp_path / "ledger.db", event())
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute("ALTER TABLE event ADD COLUMN more TEXT")
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    for words in ([], ["posted", "kopytov"]):
        code, _, said = say("ledger", *words, "--book", path)
        assert (code, "a newer version of this program (ledger 2; this one knows 1)" in said[0]) == (3, True)


def test_an_older_ledger_is_brought_up_and_a_copy_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, path = event(), tmp_path / "ledger.db"
    written(path, one)
    before = path.read_bytes()
    steps = (*schema.STEPS, ("CREATE TABLE more (what TEXT) STRICT",))
    for module in (ledger_file, sys.modules["letters.store.ledger.merge"]):
        monkeypatch.setattr(module, "STEPS", steps)
    assert read_events(path) == (one,)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    connection.close()
    copy = tmp_path / "ledger.before-2.db"
    assert copy.read_bytes() == before
    assert stat.S_IMODE(copy.stat().st_mode) & 0o077 == 0


def damage(path: Path) -> None:
    """The middle of the file is overwritten, its beginning is sound."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4096] = os.urandom(4096)
    path.write_bytes(bytes(data))


def test_a_damaged_ledger_is_named_and_what_is_left_exported(tmp_path: Path, tell: Tell) -> None:
    path, ledger = friends(tmp_path), tmp_path / "ledger.db"
    written(ledger, *(event(occasion=f"evening {number}") for number in range(800)))
    damage(ledger)
    before = ledger.read_bytes()
    code, _, said = tell("ledger", "posted", "kopytov", "--book", path)
    assert (code, "the ledger is damaged" in said) == (3, True)
    code, _, said = tell("ledger", "export", tmp_path / "x.csv", "--book", path)
    assert (code, "could be read" in said) == (1, True)
    assert len((tmp_path / "x.csv").read_text("utf-8").splitlines()) > 100
    assert ledger.read_bytes() == before


def test_a_run_goes_on_without_a_damaged_ledger_and_says_so(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    (tmp_path / "ledger.db").write_bytes(b"my diary\n" * 100)
    order = ("make", "--book", path, "--out", tmp_path / "out", "--only", "envelopes")
    code, _, said = say(*order)
    assert (code, any("the ledger is left aside" in line for line in said)) == (0, True)
    assert say(*order, "--pick", "2")[0] == 3
    code, printed, _ = say("check", "--book", path)
    assert (code, any("the ledger is left aside" in line for line in printed)) == (0, True)


@on_posix
@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe", "journal"])
def test_nothing_is_followed(kind: str, tmp_path: Path, say: Say) -> None:
    path, ledger = friends(tmp_path), tmp_path / "ledger.db"
    victim = tmp_path / "victim"
    victim.write_text("mine", "utf-8")
    if kind == "folder":
        ledger.mkdir()
    elif kind == "pipe":
        os.mkfifo(ledger)
    elif kind == "journal":
        (tmp_path / "ledger.db-journal").symlink_to(victim)
    else:
        ledger.symlink_to(victim if kind == "link" else tmp_path / "nothing")
    code, _, said = say("ledger", "posted", "kopytov", "--book", path)
    assert (code, "is a link or no plain file" in said[0]) == (3, True)
    assert (victim.read_text("utf-8"), (tmp_path / "nothing").exists()) == ("mine", False)


def test_a_ledger_that_may_only_be_read(tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    path = friends(tmp_path)
    written(tmp_path / "ledger.db", event())
    monkeypatch.setattr(ledger_file, "is_writable", lambda _: False)  # whoever runs the tests may write everywhere
    assert say("ledger", "--book", path)[0] == 0
    code, _, said = say("ledger", "posted", "kopytov", "--book", path)
    assert (code, "cannot be written" in said[0]) == (3, True)


def test_a_folder_whose_name_means_something_in_a_link(tmp_path: Path, say: Say) -> None:
    folder = tmp_path / "a#b %20 ü"
    folder.mkdir()
    path = friends(folder)
    assert say("ledger", "posted", "kopytov", "--book", path)[0] == 0
    assert read_report(path).letters == 1
    assert sorted(found.name for found in folder.iterdir()) == ["book.yaml", "ledger.db"]


def test_another_program_writes(tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    path, ledger = friends(tmp_path), written(tmp_path / "ledger.db", event())
    monkeypatch.setattr(ledger_file, "WAIT", 0.05)
    with sqlite3.connect(ledger, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        code, _, said = say("ledger", "posted", "kopytov", "--book", path)
        other.execute("ROLLBACK")
    other.close()
    assert (code, "another program is writing" in said[0]) == (3, True)


# --- the notes of a run, and the list


def test_a_run_and_check_look_into_it(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    say("ledger", "posted", "kopytov", "zhukova", "--day", YESTERDAY, "--book", path)
    say("ledger", "returned", "zhukova", "--book", path)
    verified = friends(tmp_path, zhukova={"verified": str(YESTERDAY)}, kopytov={"verified": str(YESTERDAY)})
    _, _, said = say("make", "--book", verified, "--out", tmp_path / "out", "--date", date.today())
    noted = "\n".join(said)
    assert "2 of these 3 got a letter from you less than 14 days ago: kopytov, zhukova." in noted
    assert f"(zhukova): a letter came back on {date.today()} (not known)" in noted
    _, printed, _ = say("check", "--book", verified)
    assert "letters came back, and nobody has checked the address since." in "\n".join(printed)
    text = " ".join(" ".join(sheet.text.split()) for sheet in read(tmp_path / "out" / "list.pdf"))
    assert text.count("letters so far: 1, the last on") == 2
    assert text.count("no letter so far") == 1
    checked = friends(tmp_path, zhukova={"verified": str(date.today())})
    assert "came back" not in "\n".join(say("check", "--book", checked)[1])


def test_without_a_ledger_nothing_is_said(tmp_path: Path, say: Say) -> None:
    path = friends(tmp_path)
    say("make", "--book", path, "--out", tmp_path / "out")
    text = " ".join(sheet.text for sheet in read(tmp_path / "out" / "list.pdf"))
    assert "so far" not in text
    assert not (tmp_path / "ledger.db").exists()


# --- many at once


@pytest.mark.slow
@on_posix
def test_a_hundred_kills_leave_no_half_act(tmp_path: Path) -> None:
    """While letters are noted, and while another ledger is merged."""
    other = written(tmp_path / "other.db", *(event() for _ in range(3000)))
    command = [
        sys.executable,
        "-m",
        "tests.programs.noting",
        "kill",
        str(tmp_path / "ledger.db"),
        str(other),
        "100",
        "7",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5  # kills by chance that came after something was written


@pytest.mark.slow
def test_two_programs_write_a_thousand_events_each(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    command = [sys.executable, "-m", "tests.programs.noting", "write", str(path), "1000"]
    both = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [program.wait() for program in both] == [0, 0]
    assert len(read_events(path)) == 2000


@pytest.mark.slow
@on_posix
def test_a_full_disk_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path / "ledger.db", event())
    size = path.stat().st_size
    program = (
        "import resource, sys; from pathlib import Path; from letters.errors import FileError;"
        "from letters.store.ledger import writing; from tests.programs.noting import act;"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 4096},) * 2)\n"
        "try:\n    with writing(Path(sys.argv[1])) as ledger: ledger.append(act(5000))\n"
        "except FileError as error: print(error.problems[0].code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.strip() == "ledger-disk-full", done.stderr
    assert len(read_events(path)) == 1


@pytest.mark.slow
def test_a_hundred_thousand_events_are_merged(tmp_path: Path) -> None:
    mark = new_mark()
    events = (event(act=mark, day=f"2026-{number % 12 + 1:02}-01") for number in range(100_000))
    other = tmp_path / "other.db"
    with writing(other) as ledger:
        ledger.append(events)
    steps: list[tuple[int, int]] = []
    begun = time.process_time()
    merge_ledgers(tmp_path / "ledger.db", other, lambda _: None, lambda done, total: steps.append((done, total)))
    assert time.process_time() - begun < 30
    assert steps[-1] == (100_000, 100_000)
    assert len(steps) >= 50
    assert len(read_events(tmp_path / "ledger.db")) == 100_000

"""Knows how the book is written: all around stays as it is, the file is whole, nobody is lost or doubled."""

import difflib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from letters.app.add import REMARKS, page_updates
from letters.errors import CommandError, DataError, FileError
from letters.model import Name
from letters.store.book import read_book
from letters.store.book.entries import ORDER, Indents, changed_entry, new_entry
from letters.store.book.ids import folded, free_id, is_reserved
from letters.store.book.plan import BookPlan, changed, changing
from letters.store.book.quoting import scalar
from letters.store.book.sameness import identity, is_same
from tests.cases import cases
from tests.rows import rows

ROOT = Path(__file__).parent.parent
SAMPLE = (ROOT / "addresses.yaml").read_text("utf-8")
TODAY = date(2026, 11, 22)
PLACE = "644009, Омская область, г. Омск, ул. 10 лет Октября, д. {}, ФКУ ИК-7 УФСИН России по Омской области"
LINE = f"{PLACE.format(176)}, Соколову Захару Петровичу, 1984 г. р."
MOVED = f"{PLACE.format(5)}, Соколову Захару Петровичу, 1984 г. р."
OTHER = f"{PLACE.format(9)}, Лебедеву Илье Львовичу, 1990 г. р."


def put(path: Path, line: str = LINE, **more: object) -> str:
    """Add an address, or change whose it is, and give the text of the book."""
    record = {"address": line, "status": "held", **more}
    with changing(path, TODAY) as plan:
        match = plan.find(identity(record))
        if match and match.is_certain:
            plan.change(match.place, dict(page_updates(plan.record(match.place), record)))
        else:
            plan.add(plan.check(record), REMARKS)
        plan.write()
    return path.read_bytes().decode("utf-8")


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8", newline="")
    return path


# --- somebody new

ENTRY = f"- id: sokolov\n  address: {LINE}\n  status: held\n"


def indented(spaces: int, text: str = ENTRY) -> str:
    return "".join(" " * spaces + line for line in text.splitlines(keepends=True))


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


def test_several_new_people_and_a_change_at_once(tmp_path):
    book = write(tmp_path / "book.yaml", SAMPLE)
    with changing(book, TODAY) as plan:
        ids = [plan.add(plan.check({"address": line})).id for line in (LINE, OTHER)]
        plan.change(plan.place("batsenin"), {"verified": TODAY})
        plan.write()
    text = book.read_text("utf-8")
    added = [f"\n  - id: {name}\n    address: {line}\n" for name, line in zip(ids, (LINE, OTHER), strict=True)]
    assert text == SAMPLE.removesuffix("status: held\n") + f"verified: {TODAY}\n    status: held\n" + "".join(added)


def test_a_plan_that_is_not_written_changes_nothing(tmp_path):
    book = write(tmp_path / "book.yaml", SAMPLE)
    with changing(book, TODAY) as plan:
        plan.add(plan.check({"address": LINE}))
    assert book.read_text("utf-8") == SAMPLE


# --- somebody who is there

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


def differing(before: str, after: str) -> list[str]:
    """The lines that are only in one of the two."""
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_a_new_address_keeps_the_old_one_with_its_date_and_not_the_day_it_was_checked(tmp_path):
    book = write(tmp_path / "book.yaml", OLD)
    assert differing(OLD, put(book, MOVED)) == [
        f'-     address: "{LINE}"   # from the page',
        f'+     address: "{MOVED}"   # from the page',
        "-     verified: 2026-10-01   # by Anna",
        "+     # by Anna",
        "+     history:",
        f"+         - address: {LINE}",
        "+           until: 2026-11-22",
    ]
    person = next(iter(read_book(book).people))
    assert (person.id, person.published, person.verified) == ("zahar", MOVED, None)


CHANGES = [
    # fields, what the lines of the entry become
    ({"verified": TODAY}, ["-     verified: 2026-10-01   # by Anna", "+     verified: 2026-11-22   # by Anna"]),
    ({"name": None}, ["-     name: Соколов Захар Петрович"]),
    ({"gender": "m", "called": "patronymic"}, ["+     gender: m", "+     called: patronymic"]),
    (
        {"services": ["zt"]},
        ["-     services: [ zt,   f-pismo ] # two", "+     services: [zt] # two"],
    ),
    ({"services": []}, ["-     services: [ zt,   f-pismo ] # two", "+     # two"]),
    (
        {"tip": {"en": "It's new", "ru": "Да, так"}},
        ["-     tip: {en: 'Old tip'}", '+     tip: {en: "It\'s new", ru: "Да, так"}'],
    ),
    ({"about": {"en": "He mends\nradios.\n", "de": "Er bastelt."}}, ["+         de: Er bastelt."]),
    (
        {"about": {"en": "He mends radios."}},
        ["+         en: He mends radios.", "-         en: |", "-           He mends", "-           radios."],
    ),
    ({"about": {}}, ["-     about:", "-         en: |", "-           He mends", "-           radios."]),
    ({"status": "released", "tip": {"en": "Old tip"}}, ["+     status: released"]),
    ({"id": "zakhar"}, ["-   - id: zahar        # our friend", "+   - id: zakhar        # our friend"]),
]


@pytest.mark.parametrize(("fields", "lines"), CHANGES, ids=range(len(CHANGES)))
def test_only_the_values_that_change_are_touched(fields: dict[str, Any], lines: list[str], tmp_path: Path) -> None:
    book = write(tmp_path / "book.yaml", OLD)
    planned = changed(book, "zahar", fields, TODAY)
    assert differing(OLD, book.read_text("utf-8")) == lines
    assert planned.kind == "update"
    assert changed(book, planned.id, fields, TODAY).kind == "same"


HISTORIES = [
    # the fields that somebody gives, the days in the history, and what is then noted as checked
    ({"address": MOVED}, ["2026-11-22"], None),
    ({"address": MOVED, "verified": "2026-10-01"}, ["2026-11-22"], None),
    ({"address": MOVED, "verified": "2026-11-22"}, ["2026-11-22"], TODAY),
    ({"address": LINE.replace(", ", ",  ")}, [], date(2026, 10, 1)),
    ({"address": MOVED, "history": [{"address": OTHER, "until": "2026-01-01"}]}, ["2026-01-01"], None),
]


@pytest.mark.parametrize(("fields", "days", "verified"), HISTORIES, ids=range(len(HISTORIES)))
def test_a_changed_address_never_keeps_the_old_day(fields, days, verified, tmp_path):
    book = write(tmp_path / "book.yaml", OLD)
    record = changed(book, "zahar", fields, TODAY).record
    assert [past["until"] for past in record.get("history", ())] == days
    assert next(iter(read_book(book).people)).verified == verified


def test_a_second_move_is_added_to_the_history(tmp_path):
    book = write(tmp_path / "book.yaml", OLD)
    put(book, MOVED)
    history = yaml.safe_load(put(book, LINE))["people"][0]["history"]
    assert [row["address"] for row in history] == [LINE, MOVED]


def test_a_change_in_the_last_line_of_a_book_without_its_end(tmp_path):
    book = write(tmp_path / "book.yaml", f"people:\n- id: a\n  address: {LINE}")
    history = f"  history:\n    - address: {LINE}\n      until: 2026-11-22\n"
    assert put(book, MOVED) == f"people:\n- id: a\n  address: {MOVED}\n{history}"


def test_a_person_in_braces_is_changed_too(tmp_path):
    book = write(tmp_path / "book.yaml", f'people:\n- {{id: a, address: "{LINE}"}} # x\n- id: b\n  address: {OTHER}\n')
    people = yaml.safe_load(put(book, MOVED))["people"]
    assert [people[0]["address"], people[0]["history"][0]["address"], people[1]["address"]] == [MOVED, LINE, OTHER]
    assert "# x" in book.read_text("utf-8")


UPDATES = [
    # what a page says, which fields change
    ({}, []),
    ({"services": ["f-pismo", "zt"]}, []),
    ({"services": ["zt"]}, ["services"]),
    ({"tip": {"en": "Old tip"}}, []),
    ({"tip": {"ru": "Совет"}}, ["tip"]),
    ({"about": {"en": "Something else"}}, []),
    ({"name": "Соколов Захар Петрович"}, []),
    ({"case": "https://example.org/x"}, ["case"]),
    ({"english": "Zakhar Petrovich Sokolov (born 1984), Omsk, 644009, Russia."}, ["english"]),
    ({"verified": "2026-11-22"}, ["verified"]),
]


@pytest.mark.parametrize(("more", "fields"), UPDATES, ids=range(len(UPDATES)))
def test_a_page_changes_only_what_is_other(more, fields, tmp_path):
    plan = BookPlan(write(tmp_path / "book.yaml", OLD), TODAY)
    record = {
        "address": LINE.replace(" ", "  "),
        **{key: tuple(v) if isinstance(v, list) else v for key, v in more.items()},
    }
    planned = plan.change(0, dict(page_updates(plan.record(0), record)))
    assert [change.field for change in planned.changes] == fields


def test_what_people_wrote_wins_unless_somebody_decides_otherwise(tmp_path):
    plan = BookPlan(
        write(tmp_path / "book.yaml", OLD.replace("    name:", "    case: https://example.org/a\n    name:")), TODAY
    )
    record = {"address": LINE, "case": "https://example.org/b"}
    assert dict(page_updates(plan.record(0), record)) == {}
    assert dict(page_updates(plan.record(0), record, ["case"])) == {"case": "https://example.org/b"}


STATUSES = [("unknown", "held"), ("moved", "held"), ("died", "died"), ("released", "released")]


@pytest.mark.parametrize(("before", "after"), STATUSES)
def test_an_address_makes_held_again_only_who_was_lost(before, after, tmp_path):
    book = write(tmp_path / "book.yaml", f"people:\n  - id: a\n    address: {LINE}\n    status: {before}\n")
    put(book, MOVED)
    assert yaml.safe_load(book.read_text("utf-8"))["people"][0]["status"] == after


def test_nobody_of_that_id(tmp_path):
    with pytest.raises(CommandError, match=r"nobody in the book has the id «zahra»\. Did you mean zahar"):
        changed(write(tmp_path / "book.yaml", OLD), "zahra", {"born": "1984"}, TODAY)


WRONG = [
    ({"verified": "yesterday"}, "verified «yesterday»: must be a date"),
    ({"address": None}, "address is missing"),
    ({"status": "gone"}, "must be one of"),
    ({"about": {"en": "a\u202eb"}}, "U[+]202E"),
    ({"id": "a b"}, "may hold letters"),
    ({"case": "javascript:alert(1)"}, "does not begin with https"),
]


@pytest.mark.parametrize(("fields", "what"), WRONG, ids=range(len(WRONG)))
def test_a_change_that_would_spoil_the_entry_is_refused(fields, what, tmp_path):
    book = write(tmp_path / "book.yaml", OLD)
    with pytest.raises(DataError, match=what):
        changed(book, "zahar", fields, TODAY)
    assert book.read_text("utf-8") == OLD


# --- any entry, any change

WORDS = st.text(st.sampled_from("abя :#-'\"{}[],&*!|>%@`\n\\é1"), max_size=12).filter(str.strip)
LANGUAGES = st.sampled_from(["en", "de", "ru", "fr"])
VALUES = {
    **{field: WORDS for field in ("address", "english", "name", "status", "verified")},
    "services": st.lists(WORDS, min_size=1, max_size=3).map(tuple),
    "about": st.dictionaries(LANGUAGES, WORDS, min_size=1),
    "tip": st.dictionaries(LANGUAGES, WORDS, min_size=1),
    "history": st.lists(st.fixed_dictionaries({"address": WORDS, "until": WORDS}), min_size=1, max_size=2).map(tuple),
}
RECORDS = st.fixed_dictionaries({"id": st.just("a")}, optional=VALUES)
FIELDS = st.fixed_dictionaries({}, optional={field: st.none() | value for field, value in VALUES.items()})


def texts(value: Any) -> Any:
    """What BaseLoader gives, in the shape of the book."""
    if isinstance(value, dict):
        return {key: texts(text) for key, text in value.items()}
    return tuple(map(texts, value)) if isinstance(value, list) else value


def remarked(entry: str) -> tuple[str, list[str]]:
    """A remark above and behind every line of an entry where one can stand."""
    lines, remarks = [], []
    for number, line in enumerate(entry.splitlines()):
        margin = " " * (len(line) - len(line.lstrip(" -")))
        lines += [f"{margin}# above {number}", f"{line}  # behind {number}"]
        remarks += [f"# above {number}", f"# behind {number}"]
    return "\n".join(lines[1:]) + "\n", remarks[1:]


@given(RECORDS, FIELDS)
def test_a_changed_entry_holds_the_new_values_and_every_remark(record: dict[str, Any], fields: dict[str, Any]) -> None:
    entry, remarks = remarked(new_entry(record, Indents()))
    text = changed_entry(entry, fields, Indents())
    ((found),) = yaml.load(text, yaml.BaseLoader)
    assert texts(found) == {key: value for key, value in {**record, **fields}.items() if value is not None}
    assert [remark for remark in remarks if f"{remark}\n" not in text] == []


@given(RECORDS, FIELDS)
def test_an_entry_in_any_style_of_yaml_is_changed(record: dict[str, Any], fields: dict[str, Any]) -> None:
    """As PyYAML writes it: folded lines, single quotes, lists with dashes at the column of their key."""
    dumped = yaml.safe_dump([{"services": ("zt",), **record}], allow_unicode=True, width=10)
    text = changed_entry(dumped, fields, Indents(0, 1))
    expected = {key: value for key, value in {"services": ("zt",), **record, **fields}.items() if value is not None}
    ((found),) = yaml.load(text, yaml.BaseLoader)
    found = texts(found)
    assert {key: found[key] for key in fields if key in found} == {
        key: expected[key] for key in fields if key in expected
    }
    assert set(found) == set(expected)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@example("no")
@example("1990")
@example("2026-11-22")
@example("a: b")
@example("a #b")
@example("a:")
@example("693008, «a»: b")
@example("x\u2028y\u0085z\ufeff\x00")
@example("1990\n")
@example("- a")
@example("null")
@example("12:30")
def test_every_text_survives(text: str) -> None:
    (entry,) = yaml.load(new_entry({"id": "a", "about": {"en": text}}, Indents(0, 3)), yaml.BaseLoader)
    assert entry == {"id": "a", "about": {"en": text}}
    assert "\n" not in scalar(text) + scalar(text, "'")


def test_every_field_has_its_place() -> None:
    assert set(VALUES) | {"id", "case", "dative", "gender", "born", "birthday", "called", "tags"} == set(ORDER)


# --- who is the same person

PLACES = {
    "A": PLACE.format(176),
    "B": "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю",
}
SAME = cases("same_people.yaml")
ANSWERS = {True: True, False: False, "perhaps": None}


def placed(fields: dict[str, str]) -> dict[str, str]:
    prison, comma, rest = fields["address"].partition(",")
    return {**fields, "address": PLACES.get(prison, prison) + comma + rest}


@rows("row", SAME, ids=lambda row: row["name"])
def test_who_is_the_same_person(row: dict[str, Any], tmp_path: Path) -> None:
    there, record, expected = placed(row["book"]), placed(row["record"]), ANSWERS[row["same"]]
    assert is_same(identity(record), identity(there)) is expected
    assert is_same(identity(there), identity(record)) is expected
    text = f"people:\n  - {json.dumps({'id': 'other', 'address': OTHER}, ensure_ascii=False)}\n"
    text += f"  - {json.dumps({'id': 'a', **there}, ensure_ascii=False)}\n"
    plan = BookPlan(write(tmp_path / "book.yaml", text), TODAY)
    match = plan.find(identity(record))
    assert (match.place if match else None, match.is_certain if match else None) == (
        (None, None) if expected is False else (1, bool(expected))
    )


# --- ids

IDS = [
    # name, year of birth, ids that are taken, the id
    ("Соколов Захар", 1984, [], "sokolov"),
    ("Соколов Захар", 1984, ["sokolov"], "sokolov-zakhar"),
    ("Соколов Захар", 1984, ["sokolov", "sokolov-zakhar"], "sokolov-zakhar-1984"),
    ("Соколов Захар", None, ["sokolov", "sokolov-zakhar"], "sokolov-zakhar-2"),
    ("Соколов Захар", 1984, ["sokolov", "sokolov-zakhar", "sokolov-zakhar-1984"], "sokolov-zakhar-2"),
    ("Соколов Захар", 1984, ["Sokolov"], "sokolov-zakhar"),
    ("Соколов Захар", 1984, ["sоkоlоv"], "sokolov-zakhar"),  # Russian letters о
    ("Щёголев-Новых Пётр", 1970, [], "shchyogolev-novykh"),
    ("О’Коннор Шон", 1970, [], "o-konnor"),
    ("Нул Иван", 1970, [], "nul-ivan"),
    ("Цой Ким", 1970, [], "tsoy"),
    ("Ъ Ы", 1970, ["person"], "person-y"),
    ("Ь Ъ", 1970, ["person"], "person-1970"),
    ("А" * 80 + " Иван", 1970, ["a" * 25], "a" * 25 + "-ivan"),
]


@rows(("name", "born", "taken", "expected"), IDS, ids=range(len(IDS)))
def test_an_id_is_the_surname_in_latin_letters_and_unique(name, born, taken, expected):
    last, first = name.split()
    found = free_id(Name(last, first), born, {folded(there) for there in taken})
    assert (found, len(found) <= 60, is_reserved(found)) == (expected, True, False)


def test_nobody_knows_the_name():
    assert free_id(None, None, {"person"}) == "person-2"


ONE_FILE = [
    ("con", "CON"),
    ("Anna", "anna"),
    ("аnna", "anna"),
    ("а", "a"),
    ("ѕоkоl", "sokol"),
    ("ß", "ss"),
    ("й", "и\u0306"),
]


@pytest.mark.parametrize(("one", "other"), ONE_FILE)
def test_ids_that_are_one_file_or_look_alike(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("anna", "anno"), ("и", "й"), ("zimin", "zimin-2"), ("б", "b")])
def test_ids_that_are_two(one, other):
    assert folded(one) != folded(other)


RESERVED = ["con", "PRN", "aux", "Nul", "com1", "LPT9", "com0", "com¹"]


@pytest.mark.parametrize("name", [*RESERVED, "аnna", "Anna"])
def test_an_id_that_is_no_name_of_a_file_of_its_own_is_refused(name, tmp_path):
    plan = BookPlan(write(tmp_path / "book.yaml", f"people:\n  - id: anna\n    address: {OTHER}\n"), TODAY)
    with pytest.raises(DataError, match=r"Windows keeps for itself|cannot be told from «anna»|may hold letters"):
        plan.add(plan.check({"id": name, "address": LINE}))


def test_such_ids_in_a_book_are_mistakes(tmp_path):
    people = [
        {"id": name, "address": OTHER.replace("1990", str(1950 + n))} for n, name in enumerate(["con", "аnna", "anna"])
    ]
    book = read_book(write(tmp_path / "book.yaml", json.dumps({"people": people}, ensure_ascii=False)))
    assert [problem.what for problem in book.errors] == [
        "id «con»: is a name that Windows keeps for itself: no file could be named after this person there; "
        + "choose another id, such as con-1.",
        "the id «anna» looks like «аnna» (line 1), or names the same file.",
    ]


# --- the file is whole or as it was


def test_a_book_changed_meanwhile_is_not_overwritten(tmp_path):
    book = write(tmp_path / "book.yaml", SAMPLE)
    with changing(book, TODAY) as plan:
        plan.add(plan.check({"address": LINE}))
        write(book, SAMPLE + "# more\n")
        with pytest.raises(DataError, match="changed the book meanwhile"):
            plan.write()
    assert book.read_text("utf-8") == SAMPLE + "# more\n"


def test_a_link_to_the_book_stays_a_link_and_rights_stay(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    book = write(tmp_path / "elsewhere" / "book.yaml", SAMPLE)
    book.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(book)
    put(link)
    assert link.is_symlink()
    assert book.stat().st_mode & 0o777 == 0o640
    assert "sokolov" in book.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["book.yaml", "elsewhere", "link.yaml"]


BROKEN = [
    (json.dumps({"people": [{"id": "a", "address": OTHER}]}), "not written with dashes"),
    ("people: []\n", "something else than a list"),
    (f"people:\n  - id: a\n    address: {OTHER}\n...\n", "cannot be put into the book without touching others"),
    ("people:\n  - id: 'a\n", "never closed"),
    ("people:\n\t- id: a\n", "tab"),
    ("a\0b", "is not a text file"),
]


@pytest.mark.parametrize(("text", "what"), BROKEN, ids=range(len(BROKEN)))
def test_a_book_that_cannot_be_added_to_stays_as_it_is(text, what, tmp_path):
    book = write(tmp_path / "addresses.yaml", text)
    with pytest.raises(DataError, match=what):
        put(book)
    assert book.read_text("utf-8") == text
    assert list(tmp_path.iterdir()) == [book]


def test_problems_of_other_people_do_not_stop_an_addition(tmp_path):
    book = write(tmp_path / "book.yaml", "people:\n  - id: a\n    address: nowhere\n    colour: red\n  - just a word\n")
    assert put(book).endswith(indented(2))


def test_what_is_no_file_is_no_book(tmp_path):
    with pytest.raises(FileError, match="is no file on a disk"):
        BookPlan(Path(os.devnull), TODAY)


# --- several at once

SURNAMES = ("Соколову", "Лебедеву", "Громову", "Ветрову", "Зорину", "Кротову", "Орлову", "Белову")


def race(folder: Path, processes: int, people: int) -> list[str]:
    command = [sys.executable, "-m", "tests.programs.adder", str(folder / "book.yaml")]
    running = [
        subprocess.Popen([*command, surname, str(people)], cwd=ROOT, stderr=subprocess.PIPE)
        for surname in SURNAMES[:processes]
    ]
    said = [process.communicate()[1].decode() for process in running]
    assert [process.returncode for process in running] == [0] * processes, said
    assert [path.name for path in folder.iterdir()] == ["book.yaml"]
    return [person["id"] for person in yaml.load((folder / "book.yaml").read_text("utf-8"), yaml.CSafeLoader)["people"]]


@pytest.mark.slow
def test_two_processes_add_at_once_and_nobody_is_lost(tmp_path):
    ids = race(tmp_path, 2, 6)
    assert len(ids) == len(set(ids)) == 12


@pytest.mark.slow
def test_eight_processes_add_at_once_and_nobody_is_lost(tmp_path):
    ids = race(tmp_path, 8, 40)
    assert len(ids) == len(set(ids)) == 320

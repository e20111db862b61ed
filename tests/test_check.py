"""What `check` finds doubtful, with both values, line and remedy, for people and programs; prisons as groups."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from letters.app.check import check_book
from letters.russian.postal.group import FacilityKey, facility_heading, facility_key, pile_order
from letters.store.book import read_line
from tests.cases import cases
from tests.conftest import Press, Say

HERE = Path(__file__).parent
CASES: dict[str, Any] = cases("checks.yaml")
PLACE = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
GOOD = f"{PLACE}, Ветрову Илье Сергеевичу, 1990 г. р."
TODAY = date.today()


def write(folder: Path, *lines: str, below: str = f"    verified: {TODAY}\n") -> Path:
    """A book of people p0, p1, …, whose addresses stand in lines 3, 6, 9 …"""
    entries = (f"  - id: p{number}\n    address: {line}\n{below}" for number, line in enumerate(lines))
    path = folder / "book.yaml"
    path.write_text("people:\n" + "".join(entries).replace("GOOD", PLACE), "utf-8")
    return path


# --- what is found


@pytest.mark.parametrize("case", CASES["notes"], ids=lambda case: case["name"])
def test_notes(case: dict[str, Any], tmp_path: Path) -> None:
    problems = check_book(write(tmp_path, *case["lines"]), TODAY).problems
    expected = case.get("says", {})
    assert {problem.code for problem in problems} == set(expected)
    for kind, values in expected.items():
        said = " ".join(problem.what for problem in problems if problem.code == kind)
        assert [value for value in values if value not in said] == []


def test_three_times_is_two_notes(tmp_path: Path) -> None:
    problems = check_book(write(tmp_path, GOOD, GOOD, GOOD), TODAY).problems
    assert [(problem.code, problem.who) for problem in problems] == [("duplicate", "p1"), ("duplicate", "p2")]


def test_every_note_has_a_kind_a_person_a_place_and_a_remedy(tmp_path: Path) -> None:
    lines = [line for case in CASES["notes"] for line in case["lines"]]
    problems = check_book(write(tmp_path, *lines, below=""), TODAY).problems
    assert len(problems) > len(lines)
    for problem in problems:
        assert problem.level == "warning"
        assert problem.hint.endswith(".")
        assert problem.what.endswith(".")
        assert re.fullmatch(r"book\.yaml:\d+", problem.where)
        assert problem.code
        assert problem.general
        assert problem.who


def test_the_english_line_is_compared_at_its_own_line(tmp_path: Path) -> None:
    below = f'    verified: {TODAY}\n    english: "Ilya Petrov (born 1990), Prison No. 2, 663180"\n'
    [problem] = check_book(write(tmp_path, GOOD, below=below), TODAY).problems
    assert (problem.where, problem.code, problem.who) == ("book.yaml:5", "english-differs", "p0")
    assert "«Ветров»" in problem.what
    assert "«Ilya Petrov»" in problem.what


@pytest.mark.parametrize(("days", "kind"), [(30, None), (31, "stale"), (120, "stale"), (121, "very-stale")])
def test_stale_addresses(days: int, kind: str | None, tmp_path: Path) -> None:
    below = f"    verified: {TODAY - timedelta(days)}\n"
    problems = check_book(write(tmp_path, GOOD, below=below), TODAY).problems
    assert [problem.code for problem in problems] == ([kind] if kind else [])
    assert all(("Post nothing" in problem.hint) == (kind == "very-stale") for problem in problems)


# --- for people


def test_notes_come_by_kind_the_rare_before_the_common(tmp_path: Path, say: Say) -> None:
    other = GOOD.replace("663180", "182917").replace("Т-2", "Т-3").replace("Ветрову", "Зайцеву")
    book = write(tmp_path, GOOD, other, below="")
    code, printed, said = say("check", "--book", str(book))
    assert (code, said) == (0, [])
    assert printed == [
        "1 note: the postcode does not belong to the region on the line. Compare the case page; a wrong digit sends "
        "the letter elsewhere.",
        "  p1 (line 5)  the postcode 182917 belongs to Псковская область, but the line names Красноярский край.",
        "2 notes: nobody has noted when this address was last checked. People are moved without notice: compare the "
        f"case page, then write `verified: {date.today()}` under the person.",
        "  p0 (line 3), p1 (line 5)",
        "book.yaml: 2 people to write to, 0 problems, 3 notes.",
    ]


def test_mistakes_come_first_and_on_the_error_stream(tmp_path: Path, say: Say) -> None:
    book = write(tmp_path, GOOD, below="    adress: x\n")
    code, printed, said = say("check", "--book", str(book))
    assert code == 1
    assert said == ["book.yaml:4: unknown field «adress». Did you mean «address»?"]
    assert printed[-2:] == [
        "book.yaml: 1 person to write to, 1 problem, 1 note.",
        "Nothing can be printed until the problems are corrected.",
    ]


SURNAMES = [
    "Ветров",
    "Гурьянов",
    "Копытов",
    "Мещеряков",
    "Щукин",
    "Тихомиров",
    "Огурцов",
    "Плещеев",
    "Астафьев",
    "Бородин",
    "Курицын",
    "Дежнёв",
    "Яковлев",
    "Зайцев",
]


def test_of_many_notes_of_a_kind_a_dozen_is_shown(tmp_path: Path, say: Say) -> None:
    lines = [GOOD.replace("Ветрову", f"{surname}у") for surname in SURNAMES]
    _, printed, _ = say("check", "--book", str(write(tmp_path, *lines, below="")))
    assert printed[0].startswith("14 notes: nobody has noted")
    assert printed[1].endswith("p11 (line 25)")
    assert printed[2:] == ["  and 2 more", "book.yaml: 14 people to write to, 0 problems, 14 notes."]


def test_who_is_not_held_is_named(tmp_path: Path, say: Say) -> None:
    below = "    status: released\n"
    assert say("check", "--book", str(write(tmp_path, GOOD, below=below)))[1] == [
        "book.yaml: 0 people to write to, 0 problems, 0 notes.",
        "p0 was released: no envelope (book.yaml:2).",
    ]


STRICT = [
    # below the address, exit code, exit code with --strict
    (f"    verified: {TODAY}\n", 0, 0),
    ("", 0, 1),
    ("    adress: x\n", 1, 1),
    ("    status: released\n", 0, 0),
]


@pytest.mark.parametrize("json_too", [[], ["--json"]])
@pytest.mark.parametrize(("below", "code", "strict"), STRICT)
def test_strict(below: str, code: int, strict: int, json_too: list[str], tmp_path: Path, say: Say) -> None:
    book = str(write(tmp_path, GOOD, below=below))
    assert say("check", "--book", book, *json_too)[0] == code
    assert say("check", "--book", book, "--strict", *json_too)[0] == strict


# --- for programs


def test_json(tmp_path: Path, say: Say) -> None:
    _, printed, _ = say("check", "--json", "--book", str(write(tmp_path, GOOD, below="")))
    assert json.loads("\n".join(printed)) == {
        "people": 1,
        "absent": 0,
        "problems": [
            {
                "level": "warning",
                "kind": "never-verified",
                "who": "p0",
                "where": "book.yaml:3",
                "line": 3,
                "what": "nobody has noted when this address was last checked.",
                "hint": "People are moved without notice: compare the case page, then write "
                f"`verified: {date.today()}` under the person.",
            }
        ],
    }


def test_the_line_in_a_book_with_a_space_in_its_name(tmp_path: Path, say: Say) -> None:
    book = write(tmp_path, f"{GOOD} \ue000").rename(tmp_path / "my book.yaml")
    problems = json.loads("\n".join(say("check", "--json", "--book", str(book))[1]))["problems"]
    assert {problem["line"] for problem in problems} == {3}


# --- prisons as groups


@pytest.mark.parametrize("row", CASES["prisons"], ids=lambda row: row[0][-60:])
def test_the_prison_of_an_address(row: list[str]) -> None:
    line, kind, number, region, *more = row
    address = read_line(f"{line}, Ветрову Илье Сергеевичу, 1990 г. р.").parsed.address
    assert address is not None
    assert facility_key(address) == FacilityKey(kind, number, region, *more)
    owner = " ФСИН России" if more == [None, True] else ""
    named = f"{kind}-{number}{owner}, {region}" if number else f"{kind}, {region}"
    # «hospital», «police» and «other» are words of ours, and stand on no page
    assert facility_heading(address) == (address.facility.text if kind.isascii() else named)


def test_prisons_in_the_order_of_piles() -> None:
    keys = [
        FacilityKey("ИК", "10", "Омская область"),
        FacilityKey("СИЗО", "77/2", "Москва"),
        FacilityKey("ИК", "2", "Омская область"),
        FacilityKey("СИЗО", "77/1", "Москва"),
        FacilityKey("Т", None, "Омская область"),
    ]
    assert sorted(keys, key=pile_order) == [keys[3], keys[1], keys[2], keys[0], keys[4]]


ELSEWHERE = "693008, г. Южно-Сахалинск, ул. Пограничная, д. 71, ФКУ ИК-1 УФСИН России по Сахалинской области"
MIXED = [
    f"{ELSEWHERE}, Яковлеву Глебу Ильичу, 1990 г. р.",
    GOOD,
    f"{ELSEWHERE.replace('УФСИН', 'ГУФСИН')}, Астафьеву Глебу Ильичу, 1991 г. р.",
    f"{PLACE}, Бородину Егору Ильичу, 1992 г. р.",
]
SORTED = ["p3", "p1", "p2", "p0"]  # Krasnoyarsk before Sakhalin; there by name


def test_list_by_facility(tmp_path: Path, say: Say) -> None:
    book = str(write(tmp_path, *MIXED))
    _, printed, _ = say("list", "--by", "facility", "--book", book)
    assert [line.split(" · ")[0] for line in printed] == [
        "Т-2, Красноярский край:",
        *SORTED[:2],
        "ИК-1, Сахалинская область:",
        *SORTED[2:],
    ]
    rows = json.loads("\n".join(say("list", "--json", "--by", "facility", "--book", book)[1]))
    assert [row["id"] for row in rows] == SORTED
    assert rows[0]["group"] == {
        "name": "Т-2, Красноярский край",
        "type": "Т",
        "number": "2",
        "region": "Красноярский край",
    }
    assert [row["id"] for row in json.loads("\n".join(say("list", "--json", "--book", book)[1]))] == [
        "p0",
        "p1",
        "p2",
        "p3",
    ]


def test_make_by_facility(tmp_path: Path, press: Press) -> None:
    text = write(tmp_path, *MIXED).read_text("utf-8")
    printed = press(text, country="DE", by="facility")
    names = ["Бородину", "Ветрову", "Астафьеву", "Яковлеву"]
    for kind, each in (("envelopes", 1), ("letters", 2)):
        firsts = printed.sheets(kind)[::each]
        assert [name for sheet, name in zip(firsts, names, strict=True) if name not in " ".join(sheet.texts)] == []
    lines = [text for sheet in printed.sheets("list") for text in sheet.texts]
    headings = [text for text in lines if text in ("Т-2, Красноярский край", "ИК-1, Сахалинская область")]
    assert headings == ["Т-2, Красноярский край", "ИК-1, Сахалинская область"]
    usual = press(text, country="DE", by="book")
    assert "Т-2, Красноярский край" not in [text for sheet in usual.sheets("list") for text in sheet.texts]


def test_a_heading_comes_again_on_the_next_page(tmp_path: Path, press: Press) -> None:
    lines = [GOOD.replace("1990", str(1950 + number)) for number in range(25)]
    sheets = press(write(tmp_path, *lines).read_text("utf-8"), only=("list",), by="facility").sheets("list")
    assert len(sheets) > 1
    assert [Counter(sheet.texts)["Т-2, Красноярский край"] for sheet in sheets] == [1] * len(sheets)
    for sheet in sheets:
        assert all(ink.bottom <= 286 for ink in sheet.ink)

"""What the program says: fields and use cases, never the options of one door; a code for every kind of problem."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from docs.make_references import messages
from letters import shipped
from letters.cli.main import COMMANDS, load_command
from letters.cli.words import find_parameter, parameters_of, said, typed, use_cases
from letters.errors import DataError, Level, Problem, named
from letters.messages import APART, as_json, fold, in_words, one_line
from letters.russian.lint import rules
from letters.sentences import sentence
from letters.web.problems import FIELDS
from tests.cases import texts_in
from tests.problems import PACKAGE, problems, strings
from tests.rows import rows

COMPUTED = (
    "messages.py",
    "store/book/notes.py",
    "russian/lint/finding.py",
)  # a code that was given; those of two tables
OPTION = re.compile(r"(?<![\w-])--[a-z]")
NAME = re.compile(r"‹([^=›]*)")


def sources() -> Iterator[Path]:
    """Every file below the command line."""
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        if not file.startswith(("cli/", "browser/", "bootstrap.py")):
            yield path


def tables() -> Iterator[Path]:
    """The data with words in it."""
    yield from sorted((*PACKAGE.rglob("*.toml"), *shipped.templates().rglob("*.toml")))


@cache
def texts() -> list[tuple[str, str]]:
    """Each with where it stands."""
    inside = [(f"{path.relative_to(PACKAGE)}:{line}", text) for path in sources() for line, text in strings(path)]
    shown = ((path.name, text) for path in tables() for text in texts_in(tomllib.loads(path.read_text("utf-8"))))
    return [*inside, *shown]


# --- the source


def test_no_text_below_the_command_line_names_an_option() -> None:
    """But the table of what the pages were started with."""
    named = {where.partition(":")[0] for where, text in texts() if OPTION.search(text.replace("serve --", ""))}
    assert named == set()
    assert {where.partition(":")[0] for where, text in texts() if "serve --" in text} <= {"web/problems.py"}


def test_every_name_in_a_text_is_a_field_or_a_use_case() -> None:
    strange = [(where, name) for where, text in texts() for name in NAME.findall(text) if name and not is_known(name)]
    assert [found for found in strange if not found[0].startswith(("errors.py", "messages.py"))] == []
    assert [problem for problem in problems() if problem.field and not is_known(problem.field)] == []


def is_known(name: str) -> bool:
    return name in use_cases() or name in FIELDS or find_parameter(name) is not None


def test_every_problem_has_a_code() -> None:
    lacking = [said for said in problems() if not re.fullmatch(r"[a-z]+\d?(-[a-z0-9]+)*", said.code or "")]
    assert [f"{said.file}:{said.line}" for said in lacking if said.file not in COMPUTED] == []


def test_a_kind_of_problem_is_a_note_here_and_an_error_there_only_on_purpose() -> None:
    levels = {(said.code, said.level) for said in problems() if said.code}
    assert sorted(code for code, count in Counter(code for code, _ in levels).items() if count > 1) == [
        "line-not-searched",
        "no-address",
        "unknown-service",
    ]


def test_every_code_is_in_the_reference() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|", messages(), re.MULTILINE)
    assert {said.code for said in problems() if said.code} <= set(rows)
    assert {f"lint-{name}" for name in rules()} <= set(rows)
    assert "index-missing" in rows


# --- the words of the command line

WORDS = [
    # as a text holds it, as the command line says it
    ("Take ‹paper=a4›, or leave out ‹window›.", "Take --paper a4, or leave out --window."),
    ("‹bilingual=no› leaves out the Latin lines.", "--no-bilingual leaves out the Latin lines."),
    ("‹bilingual=yes›", "--bilingual"),
    ("‹dots=no›", "--no-dots"),
    ("‹kit› ‹reply=yes›", "--kit --reply"),
    ("‹country=DE›", "--from DE"),
    ("‹language=de›, ‹shape=copy›", "--lang de, --as copy"),
    ("‹today=2026-11-22›", "--date 2026-11-22"),
    ("‹offset›, ‹printer=Laser›", "--printer, --printer Laser"),
    ("‹shuffle=7›, ‹keep_going›", "--shuffle 7, --keep-going"),
    ("‹slot=city=Wien›", "--slot city=Wien"),
    ("‹name=Anna and John›", '--name "Anna and John"'),
    ("‹compose› writes one; ‹compose=zimin›", "`compose` writes one; `compose zimin`"),
    ("‹who=zimin›; ‹who›; ‹file›", "zimin; WHO; FILE"),
    ("‹id›, ‹set=1,2›, ‹map=Where to=address›", '--id, --set 1,2, --map "Where to=address"'),
    ("‹nothing›, ‹nothing=1›, ‹ ›, ‹A4›", "‹nothing›, ‹nothing=1›, ‹ ›, ‹A4›"),
]


@rows(("text", "shown"), WORDS)
def test_fields_in_the_words_of_the_command_line(text: str, shown: str) -> None:
    assert typed(text) == shown


def test_another_door_says_them_in_its_own_words() -> None:
    shown = in_words(
        "Take ‹paper=a4›, or leave out ‹window›.", lambda name, value: f"{name.title()}: {value}".rstrip(": ")
    )
    assert shown == "Take Paper: a4, or leave out Window."


def test_a_field_is_one_option_whatever_the_command() -> None:
    options: dict[str, set[str]] = {}
    for parameter in (parameter for name in COMMANDS for parameter in parameters_of(load_command(name))):
        options.setdefault(str(parameter.name), set()).add(max(parameter.opts, key=len))
    assert {name: found for name, found in options.items() if len(found) > 1} == {}
    assert {name: {max(find_parameter(name).opts, key=len)} for name in options} == options  # type: ignore[union-attr]
    assert [name for name in use_cases() if find_parameter(name)] == []


def test_a_value_cannot_end_its_own_name() -> None:
    assert named("envelope", "a› ‹check") == "‹envelope=a> <check›"
    assert typed(named("envelope", "a› ‹check")) == '--envelope "a> <check"'


# --- problems

WINDOW = Problem("", "is for A4.", "Leave out ‹window›.", code="window-paper", field="window", value="din")


def test_the_field_is_the_place_of_a_problem() -> None:
    assert str(WINDOW) == "‹window=din›: is for A4. Leave out ‹window›."
    assert said(WINDOW).where == "--window din"
    assert said(WINDOW).hint == "Leave out --window."
    assert str(Problem("book.yaml:3", "is strange.", field="sign")) == "book.yaml:3: ‹sign›: is strange."


def off(number: int, level: Level = "error", general: str = "", hint: str = "") -> Problem:
    """One of several that differ in a value, in their place and in whose they are."""
    what = sentence("is {mm:g} mm too {way}.", mm=number / 2, way=sentence("wide"))
    return Problem(f"book.yaml:{number}", what, hint, level, code="off", general=general, who=f"p{number}")


TOGETHER = {
    # problems -> what is said, and of how many
    "few mistakes are said one by one": ([off(1), off(2)], [("is 0.5 mm too wide.", 1), ("is 1 mm too wide.", 1)]),
    "many together, in what they share": ([off(n) for n in range(APART + 1)], [("is … mm too wide.", APART + 1)]),
    "in the words for all": ([off(n, general="is off.") for n in range(APART + 1)], [("is off.", APART + 1)]),
    "another remedy, another line": (
        [off(n, hint="Cut." if n % 2 else "Fold.") for n in range(2 * APART + 2)],
        [("is … mm too wide.", APART + 1)] * 2,
    ),
    "notes at once": ([off(n, "warning", "is off.") for n in (1, 2)], [("is off.", 2)]),
    "one note says all": ([off(1, "warning", "is off.")], [("is 0.5 mm too wide.", 1)]),
    "notes that nobody has said together": (
        [off(n, "warning") for n in (1, 2)],
        [("is 0.5 mm too wide.", 1), ("is 1 mm too wide.", 1)],
    ),
    "mistakes first, in their order": (
        [off(1, "warning"), off(3), off(2)],
        [("is 1.5 mm too wide.", 1), ("is 1 mm too wide.", 1), ("is 0.5 mm too wide.", 1)],
    ),
}


@pytest.mark.parametrize(("given", "told"), TOGETHER.values(), ids=TOGETHER)
def test_problems_of_one_kind_are_said_together(given: list[Problem], told: list[tuple[str, int]]) -> None:
    groups = fold(given)
    assert [(group.what, len(group.problems)) for group in groups] == told
    assert sorted(place for group in groups for place in group.places) == sorted(
        (problem.where, problem.who) for problem in given
    )


def test_a_place_is_said_once() -> None:
    start, outlines = (Problem("", "goes with labels only.", field=field) for field in ("start", "outlines"))
    [alike] = fold([start, outlines, start], apart=0)
    assert alike.places == (("‹start›", ""), ("‹outlines›", ""))


def test_two_people_of_one_place_are_both_named() -> None:
    [alike] = fold(Problem("page.txt", "is empty.", level="warning", who=who) for who in ("a", "b", "a"))
    assert alike.places == (("page.txt", "a"), ("page.txt", "b"))


STEERING = {
    # what a stranger wrote -> on the screen, and in JSON
    "Ilya\x1b[2J": ("Ilya<U+001B>[2J", '"Ilya\\u001b[2J"'),
    "\x9b31m": ("<U+009B>31m", '"\\u009b31m"'),
    "a\u202eb\u2066c\u200fd": ("a<U+202E>b<U+2066>c<U+200F>d", '"a\\u202eb\\u2066c\\u200fd"'),
    "a\u2028b": ("a<U+2028>b", '"a\\u2028b"'),
    "half \udcff": ("half <U+DCFF>", '"half \\udcff"'),
    "tag \U000e0041": ("tag <U+E0041>", '"tag \\udb40\\udc41"'),
    "Илья «Ветров» — é": ("Илья «Ветров» — é", '"Илья «Ветров» — é"'),
}


@pytest.mark.parametrize(("text", "shown", "written"), [(text, *row) for text, row in STEERING.items()], ids=ascii)
def test_nothing_steers_the_terminal(text: str, shown: str, written: str) -> None:
    assert one_line(text) == shown
    assert as_json(text) == written
    assert json.loads(written) == text


def test_a_failure_says_its_problems_as_they_are() -> None:
    assert str(DataError(WINDOW, WINDOW)) == f"{WINDOW}\n{WINDOW}"


def test_the_command_line_says_the_option(tell: Any, tmp_path: Path) -> None:
    code, _, errors = tell(
        "make", "--window", "din", "--paper", "letter", "--envelope", "DL", "--out", tmp_path / "out"
    )
    assert (code, errors.splitlines()[-1]) == (
        2,
        "--window din: windows of that kind are for letters on A4, not on Letter. "
        "Take --paper a4, or leave out --window.",
    )

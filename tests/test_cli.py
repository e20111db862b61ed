"""The command line: its messages and exit codes, what it prints for people and for programs, and its help."""

import io
import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from rich.console import Console

from letters import __version__, shipped
from letters.cli import screen
from letters.russian.lint import rules
from letters.textfile import SAVE_AS_UTF8
from letters.wording import guide_languages, letter_names
from tests.conftest import Say
from tests.rows import rows
from tests.test_batch import RECIPIENTS

ROOT = Path(__file__).parent.parent
SAMPLE = (ROOT / "addresses.yaml").read_text("utf-8")
CLI = sys.modules["letters.cli.main"]
TODAY = date.today()
FILES = ["envelopes.pdf", "guides.pdf", "letters.pdf", "list.pdf"]
PLACE = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
GOOD = f"{PLACE}, Ветрову Илье Сергеевичу, 1990 г. р."
USED = f"There is no addresses.yaml in this folder: the sample book is used ({shipped.sample_book()})."
UNCHECKED = (
    "nobody has noted when this address was last checked. People are moved without notice: compare the case page, "
    f"then write `verified: {TODAY}` under the person."
)


def book(*people: str, above: str = "") -> str:
    """A book; a person is the lines below the id, which is p0, p1, …"""
    entries = zip(RECIPIENTS, people, strict=False)
    lines = (f"  - id: p{number}\n    address: {PLACE}, {who}\n{more}" for number, (who, more) in enumerate(entries))
    return f"{above}people:\n{''.join(lines)}"


# --- make is what happens when no command is named


@pytest.mark.parametrize("arguments", [[], ["make"], ["--from", "DE"], ["--debug"], ["--only", "list", "--from", "RU"]])
def test_make_is_the_default(arguments: list[str], folder: Path, say: Say) -> None:
    code, printed, _ = say(*arguments)
    written = ["list.pdf"] if "list" in arguments else FILES
    assert (code, printed[0]) == (0, "Written for 2 people into out:")
    assert sorted(path.name for path in (folder / "out").iterdir()) == [*written, "run.json"]


def test_the_report_says_what_to_do_with_each_file(folder: Path, say: Say) -> None:
    _, printed, said = say("make", "zimin", "--envelope", "dl")
    assert printed[0] == "Written for 1 person into out:"
    rows = [line.split()[:3] for line in printed if ".pdf" in line]
    assert rows == [
        ["envelopes.pdf", "1", "posted"],
        ["letters.pdf", "2", "posted"],
        ["guides.pdf", "1", "kept"],
        ["list.pdf", "1", "kept"],
    ]
    assert "put DL envelopes in the tray" in " ".join(printed)
    assert f"note: addresses.yaml:16 (zimin): {UNCHECKED}" in said


def test_names_of_folders_are_printed_as_they_are(folder: Path, say: Say) -> None:
    assert say("--only", "list", "--out", ":bomb:[bold]")[1][0] == "Written for 2 people into :bomb:[bold]:"
    assert (folder / ":bomb:[bold]/list.pdf").exists()


# --- which book


def test_the_book_of_the_working_folder_comes_first(folder: Path, say: Say) -> None:
    (folder / "addresses.yaml").write_text(book("    status: died\n", ""), "utf-8")
    assert json.loads("".join(say("list", "--json")[1]))[0]["id"] == "p1"
    assert USED not in say("list")[2]


@pytest.mark.parametrize("command", [["check"], ["list"], ["make"], [], ["make", "zimin", "--only", "list"]])
def test_without_a_book_the_sample_is_used_and_named(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, said = say(*command)
    assert (code, said[0]) == (0, USED)
    assert said.count(USED) == 1


@pytest.mark.parametrize("command", ["check", "list", "make"])
def test_a_given_book_must_be_there(command: str, folder: Path, say: Say) -> None:
    assert say(command, "--book", "friends.yaml") == (
        3,
        [],
        [
            "friends.yaml: there is no such book. Say where it is with --book FILE, or copy the sample book that comes "
            "with the program."
        ],
    )


# --- wrong commands, files that cannot be read or written

USAGE = ["Usage: make_letters.py make [OPTIONS] [WHO]...", "Try 'make_letters.py make --help' for help.", ""]
WRONG = {
    # arguments -> exit code, messages
    "mak zimin": (
        2,
        [
            f"there is no command 'mak'. Did you mean make? Commands: {', '.join(CLI.COMMANDS)}. "
            "For one person, by the id in the book: make ID."
        ],
    ),
    "frob": (
        2,
        [
            f"there is no command 'frob'. Commands: {', '.join(CLI.COMMANDS)}. "
            "For one person, by the id in the book: make ID."
        ],
    ),
    "make nobody": (
        2,
        ["addresses.yaml: nobody in the book has the id 'nobody'. `list` shows who is in the book."],
    ),
    "make zimin batsenn": (
        2,
        ["addresses.yaml: nobody in the book has the id 'batsenn'. Did you mean batsenin?"],
    ),
    "--envelope C9": (
        2,
        [
            "--envelope C9: there is no such envelope. Known: C6, DL, C5, C4, C6/5, 10, postcard, 4x6, "
            "or a size in mm such as 200x120."
        ],
    ),
    "--envelope 20x10": (
        2,
        [
            "--envelope 20x10: an envelope of this size cannot be posted as a letter. Sizes from 140x90 to 353x250 mm "
            "are possible."
        ],
    ),
    "--from XX": (
        2,
        ["--from XX: unknown country. Write the two-letter code, such as DE, FR, US or RU."],
    ),
    "--from Germany": (
        2,
        ["--from Germany: unknown country. Write the two-letter code: --from DE."],
    ),
    "--lang xx": (2, [f"--lang xx: there is no guide in this language. Languages: {', '.join(guide_languages())}."]),
    "--letter fist": (
        2,
        [
            f"--letter fist: there is no such letter form or file. Forms: {', '.join(letter_names())}; "
            + "or a text file, or the folder that `compose` has written."
        ],
    ),
    "--allow latein": (2, [f"--allow latein: there is no such rule. Rules: {', '.join(rules())}."]),
    "--frob": (
        2,
        [*USAGE, "Error: No such option '--frob'. (Did you mean one of: '--from', '--proof', '--qr'?)"],
    ),
    "--qr table": (
        2,
        [
            *USAGE,
            "Error: Invalid value for '--qr': 'table' is not one of 'guide', 'stub', 'letter', 'envelope', 'none'.",
        ],
    ),
    "--only pictures,list": (
        2,
        [
            *USAGE,
            "Error: Invalid value for '--only': unknown: pictures; choose from envelopes, letters, guides, list",
        ],
    ),
    "--date 1.1.2026": (2, [*USAGE, "Error: Invalid value for '--date': write the day as 2026-11-22"]),
    "--letter no.txt": (3, ["no.txt: there is no such file. Check the name; the folder is {}."]),
    "--out addresses.yaml": (
        3,
        ["addresses.yaml: is a file, and no folder. Choose another folder with --out."],
    ),
    "--out addresses.yaml/x": (
        3,
        ["addresses.yaml/x: cannot be written: Not a directory. Choose another folder with --out."],
    ),
    "--out addresses.yaml/x --debug": (
        3,
        ["addresses.yaml/x: cannot be written: Not a directory. Choose another folder with --out."],
    ),
    "--book .": (3, [".: cannot be read: Is a directory. That is a folder: name a file in it."]),
    "parse no.txt": (3, ["no.txt: there is no such file. Check the name; the folder is {}."]),
    "old.yaml": (
        2,
        [
            "there is no command 'old.yaml'. A book is named with --book FILE. "
            f"Commands: {', '.join(CLI.COMMANDS)}. For one person, by the id in the book: make ID."
        ],
    ),
    "check old.yaml": (
        2,
        [
            "Usage: make_letters.py check [OPTIONS]",
            "Try 'make_letters.py check --help' for help.",
            "",
            "Error: Got unexpected extra argument (old.yaml)",
            "A book is named with --book FILE.",
        ],
    ),
    "parse .": (3, [".: cannot be read: Is a directory. That is a folder: name a file in it."]),
}


@pytest.mark.parametrize(("arguments", "expected"), WRONG.items(), ids=WRONG)
def test_wrong_commands(arguments: str, expected: tuple[int, list[str]], folder: Path, say: Say) -> None:
    code, printed, said = say(*arguments.split())
    assert (code, said) == (expected[0], [line.replace("{}", str(folder)) for line in expected[1]])
    assert printed == []
    assert [path.name for path in folder.iterdir()] == ["addresses.yaml"]


def test_mistakes_come_a_line_each(folder: Path, say: Say) -> None:
    (folder / "addresses.yaml").write_text(book(*["    case: example.org\n"] * 4), "utf-8")
    link = (
        'link "example.org" does not begin with https:// or http://. Copy the whole link from the address bar of the '
    )
    lines = [f"addresses.yaml:{line}: {link}browser." for line in (4, 7, 10, 13)]
    code, printed, said = say("check")
    assert (code, said) == (1, lines)
    assert printed[-2].startswith("addresses.yaml: 4 people to write to, 4 problems, ")
    assert say("make") == (1, [], [*lines, "Nothing was written."])


def test_many_mistakes_of_one_kind_come_in_one_line_and_one_by_one_on_demand(folder: Path, say: Say) -> None:
    (folder / "addresses.yaml").write_text(book(*[f"    case: a{number}.org\n" for number in range(12)]), "utf-8")
    places = "addresses.yaml:4 (p0), addresses.yaml:7 (p1), addresses.yaml:10 (p2) and 9 more: "
    wrong = "does not begin with https:// or http://. Copy the whole link from the address bar of the browser."
    hint = "The same command with --each says each of them on a line of its own."
    for command, *end in (("check",), ("make", "Nothing was written.")):
        assert say(command)[2] == [f'{places}link "…" {wrong}', hint, *end]
        each = [f'addresses.yaml:{4 + 3 * number}: link "a{number}.org" {wrong}' for number in range(12)]
        assert say(command, "--each")[2] == [*each, *end]
    assert [
        problem["who"]
        for problem in json.loads("\n".join(say("check", "--json")[1]))["problems"]
        if problem["kind"] == "link-scheme"
    ] == [f"p{number}" for number in range(12)]


def test_notes_that_are_alike_come_in_one_line(folder: Path, say: Say) -> None:
    (folder / "addresses.yaml").write_text(book(*[""] * 6), "utf-8")
    places = "addresses.yaml:3 (p0), addresses.yaml:5 (p1), addresses.yaml:7 (p2) and 3 more"
    assert say("make", "--only", "list")[2] == [f"note: {places}: {UNCHECKED}"]


# --- people who are not there


def test_who_is_not_held_gets_no_envelope_and_the_run_says_so(folder: Path, say: Say) -> None:
    (folder / "addresses.yaml").write_text(book("", "    status: released\n", "    status: died\n"), "utf-8")
    code, printed, _ = say()
    assert (code, printed[0]) == (0, "Written for 1 person into out:")
    assert printed[-2:] == [
        "p1 was released: no envelope (addresses.yaml:4).",
        "p2 died: no envelope (addresses.yaml:7).",
    ]
    assert not any("no envelope" in line for line in say("make", "p0")[1])
    shown = say("list")[1]
    assert shown[1:] == ["p1 · released: no envelope", "p2 · has died: no envelope"]


@pytest.mark.parametrize("who", [[], ["p0"]])
def test_a_run_for_nobody(who: list[str], folder: Path, say: Say) -> None:
    (folder / "addresses.yaml").write_text(book("    status: moved\n"), "utf-8")
    assert say("make", *who) == (
        1,
        [],
        [
            "addresses.yaml:2: p0 was moved: no envelope. Nobody is left to write to.",
            "Nothing was written.",
        ],
    )
    assert not (folder / "out").exists()


# --- for other programs

KEYS = ["id", "nominative", "dative", "latin", "born", "index", "region", "facility", "case", "verified", "status"]


def test_list_as_json(folder: Path, say: Say) -> None:
    day = TODAY - timedelta(31)
    lines = f"    case: https://example.org/a\n    verified: {day}\n"
    (folder / "addresses.yaml").write_text(book(lines, "    status: died\n"), "utf-8")
    code, printed, said = say("list", "--json")
    first, second = json.loads("\n".join(printed))
    assert (code, said) == (0, [])
    assert set(first) >= {*KEYS, "stale"}
    expected = {
        "id": "p0",
        "nominative": "Ветров Илья Сергеевич",
        "dative": "Ветрову Илье Сергеевичу",
        "latin": "Vetrov Ilya Sergeevich",
        "born": 1990,
        "index": "663180",
        "region": "Красноярский край",
        "facility": "ФКУ Т-2 ГУФСИН России по Красноярскому краю",
        "case": "https://example.org/a",
        "verified": str(day),
        "status": "held",
        "stale": True,
        "group": {"name": "Т-2, Красноярский край", "type": "Т", "number": "2", "region": "Красноярский край"},
    }
    assert {key: first[key] for key in expected} == expected
    assert second == {"id": "p1", "status": "died"}


def test_list_for_people(folder: Path, say: Say) -> None:
    (folder / "addresses.yaml").write_text(book("", f"    verified: {TODAY}\n"), "utf-8")
    place = "ФКУ Т-2 ГУФСИН России по Красноярскому краю · 663180"
    assert say("list")[1] == [
        f"p0 · Ветров Илья Сергеевич · Ветрову Илье Сергеевичу · {place} · address never checked",
        f"p1 · Ветров Пётр Андреевич · Ветрову Петру Андреевичу · {place}",
    ]


def test_list_of_a_bad_book(folder: Path, say: Say) -> None:
    (folder / "addresses.yaml").write_text(book("    adress: x\n"), "utf-8")
    code, printed, said = say("list", "--json")
    assert (code, printed) == (1, [])
    assert said[0] == "addresses.yaml:4: unknown field «adress». Did you mean «address»?"


CHECKED = {
    # a book -> people, absent, levels of the problems, exit code
    "good": (book(f"    verified: {TODAY}\n", "    status: died\n").encode(), 1, 1, [], 0),
    "doubtful": (book("").encode(), 1, 0, ["warning"], 0),
    "bad": (book("    adress: x\n").encode(), 1, 0, ["error", "warning"], 1),
    "no text": (b"\0", 0, 0, ["error"], 1),
    "not UTF-8": ("people: ё".encode("cp1251"), 0, 0, ["error"], 1),
}


@pytest.mark.parametrize(("data", "people", "absent", "levels", "exit_code"), CHECKED.values(), ids=CHECKED)
def test_check_as_json(
    data: bytes, people: int, absent: int, levels: list[str], exit_code: int, folder: Path, say: Say
) -> None:
    (folder / "addresses.yaml").write_bytes(data)
    code, printed, said = say("check", "--json")
    found = json.loads("\n".join(printed))
    assert (code, said, list(found)) == (exit_code, [], ["people", "absent", "problems"])
    assert (found["people"], found["absent"]) == (people, absent)
    assert [problem["level"] for problem in found["problems"]] == levels
    assert all({"level", "where", "what", "hint"} <= set(problem) for problem in found["problems"])


def test_schema(say: Say) -> None:
    code, printed, said = say("schema")
    schema = json.loads("\n".join(printed))
    assert (code, said) == (0, [])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(schema["properties"]) == ["sender", "people"]


# --- parse

LINES = [
    # what stands in a file -> how many objects, and the line of the first
    (f"{GOOD}\n".encode(), 1, GOOD),
    (f"{GOOD}\r\n\r\nАдрес уточняется\r\n".encode(), 2, GOOD),
    (f"\ufeff{GOOD}".encode(), 1, GOOD),
    (f"\n \n\t{GOOD} \n".encode(), 1, f"\t{GOOD} "),
    (b"\0\n", 1, "\0"),
]


@pytest.mark.parametrize(("data", "count", "line"), LINES)
@pytest.mark.parametrize("source", ["file", "-", None])
def test_parse(
    source: str | None, data: bytes, count: int, line: str, folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").write_bytes(data)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    code, printed, said = say("parse", *([source] if source else []))
    found = [json.loads(each) for each in printed]
    assert (code, said, len(found)) == (0, [], count)
    assert found[0]["line"] == line
    assert [set(each) >= {"line", "error"} for each in found[1:]] == [True] * (count - 1)
    assert {path.name for path in folder.iterdir()} == {"addresses.yaml", "file"}


@pytest.mark.parametrize("data", [b"", b"\n\n"])
def test_parse_of_nothing(data: bytes, folder: Path, say: Say) -> None:
    (folder / "file").write_bytes(data)
    assert say("parse", "file") == (0, [], [])


@pytest.mark.parametrize(("command", "code"), [("parse", 0), ("lint", 0), ("add", 1)])
def test_a_program_without_any_input_reads_nothing(
    command: str, code: int, folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", None)  # as Python has it where the input is closed
    assert say(command)[0] == code


def test_parse_of_another_encoding(folder: Path, say: Say) -> None:
    (folder / "file").write_bytes(GOOD.encode("cp1251"))
    said = [f"file:1: is not UTF-8 text. {SAVE_AS_UTF8}", "Nothing was written."]
    assert say("parse", "file") == (1, [], said)


# --- faults of the program, and being stopped


def broken(error: BaseException) -> Callable[..., Any]:
    def make(*_: object) -> None:
        raise error

    return make


def test_a_fault_is_one_line_and_a_file(folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["letters.cli.make"], "make_groups", broken(RuntimeError("two\n[bold]lines :bomb:")))
    (folder / "traces").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder / "traces"))
    code, printed, said = say()
    (trace,) = (folder / "traces").iterdir()
    assert (code, printed) == (70, [])
    begun, place = said[0].split(". Details, without names: ")
    assert re.fullmatch(
        r"This is a fault of the program, not yours: RuntimeError in [^/]+/tests/test_cli\.py, line \d+", begun
    )
    assert (len(said), place) == (1, str(trace))
    written = trace.read_text("utf-8")
    assert written.startswith("Traceback (most recent call last):\n  ")
    assert written.endswith("RuntimeError\n")
    assert "bomb" not in written


def test_a_fault_where_no_file_can_be_written(folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["letters.cli.make"], "make_groups", broken(RuntimeError("x")))
    monkeypatch.setattr("tempfile.tempdir", str(folder / "addresses.yaml"))
    code, _, said = say()
    assert code == 70
    assert said[0].endswith(". Details, without names: run it again with --debug")


@pytest.mark.parametrize(
    "arguments", [["--debug"], ["make", "--debug"], ["--debug", "make"], ["make", "zimin", "--debug"]]
)
def test_debug_shows_the_trace(arguments: list[str], folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["letters.cli.make"], "make_groups", broken(RuntimeError("x")))
    code, _, said = say(*arguments)
    assert code == 70
    assert said[0].startswith("This is a fault of the program, not yours. What follows may hold names. Traceback (most")
    assert said[-1] == "RuntimeError: x"


def test_ctrl_c(folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["letters.cli.make"], "make_groups", broken(KeyboardInterrupt()))
    code, printed, said = say()
    assert (code, printed, said[-1]) == (130, [], "Stopped; the files are as they were before.")


# --- the screen


def test_no_bar_where_nobody_looks(folder: Path, say: Say) -> None:
    (folder / "addresses.yaml").write_text(book(*[f"    verified: {TODAY}\n"] * 25), "utf-8")
    code, printed, said = say("--only", "list")
    assert (code, said) == (0, [])
    assert not any("\x1b" in line or "Laying out" in line for line in printed)


@pytest.mark.parametrize(("people", "shown"), [(19, False), (20, True)])
def test_a_bar_on_a_terminal(people: int, shown: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(screen, "err", Console(file=terminal, force_terminal=True, width=80))
    with screen.progress("Laying out") as advance:
        for done in range(people):
            advance(done + 1, people)
            time.sleep(0.002)
    assert ("Laying out" in terminal.getvalue()) is shown
    assert bool(re.search(r"\d/s", terminal.getvalue())) is shown


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_cyrillic_on_any_console(encoding: str, folder: Path) -> None:
    """Windows pipes are not UTF-8 by themselves; the installed command has no other door than this."""
    code = "import sys; from letters.cli import main; sys.exit(main(sys.argv[1:]))"
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code, "list"], env=environment, capture_output=True, check=True)
    assert done.stdout.decode().startswith("zimin · Зимин Дмитрий Сергеевич · ")


# --- help

COMMANDS: dict[str, click.Command] = {name: CLI.load_command(name) for name in CLI.COMMANDS}
OPTIONS = {
    (name, option.opts[-1]): option
    for name, command in {"": CLI.program, **COMMANDS}.items()
    for option in command.params
    if isinstance(option, click.Option)
}


def examples(command: click.Command) -> list[list[str]]:
    """The command lines in a help text, without remarks and without what the shell does."""
    lines = re.findall(r"python3 make_letters\.py(.*)", command.help or "")
    return [shlex.split(re.split(r" {3,}| >", line)[0]) for line in lines]


def test_the_commands_are_known() -> None:
    assert set(COMMANDS) >= {"make", "check", "parse", "list", "schema"}


@rows("name", COMMANDS)
def test_the_list_of_commands_says_what_each_does_on_one_line(name: str, say: Say) -> None:
    short = CLI.COMMANDS[name][1]
    assert len(short) <= 45
    assert [line for line in say("--help")[1] if re.fullmatch(rf"  {name} +{re.escape(short)}", line)]


@rows("name", COMMANDS)
def test_each_command_has_help_with_an_example(name: str, say: Say) -> None:
    code, printed, _ = say(name, "--help")
    assert (code, printed[0].split()[:3]) == (0, ["Usage:", "make_letters.py", name])
    assert examples(COMMANDS[name])
    assert {line[:1] or ["make"] for line in map(tuple, examples(COMMANDS[name]))} == {(name,)}
    assert say(name, "-h")[1] == printed


@rows("option", OPTIONS.values(), ids=map(" ".join, OPTIONS))
def test_each_option_has_help(option: click.Option) -> None:
    assert option.help
    assert option.help.endswith((".", "]"))


def test_the_help_of_make_has_every_option_once_and_under_a_heading(say: Say) -> None:
    _, printed, _ = say("make", "--help")
    shown = [line.split()[0].rstrip(",") for line in printed if re.match(r"  (-h, )?--", line)]
    names = [option.opts[0] for (name, _), option in OPTIONS.items() if name == "make"]
    assert sorted(shown) == sorted([*names, "-h"])
    assert printed[printed.index("Other options:") + 1 :] == ["  -h, --help  Show this message and exit."]


def test_help_of_the_program(say: Say) -> None:
    for word in ("--help", "-h"):
        code, printed, _ = say(word)
        assert code == 0
        assert all(any(line.split()[:1] == [name] for line in printed) for name in COMMANDS)
    assert say("--version") == (0, [__version__], [])


# the others want a printer, a table, two books
RUN_HERE = {"make", "check", "parse", "list", "schema", "add", "lint", "online", "compose"}
EXAMPLES = [line for command in (CLI.program, *COMMANDS.values()) for line in examples(command)]


@pytest.mark.parametrize("line", [line for line in EXAMPLES if {*line[:1]} <= RUN_HERE], ids=" ".join)
def test_each_example_runs(line: list[str], folder: Path, say: Say) -> None:
    (folder / "friends.yaml").write_text(SAMPLE, "utf-8")
    (folder / "my-letter.txt").write_text("# {{ salutation }}\n\nПривет!", "utf-8")
    (folder / "lines.txt").write_text(GOOD, "utf-8")
    (folder / "page.txt").write_text(f"Илья Ветров\n\n{GOOD}\n", "utf-8")
    (folder / "one-more.txt").write_text(GOOD.replace("Ветрову", "Соколову"), "utf-8")
    (folder / "pages").mkdir()
    (folder / "pages" / "a.txt").write_text(GOOD, "utf-8")
    (folder / "saved-page.html").write_text(f"<html><body><h1>Илья Ветров</h1><p>{GOOD}</p></body></html>", "utf-8")
    assert say(*line)[0] == 0


def lacking(names: Iterable[str], pattern: str) -> list[str]:
    """The names for which the page of the command line has no such line."""
    text = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    return [name for name in names if not re.search(pattern.format(re.escape(name)), text, re.MULTILINE)]


def test_the_page_names_every_command() -> None:
    assert lacking(COMMANDS, r"^\| `{}\b.*` \| .") == []


def test_the_page_names_every_exit_code() -> None:
    assert lacking(["0", "1", "2", "3", "70", "130"], r"^\| {} \| .") == []


def test_a_ragged_letter_with_the_alphabet_in_another_language(folder: Path, say: Say) -> None:
    code, printed, _ = say("make", "--align", "left", "--alphabet", "--lang", "it", "--only", "letters,guides")
    assert code == 0
    assert [line.split()[:2] for line in printed if line.startswith("guides.pdf")] == [["guides.pdf", "4"]]
    assert say("make", "--align", "right")[0] == 2


def test_compose_explains_in_the_writers_language(folder: Path, say: Say) -> None:
    assert say("compose", "zimin", "--phrases", "G2,U9", "--lang", "fr", "--name", "Анна")[0] == 0
    assert "U9  Prenez soin de vous." in (folder / "texts/zimin.txt").read_text("utf-8")
    assert say("compose", "zimin", "--phrases", "G2,U9", "--lang", "ru", "--name", "Анна")[0] == 2

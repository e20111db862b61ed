"""Every command line in the README and the docs is read as a shell reads it, and then by the parser of its command."""

import re
import shlex
import subprocess
from itertools import takewhile
from pathlib import Path

import click
import pytest

from letters.bootstrap import UNLOCKED
from letters.cli.language import read_ui
from letters.cli.main import COMMANDS, REDACT, load_command, program
from letters.cli.words import words
from letters.errors import CommandError
from letters.paper import envelope_names, find_envelope
from tests.rows import rows

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("README*.md"), *sorted((ROOT / "docs").glob("*.md"))]
START = "python3 make_letters.py"
BLOCK = re.compile(rf"^(?:    |\$ |)({re.escape(START)}(?: .*)?)$", re.MULTILINE)  # in a block; $ is the prompt
INLINE = re.compile(r"`([^`\n]+)`")
REMARK = re.compile(r"\s{2,}.*")  # of a list of examples: what it does, in a column of its own
# Something that a reader puts in: URL, FILE, …, <id>, [WHO], and xx for a language of one's own.
PLACEHOLDER = re.compile(r"…|\.\.\.|<|\[|\b[A-Z]{3,}\b|\bxx\b")


def command_lines(text: str) -> list[str]:
    """The command lines of a page that a reader can type as they stand."""
    lines = [REMARK.sub("", line) for line in BLOCK.findall(text)]
    lines += [code for code in INLINE.findall(text) if code.startswith(START)]
    return [line for line in dict.fromkeys(lines) if not PLACEHOLDER.search(line)]


def as_shell(line: str) -> list[str]:
    """The words that the program is given: quotes taken off, nothing behind a # or a pipe."""
    return [*takewhile(lambda word: word not in (">", "|", "<", "&&", ";"), shlex.split(line, comments=True))][2:]


def parse(arguments: list[str]) -> click.Context:
    """What the parser of the command makes of them, without carrying anything out; raises click's or our own errors."""
    arguments = [word for word in read_ui(arguments) if word not in (UNLOCKED, "--debug", REDACT)]
    if arguments in (["--help"], ["--version"]):
        return program.make_context("make_letters.py", [], resilient_parsing=True)
    if not arguments or arguments[0].startswith("-"):
        arguments = ["make", *arguments]
    name, *rest = arguments
    assert name in COMMANDS
    context = load_command(name).make_context(name, rest)
    if envelope := context.params.get("envelope"):
        find_envelope(envelope)
    return context


LINES = [(page.name, line) for page in PAGES for line in command_lines(page.read_text("utf-8"))]


def test_there_are_command_lines_on_many_pages() -> None:
    assert len(LINES) > 70
    assert len({page for page, _ in LINES}) >= 8


@rows(("page", "line"), LINES, ids=[f"{page}: {line[24:70]}" for page, line in LINES])
def test_a_command_line_is_one(page: str, line: str) -> None:
    parse(as_shell(line))


def test_a_shell_takes_all_of_them(tmp_path: Path) -> None:
    script = tmp_path / "lines.sh"
    script.write_text("\n".join(line for _, line in LINES), "utf-8")
    done = subprocess.run(["bash", "-n", str(script)], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


@rows("page", PAGES, ids=lambda page: page.name)
def test_no_code_has_a_remark_in_the_place_of_a_value(page: Path) -> None:
    """`--envelope #10` is `--envelope` for a shell."""
    options = [code for code in INLINE.findall(page.read_text("utf-8")) if code.startswith(("--", START))]
    assert [code for code in options if re.search(r"(?<!\S)#\S", code)] == []


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("make zimin --envelope #10 --only envelopes", click.BadOptionUsage),
        ("make --envelope C6x", CommandError),
        ("make --papers a4", click.NoSuchOption),
        ("make --only envelope", (click.ClickException, CommandError)),
        ("print --from-page two", click.ClickException),
    ],
)
def test_what_is_no_command_line_would_be_seen(line: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse(as_shell(f"{START} {line}"))


@pytest.mark.parametrize("written", ["10", "'#10'", '"#10"', "COM10", r"\#10"])
def test_a_number_ten_as_a_shell_takes_it(written: str) -> None:
    context = parse(as_shell(f"{START} make zimin --from US --envelope {written}"))
    assert find_envelope(context.params["envelope"]).name == "#10"


@pytest.mark.parametrize("name", envelope_names())
def test_an_envelope_that_a_message_names_can_be_typed(name: str) -> None:
    typed = shlex.split(f"make {words('envelope', name)}", comments=True)
    assert find_envelope(typed[-1]).name == name

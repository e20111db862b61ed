"""The command `lint`: a text read as a censor would, every place with the reason and what to write instead."""

import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from letters.app.lint import read_as_censor
from letters.cli import screen
from letters.cli.options import json_option, print_json
from letters.errors import DataError, Level, Problem
from letters.russian.lint import LANGUAGES, WRITERS, Finding, Writer, check_rules, how_to_allow
from letters.textfile import decoded, read_start
from letters.wording import LONGEST_LETTER, Source, guide_languages

_MOST_BYTES = 4 * LONGEST_LETTER
_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}
_WORDS: dict[Level, tuple[str, str]] = {
    "error": ("mistake", "mistakes"),
    "warning": ("warning", "warnings"),
    "info": ("remark", "remarks"),
}


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the command line asks for."""

    file: Path
    allow: Collection[str]
    writer: Writer | None
    language: str
    as_json: bool


@click.command("lint")
@click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--allow", multiple=True, metavar="RULE", help="Do not look for this; may be given several times.")
@click.option("--writer", type=click.Choice(WRITERS), help="Who writes: m, f, or pl for several; checks the endings.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(guide_languages()),
    default="en",
    show_default=True,
    help=f"Language of the reasons: {', '.join(LANGUAGES)}; English for the others.",
)
@json_option
def lint_command(**options: Any) -> None:
    """Read a letter as a prison's censor would: what stops it, why, and what to write instead.

    FILE is a text in UTF-8; - or nothing reads what you paste (end with Ctrl-D, on Windows Ctrl-Z and Enter).
    Ends with code 1 if there is something that stops a run; warnings and remarks alone do not. The rules are the same
    for letters on paper and by computer. Writes nothing.

    \b
    Examples
      python3 make_letters.py lint my-letter.txt
      python3 make_letters.py lint my-letter.txt --writer f --lang de
      python3 make_letters.py lint my-letter.txt --allow date --json
    """
    wish = _Wish(**options)
    check_rules(wish.allow)
    where = "the text" if str(wish.file) == "-" else wish.file.name
    found = read_as_censor(Source(_read(wish.file), where), date.today(), wish.allow, wish.writer)
    if wish.as_json:
        objects = [_object(finding, wish.language) for finding in found]
        print_json(objects)
    else:
        _show(found, where, wish.language)
    if any(finding.level == "error" for finding in found):
        raise SystemExit(DataError.exit_code)


def _read(path: Path) -> str:
    """The text, at most as long as a letter may be; raises FileError or DataError."""
    name = "the text" if str(path) == "-" else str(path)
    data = sys.stdin.buffer.read(_MOST_BYTES + 1) if str(path) == "-" else read_start(path, _MOST_BYTES)
    text = decoded(data, name)
    if len(text) > LONGEST_LETTER:
        what = f"the letter is longer than {LONGEST_LETTER} characters (about twenty pages)."
        raise DataError(Problem(name, what, "Shorten it."))
    return text


def _show(found: Sequence[Finding], where: str, language: str) -> None:
    for finding in found:
        problem = finding.problem(language)
        words = ((f"{finding.level} ", _STYLES[finding.level]), (screen.one_line(problem.what), "bold"))
        screen.out.print(Text.assemble(*words, f" {problem.hint}", (f" [{finding.rule}]", "dim")))
    levels = Counter(finding.level for finding in found)
    counts = (f"{levels[level]} {words[levels[level] != 1]}" for level, words in _WORDS.items())
    screen.out.print(f"{where}: {', '.join(counts)}.", markup=False)
    if stay := how_to_allow((finding.problem() for finding in found), language):
        screen.out.print(screen.in_options(stay), markup=False)


def _object(finding: Finding, language: str) -> dict[str, Any]:
    problem = finding.problem(language)
    return asdict(finding) | {"what": problem.what, "reason": problem.hint}

"""The command `lint`: a text read as a censor would, every place with the reason and what to write instead."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from letters.app.lint import LONGEST_FILE, WRITERS, Finding, LintRequest, how_to_allow, read_as_censor
from letters.cli import screen
from letters.cli.keyboard import read_pasted
from letters.cli.options import json_option, print_json
from letters.cli.words import said, typed
from letters.errors import DataError, Level
from letters.messages import one_line
from letters.sentences import ENGLISH, LANGUAGES, _, sentence, speak, translated

_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}
# What a finding is called.
_CALLED: dict[Level, str] = {"error": sentence("mistake"), "warning": sentence("warning"), "info": sentence("remark")}


@click.command("lint")
@click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--allow", multiple=True, metavar="RULE", help="Do not look for this; may be given several times.")
@click.option("--writer", type=click.Choice(WRITERS), help="Who writes: m, f, or pl for several; checks the endings.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    help="Language of the reasons. [default: that of the program; with --json English]",
)
@json_option
def lint_command(file: Path, language: str | None, as_json: bool, **options: Any) -> None:
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
    is_pasted = str(file) == "-"
    text = read_pasted(LONGEST_FILE) if is_pasted else file
    found = read_as_censor(LintRequest(text, date.today(), **options))
    if language or as_json:
        speak(language or ENGLISH)
    if as_json:
        print_json(list(map(_object, found)))
    else:
        _show(found, _("the text") if is_pasted else file.name)
    if any(finding.level == "error" for finding in found):
        raise SystemExit(DataError.exit_code)


def _show(found: Sequence[Finding], where: str) -> None:
    for finding in found:
        problem = said(finding.problem)
        called = translated(_CALLED[finding.level])
        words = ((f"{called}: ", _STYLES[finding.level]), (one_line(problem.what), "bold"))
        screen.out.print(Text.assemble(*words, f" {problem.hint}", (f" [{finding.rule}]", "dim")))
    levels = Counter(finding.level for finding in found)
    counts = (
        _("mistakes {count}", count=levels["error"]),
        _("warnings {count}", count=levels["warning"]),
        _("remarks {count}", count=levels["info"]),
    )
    screen.out.print(f"{where}: {', '.join(counts)}.", markup=False)
    if stay := how_to_allow(finding.problem for finding in found):
        screen.out.print(typed(stay), markup=False)


def _object(finding: Finding) -> dict[str, Any]:
    problem = said(finding.problem)
    return asdict(finding) | {"what": problem.what, "reason": problem.hint}

"""The command `lint`: a text read as a censor would, every place with the reason and what to write instead."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from letters.app.choices import guide_languages
from letters.app.lint import LANGUAGES, LONGEST_BYTES, WRITERS, Finding, LintRequest, how_to_allow, read_as_censor
from letters.cli import screen
from letters.cli.options import json_option, print_json
from letters.cli.words import said, typed
from letters.errors import DataError, Level
from letters.messages import one_line
from letters.sentences import _

_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}
# What a finding is called, and how many there are, in each language that has the reasons.
_WORDS: dict[str, dict[Level, tuple[str, str]]] = {
    "en": {"error": ("mistake", "mistakes"), "warning": ("warning", "warnings"), "info": ("remark", "remarks")},
    "de": {"error": ("Fehler", "Fehler"), "warning": ("Hinweis", "Hinweise"), "info": ("Anmerkung", "Anmerkungen")},
    "fr": {
        "error": ("erreur", "erreurs"),
        "warning": ("avertissement", "avertissements"),
        "info": ("remarque", "remarques"),
    },
    "ru": {
        "error": ("ошибка", "ошибки"),
        "warning": ("предупреждение", "предупреждения"),
        "info": ("замечание", "замечания"),
    },
}


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
def lint_command(file: Path, language: str, as_json: bool, **options: Any) -> None:
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
    text = sys.stdin.buffer.read(LONGEST_BYTES + 1) if is_pasted else file
    found = read_as_censor(LintRequest(text, date.today(), **options))
    if as_json:
        print_json([_object(finding, language) for finding in found])
    else:
        _show(found, _("the text") if is_pasted else file.name, language)
    if any(finding.level == "error" for finding in found):
        raise SystemExit(DataError.exit_code)


def _show(found: Sequence[Finding], where: str, language: str) -> None:
    called = _WORDS.get(language, _WORDS["en"])
    for finding in found:
        problem = said(finding.problem(language))
        words = ((f"{called[finding.level][0]}: ", _STYLES[finding.level]), (one_line(problem.what), "bold"))
        screen.out.print(Text.assemble(*words, f" {problem.hint}", (f" [{finding.rule}]", "dim")))
    levels = Counter(finding.level for finding in found)
    counts = (f"{several} {levels[level]}" for level, (_, several) in called.items())
    screen.out.print(f"{where}: {', '.join(counts)}.", markup=False)
    if stay := how_to_allow((finding.problem() for finding in found), language):
        screen.out.print(typed(stay), markup=False)


def _object(finding: Finding, language: str) -> dict[str, Any]:
    problem = said(finding.problem(language))
    return asdict(finding) | {"what": problem.what, "reason": problem.hint}

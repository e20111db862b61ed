"""What the command line calls a field of a request or a use case, read off its own options so that it cannot drift."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import click

from letters.errors import Problem, named
from letters.messages import in_words
from letters.sentences import _, translated

_OTHERWISE = {"offset": "printer"}  # what a run keeps of an option under another name


def words(name: str, value: str = "") -> str:
    """As somebody types it: «--paper a4», «--no-bilingual», «zimin», «`compose`»; an unknown name stays as it is."""
    if name in use_cases():
        return f"`{name} {value}`" if value else f"`{name}`"
    field = find_parameter(_OTHERWISE.get(name, name))
    return _parameter(field, value) if field else named(name, value)


def _parameter(field: click.Parameter, value: str) -> str:
    if isinstance(field, click.Argument):
        return value or str(field.metavar or field.name).upper()
    option = max(field.opts, key=len)
    if isinstance(field, click.Option) and field.is_flag:
        return field.secondary_opts[0] if value == "no" and field.secondary_opts else option
    return f"{option} {_quoted(value)}" if value else option


def _quoted(value: str) -> str:
    """As a shell takes it: not «#10», of which nothing is left."""
    return f'"{value}"' if " " in value or value.startswith("#") else value


def use_cases() -> frozenset[str]:
    """The names of the commands."""
    from letters.cli.main import COMMANDS

    return frozenset(COMMANDS)


@cache
def find_parameter(name: str) -> click.Parameter | None:
    """The option or argument whose field, or which itself with _ for -, has that name; the first command that has one.

    Which has it is the same (tests), and so no more commands are loaded than it takes.
    """
    from letters.cli.main import COMMANDS, load_command, program  # which loads the commands, and they this room

    for command in chain([program], map(load_command, COMMANDS)):
        for parameter in parameters_of(command):
            typed_name = max(parameter.opts, key=len).lstrip("-").replace("-", "_")
            if name == parameter.name or (name == typed_name and name not in COMMANDS):
                return parameter
    return None


def parameters_of(command: click.Command) -> list[click.Parameter]:
    """Those of the command, and of the commands inside it."""
    inner = command.commands.values() if isinstance(command, click.Group) and command.name in use_cases() else ()
    return [*command.params, *chain.from_iterable(one.params for one in inner)]


def typed(text: str) -> str:
    """A text in the language that is spoken, with every ‹field› and ‹use case› in the words of the command line."""
    return in_words(translated(text), words)


def named_file(file: Path, is_new: bool) -> str:
    """A file, with a word when it was not there before."""
    return _("{file} (a new file)", file=file) if is_new else str(file)


def english(text: str) -> str:
    """The same in English, for other programs (--json)."""
    return in_words(text, words)


def as_object(problem: Problem) -> dict[str, Any]:
    """A problem for other programs (--json), in English."""
    told = said(problem, english)
    found = {"kind": problem.code, "where": told.where, "what": told.what, "hint": told.hint}
    return found | ({"field": problem.field} if problem.field else {})


def said(problem: Problem, words_of: Callable[[str], str] = typed) -> Problem:
    """The problem in the words of the command line, `where` with the option that it is about."""
    texts = (problem.place, problem.what, problem.hint, problem.general)
    where, what, hint, general = map(words_of, texts)
    return replace(problem, where=where, what=what, hint=hint, general=general)

"""What the command line calls a field of a request or a use case, read off its own options so that it cannot drift."""

from dataclasses import replace
from functools import cache

import click

from letters.errors import Problem, named
from letters.messages import in_words

_OTHERWISE = {"offset": "printer"}  # what a run keeps of an option under another name


def words(name: str, value: str = "") -> str:
    """As somebody types it: «--paper a4», «--no-bilingual», «zimin», «`compose`»; an unknown name stays as it is.

    A name that is both a field and a use case is the field where it has a value.
    """
    fields = parameters()
    field = fields.get(_OTHERWISE.get(name, name))
    if name in use_cases() and not (field and value):
        return f"`{name} {value}`" if value else f"`{name}`"
    return _parameter(field, value) if field else named(name, value)


def _parameter(field: click.Parameter, value: str) -> str:
    if isinstance(field, click.Argument):
        return value or str(field.metavar or field.name).upper()
    option = max(field.opts, key=len)
    if isinstance(field, click.Option) and field.is_flag:
        return field.secondary_opts[0] if value == "no" and field.secondary_opts else option
    return f"{option} {_quoted(value)}" if value else option


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


@cache
def _commands() -> dict[str, click.Command]:
    from letters.cli.main import COMMANDS, load_command, program  # which loads the commands, and they this room

    return {"": program} | {name: load_command(name) for name in COMMANDS}


def use_cases() -> frozenset[str]:
    """The names of the commands."""
    return frozenset(_commands()) - {""}


@cache
def parameters() -> dict[str, click.Parameter]:
    """Every option and argument by the name of its field, and by its own with _ for -."""
    every = [parameter for command in _commands().values() for parameter in command.params]
    own = {max(parameter.opts, key=len).lstrip("-").replace("-", "_"): parameter for parameter in reversed(every)}
    return own | {str(parameter.name): parameter for parameter in reversed(every)}


def typed(text: str) -> str:
    """A text with every ‹field› and ‹use case› in the words of the command line."""
    return in_words(text, words)


def said(problem: Problem) -> Problem:
    """The problem in the words of the command line, `where` with the option that it is about."""
    texts = (problem.place, problem.what, problem.hint, problem.general)
    where, what, hint, general = map(typed, texts)
    return replace(problem, where=where, what=what, hint=hint, general=general)

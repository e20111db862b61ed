"""What `--help` says in another language: the paragraphs and options of a command, taken from the command itself."""

import re
from collections.abc import Iterator
from copy import copy
from inspect import cleandoc

import click

from letters.sentences import ENGLISH, _, spoken

_EXAMPLES = "\b"  # click's sign for a paragraph that stays as it is


def in_spoken_language(command: click.Command) -> click.Command:
    """The command with everything that its help says in the language that is spoken."""
    if spoken() == ENGLISH:
        return command
    told = copy(command)
    told.help, told.epilog = _said(command.help), _said(command.epilog)
    told.short_help = command.short_help and _(command.short_help)
    told.params = [_parameter(one) for one in command.params]
    if isinstance(told, click.Group):
        told.commands = {name: in_spoken_language(one) for name, one in told.commands.items()}
    return told


def help_texts(command: click.Command) -> Iterator[str]:
    """Every text of a command's help that can be said in another language."""
    for text in (command.help, command.epilog):
        yield from (part for paragraph in _paragraphs(text) for part in _texts(paragraph))
    yield from filter(
        None, (command.short_help, *(one.help for one in command.params if isinstance(one, click.Option)))
    )
    for one in command.commands.values() if isinstance(command, click.Group) else ():
        yield from help_texts(one)


def _parameter(parameter: click.Parameter) -> click.Parameter:
    told = copy(parameter)
    if isinstance(told, click.Option) and told.help:
        told.help = _(told.help)
    return told


def _said(text: str | None) -> str | None:
    return text and "\n\n".join(map(_paragraph, _paragraphs(text)))


def _paragraphs(text: str | None) -> list[str]:
    return re.split(r"\n\s*\n", cleandoc(text)) if text else []


def _texts(paragraph: str) -> tuple[str, ...]:
    """The paragraph in one line; of examples the heading alone."""
    return (paragraph.split("\n")[1],) if paragraph.startswith(_EXAMPLES) else (" ".join(paragraph.split()),)


def _paragraph(paragraph: str) -> str:
    if paragraph.startswith(_EXAMPLES):
        sign, heading, *lines = paragraph.split("\n")
        return "\n".join((sign, _(heading), *lines))
    (text,) = _texts(paragraph)
    return _(text)

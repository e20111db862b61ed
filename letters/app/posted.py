"""What of the book goes into the post, read as a prison's censor reads it."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from letters.errors import Problem
from letters.layout.guide import latin_name
from letters.model import Person, Sender
from letters.russian.lint import check_field
from letters.sentences import joined

_ON_ENVELOPES = ("index", "region", "district", "settlement", "street", "house", "facility")


def posted_problems(person: Person, allowed: Collection[str] = ()) -> Iterator[Problem]:
    """What stops an envelope or a letter to somebody: their address, part by part, and their name in three forms."""
    where = f"{person.where} ({person.id})"
    for part in person.address.parts:
        if part.kind in _ON_ENVELOPES:
            yield from _named("address", check_field(part.text, "address", where, allowed))
    for field, text in (("name", str(person.name)), ("dative", person.dative), ("english", latin_name(person))):
        yield from _named(field, check_field(text, "name", where, allowed))


def sender_problems(sender: Sender, file: str, allowed: Collection[str] = ()) -> Iterator[Problem]:
    """What stops all envelopes, and letters with a return address: who writes, and where answers go."""
    for field, lines in (("return_address", sender.return_address), ("reply_address", sender.reply_address)):
        yield from _named(f"sender.{field}", check_field("\n".join(lines), "sender", file, allowed))


def _named(field: str, problems: Iterator[Problem]) -> Iterator[Problem]:
    return (
        replace(problem, what=joined((field, problem.what), ": "), general=joined((field, problem.general), ": "))
        for problem in problems
    )

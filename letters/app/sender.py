"""The sender's address: whether the book has one, and put into it from a door."""

from dataclasses import replace
from pathlib import Path

from letters.app.posted import sender_problems
from letters.draw import glyph_problem, missing_glyphs
from letters.errors import CommandError, DataError, Problem
from letters.model import Sender
from letters.sentences import sentence
from letters.store.book.sender import write_return_address

MOST_LINES, LONGEST = 8, 80  # lines of an address, letters on one


def write_sender(book: Path, address: str) -> tuple[str, ...]:
    """Write the lines of an address into a book that has none; raises CommandError, DataError or FileError."""
    lines = read_address(address)
    write_return_address(book, lines)
    return lines


def read_address(address: str) -> tuple[str, ...]:
    """The lines of an address, white space tidied; raises CommandError for what is none, DataError with all faults."""
    lines = tuple(" ".join(line.split()) for line in address.splitlines() if line.strip())
    if not 1 <= len(lines) <= MOST_LINES or max(map(len, lines)) > LONGEST:
        what = sentence(
            "an address has one to {lines} lines of up to {letters} letters.", lines=MOST_LINES, letters=LONGEST
        )
        hint = sentence("Write name, street, town and country, each on a line of its own.")
        raise CommandError(Problem("", what, hint, code="address-form", field="return_address"))
    problems = [glyph_problem("", line, character) for line in lines for character in missing_glyphs(line)]
    problems += [one for one in sender_problems(Sender(return_address=lines), "") if one.level == "error"]
    if problems:
        raise DataError(*(replace(one, where="", field="return_address") for one in problems))
    return lines

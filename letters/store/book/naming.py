"""What is wrong with the name and year of a person, in words for the person at the keyboard."""

from collections.abc import Iterator

from letters.errors import Problem
from letters.model import Recipient
from letters.russian import names
from letters.russian.english import years_in
from letters.sentences import either, joined, sentence

_BOTH = sentence("Write `name:` (nominative, surname first) and `dative:` in the book.")


def unproved_name(where: str, recipient: Recipient | None) -> Problem:
    """Why nominative or dative of the name on the line cannot be told, and which field of the book decides."""
    if recipient is None:
        return Problem(where, sentence("no name was found on the line."), _BOTH, code="name-missing")
    if names.names_several(recipient.text):
        return _several(recipient.text, where)
    if names.has_initials(recipient.text):
        what = sentence(
            "the name «{recipient}» has only initials, by which nobody can be greeted.", recipient=recipient.text
        )
        hint = sentence("Write `name:` in full (nominative, surname first) in the book.")
        return Problem(where, what, hint, code="name-initials")
    if recipient.choices:
        choices = either(f"«{name}»" for name in recipient.choices)
        what = sentence(
            "the name «{recipient}» may be {choices} in the nominative.", recipient=recipient.text, choices=choices
        )
        return Problem(where, what, sentence("Write the right one as `name:` in the book."), code="name-unproved")
    if recipient.nominative and recipient.dative is None:
        return Problem(where, *_no_dative(recipient), code="dative-unproved")
    what = sentence("the name «{recipient}» cannot be put into another case safely.", recipient=recipient.text)
    return Problem(where, what, _BOTH, code="name-unproved")


def _several(text: str, where: str) -> Problem:
    what = sentence("«{text}» names more than one person.", text=text)
    return Problem(where, what, sentence("Give each of them an entry of their own."), code="name-several")


def _no_dative(recipient: Recipient) -> tuple[str, str]:
    if recipient.gender is None:
        what = sentence("the name «{name}» may be a man's or a woman's, whose datives differ.", name=recipient.text)
        return what, sentence("Write `gender: m` or `gender: f` in the book.")
    what = sentence("families decline the name «{name}» in more than one way.", name=recipient.nominative)
    return what, sentence("Write `dative:` in the book, as the person or the case page has it.")


def named_problems(field: str, text: str, line: Recipient | None, where: str) -> Iterator[Problem]:
    """What is wrong with a name that the book gives as `name` or `dative`; `line` is the name on the address line."""
    if names.names_several(text):
        yield _several(text, where)
        return
    if field == "name" and names.has_initials(text):
        what = sentence("name: «{text}» has only initials, by which nobody can be greeted.", text=text)
        yield Problem(where, what, sentence("Write the given name in full (nominative)."), code="name-initials")
    if line and not names.is_alike(line.text, text):
        what = sentence(
            "{field}: «{text}» does not look like the name on the line, «{line}».",
            field=field,
            text=text,
            line=line.text,
        )
        hint = sentence("Greeting and envelope must name one person: compare the case page.")
        yield Problem(where, what, hint, code="name-differs")


def year_problems(born: str | None, line: int | None, english: str, where: str) -> Iterator[Problem]:
    """What is wrong with a year of birth that the book gives: the line, or else the English one, has another.

    By the year prisons tell people of one name apart.
    """
    others = years_in(english)
    said = [str(line)] if line else others
    if born is None or born == "unknown" or not said or born in said:
        return
    places = [sentence("{year} under `born`", year=born)]
    if line:
        places.append(sentence("{year} on the line", year=line))
    if others:
        places.append(sentence("{year} on the English line", year=others[0]))
    what = sentence("the years of birth differ: {years}.", years=joined(places))
    hint = sentence("Compare the case page, and correct the wrong one, or take `born` away.")
    yield Problem(where, what, hint, code="born-differs")


def latin_in_name(text: str) -> str | None:
    """What to say of the first Latin letter inside a Russian word; both letters are named, because they look alike."""
    found = next(names.mixed_letters(text), None)
    if found is None:
        return None
    word, letter, twin = found
    if twin:
        return sentence(
            "«{word}» has the Latin letter «{letter}» (U+{code:04X}) where the Cyrillic «{twin}» (U+{other:04X}) "
            "belongs",
            word=word,
            letter=letter,
            code=ord(letter),
            twin=twin,
            other=ord(twin),
        )
    return sentence(
        "«{word}» has the Latin letter «{letter}» (U+{code:04X}) among its Cyrillic ones",
        word=word,
        letter=letter,
        code=ord(letter),
    )

"""What a letter leaves open and its writer fills in, in Russian letters; a name is asked for, never guessed."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from letters.errors import CommandError, Problem, named
from letters.languages import country_names
from letters.russian.names.cyrillic import is_foreign, usual_names, usual_place
from letters.russian.phrases import COUNTED, SLOTS
from letters.sentences import either, sentence

NAMES = ("writer", "pet")  # whoever bears one decides how it is written
VALUE = re.compile(r"[\w .,:;!?()«»№%’'—–-]{1,200}")
_LARGEST_NUMBER = 999


def read_slots(given: Mapping[str, str], aliases: Mapping[str, str]) -> dict[str, str]:
    """The values in Russian letters; raises CommandError with everything that is none, names with their usual form.

    `aliases` = how the book spells a name: that is a yes.
    """
    typed = {slot: " ".join(unicodedata.normalize("NFC", text).split()) for slot, text in given.items()}
    known = {slot: aliases.get(text) or _known(slot, text) for slot, text in typed.items()}
    if problems := [problem for slot, text in typed.items() for problem in _problems(slot, text, known[slot])]:
        raise CommandError(*problems)
    return known


def latin_names(given: Mapping[str, str], aliases: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The slots with a name in Latin letters, and the usual Russian forms of each."""
    latin = {slot: text for slot, text in given.items() if slot in NAMES and is_foreign(text) and text not in aliases}
    return {slot: usual_names(text) for slot, text in latin.items()}


def slot_field(slot: str, text: str = "") -> tuple[str, str]:
    """The field of the request that fills a slot, and what it holds: the writer's name has one of its own."""
    if slot == "writer":
        return "name", text
    return "slot", f"{slot}={text}" if text else slot


def country_code(text: str) -> str:
    """«AT» for «at» and «Austria», "" for what is neither."""
    english = {name.casefold(): code for code, name in country_names().items()}
    code = text.upper() if len(text) == 2 else english.get(text.casefold(), "")
    return code if code in english.values() else ""


def _known(slot: str, text: str) -> str:
    """Numbers, countries and towns as Russian has them, everything else as it was typed."""
    if slot in COUNTED:
        return str(int(text)) if re.fullmatch("[0-9]{1,3}", text) else text
    if slot == "country":
        return country_names("ru").get(country_code(text)) or text
    return (usual_place(text) if slot == "city" else None) or text


def _problems(slot: str, text: str, value: str) -> Iterator[Problem]:
    if slot not in SLOTS:
        hint = sentence("Slots: {slots}.", slots=", ".join(SLOTS))
        yield Problem("", sentence("there is no such slot."), hint, code="unknown-slot", field="slot", value=slot)
    elif slot in COUNTED:
        yield from _number_problems(slot, value)
    elif slot in (*NAMES, "city") and VALUE.fullmatch(value) and is_foreign(value):
        yield _latin_problem(slot, text)
    elif not VALUE.fullmatch(value) or not all(map(_is_russian, value)):
        what, hint = (
            sentence("«{text}» cannot stand in a letter.", text=text[:60]),
            sentence("Write it in Russian letters, up to 200."),
        )
        field, value = slot_field(slot)
        yield Problem("", what, hint, code="slot-not-russian", field=field, value=value)


def _number_problems(slot: str, text: str) -> Iterator[Problem]:
    if not re.fullmatch("[0-9]{1,3}", text) or not int(text):
        what, hint = (
            sentence("«{text}» is no number.", text=text[:60]),
            sentence("Write a number from 1 to {most}.", most=_LARGEST_NUMBER),
        )
        yield Problem("", what, hint, code="slot-number", field="slot", value=slot)


def _latin_problem(slot: str, text: str) -> Problem:
    """A name in Latin letters, with what people of that name are usually called in Russian."""
    field, value = slot_field(slot, text)
    forms = usual_names(text) if slot in NAMES else ()
    offered = either(named(*slot_field(slot, form)) for form in forms) if forms else ""
    hint = sentence("Write it as it sounds in Russian letters; somebody who reads Russian can help.")
    if offered:
        hint = sentence("Usual is {offered}: write that if it is right, or else as it sounds.", offered=offered)
    return Problem("", sentence("is in Latin letters."), hint, code="name-in-latin", field=field, value=value)


def _is_russian(character: str) -> bool:
    return not character.isalpha() or "а" <= character.lower() <= "я" or character in "ёЁ"

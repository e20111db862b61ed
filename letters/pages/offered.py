"""The sentences of the bank as somebody may put them into a letter: to one person, or to everybody it goes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from letters.model import Person
from letters.pages.compose import Wish, filled, known_words, meant_words, suits
from letters.russian.phrases import Phrase

# What stands in a letter to nobody in particular: the words that the program fills in for each person.
FOR_EVERYBODY: Mapping[str, str] = {
    "first_name": "{{ first_name }}",
    "name_patronymic": "{{ name }}",
    "called": "{{ name }}",
    "date": "{{ date }}",
}
_ALONE = ("#", ">", "____")  # how a line begins that is no part of a paragraph
_ON_TOP = {"heading": "> ", "greeting": "# "}


@dataclass(frozen=True, slots=True)
class OfferedPhrase:
    """One sentence as it would stand in the letter, … where a slot is open, and what it says."""

    phrase: Phrase
    text: str
    meaning: str
    open_slots: tuple[str, ...]
    season: str | None  # what it is for, where that is not now


def offered(person: Person | None, wish: Wish, phrases: Sequence[Phrase]) -> Iterator[OfferedPhrase]:
    """The sentences that this writer may say to this person, `None` = to everybody, in the order of the bank."""
    words = known_words(person, wish) if person else {**FOR_EVERYBODY, **wish.slots}
    meant = meant_words(person, wish) if person else dict(wish.typed)
    for phrase in phrases:
        if _may_be_meanings(phrase, person, wish):
            missed = phrase.when.missed(wish.today, wish.country)
            slots = tuple(slot for slot in phrase.slots(wish.writer) if slot not in wish.slots)
            said, meaning = filled(phrase.text(wish.writer), words), filled(phrase.meaning(wish.language), meant)
            yield OfferedPhrase(phrase, said, meaning, slots, missed.wanted if missed else None)


def _may_be_meanings(phrase: Phrase, person: Person | None, wish: Wish) -> bool:
    if wish.writer == "neutral" and not phrase.is_neutral:
        return False
    return suits(phrase, person) if person else phrase.recipient == "any"


def put_in(text: str, sentence: OfferedPhrase, at: int | None = None) -> tuple[str, int]:
    """The letter with one sentence more, and where that ends; `at` = behind so many characters, else behind the last.

    A date and a greeting stand on top, a signature at the end, each on lines of its own.
    """
    tag, words = sentence.phrase.tag, sentence.text
    if tag in _ON_TOP:
        return _on_top(text, _ON_TOP[tag] + words, is_first=tag == "heading")
    is_signature = tag == "signature"
    at = len(text) if at is None or is_signature else _behind_word(text, at)
    before, after = text[:at], text[at:]
    if not after.strip():
        before, after = before.rstrip(), ""
    start = before + _gap(before, is_signature) + (words.replace(", ", ",\n\n", 1) if is_signature else words)
    return start + ("" if not after or after[0].isspace() else " ") + after, len(start)


def _behind_word(text: str, at: int) -> int:
    """Behind the word that the place is in; behind the line, if that stands alone."""
    line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    ends = "\n" if line.startswith(_ALONE) else " \n"
    while at < len(text) and text[at] not in ends:
        at += 1
    return at


def _gap(before: str, is_alone: bool) -> str:
    """A space within a paragraph, an empty line behind one that ends there."""
    if not before or before[-1].isspace():
        return ""
    last = before.rpartition("\n")[2]
    return "\n\n" if is_alone or last.startswith(_ALONE) else " "


def _on_top(text: str, line: str, is_first: bool) -> tuple[str, int]:
    """In front of everything, or below the lines that stand on the right."""
    lines = text.lstrip("\n").split("\n")
    right = 0 if is_first else sum(1 for _ in takewhile(lambda one: one.startswith(">") or not one.strip(), lines))
    before, after = "\n".join(lines[:right]).rstrip(), "\n".join(lines[right:]).lstrip("\n")
    start = f"{before}\n\n{line}" if before else line
    return f"{start}\n\n{after}", len(start)

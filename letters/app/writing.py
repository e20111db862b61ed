"""A letter while somebody writes it: to whom it may go, sentences to put in, how a censor reads it, what it says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from letters.app.book_at_hand import book_at_hand
from letters.app.compose import Composition, inner_wish, letter_faults
from letters.app.evening_book import read_sender
from letters.app.lint import Finding, LintRequest, read_as_censor, usual_words
from letters.app.lint import Writer as Ending
from letters.app.online import plain_text
from letters.errors import CommandError, DataError, Problem
from letters.model import Person
from letters.pages.compose import compose, filled
from letters.pages.offered import OfferedPhrase, offered, put_in
from letters.pages.slots import latin_names
from letters.russian.phrases import ALONE, MEANINGS, SLOTS, TAGS, Writer, bank, find_in
from letters.sentences import sentence
from letters.textfile import plain_ends
from letters.wording import Source, blocks, render

_ENDINGS: Mapping[Writer, Ending] = {"m": "m", "f": "f", "plural": "pl"}


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter as it stands: its text, to whom it goes, who writes; nothing of this is kept."""

    book: Path
    today: date
    text: str = ""
    who: str | None = None  # `None` = nobody in particular
    writer: Writer = "neutral"
    slots: tuple[tuple[str, str], ...] = ()  # what the writer says of themselves: ("city", "Wien")
    allow: tuple[str, ...] = ()
    language: str = "en"  # of the meanings
    country: str | None = None  # where the writer is, for the season; `None` = as the book says


# ---- to whom


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to whom a letter can go."""

    id: str
    name: str
    services: tuple[str, ...]


def addressees(book: Path) -> tuple[Addressee, ...]:
    """Everybody in the book who can be written to, by name; nobody where there is no book yet."""
    people = book_at_hand(book).people if book.exists() else ()
    return tuple(
        sorted((Addressee(one.id, str(one.name), one.services) for one in people), key=lambda one: (one.name, one.id))
    )


def _addressee(draft: WrittenLetter) -> Person | None:
    """Raises CommandError for an id that nobody has."""
    if draft.who is None:
        return None
    found = next((person for person in book_at_hand(draft.book).people if person.id == draft.who), None)
    if found is None:
        what = sentence("nobody with the id {who} can be written to.", who=repr(draft.who))
        raise CommandError(Problem("", what, sentence("Choose somebody else."), code="unknown-id", field="who"))
    return found


# ---- sentences to put in


@dataclass(frozen=True, slots=True)
class Subject:
    """The sentences of one tag."""

    tag: str
    sentences: tuple[OfferedPhrase, ...]


def sentences_by_subject(draft: WrittenLetter) -> tuple[Subject, ...]:
    """What this writer may say to this person; those of the season first. Slots that cannot be used stay open."""
    try:
        found = tuple(_offered(draft, draft.slots))
    except CommandError:
        found = tuple(_offered(draft, ()))
    rows = {tag: [one for one in found if one.phrase.tag == tag] for tag in TAGS}
    return tuple(Subject(tag, tuple(sorted(some, key=lambda one: one.season or ""))) for tag, some in rows.items())


def _offered(draft: WrittenLetter, slots: tuple[tuple[str, str], ...]) -> Iterator[OfferedPhrase]:
    composition = _composition(draft, slots=slots)
    return offered(_addressee(draft), inner_wish(composition, read_sender(draft.book)), bank())


def _composition(draft: WrittenLetter, **values: object) -> Composition:
    given = {"slots": draft.slots, "country": draft.country, "language": draft.language, **values}
    who = () if draft.who is None else (draft.who,)
    return Composition(draft.book, Path(), draft.today, draft.writer, who, **given)  # type: ignore[arg-type]


def with_sentence(draft: WrittenLetter, name: str, at: int | None = None) -> tuple[str, int]:
    """The text with that sentence of the bank behind so many characters, `None` = at its end; and where it ends.

    Raises CommandError for a sentence that this writer cannot say, and for what it leaves open.
    """
    found = next((one for one in _offered(draft, draft.slots) if one.phrase.id == name), None)
    if found is None:
        what = sentence("this sentence is not for this letter.")
        raise CommandError(Problem("", what, sentence("Take another one."), code="phrase-recipient", field="phrases"))
    if found.open_slots:
        raise CommandError(*map(_open, found.open_slots))
    return put_in(draft.text, found, at)


def _open(slot: str) -> Problem:
    what = sentence("the sentence leaves this open: {what}.", what=SLOTS[slot])
    return Problem(
        "", what, sentence("Write it here, and put the sentence in."), code="slots-open", field="slot", value=slot
    )


def russian_forms(letter: WrittenLetter) -> dict[str, tuple[str, ...]]:
    """The slots with a name in Latin letters, and its usual Russian forms: somebody must say yes to one."""
    return latin_names(dict(letter.slots), dict(read_sender(letter.book).names))


# ---- a whole letter


@dataclass(frozen=True, slots=True)
class WantedLetter:
    """What a composed letter should hold: tags, about so many words, and other sentences by chance."""

    phrases: tuple[str, ...] = ()
    words: int | None = None
    shuffle: str = "1"


def composed_text(draft: WrittenLetter, wanted: WantedLetter) -> tuple[str, tuple[Problem, ...]]:
    """A letter put together for somebody, and what is doubtful in it; raises CommandError or DataError."""
    person = _addressee(draft)
    if person is None:
        what = sentence("a letter is composed for somebody: name and gender decide its sentences.")
        hint = sentence("Choose for whom it is, or put in sentences one by one.")
        raise CommandError(Problem("", what, hint, code="nobody-named", field="who"))
    composition = _composition(draft, phrases=wanted.phrases, words=wanted.words, shuffle=wanted.shuffle)
    letter = compose(person, inner_wish(composition, read_sender(draft.book)), bank())
    if faults := [*letter_faults(person, letter.text)]:
        raise DataError(*faults)
    return letter.letter, letter.problems


# ---- how it reads


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """Where a rule is broken: characters of the text, `start` to `end`; both 0 = something is missing altogether."""

    start: int
    end: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class MeantSentence:
    """A sentence of the bank in the letter, and what it means."""

    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class CensorReading:
    """What a censor would stop, what the letter says, and how long it is when it is typed into a form."""

    text: str  # as it was read
    places: tuple[MarkedPlace, ...] = ()
    said: tuple[MeantSentence, ...] = ()
    characters: int = 0
    problems: tuple[Problem, ...] = field(default=())  # why it cannot be filled in


def plain_lines(text: str) -> str:
    """The text with plain line ends, as places in it are counted."""
    return plain_ends(text).removeprefix("\ufeff")


def read_draft(draft: WrittenLetter) -> CensorReading:
    """The letter read as a censor would; a text that cannot be filled in says why. Raises CommandError."""
    text, person = plain_lines(draft.text), _addressee(draft)
    if not text.strip():
        return CensorReading(text)
    name = (str(person.name), person.dative) if person else ()
    request = LintRequest(text.encode(), draft.today, draft.allow, _ENDINGS.get(draft.writer), name)
    try:
        found = read_as_censor(request)
        gender = person.gender if person and person.gender else "m"
        letter = render(Source(text, ""), usual_words(gender, draft.today))
    except DataError as error:
        return CensorReading(text, problems=error.problems)
    starts = _starts(text)
    places = tuple(_place(finding, starts) for finding in found)
    return CensorReading(text, places, tuple(_meanings(letter, draft.language)), len(plain_text(letter)))


def _starts(text: str) -> tuple[int, ...]:
    """Where each line begins."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return tuple(starts)


def _place(finding: Finding, starts: tuple[int, ...]) -> MarkedPlace:
    if not finding.line:
        return MarkedPlace(0, 0, finding)
    start = starts[finding.line - 1] + finding.column - 1
    return MarkedPlace(start, start + finding.length, finding)


def _meanings(letter: str, language: str) -> Iterator[MeantSentence]:
    """The sentences of the bank in the letter, but for greeting and signature."""
    if language not in MEANINGS:
        return
    paragraphs = ["".join(span.text for span in block.spans) for block in blocks(letter)]
    for found in find_in(paragraphs):
        if found.phrase.tag not in ALONE:
            yield MeantSentence(found.text, filled(found.phrase.meaning(language), {}))

"""Letters composed from the phrase bank, checked as they will be printed, and written as texts to edit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from letters.app.check import read_sound_book
from letters.app.make import chosen_people, is_plain
from letters.errors import CommandError, DataError, Problem
from letters.model import Person, Sender
from letters.pages.compose import LEAST_WORDS, MOST_WORDS, Composed, Wish, compose, missing_slots
from letters.pages.letter_set import LetterSet
from letters.pages.run import PeopleWish, Run
from letters.pages.setting import chosen_country
from letters.pages.slots import latin_names, read_slots
from letters.russian.lint import check_letter
from letters.russian.phrases import Writer, bank
from letters.sentences import sentence, some
from letters.store.atomic import publish, set_aside
from letters.wording import Source, blocks, render

MOST_LETTERS = 2000


@dataclass(frozen=True, slots=True)
class Composition:
    """Everything that decides which letters are composed."""

    book: Path
    out: Path
    today: date
    writer: Writer
    who: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    words: int | None = None
    shuffle: str = "1"  # any word: other sentences by chance
    slots: tuple[tuple[str, str], ...] = ()
    typed: tuple[tuple[str, str], ...] = ()  # slots as they were before somebody said yes to a Russian form
    country: str | None = None
    return_address: bool = False
    language: str = "en"  # of the meanings
    force: bool = False
    people: PeopleWish = field(
        default_factory=PeopleWish
    )  # guests, and so many by a fair choice, as in the run that prints the letters


@dataclass(frozen=True, slots=True)
class ComposedFile:
    """A text that was written, and the ids of its sentences."""

    path: Path
    phrases: tuple[str, ...]


def open_slots(wish: Composition) -> tuple[str, ...]:
    """The slots that must still be asked for; raises CommandError for a phrase that does not exist."""
    today = Wish(wish.writer, wish.today, phrases=wish.phrases, slots=dict(wish.slots))
    return missing_slots(today, bank())


def wanted_slots(wish: Composition) -> tuple[str, ...]:
    """The slots that a letter by chance is better for, so that it says who writes."""
    return tuple(slot for slot in ("writer", "city") if wish.words and slot not in dict(wish.slots))


def usual_forms(wish: Composition) -> dict[str, tuple[str, ...]]:
    """The slots with a name in Latin letters, and its usual Russian forms: somebody must say yes to one."""
    given = dict(wish.slots)
    return latin_names(given, dict(read_sound_book(wish.book).sender.names)) if given else {}


def compose_letters(wish: Composition) -> tuple[tuple[ComposedFile, ...], tuple[Problem, ...]]:
    """Write one text a person; raises before anything is written. The notes come with the files."""
    book = read_sound_book(wish.book)
    sets = _sets(chosen_people(book, wish.who), wish)
    _check_number(sets)
    _check_files(sets, wish)
    letters, notes = _composed(wish, book.sender, sets)
    return tuple(_write(letters, wish.out)), notes


def composed_run(
    run: Run, wish: Composition, sender: Sender, sets: Sequence[LetterSet]
) -> tuple[Run, tuple[Problem, ...]]:
    """The run with a letter composed for each of its sets, without a file, and what is doubtful about them.

    Raises as `compose_letters` does.
    """
    _check_number(sets)
    letters, notes = _composed(wish, sender, sets)
    texts = tuple((key, letter.text) for key, letter in letters.items())
    return replace(run, text=replace(run.text, composed=texts)), notes


def _composed(
    wish: Composition, sender: Sender, sets: Sequence[LetterSet]
) -> tuple[Mapping[str, Composed], tuple[Problem, ...]]:
    """A letter for each set by its key, read as a censor would, and what is doubtful; raises DataError."""
    inner = inner_wish(wish, sender)
    letters = {one.key: compose(one.person, _shuffled(inner, one.number), bank()) for one in sets}
    problems = [problem for one in sets for problem in letter_faults(one.person, letters[one.key].text)]
    if problems:
        raise DataError(*dict.fromkeys(problems))
    doubts = dict.fromkeys(problem for letter in letters.values() for problem in letter.problems)
    return letters, (*doubts, *_alike(letters))


def _sets(people: Sequence[Person], wish: Composition) -> list[LetterSet]:
    """A letter for each person, and one more as often as the id is named again or guests are more than people."""
    run = Run(wish.book, wish.out, wish.today, wish.who, people=wish.people)
    if is_plain(run):
        return [LetterSet(person) for person in people]
    from letters.app.sets import choose_sets  # what only the ledger and fair choice need

    return choose_sets(run, people)[0]


def _shuffled(wish: Wish, number: int) -> Wish:
    """Other sentences by chance for somebody's second letter."""
    return wish if number == 1 else replace(wish, seed=f"{wish.seed}.{number}")


def _check_number(sets: Sequence[LetterSet]) -> None:
    if not sets:
        what = sentence("nobody of these is in prison any more: there is nobody to write to.")
        raise DataError(Problem("", what, sentence("Look at `status:` in the book."), code="nobody-left"))
    if len(sets) > MOST_LETTERS:
        what = sentence(
            "letters for {count} people cannot be composed at once; {most_letters} are the most.",
            count=len(sets),
            most_letters=MOST_LETTERS,
        )
        raise CommandError(
            Problem("", what, sentence("Name some people, such as ‹compose=zimin›."), code="too-many-letters")
        )


def _check_files(sets: Sequence[LetterSet], wish: Composition) -> None:
    for one in sets:
        path = wish.out / f"{one.key}.txt"
        if path.exists() and not wish.force:
            hint = sentence("Write over it with ‹force›, or choose another folder with ‹out›.")
            raise CommandError(Problem(str(path), sentence("is there already."), hint, code="file-exists"))


def inner_wish(wish: Composition, sender: Sender) -> Wish:
    """What is wanted of each letter, its slots in Russian letters; raises CommandError for what cannot be used."""
    slots = read_slots(dict(wish.slots), dict(sender.names))
    country = chosen_country(wish.country or sender.country)
    if wish.return_address and not sender.return_address:
        what, hint = sentence("the book has none."), sentence("Write it there, under «sender:» as «return_address:».")
        raise CommandError(Problem("", what, hint, code="no-return-address", field="return_address"))
    if wish.words is not None and not LEAST_WORDS <= wish.words <= MOST_WORDS:
        numbers = {"least": LEAST_WORDS, "most": MOST_WORDS, "value": wish.words}
        what = sentence("it takes {least:g} to {most:g}, not {value}.", **numbers)
        raise CommandError(Problem("", what, code="words-number", field="words"))
    return Wish(
        writer=wish.writer,
        today=wish.today,
        country=country.code if country else None,
        phrases=wish.phrases,
        words=wish.words,
        seed=wish.shuffle,
        slots=slots,
        typed=dict((*wish.slots, *wish.typed)),
        return_address=wish.return_address,
        language=wish.language,
    )


def letter_faults(person: Person, text: str) -> Iterator[Problem]:
    """What would stop this letter when it is printed."""
    source, words = Source(text, f"{person.id}.txt"), {"date": "", "return_address": ""}
    blocks(render(source, words))
    found = check_letter(source, words, name=(str(person.name), person.dative))
    yield from (replace(problem, who=person.id) for problem in found if problem.level == "error")


def _write(letters: Mapping[str, Composed], out: Path) -> Iterator[ComposedFile]:
    with set_aside(out) as folder:
        for name, letter in letters.items():
            (folder / f"{name}.txt").write_text(letter.text, "utf-8", newline="\n")
        for name in letters:
            publish(folder / f"{name}.txt", out / f"{name}.txt")
    for name, letter in letters.items():
        yield ComposedFile(out / f"{name}.txt", letter.phrases)


def _alike(letters: Mapping[str, Composed]) -> Iterator[Problem]:
    """A note for letters that say the same: a prison sees them side by side."""
    same: dict[str, list[str]] = {}
    for name, letter in letters.items():
        same.setdefault(letter.body, []).append(name)
    for people in same.values():
        if len(people) > 1:
            what = sentence("these {count} letters say the same: {people}.", count=len(people), people=some(people, 2))
            hint = sentence("Change them, take tags (nature, books), or let ‹words› and another ‹shuffle› choose.")
            yield Problem("", what, hint, "warning", code="same-letters")

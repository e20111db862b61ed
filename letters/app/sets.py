"""Who of the book gets how many letters in a run: by birthday, by fair choice, a second one where guests are more."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from letters.app.birthdays import with_birthday
from letters.app.ledger_place import ledger_beside
from letters.app.letters_so_far import LettersSoFar, ledger_notes, left_aside, letters_so_far
from letters.app.pick import MOST_SETS, fair_choice, has_filter, too_few, with_second_letters
from letters.errors import CommandError, DataError, FileError, Problem
from letters.model import Person
from letters.pages.letter_set import LetterSet
from letters.pages.run import PeopleWish, Run
from letters.sentences import joined, sentence

Choice = tuple[list[LetterSet], tuple[Problem, ...]]


def choose_sets(run: Run, people: Sequence[Person]) -> Choice:
    """A set for each letter, in the order of the people, and notes on how they were chosen.

    Raises CommandError, DataError when nobody is left, FileError for a ledger that a choice needs and that is none.
    """
    wish, today = run.people, run.today
    so_far, problems = _ledger(run, people)
    if wish.birthdays and people:
        people, unknown = with_birthday(people, wish.birthdays, today)
        problems += unknown
    if wish.guests and wish.picked is None and wish.guests < len(people):
        wish = replace(wish, picked=wish.guests)
    if (wish.picked or has_filter(wish)) and people:
        people, few = _fairly(people, wish, so_far, today)
        problems += few
    notes = tuple(ledger_notes(people, so_far, today)) if so_far.is_there else ()
    pairs = list(_numbered(people, run, so_far))
    return [_set(person, number, so_far) for person, number in pairs], (*problems, *notes)


def _ledger(run: Run, people: Sequence[Person]) -> tuple[LettersSoFar, tuple[Problem, ...]]:
    """The ledger; a run that chooses nobody by it goes on without one that cannot be read."""
    try:
        return letters_so_far(ledger_beside(run.book, run.people.ledger_file), people), ()
    except FileError as error:
        if _needs_ledger(run.people):
            raise
        return letters_so_far(None, people), tuple(left_aside(error))


def _needs_ledger(wish: PeopleWish) -> bool:
    return bool(wish.picked or wish.guests or has_filter(wish))


def _fairly(
    people: Sequence[Person], wish: PeopleWish, so_far: LettersSoFar, today: date
) -> tuple[list[Person], tuple[Problem, ...]]:
    """Who is chosen, in the order of the book."""
    chosen, skipped = fair_choice(people, wish, so_far, today)
    if not chosen:
        reasons = Counter(one.reason for one in skipped).most_common(3)
        why = joined((joined((str(count), reason), ": ") for reason, count in reasons), "; ")
        hint = sentence("Name people by their ids, or choose others.")
        raise DataError(
            Problem("", sentence("nobody can be chosen ({why}).", why=why), hint, code="nobody-chosen", field="picked")
        )
    ids = {one.person.id for one in chosen}
    return [person for person in people if person.id in ids], tuple(too_few(chosen, wish))


def _numbered(people: Sequence[Person], run: Run, so_far: LettersSoFar) -> Iterator[tuple[Person, int]]:
    """A person as often as there are sets for them: as often as the id was named, or by the number of guests."""
    guests = run.people.guests
    named = Counter(run.who)
    if guests is None:
        for person in people:
            yield from ((person, number) for number in range(1, max(named[person.id], 1) + 1))
        return
    if not 1 <= guests <= MOST_SETS:
        what, hint = (
            sentence("is no number of guests."),
            sentence("Write a number from 1 to {most_sets}.", most_sets=MOST_SETS),
        )
        raise CommandError(Problem("", what, hint, code="no-guests", field="guests", value=str(guests)))
    if people:
        yield from with_second_letters(people, guests, so_far, run.people.seed, run.today)


def _set(person: Person, number: int, so_far: LettersSoFar) -> LetterSet:
    if not so_far.is_there:
        return LetterSet(person, number)
    one = so_far.of(person)
    return LetterSet(person, number, len(one.letters), one.last)

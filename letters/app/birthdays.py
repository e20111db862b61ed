"""Whose birthday comes when: the weeks of a run, and the year ahead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from letters.errors import CommandError, DataError, Problem
from letters.model import Person
from letters.sentences import joined, sentence, some

WEEK = timedelta(days=7)
LONGEST = 52  # weeks ahead
BY_POST = (8, 10)  # weeks that a letter from abroad takes, both included


@dataclass(frozen=True, slots=True)
class ComingBirthday:
    """Somebody's next birthday, from a day on."""

    person: Person
    day: date
    turns: int | None  # years, if the year of birth is known

    @property
    def post_from(self) -> date:
        """The day on which a letter from abroad may first be posted for it."""
        return self.day - BY_POST[1] * WEEK

    @property
    def post_until(self) -> date:
        """The day on which it should have been posted."""
        return self.day - BY_POST[0] * WEEK


def read_weeks(text: str, today: date) -> tuple[date, date]:
    """The days of «8-10», in eight to ten weeks, both included; «9» is that one week. Raises CommandError."""
    found = re.fullmatch(r"([0-9]{1,2})(?:\s*[-–—]\s*([0-9]{1,2}))?", text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not first <= last <= LONGEST:
        what, hint = (
            sentence("are no weeks."),
            sentence("Write how many weeks ahead: 8-10, or 9 for one week; 52 at most."),
        )
        raise CommandError(Problem("", what, hint, code="no-weeks", field="birthdays", value=text))
    alone = timedelta(days=6) if found and found[2] is None else timedelta()
    return today + first * WEEK, today + last * WEEK + alone


def coming_birthdays(people: Iterable[Person], today: date) -> tuple[ComingBirthday, ...]:
    """Everybody whose day is known, the next one first."""
    rows = [_coming(person, person.birthday.next_from(today)) for person in people if person.birthday]
    return tuple(sorted(rows, key=lambda row: (row.day, row.person.id)))


def _coming(person: Person, day: date) -> ComingBirthday:
    return ComingBirthday(person, day, day.year - person.born if person.born else None)


def with_birthday(people: Iterable[Person], weeks: str, today: date) -> tuple[list[Person], tuple[Problem, ...]]:
    """Those whose day comes in so many weeks, in their order, and a note on whose day nobody knows.

    Raises DataError when it is nobody's, CommandError for what are no weeks.
    """
    first, last = read_weeks(weeks, today)
    everybody = list(people)
    found = [person for person in everybody if person.birthday and first <= person.birthday.next_from(first) <= last]
    unknown = [person.id for person in everybody if not person.birthday]
    shown = some(unknown, 5)
    if not found:
        what = sentence("nobody's birthday is from {first} to {last}.", first=first, last=last)
        hints = [sentence("‹list› with ‹birthdays› shows the year.")]
        if unknown:
            hints.append(sentence("No `birthday:` is known of {people}.", people=shown))
        hint = joined(hints, " ")
        raise DataError(Problem("", what, hint, code="no-birthdays", field="birthdays", value=weeks))
    if not unknown:
        return found, ()
    what = sentence("nobody knows the birthday of {count}: {people}.", count=len(unknown), people=shown)
    hint = sentence("Look at the case page, and write `birthday: 05-17` in the book.")
    return found, (Problem("", what, hint, "warning", code="birthday-unknown"),)

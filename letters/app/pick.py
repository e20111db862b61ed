"""Fair choice: who should be written to next, who gets a second letter, and how people are dealt out to tables."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from letters.app.birthdays import with_birthday
from letters.app.check import read_checked
from letters.app.ledger_place import ledger_beside
from letters.app.letters_so_far import LettersSoFar, letters_so_far, returned_since
from letters.errors import CommandError, DataError, Problem
from letters.model import Person
from letters.pages.run import PeopleWish
from letters.russian.english.places import regions as regions_in_english
from letters.russian.names import latin
from letters.russian.postal.group import facility_heading, facility_key, pile_order
from letters.russian.tidy import fold_case
from letters.sentences import sentence, sentences
from letters.store.book.ids import folded, is_reserved
from letters.store.ledger import PersonKey

THIS_WEEK = 7  # days: who was in a run of this week is left out
MOST_SETS = 10_000
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody who is chosen, and why: the fewest letters in twelve months, and the longest wait."""

    person: Person
    letters: int  # in twelve months
    last: str | None  # the day of the last letter ever

    @property
    def reason(self) -> str:
        """In words."""
        if self.last is None:
            return sentence("no letter yet")
        if not self.letters:
            return sentence("no letter in twelve months, the last on {last}", last=self.last)
        return sentences(
            "{count} letter in twelve months, the last on {last}",
            "{count} letters in twelve months, the last on {last}",
            self.letters,
            last=self.last,
        )


@dataclass(frozen=True, slots=True)
class Skipped:
    """Somebody who is not chosen, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Picked:
    """A fair choice: in its order, with everybody else of the book; `groups` = ids by table, if there are several."""

    chosen: tuple[Chosen, ...]
    skipped: tuple[Skipped, ...]
    groups: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PickRequest:
    """Who is to be chosen from which book."""

    book: Path
    today: date
    people: PeopleWish


def pick(request: PickRequest) -> Picked:
    """Who should be written to next; raises CommandError, DataError or FileError."""
    wish = request.people
    check_groups(wish.groups)
    book = read_checked(request.book, allowed=())
    if book.errors_of_all:
        raise DataError(*book.errors_of_all)
    so_far = letters_so_far(ledger_beside(request.book, wish.ledger_file), book.people)
    found, problems = list(book.sound_people), tuple[Problem, ...]()
    if wish.birthdays:
        found, problems = with_birthday(found, wish.birthdays, request.today)
    chosen, skipped = fair_choice(found, wish, so_far, request.today)
    gone = (Skipped(person.id, sentence("{fate}: no envelope", fate=person.fate)) for person in book.absent)
    failed = (
        Skipped(entry.id, sentence("a mistake in the book: {what}", what=entry.problems[0].what))
        for entry in book.failed
    )
    others = {person.id for person in book.sound_people} - {person.id for person in found}
    elsewhen = (Skipped(name, sentence("no birthday in these weeks")) for name in sorted(others))
    groups = dealt([one.person for one in chosen], wish.groups, _prison) if wish.groups else {}
    ids = {name: tuple(person.id for person in people) for name, people in groups.items()}
    return Picked(chosen, (*skipped, *elsewhen, *gone, *failed), ids, (*problems, *too_few(chosen, wish)))


def has_filter(wish: PeopleWish) -> bool:
    """Whether only some prisons or people are meant."""
    return bool(wish.region or wish.facility or wish.tag or wish.at_most_per_facility)


def too_few(chosen: Sequence[Chosen], wish: PeopleWish) -> Iterator[Problem]:
    """A note where fewer could be chosen than were wanted."""
    if wish.picked and len(chosen) < wish.picked:
        what = sentence("only {count} of {picked} could be chosen.", count=len(chosen), picked=wish.picked)
        hint = sentence("‹pick› names the others and why they are left out.")
        yield Problem("", what, hint, "warning", code="picked-fewer")


# ---- who comes first


def order_of(person: Person, so_far: LettersSoFar, seed: str, today: date) -> tuple[int, str, bytes, str]:
    """Fewest letters in twelve months, then longest ago, then by lot: the seed and the name, nothing of the machine."""
    one, key = so_far.of(person), so_far.key(person)
    lot = blake2b(f"{seed}\n{key.sound}\n{key.born or ''}".encode(), digest_size=8).digest()
    return one.since(_year_before(today).isoformat()), one.last or "", lot, person.id


def _year_before(today: date) -> date:
    """The first day of the twelve months that end today."""
    try:
        return today.replace(year=today.year - 1) + timedelta(days=1)
    except ValueError:  # February 29
        return date(today.year - 1, 3, 1)


def fair_choice(
    people: Sequence[Person], wish: PeopleWish, so_far: LettersSoFar, today: date
) -> tuple[tuple[Chosen, ...], tuple[Skipped, ...]]:
    """So many people in the order in which they should be written to, and why each of the others is left out.

    Raises DataError when nobody is where the wish says.
    """
    reasons = _Reasons(wish, so_far, today)
    _check_wish(people, reasons, wish)
    left_out = {person.id: why for person in people if (why := reasons.not_usable(person))}
    waiting = sorted(
        (person for person in people if person.id not in left_out),
        key=lambda person: order_of(person, so_far, wish.seed, today),
    )
    chosen: list[Chosen] = []
    for person in waiting:
        if why := reasons.not_now(person, len(chosen)):
            left_out[person.id] = why
            continue
        one = so_far.of(person)
        chosen.append(Chosen(person, one.since(_year_before(today).isoformat()), one.last))
        reasons.take(person)
    return tuple(chosen), tuple(Skipped(name, why) for name, why in left_out.items())


class _Reasons:
    """Why somebody is left out."""

    def __init__(self, wish: PeopleWish, so_far: LettersSoFar, today: date) -> None:
        self._wish, self._so_far, self._today = wish, so_far, today
        self._since = (today - timedelta(days=THIS_WEEK)).isoformat()
        self._taken: dict[PersonKey, str] = {}
        self._of_prison: Counter[object] = Counter()

    def elsewhere(self, person: Person) -> str | None:
        """The region, the prison or the tag is not the one that is wanted."""
        wish, key = self._wish, facility_key(person.address)
        if wish.region and not _is_named(wish.region, _region_names(person, key.region)):
            return sentence("in another region")
        if wish.facility and not _is_named(wish.facility, (str(key), person.address.facility.text)):
            return sentence("in another prison")
        if wish.tag and fold_case(wish.tag) not in map(fold_case, person.tags):
            return sentence("without that tag")
        return None

    def not_usable(self, person: Person) -> str | None:
        """Nothing should go there now."""
        if why := self.elsewhere(person):
            return why
        if back := returned_since(person, self._so_far):
            day, reason = back
            return sentence(
                "a letter came back on {day} ({reason}), and nobody has checked the address since",
                day=day,
                reason=reason,
            )
        last = self._so_far.of(person).last
        if last and last > self._since:
            return sentence("had a letter on {day}, less than a week ago", day=last)
        return None

    def not_now(self, person: Person, chosen: int) -> str | None:
        """Others come before, or enough of that prison."""
        if there := self._taken.get(self._so_far.key(person)):
            return sentence("is in the book as {there} too", there=there)
        if self._wish.picked is not None and chosen >= self._wish.picked:
            return sentence("others have had fewer letters, wait longer, or were drawn before")
        most = self._wish.at_most_per_facility
        if most is not None and self._of_prison[facility_key(person.address)] >= most:
            return sentence("{most} of that prison are chosen already", most=most)
        return None

    def take(self, person: Person) -> None:
        self._taken[self._so_far.key(person)] = person.id
        self._of_prison[facility_key(person.address)] += 1


def _region_names(person: Person, region: str) -> tuple[str, ...]:
    """As the table of regions has it, as it is printed, and in English."""
    return region, person.address.region or "", regions_in_english(region, person.address.index)


def _is_named(wanted: str, names: Sequence[str]) -> bool:
    """Whether one of the names holds the words, in either alphabet; «ИК-1» is not in «ИК-12»."""
    plain = re.escape(fold_case(wanted.strip()))
    words = re.compile(rf"(?<!\w){plain}(?![0-9])")
    return any(words.search(fold_case(text)) for name in names for text in (name, latin(name)))


def _check_wish(people: Sequence[Person], reasons: _Reasons, wish: PeopleWish) -> None:
    fields = {"region": wish.region, "facility": wish.facility, "tag": wish.tag}
    asked = {field: value for field, value in fields.items() if value}
    if asked and all(map(reasons.elsewhere, people)):
        field, value = next(iter(asked.items()))
        found = {"region": _regions, "facility": _prisons, "tag": _tags}[field](people)
        hint = (
            sentence("There are: {found}.", found=", ".join(found[:12]))
            if found
            else sentence("No `tags:` are in the book.")
        )
        raise DataError(
            Problem("", sentence("nobody of these is there."), hint, code="pick-nobody", field=field, value=value)
        )


def _regions(people: Sequence[Person]) -> list[str]:
    return sorted({facility_key(person.address).region for person in people} - {""})


def _prisons(people: Sequence[Person]) -> list[str]:
    return sorted({facility_heading(person.address) for person in people})


def _tags(people: Sequence[Person]) -> list[str]:
    return sorted({tag for person in people for tag in person.tags})


# ---- more guests than people, several tables


def with_second_letters(
    people: Sequence[Person], guests: int, so_far: LettersSoFar, seed: str, today: date
) -> list[tuple[Person, int]]:
    """So many sets, each with its number, a person's one behind the other; who had fewest letters gets more first."""
    row = sorted(people, key=lambda person: order_of(person, so_far, seed, today))
    each, more = divmod(guests, len(row))
    counts = {person.id: each + (place < more) for place, person in enumerate(row)}
    return [(person, number) for person in people for number in range(1, counts[person.id] + 1)]


def check_groups(groups: Sequence[str]) -> None:
    """Raise CommandError for names of tables that cannot be names of folders everywhere."""
    for place, name in enumerate(groups):
        if not re.fullmatch(r"\w[\w -]{0,39}", name) or is_reserved(name) or name != name.strip():
            what, hint = (
                sentence("cannot be the name of a folder."),
                sentence("Letters, digits, spaces, - and _, 40 at most."),
            )
            raise CommandError(Problem("", what, hint, code="group-name", field="groups", value=name))
        if folded(name) in map(folded, groups[:place]):
            what, hint = (
                sentence("comes twice, or looks like another one."),
                sentence("Give each group a name of its own."),
            )
            raise CommandError(Problem("", what, hint, code="group-twice", field="groups", value=name))


def _prison(person: Person) -> object:
    return pile_order(facility_key(person.address)), str(person.name)


def dealt(
    people: Sequence[_Item], groups: Sequence[str], prison: Callable[[_Item], object]
) -> Mapping[str, tuple[_Item, ...]]:
    """Everybody to one of the groups, prisons spread over all of them, no group larger by more than one."""
    row = sorted(range(len(people)), key=lambda place: prison(people[place]))  # type: ignore[arg-type, return-value]
    hands = {name: sorted(row[number :: len(groups)]) for number, name in enumerate(groups)}
    return {name: tuple(people[place] for place in hand) for name, hand in hands.items()}

"""What the events come to: which of them still count, and of each person letters, answers, and what came back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from letters.russian.names.sound_key import sound_key
from letters.store.ledger.event import Event

Written = tuple[str, int | None]  # a name as it is written in a book or a ledger, and the year of birth


class PersonKey(NamedTuple):
    """One person, however the name is spelled and whatever ids books use."""

    sound: str
    born: int | None


class Namesakes:
    """Tells people apart by name and year; one without a year is the only one of that name, if there is only one."""

    def __init__(self, people: Iterable[Written]) -> None:
        self._years: defaultdict[str, set[int]] = defaultdict(set)
        self._sounds: dict[str, str] = {}
        for name, born in people:
            if born is not None:
                self._years[self._sound(name)].add(born)

    def key(self, name: str, born: int | None) -> PersonKey:
        """Who it is."""
        sound = self._sound(name)
        years = self._years.get(sound, ())
        return PersonKey(sound, next(iter(years)) if born is None and len(years) == 1 else born)

    def _sound(self, name: str) -> str:
        if name not in self._sounds:
            self._sounds[name] = sound_key(name)
        return self._sounds[name]


def acts_in_force(events: Sequence[Event]) -> frozenset[str]:
    """The acts that nobody has taken back; an undo that is itself taken back counts no more.

    Undos that take back each other in a ring, which no command writes, count for nothing.
    """
    undoers: defaultdict[str, set[str]] = defaultdict(set)
    for event in events:
        if event.undoes is not None:
            undoers[event.undoes].add(event.act)
    targets: defaultdict[str, set[str]] = defaultdict(set)
    for act, by in undoers.items():
        for undoer in by:
            targets[undoer].add(act)
    left = {act: set(by) for act, by in undoers.items()}
    undone: set[str] = set()
    ready = [act for act in targets if not left.get(act)]
    settled = set(ready)
    while ready:
        for act in targets[ready.pop()] - undone:
            undone.add(act)
            for freed in targets.get(act, ()):
                left[freed].discard(act)
                if not left[freed] and freed in targets and freed not in settled:
                    settled.add(freed)
                    ready.append(freed)
    return frozenset(event.act for event in events) - undone


def events_in_force(events: Sequence[Event]) -> Iterator[Event]:
    """The events that count, without the undos themselves."""
    if all(event.undoes is None for event in events):
        return iter(events)
    acts = acts_in_force(events)
    return (event for event in events if event.undoes is None and event.act in acts)


@dataclass(slots=True)
class Tally:
    """What the ledger knows of one person's letters; days are texts such as 2026-11-22."""

    name: str  # as it stands in the ledger
    born: int | None
    letters: list[str] = field(default_factory=list)  # the days, the first one first
    answers: list[str] = field(default_factory=list)
    returns: list[tuple[str, str]] = field(default_factory=list)  # day and reason

    @property
    def last(self) -> str | None:
        """The day of the last letter."""
        return self.letters[-1] if self.letters else None

    @property
    def returned(self) -> tuple[str, str] | None:
        """When a letter last came back, and why, `None` if a letter was answered since."""
        back = self.returns[-1] if self.returns else None
        return None if back and self.answers and self.answers[-1] > back[0] else back

    def since(self, day: str) -> int:
        """How many letters on that day and after it."""
        return sum(letter >= day for letter in self.letters)


def tally(events: Iterable[Event], names: Namesakes) -> dict[PersonKey, Tally]:
    """Everybody in the ledger; `events` are those in force."""
    found: dict[PersonKey, Tally] = {}
    known: dict[Written, Tally] = {}
    for event in events:
        written = (event.name or "", event.born)
        if (one := known.get(written)) is None:
            key = names.key(*written)
            one = known[written] = found.setdefault(key, Tally(written[0], key.born))
        if event.kind == "posted":
            one.letters.append(event.day)
        elif event.kind == "answered":
            one.answers.append(event.day)
        else:
            one.returns.append((event.day, event.reason or "unknown"))
    for one in found.values():
        one.letters.sort()
        one.answers.sort()
        one.returns.sort()
    return found

"""Two ledgers into one: the union of their events by id, in any order and as often as one likes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from letters.errors import DataError, FileError, Problem
from letters.sentences import sentence
from letters.store.ledger import file
from letters.store.ledger.event import Event, event_fault
from letters.store.ledger.schema import STEPS, is_empty, take_steps

Advance = Callable[[int, int], None]
_PORTION = 2000  # events between two steps of the bar


class Merged(NamedTuple):
    """What came of a merge."""

    new: tuple[Event, ...]
    known: int  # events that were there already


def merge_ledgers(path: Path, other: Path, look: Callable[[Event], None], advance: Advance) -> Merged:
    """Take over the events of another ledger that are not in this one, all or none.

    `look` raises for an event that must not come in. Raises DataError for a file that holds what no event may hold, or
    another event under the id of one of ours, and FileError; then nothing was written.
    """
    events = strangers_events(other)
    with file.writing(path) as ledger:
        ours = {event.id: event for event in ledger.events()}
        if len(ours) + len(events) > file.MOST_EVENTS:
            what = sentence(
                "has {count:,} events, more than a ledger takes ({most_events:,}).",
                count=len(events),
                most_events=file.MOST_EVENTS,
            )
            raise DataError(Problem(str(other), what, sentence("Is it the right file?"), code="ledger-crowded"))
        new = []
        for number, event in enumerate(events, 1):
            if event.id not in ours:
                look(event)
                new.append(event)
            elif ours[event.id] != event:
                what = sentence(
                    "event {event} says something else there than here; one of the files was tampered with.",
                    event=event.id[:8],
                )
                hint = sentence("Nothing was taken over: ask the other group for a copy of their file as it was.")
                raise DataError(Problem(str(other), what, hint, code="ledger-differs"))
            if number % _PORTION == 0 or number == len(events):
                advance(number, len(events))
        ledger.take_over(new)
    return Merged(tuple(new), len(events) - len(new))


def strangers_events(path: Path) -> tuple[Event, ...]:
    """The events of a file that somebody passed on, each looked at; it is read into memory, and stays as it is."""
    if not file.is_there(path):
        raise FileError(
            Problem(str(path), sentence("there is no such file."), sentence("Check the name."), code="no-such-file")
        )
    with file.said(path), closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=file.WAIT)) as there:
            there.backup(copy)
        copy.execute("PRAGMA trusted_schema = OFF")
        if is_empty(copy):
            return ()
        if file.is_older(copy, path):
            take_steps(copy, STEPS)
        if not file.is_sound(copy):
            raise file.damaged(path)
        return tuple(_looked_at(file.all_events(copy), path))


def _looked_at(events: Iterator[Event], path: Path) -> Iterator[Event]:
    for number, event in enumerate(events):
        if number >= file.MOST_EVENTS:
            what = sentence("has more than {most_events:,} events.", most_events=file.MOST_EVENTS)
            raise DataError(Problem(str(path), what, sentence("Is it the right file?"), code="ledger-crowded"))
        if fault := event_fault(event):
            what = sentence(
                "event {event} holds something in `{fault}` that no event of this program does.",
                event=event.id[:8],
                fault=fault,
            )
            hint = sentence("Nothing was taken over: ask the other group for a copy of their file as it was.")
            raise DataError(Problem(str(path), what, hint, code="ledger-event"))
        yield event

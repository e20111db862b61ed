"""The ledger: to whom letters went, who answered, what came back; events in one SQLite file, which only grows."""

from letters.store.ledger.event import KINDS, POST, REASONS, Event, Kind, Reason, event_fault, new_mark
from letters.store.ledger.file import (
    MOST_EVENTS,
    Ledger,
    last_act,
    ledger_copy,
    read_events,
    read_what_is_left,
    writing,
)
from letters.store.ledger.merge import Merged, merge_ledgers
from letters.store.ledger.tally import Namesakes, PersonKey, Tally, acts_in_force, events_in_force, tally

__all__ = [
    "KINDS",
    "MOST_EVENTS",
    "POST",
    "REASONS",
    "Event",
    "Kind",
    "Ledger",
    "Merged",
    "Namesakes",
    "PersonKey",
    "Reason",
    "Tally",
    "acts_in_force",
    "event_fault",
    "events_in_force",
    "last_act",
    "ledger_copy",
    "merge_ledgers",
    "new_mark",
    "read_events",
    "read_what_is_left",
    "tally",
    "writing",
]

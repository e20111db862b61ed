"""One event of the ledger, and what each of its fields may hold: nothing in it could name a writer."""

import re
import unicodedata
from datetime import date
from typing import Literal, NamedTuple, get_args
from uuid import uuid4

Kind = Literal["posted", "answered", "returned", "undo"]
Reason = Literal["moved", "released", "refused", "unknown"]
KINDS: tuple[Kind, ...] = get_args(Kind)
REASONS: tuple[Reason, ...] = get_args(Reason)
POST = "post"  # the way that is no electronic service
LONGEST_OCCASION = 60
_MARK = re.compile(r"[0-9a-f]{32}")
_RUN = re.compile(r"[0-9a-f]{16}")
_WAY = re.compile(r"[a-z][a-z0-9-]{1,29}")
_NAME = re.compile(r"[\u0400-\u052f][\u0400-\u052f .'’()-]{1,119}")
_WITHOUT_PERSON = ("name", "born", "occasion", "way", "reason", "run")


class Event(NamedTuple):
    """What happened to one person's letters on a day; an `undo` names the act that it takes back, and nobody.

    All that one command writes is one act.
    """

    id: str  # 32 hexadecimal digits, by chance
    act: str  # the same for all events of one command
    day: str  # 2026-11-22
    kind: Kind
    name: str | None = None  # nominative, surname first
    born: int | None = None  # year
    occasion: str | None = None
    way: str | None = None  # "post", or the id of a service
    reason: Reason | None = None  # why a letter came back
    run: str | None = None  # by what its run.json is known again
    undoes: str | None = None  # an act


def new_mark() -> str:
    """A new id for an event or an act; no two are the same, whoever makes them."""
    return uuid4().hex


def event_fault(event: Event) -> str | None:
    """The first field that holds what it must not, `None` if all are as they should be."""
    checks = {
        "id": _is(_MARK, event.id),
        "act": _is(_MARK, event.act),
        "day": _is_day(event.day),
        "kind": event.kind in KINDS,
        "run": event.run is None or _is(_RUN, event.run),
    }
    checks |= _undo_checks(event) if event.kind == "undo" else _person_checks(event)
    return next((field for field, is_right in checks.items() if not is_right), None)


def _undo_checks(event: Event) -> dict[str, bool]:
    empty = {field: getattr(event, field) is None for field in _WITHOUT_PERSON}
    return {"undoes": _is(_MARK, event.undoes), **empty}


def _person_checks(event: Event) -> dict[str, bool]:
    return {
        "undoes": event.undoes is None,
        "name": is_name(event.name),
        "born": event.born is None or (isinstance(event.born, int) and 1900 <= event.born <= 2100),
        "occasion": event.occasion is None or is_occasion(event.occasion),
        "way": event.way is None or _is(_WAY, event.way),
        "reason": event.reason in REASONS if event.kind == "returned" else event.reason is None,
    }


def _is(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_name(value: object) -> bool:
    """Whether it is surname and given name in Cyrillic letters."""
    return _is(_NAME, value) and len(str(value).split()) > 1


def is_occasion(value: object) -> bool:
    """Whether it is a short text on one line: «New Year», «день рождения»."""
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_OCCASION or value != " ".join(value.split()):
        return False
    return not any(unicodedata.category(character)[0] == "C" for character in value)

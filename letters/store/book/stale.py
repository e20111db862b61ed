"""Addresses that nobody has checked for long."""

from collections.abc import Iterator
from datetime import date

from letters.errors import Problem
from letters.model import Person

STALE_DAYS, OLD_DAYS = 30, 120
_LOOK = "People are moved without notice: look at the case page, then write `verified:` with the day."
_STOP = "Post nothing there before somebody has looked at the case page; then write `verified:` with the day."


def stale_problems(person: Person, today: date) -> Iterator[Problem]:
    """A warning when the address was never checked, or not for a month; a stronger one after four months."""
    if person.verified is None:
        what = "nobody has noted when this address was last checked."
        yield Problem(person.where, what, _LOOK, "warning", "never-verified", what, person.id)
    elif (days := (today - person.verified).days) > STALE_DAYS:
        kind, much, hint = ("very-stale", "four months", _STOP) if days > OLD_DAYS else ("stale", "a month", _LOOK)
        what = f"the address was last checked on {person.verified}, more than {much} ago."
        general = f"the address was last checked more than {much} ago."
        yield Problem(person.where, what, hint, "warning", kind, general, person.id)

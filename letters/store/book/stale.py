"""Addresses that nobody has checked for long."""

from collections.abc import Iterator
from datetime import date

from letters.errors import Problem
from letters.model import Person
from letters.sentences import sentence

STALE_DAYS, OLD_DAYS = 30, 120


def stale_problems(person: Person, today: date) -> Iterator[Problem]:
    """A warning when the address was never checked, or not for a month; a stronger one after four months."""
    where, who = person.where, person.id
    days = (today - person.verified).days if person.verified else 0
    if person.verified is None:
        what = sentence("nobody has noted when this address was last checked.")
        hint = _look(today)
        yield Problem(where, what, hint, "warning", code="never-verified", general=what, who=who)
    elif days > OLD_DAYS:
        what = sentence(
            "the address was last checked on {verified}, more than four months ago.", verified=person.verified
        )
        general = sentence("the address was last checked more than four months ago.")
        hint = sentence(
            "Post nothing there before somebody has compared the case page; then write `verified: {today}` under the "
            "person.",
            today=today,
        )
        yield Problem(where, what, hint, "warning", code="very-stale", general=general, who=who)
    elif days > STALE_DAYS:
        what = sentence("the address was last checked on {verified}, more than a month ago.", verified=person.verified)
        general = sentence("the address was last checked more than a month ago.")
        hint = _look(today)
        yield Problem(where, what, hint, "warning", code="stale", general=general, who=who)


def _look(today: date) -> str:
    return sentence(
        "People are moved without notice: compare the case page, then write `verified: {today}` under the person.",
        today=today,
    )

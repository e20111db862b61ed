"""What has been done, to be said at the top of the page that comes next; nothing of it is written to a disk."""

from collections import OrderedDict
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import cast

from flask import current_app, request

from letters.errors import Problem

KEPT = 20
FIELD = "done"  # of the address of the next page


@dataclass(frozen=True, slots=True)
class Notice:
    """What was done, and what is doubtful about it."""

    text: str
    problems: tuple[Problem, ...] = ()


def leave(text: str, problems: tuple[Problem, ...] = ()) -> dict[str, str]:
    """Keep it for the next page; what goes into that page's address."""
    notices, name = _notices(), token_urlsafe(6)
    notices[name] = Notice(text, problems)
    while len(notices) > KEPT:
        notices.popitem(last=False)
    return {FIELD: name}


def left() -> Notice | None:
    """What the page before has left for this one."""
    return _notices().get(request.args.get(FIELD, ""))


def _notices() -> "OrderedDict[str, Notice]":
    return cast("OrderedDict[str, Notice]", current_app.extensions.setdefault("notices", OrderedDict()))

"""The tables of the ledger, step by step: a new file takes all steps, an older one those that it lacks."""

import sqlite3
from functools import cache

APPLICATION = 0x4C657474  # «Lett»: what PRAGMA application_id says of a file of this program

_EVENTS = """
CREATE TABLE event (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'),
  act TEXT NOT NULL CHECK (length(act) = 32 AND act NOT GLOB '*[^0-9a-f]*'),
  day TEXT NOT NULL CHECK (day IS date(day, '+0 days')),
  kind TEXT NOT NULL CHECK (kind IN ('posted', 'answered', 'returned', 'undo')),
  name TEXT CHECK (length(name) BETWEEN 3 AND 120),
  born INTEGER CHECK (born BETWEEN 1900 AND 2100),
  occasion TEXT CHECK (length(occasion) BETWEEN 1 AND 60 AND occasion NOT GLOB '*[' || char(1, 45, 31) || ']*'),
  way TEXT CHECK (length(way) BETWEEN 2 AND 30 AND way NOT GLOB '*[^a-z0-9-]*'),
  reason TEXT CHECK (reason IN ('moved', 'released', 'refused', 'unknown')),
  run TEXT CHECK (length(run) = 16 AND run NOT GLOB '*[^0-9a-f]*'),
  undoes TEXT CHECK (length(undoes) = 32 AND undoes NOT GLOB '*[^0-9a-f]*'),
  CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
  CHECK ((kind = 'undo') = (name IS NULL)),
  CHECK ((kind = 'returned') = (reason IS NOT NULL))
) STRICT
"""
# The acts of this very file's commands, in their order; what came by `merge` is not among them.
_HERE = "CREATE TABLE here (number INTEGER PRIMARY KEY, act TEXT NOT NULL UNIQUE) STRICT"
_ONLY_GROWS = "BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
_FIRST = (
    _EVENTS,
    _HERE,
    f"CREATE TRIGGER event_stays BEFORE UPDATE ON event {_ONLY_GROWS}",
    f"CREATE TRIGGER event_is_kept BEFORE DELETE ON event {_ONLY_GROWS}",
    f"CREATE TRIGGER here_stays BEFORE UPDATE ON here {_ONLY_GROWS}",
    f"CREATE TRIGGER here_is_kept BEFORE DELETE ON here {_ONLY_GROWS}",
)
STEPS: tuple[tuple[str, ...], ...] = (_FIRST,)  # PRAGMA user_version = how many of them a file has taken


def version_of(connection: sqlite3.Connection) -> int:
    """How many steps the file has taken; 0 = it is empty."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def take_steps(connection: sqlite3.Connection, steps: tuple[tuple[str, ...], ...]) -> None:
    """The steps that the file lacks, inside the transaction that is open."""
    for step in steps[version_of(connection) :]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(steps)}")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether nothing has been written into the file yet."""
    return not tables_of(connection) and not version_of(connection)


def is_ours(connection: sqlite3.Connection, steps: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the file has the tables of this program and nothing else: no view, trigger or index of a stranger."""
    version = version_of(connection)
    made = connection.execute("PRAGMA application_id").fetchone()[0]
    return made == APPLICATION and (version > len(steps) or tables_of(connection) == _expected(steps[:version]))


def tables_of(connection: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    """Everything that a file declares, word for word."""
    return frozenset(connection.execute("SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema"))


@cache
def _expected(steps: tuple[tuple[str, ...], ...]) -> frozenset[tuple[str, ...]]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        take_steps(connection, steps)
        return tables_of(connection)
    finally:
        connection.close()

"""Two books, or lists of published lines, side by side: who is new, moved, gone."""

from dataclasses import dataclass
from pathlib import Path

from letters.errors import Problem
from letters.store.compare import Changes, Entry, Move, compare, read_side

__all__ = ["Changes", "Compared", "Entry", "Move", "compare_files"]


@dataclass(frozen=True, slots=True)
class Compared:
    """What has changed, and what could not be read."""

    changes: Changes
    problems: tuple[Problem, ...]


def compare_files(old: Path, new: Path) -> Compared:
    """Compare a book (.yaml) or a list of lines with another; raises DataError for a book with mistakes, FileError."""
    (before, old_problems), (after, new_problems) = read_side(old), read_side(new)
    return Compared(compare(before, after), (*old_problems, *new_problems))

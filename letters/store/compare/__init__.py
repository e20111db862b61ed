"""What can be said only of several people: duplicates, one prison in several spellings, two books side by side."""

from letters.store.compare.diff import Changes, Entry, Move, compare
from letters.store.compare.duplicates import find_duplicates
from letters.store.compare.sides import read_side
from letters.store.compare.spellings import find_spellings

__all__ = ["Changes", "Entry", "Move", "compare", "find_duplicates", "find_spellings", "read_side"]

"""The words that people write into cells (words.toml), and how they are compared."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from letters.textfile import read_toml


@cache
def table() -> dict[str, Any]:
    """words.toml."""
    return read_toml(Path(__file__).parent / "words.toml")


def fold_text(text: str) -> str:
    """A text for comparing: lower case, ё as е, white space tidied."""
    return " ".join(text.casefold().replace("ё", "е").split())


def pattern(words: Iterable[str]) -> str:
    """A pattern for any of the words in folded text, whole, with any ending where a star stands."""
    longest_first = sorted(map(fold_text, words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in longest_first)

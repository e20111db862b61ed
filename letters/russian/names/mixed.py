"""Latin letters inside a Russian name, and the Cyrillic ones that they look like."""

import re
from collections.abc import Iterator

from letters.russian import tidy

LOOKALIKES = tidy.LOOKALIKES | str.maketrans("t", "т")  # no name is an English word, as «at» in an address may be

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]")
_CYRILLIC = re.compile("[\u0400-\u052f]")


def mixed_letters(text: str) -> Iterator[tuple[str, str, str | None]]:
    """Each word of two alphabets with its Latin letters: the word, the letter, the Cyrillic one that it looks like."""
    for word in _WORD.findall(text):
        if _CYRILLIC.search(word):
            for letter in dict.fromkeys(_LATIN.findall(word)):
                twin = letter.translate(LOOKALIKES)
                yield word, letter, twin if twin != letter else None

"""How Russian text is tidied for keeping, and folded for matching; both know nothing of addresses and names."""

import re
import unicodedata

from letters.patterns import pattern

# Invisible: soft hyphen, zero-width and direction marks, byte-order mark, tags, control characters that are no space.
_INVISIBLE = pattern(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
_LATIN = pattern("[A-Za-zËë]")
_WORD = pattern(r"[^\W_]+")
_CYRILLIC = pattern("[А-Яа-яЁё]")
_ROMAN = pattern("[IVX][IVXLCDM]*")
_TWINS = "ABCEHKMOPTXYËaceopxykëm"
LOOKALIKES = str.maketrans(_TWINS, "АВСЕНКМОРТХУЁасеорхукём")


def normalise(text: str) -> str:
    """NFC, every white space one plain space, nothing invisible, no space before a comma, none at the ends."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(composed.split()).replace(" ,", ",")


def fold_latin(text: str) -> str:
    """The same length, with Latin letters that look Cyrillic made Cyrillic inside Cyrillic words and alone."""
    return _WORD.sub(_cyrillic, text) if _LATIN.search(text) else text


def fold_case(text: str) -> str:
    """The same length, in lower case, ё as е."""
    lowered = text.lower()
    if len(lowered) != len(text):  # «İ» becomes two characters
        lowered = "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in text)
    return lowered.replace("ё", "е")


def has_lookalike(text: str) -> bool:
    """Whether a Latin letter stands where a Cyrillic one belongs: inside a Cyrillic word, after a number, alone."""
    return bool(_LATIN.search(text)) and any(_is_mixed(word[0]) for word in _WORD.finditer(text))


def _is_mixed(word: str) -> bool:
    if not _LATIN.search(word):
        return False
    return bool(_CYRILLIC.search(word)) or (_is_twin(word) and not _ROMAN.fullmatch(word))


def _is_twin(word: str) -> bool:
    return all(letter in _TWINS or letter.isdigit() for letter in word)


def _cyrillic(word: re.Match[str]) -> str:
    found = word[0]
    mixed = _CYRILLIC.search(found) or _is_twin(found)
    return found.translate(LOOKALIKES) if mixed else found

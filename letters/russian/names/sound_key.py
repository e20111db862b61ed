"""When two spellings are one name: a key that is the same for ё and е, and for every usual transliteration."""

import re
from functools import lru_cache

import iuliia

_BETWEEN = re.compile(r"[\s,.–-]+")
_NO_LETTER = re.compile("[^a-zA-Z]+")
# Latin spellings of one sound, the longest first, and a letter for it (a capital where none is free).
_SOUNDS = tuple(
    (re.compile(spellings), sound)
    for spellings, sound in (
        ("shch|sch|sh", "S"),
        ("tch|ch", "C"),
        ("ts|tz", "T"),
        ("kh", "h"),
        ("zh", "Z"),
        ("x", "ks"),
        ("ph", "f"),
        ("w", "v"),
        ("ck|q", "k"),
        ("[yj]", "i"),
        ("i+", "i"),
        ("i[eo]", "e"),
        (r"([a-zA-Z])\1+", r"\1"),
    )
)


def sound_key(text: str) -> str:
    """The words of a name as they sound, in plain Latin letters: Dmitriyevich, Dmitrievich, Дмитриевич are one."""
    return " ".join(filter(None, map(_word_key, _BETWEEN.split(text))))


@lru_cache(maxsize=32768)  # a book of ten thousand people has a few thousand different words
def _word_key(word: str) -> str:
    latin = _NO_LETTER.sub("", str(iuliia.WIKIPEDIA.translate(word.lower().replace("ё", "е"))).lower())
    for spellings, sound in _SOUNDS:
        latin = spellings.sub(sound, latin)
    return latin

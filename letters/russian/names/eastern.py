"""Korean, Vietnamese and Chinese names: the surname stands first and stays, of a man's the last word declines.

So Rosenthal's handbook has it: «Ким Ир Сену», «Нгуен Ван Туану». A Russian given name or a patronymic makes it a
Russian name («Киму Виктору Сергеевичу»). That it is a man's shows in the Vietnamese middle word, or in a dative.
"""

import re
from functools import lru_cache

from letters.model import Gender, Name
from letters.russian.names.table import exceptions, fold, given_names

_VOWELS = "аеёиоуыэюя"
_SYLLABLE = re.compile(rf"[^{_VOWELS}]*[{_VOWELS}]+[^{_VOWELS}]*")
_ONSET = "(?:чж|цз|дз|дж|[ктпчк]х|хв|кв|св|нг|[бвгджзйклмнпрстфхцчшщ])?"
_JOINED = re.compile(rf"(?:{_ONSET}[{_VOWELS}]+(?:нг|н[ьъ]?|ль?|[ймкптрг])?){{2,3}}")  # «Сяопин», «Чонсу»
_CLOSED = re.compile(rf"[{_VOWELS}](?:нг|[нмкптрл]|[нлт]ь|й)$")  # how a syllable with a consonant ends
_CONSONANT = re.compile("[бвгджзйклмнпрстфхцчшщь]$")


def is_eastern(name: Name) -> bool:
    """Whether the name, in either case, is built in the Eastern way."""
    if name.patronymic is not None or not name.first:
        return False
    return _is_eastern(fold(name.last), fold(name.first))


@lru_cache(maxsize=4096)
def _is_eastern(last: str, first: str) -> bool:
    has_surname = _known(last) is not None
    if not has_surname and not _SYLLABLE.fullmatch(last):
        return False
    words = first.split()
    if len(words) > 1:
        return is_of_syllables(words)
    forms = {first, _without_ending(first) or first}
    if not has_surname or forms & given_names().every:
        return False
    return any(_SYLLABLE.fullmatch(form) or _JOINED.fullmatch(form) for form in forms)


def is_of_syllables(words: list[str]) -> bool:
    """Whether these are several words of one syllable each, as in «Ен Чоль» and, in the dative, «Ен Чолю»."""
    if len(words) < 2:
        return False
    *middle, last = map(fold, words)
    stem = _without_ending(last) or last
    return all(map(_SYLLABLE.fullmatch, (*middle, stem)))


def gender_shown(name: Name) -> Gender | None:
    """The gender that a Vietnamese middle word or the dative of the last word shows."""
    *middle, last = fold(name.first).split()
    if exceptions().eastern.women in middle:
        return "f"
    if middle[:1] == [exceptions().eastern.men] or _without_ending(last):
        return "m"
    return None


def dative(name: Name, gender: Gender) -> str:
    """The whole name in the dative."""
    *middle, last = name.first.split()
    return " ".join([name.last, *middle, _dative_word(last) if gender == "m" else last])


def nominatives(name: Name) -> tuple[Name, ...]:
    """The nominatives of a name that stands in either case: two if the last word may be «Мин» and «Мину»."""
    *middle, last = name.first.split()
    surname = name.last[: len(_known(fold(name.last)) or name.last)]
    stem = _without_ending(last)
    words = [stem or last]
    if stem and not middle and last.endswith("у") and _SYLLABLE.fullmatch(fold(stem)):
        words.append(last)
    return tuple(Name(surname, " ".join([*middle, word])) for word in words)


def _dative_word(word: str) -> str:
    if not _CONSONANT.search(word):
        return word
    return f"{word[:-1]}ю" if word[-1] in "йь" else f"{word}у"


def _known(last: str) -> str | None:
    """The surname, also of a line that declines it against the rule («Киму Ен Чолю»)."""
    known = exceptions().eastern.surnames
    if last in known:
        return last
    stem = _without_ending(last)
    return stem if stem in known else None


def _without_ending(word: str) -> str | None:
    """The nominative of a word in the dative; `None` if it stands in none: «Су» and «Чонсу» end so by themselves."""
    stems = {"у": (word[:-1],), "ю": (f"{word[:-1]}й", f"{word[:-1]}ь")}.get(word[-1:], ())
    return next((stem for stem in stems if _CLOSED.search(fold(stem))), None)

"""Which word of a full name is the surname, which the given name, which the patronymic, in either case."""

import re
from functools import cache, lru_cache
from typing import Literal

from letters.model import Gender, GrammaticalCase, Name
from letters.russian.names import eastern
from letters.russian.names.inflect import dative_word, given_genitive
from letters.russian.names.mixed import LOOKALIKES
from letters.russian.names.table import exceptions, fold, given_names
from letters.russian.tidy import normalise

MOST_WORDS = 8  # the longest published name has six words (FIELD §2.3)
LONGEST_NAME = 200  # characters; the longest published line has 206

_ALIAS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|«[^«»]*»|\"[^\"]*\"")
_INSIDE_A_WORD = re.compile(rf"\w(?:{_ALIAS.pattern})\w")  # «Иван(ов)у»: nobody's alias
_WORD = re.compile(r"[\u0400-\u0481\u048a-\u052f]+(?:[-’'ʼ][\u0400-\u0481\u048a-\u052f]+)*")  # Cyrillic of every people
_BETWEEN_NAMES = re.compile(r"[,;/&+]|(?<!\S)и(?!\S)")
_INITIAL = re.compile(r"(?<![^\W_])[А-ЯЁ](?:\.|$|(?=\s))")
_DOTTED_INITIAL = re.compile(r"(?<![^\W_])[А-ЯЁ]\.")
_CHINESE = re.compile("чж|цз|сяо|ю[йэ]|эй|ао|оу")
_SURNAME = re.compile(r"(ов|ев|ин|ын|[сц]кий|[сц]кой|ова|ева|ина|ына|[сц]кая|енко|ук|юк|ян)(у|ому|ой|)$")
_PATRONYMICS: tuple[tuple[str, Gender, Literal["nominative", "dative"]], ...] = (
    ("ич", "m", "nominative"),
    ("ичу", "m", "dative"),
    ("вна", "f", "nominative"),
    ("чна", "f", "nominative"),
    ("шна", "f", "nominative"),
    ("вне", "f", "dative"),
    ("чне", "f", "dative"),
    ("шне", "f", "dative"),
)
_GENITIVE_OF_MEN = re.compile(r"(?:[оеё]в|[иы]н)а$|ого$")
_GENITIVE_PATRONYMIC = re.compile(r"[а-яё]{2}(?:ича|[вчш]ны)$")


def name_words(text: str) -> tuple[str, ...]:
    """The words of a full name: alias in brackets dropped, Latin look-alikes Cyrillic; empty if it is no such name."""
    if len(text) > LONGEST_NAME or _DOTTED_INITIAL.search(text) or _INSIDE_A_WORD.search(text):
        return ()
    plain = _ALIAS.sub(" ", normalise(text)).strip(" ,.;:")
    words = [_cyrillic(word) for word in plain.split()]
    if not words or len(words) > MOST_WORDS or not all(map(_WORD.fullmatch, words)):
        return ()
    loud = plain.islower()
    return tuple(_in_name_case(word, loud) for word in words)


def split_name(text: str) -> Name:
    """A full name, surname first, into its parts; also «Дмитрий Сергеевич Зимин», known by its patronymic."""
    words = name_words(text) or tuple(normalise(text).split(" ", 2))
    return split_words(words)


def has_initials(text: str) -> bool:
    """Whether a word of the name is only an initial («Зимин Д. С.», «Н. А.»): by that nobody can be greeted."""
    return bool(_INITIAL.search(normalise(text)))


def names_several(text: str) -> bool:
    """Whether a text names two people or more: «Полевой Пётр и Соколов Павел», or one full name behind another.

    A father's name without a surname and a given name after it ends no name of a second person («Бабич Иван Ильич»).
    """
    plain = _ALIAS.sub(" ", normalise(text))
    if "и" in plain.split()[1:]:
        return True
    parts = [part for part in _BETWEEN_NAMES.split(plain) if len(_WORD.findall(part)) > 1]
    words = _WORD.findall(plain)
    fathers = [at for at, word in enumerate(words) if at and patronymic_shape(word) and not is_given(word)]
    is_list = len(parts) > 1 and "же" not in words  # «…, он же …» is one person
    return is_list or (len(words) > 4 and any(later - at > 2 for at in fathers[:1] for later in fathers))


def split_words(words: tuple[str, ...]) -> Name:
    """The parts of a full name in the case in which the words stand."""
    if len(words) > 2 and words[1].lower() in exceptions().patronymic_words:
        return _child_of(words)
    if len(words) > 2 and is_eastern(whole := Name(words[0], " ".join(words[1:]))):
        return whole
    if len(words) == 2 and is_given(words[0]) and patronymic_shape(words[1]) and not is_given(words[1]):
        return Name("", *words)
    if _is_given_first(words):
        return Name(words[-1], words[0], words[1] if len(words) == 3 else None)
    tail = _patronymic_length(words)
    head = words[: len(words) - tail]
    cut = _surname_length(head)
    patronymic = " ".join(words[len(head) :]) or None
    return Name(" ".join(head[:cut]), " ".join(head[cut:]), patronymic)


def _child_of(words: tuple[str, ...]) -> Name:
    """«Асан уулу Бакыт»: Kyrgyz names put the father before the given name, as a surname."""
    tail = 1 if len(words) > 3 and patronymic_shape(words[-1]) else 0
    head = words[: len(words) - tail]
    return Name(" ".join(head[:2]), " ".join(head[2:]), words[-1] if tail else None)


def is_eastern(printed: Name) -> bool:
    """Whether a name in either case is Korean, Vietnamese or Chinese («Нгуен Ван Туану»)."""
    return eastern.is_eastern(printed) and not is_given(printed.first)


@lru_cache(maxsize=4096)
def patronymic_shape(patronymic: str) -> tuple[Gender, GrammaticalCase] | None:
    """Gender and case that a patronymic shows; «unclear» with оглы or кызы, `None` if it is none."""
    word = fold(patronymic)
    gender = _turkic_gender(word)
    if gender is not None:
        return gender, "unclear"
    for ending, shown, case in _PATRONYMICS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return shown, case
    return None


def is_genitive(words: tuple[str, ...]) -> bool:
    """Whether a name stands in the genitive («для Зимина Дмитрия Сергеевича»), as one of its words shows."""
    shape = patronymic_shape(" ".join(words[-2:])) if len(words) > 2 else None
    if shape and shape[1] != "unclear":
        return False
    if shape and shape[0] == "m" and _GENITIVE_OF_MEN.search(fold(words[0])):
        return True
    if len(words) > 2 and _GENITIVE_PATRONYMIC.search(fold(words[-1])):
        return True
    return not any(map(is_given, words)) and any(fold(word) in _given_genitives(fold(word[:1])) for word in words)


def is_given(word: str) -> bool:
    """Whether the word is a known given name, in the nominative or the dative."""
    folded = fold(word)
    return folded in _given_forms(folded[:1])


@cache
def _given_forms(initial: str) -> frozenset[str]:
    """Nominatives and datives with that first letter, which a name keeps when it is declined (Лев, Льву)."""
    names = _given_with(initial)
    datives = {fold(dative_word("first", gender, name)) for gender, name in names}
    return frozenset(datives | {name for _, name in names})


@cache
def _given_genitives(initial: str) -> frozenset[str]:
    """Genitives of given names that are not another case of another name."""
    genitives = {fold(given_genitive(gender, name)) for gender, name in _given_with(initial)}
    return frozenset(genitives - _given_forms(initial))


def _given_with(initial: str) -> list[tuple[Gender, str]]:
    genders: tuple[Gender, ...] = ("m", "f")
    return [(gender, name) for gender in genders for name in given_names().of(gender) if name.startswith(initial)]


def _turkic_gender(word: str) -> Gender | None:
    words = exceptions().patronymic_words
    last = re.split(r"[- ]", word)[-1]
    return words.get(last) or next((words[end] for end in exceptions().patronymic_ends if last.endswith(end)), None)


def _patronymic_length(words: tuple[str, ...]) -> int:
    if len(words) > 3 and words[-1].lower() in exceptions().patronymic_words:
        return 2
    return 1 if len(words) > 2 and patronymic_shape(words[-1]) else 0


def _is_given_first(words: tuple[str, ...]) -> bool:
    if len(words) not in (2, 3) or not is_given(words[0]) or is_given(words[-1]):
        return False
    if len(words) == 3:
        return patronymic_shape(words[1]) is not None and not is_given(words[1])
    last = fold(words[1])
    return _SURNAME.search(last) is not None and not _CHINESE.search(last)


def _surname_length(head: tuple[str, ...]) -> int:
    if len(head) < 2:
        return len(head)
    start = 1
    while start < len(head) - 1 and head[start - 1] in exceptions().particles:
        start += 1
    return next((place for place in range(start, len(head)) if is_given(head[place])), start)


@lru_cache(maxsize=4096)
def _cyrillic(word: str) -> str:
    if _WORD.fullmatch(word) or not re.search(r"[А-Яа-яЁё]", word):
        return word
    return word.translate(LOOKALIKES)


@lru_cache(maxsize=4096)
def _in_name_case(word: str, all_lower: bool) -> str:
    if not all_lower and not (len(word) > 1 and word.isupper()):
        return word
    lowered = word.lower()
    if lowered in exceptions().patronymic_words or lowered in exceptions().particles:
        return lowered
    return re.sub(r"[^-’'ʼ]+", lambda found: found.group().capitalize(), lowered)

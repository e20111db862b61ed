"""How a name in the nominative becomes the dative: pytrovich's rules, our table of exceptions first."""

from functools import lru_cache

from pytrovich.enums import Case, NamePart
from pytrovich.enums import Gender as Sex
from pytrovich.maker import PetrovichDeclinationMaker

from letters.model import Gender, Name
from letters.russian.names.table import WordPart, exceptions, fold

LONGEST_WORD = 60  # letters; a longer «word» is no name and stays as it is

_PARTS = {"last": NamePart.LASTNAME, "first": NamePart.FIRSTNAME, "patronymic": NamePart.MIDDLENAME}
_SEXES = {"m": Sex.MALE, "f": Sex.FEMALE}


def dative(name: Name, gender: Gender) -> str:
    """«Surname Given Patronymic» in the dative, as the envelope carries it («Зимину Дмитрию Сергеевичу»)."""
    words = [dative_words("last", gender, name.last), dative_words("first", gender, name.first)]
    if name.patronymic:
        words.append(dative_words("patronymic", gender, name.patronymic))
    return " ".join(word for word in words if word)


def dative_words(part: WordPart, gender: Gender, text: str) -> str:
    """One part of a name, also of several words («Хосе Луис», «фон Берг», «Гусейн оглы») in the dative."""
    words = text.split()
    if part == "patronymic" and len(words) > 1:
        return text
    return " ".join(dative_word(part, gender, word) for word in words)


def dative_word(part: WordPart, gender: Gender, word: str) -> str:
    """One word in the dative; pieces joined by hyphens follow Rosenthal's rule for double names."""
    if len(word) > LONGEST_WORD or word in exceptions().particles:
        return word  # before any cache, so that no huge text stays in memory
    pieces = word.split("-")
    last = len(pieces) - 1
    return "-".join(piece_dative(part, gender, piece, place == last) for place, piece in enumerate(pieces))


@lru_cache(maxsize=32768)
def piece_dative(part: WordPart, gender: Gender, piece: str, final: bool) -> str:
    """One piece between hyphens in the dative; capitals stay as they are («ИВАНОВ» gives «ИВАНОВУ»)."""
    lowered = piece.lower()
    if not piece or (not final and _is_fixed(part, gender, lowered)):
        return piece
    return _with_capitals(piece, _lower_dative(part, gender, lowered))


def given_genitive(gender: Gender, name: str) -> str:
    """A given name in the genitive, in small letters («дмитрия», «анны»)."""
    return _maker().make(NamePart.FIRSTNAME, _SEXES[gender], Case.GENITIVE, name.lower())


def _is_fixed(part: WordPart, gender: Gender, piece: str) -> bool:
    if part == "last":
        return fold(piece) in exceptions().surname_pieces
    if part == "patronymic":
        return False
    return gender == "m" or not piece.endswith(("а", "я"))


def _lower_dative(part: WordPart, gender: Gender, word: str) -> str:
    if part == "last" and fold(word) in exceptions().indeclinable:
        return word
    own = _own_dative(part, gender, word)
    if own is not None:
        return own
    return _maker().make(_PARTS[part], _SEXES[gender], Case.DATIVE, word)


def _own_dative(part: WordPart, gender: Gender, word: str) -> str | None:
    exact = exceptions().words.get((part, gender), {}).get(word)
    if exact is not None:
        return exact
    for pattern, replacement in exceptions().endings.get((part, gender), ()):
        changed, times = pattern.subn(replacement, word)
        if times:
            return changed
    return None


def _with_capitals(model: str, word: str) -> str:
    if len(model) > 1 and model.isupper():
        return word.upper()
    if model[1:].islower():
        return model[0] + word[1:]
    kept = 0
    while kept < min(len(model), len(word)) and model[kept].lower() == word[kept]:
        kept += 1
    return model[:kept] + word[kept:]


@lru_cache(maxsize=1)
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()

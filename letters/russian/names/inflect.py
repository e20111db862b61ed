"""How a name in the nominative becomes the dative: pytrovich's rules, our table of exceptions first."""

from functools import lru_cache
from itertools import product

from pytrovich.enums import Case, NamePart
from pytrovich.enums import Gender as Sex
from pytrovich.maker import PetrovichDeclinationMaker

from letters.model import Gender, Name
from letters.russian.names import eastern
from letters.russian.names.table import Datives, WordPart, exceptions, fold, given_names, surnames

LONGEST_WORD = 60  # letters; a longer «word» is no name and stays as it is
_MOST_PIECES = 8

_PARTS = {"last": NamePart.LASTNAME, "first": NamePart.FIRSTNAME, "patronymic": NamePart.MIDDLENAME}
_SEXES = {"m": Sex.MALE, "f": Sex.FEMALE}


def dative(name: Name, gender: Gender) -> str:
    """«Surname Given Patronymic» in the dative, as the envelope carries it («Зимину Дмитрию Сергеевичу»).

    Where families differ (`is_settled`) it is the more usual form.
    """
    if eastern.is_eastern(name):
        return eastern.dative(name, gender)
    words = [dative_words("last", gender, name.last), dative_words("first", gender, name.first)]
    if name.patronymic:
        words.append(dative_words("patronymic", gender, name.patronymic))
    return " ".join(word for word in words if word)


def is_settled(part: WordPart, gender: Gender, text: str) -> bool:
    """Whether handbooks and families agree on the dative of this part of a name."""
    words = text.split()
    if part == "first" and eastern.is_of_syllables(words):
        return False
    return all(
        piece_datives(part, gender, piece, place == word.count("-")).is_settled
        for word in words
        if len(word) <= LONGEST_WORD
        for place, piece in enumerate(word.split("-"))
    )


def folded_datives(part: WordPart, gender: Gender, text: str) -> frozenset[str]:
    """Every dative that a line may print for one part of a name, folded for comparing."""
    words = text.split()
    if len(words) > 1 or len(text) > LONGEST_WORD or text in exceptions().particles:
        return frozenset({fold(dative_words(part, gender, text))})
    pieces = text.split("-")[:_MOST_PIECES]
    last = len(pieces) - 1
    choices = [piece_datives(part, gender, piece, place == last) for place, piece in enumerate(pieces)]
    return frozenset(fold("-".join(forms)) for forms in product(*((each.usual, *each.others) for each in choices)))


def dative_words(part: WordPart, gender: Gender, text: str) -> str:
    """One part of a name, also of several words («Хосе Луис», «фон Берг», «Гусейн оглы») in the dative."""
    words = text.split()
    if len(words) > 1 and (part == "patronymic" or words[-1].lower() in exceptions().patronymic_words):
        return text
    return " ".join(dative_word(part, gender, word) for word in words)


def dative_word(part: WordPart, gender: Gender, word: str) -> str:
    """One word in the dative; pieces joined by hyphens follow Rosenthal's rule for double names."""
    if len(word) > LONGEST_WORD or word in exceptions().particles:
        return word  # before any cache, so that no huge text stays in memory
    pieces = word.split("-")
    last = len(pieces) - 1
    return "-".join(piece_dative(part, gender, piece, place == last) for place, piece in enumerate(pieces))


def piece_dative(part: WordPart, gender: Gender, piece: str, final: bool) -> str:
    """One piece between hyphens in the dative; capitals stay as they are («ИВАНОВ» gives «ИВАНОВУ»)."""
    return piece_datives(part, gender, piece, final).usual


@lru_cache(maxsize=32768)
def piece_datives(part: WordPart, gender: Gender, piece: str, final: bool) -> Datives:
    """Every dative that a line may print for one piece between hyphens, and whether the usual one is settled.

    A single letter stays: an initial, or a name such as «У».
    """
    lowered = piece.lower()
    if len(piece.rstrip(".")) < 2 or (not final and _is_fixed(part, gender, lowered)):
        return Datives(piece)
    found = _lower_datives(part, gender, lowered)
    others = tuple(_as_printed(piece, other) for other in found.others)
    return Datives(_as_printed(piece, found.usual), others, found.is_settled)


def given_genitive(gender: Gender, name: str) -> str:
    """A given name in the genitive, in small letters («дмитрия», «анны»)."""
    return _maker().make(NamePart.FIRSTNAME, _SEXES[gender], Case.GENITIVE, name.lower())


def _is_fixed(part: WordPart, gender: Gender, piece: str) -> bool:
    if part == "last":
        return fold(piece) in exceptions().surname_pieces
    if part == "patronymic":
        return False
    return gender == "m" or not piece.endswith(("а", "я"))


def _lower_datives(part: WordPart, gender: Gender, word: str) -> Datives:
    if part == "last" and fold(word) in surnames().indeclinable:
        return Datives(word)
    return _own_datives(part, gender, word) or Datives(_maker().make(_PARTS[part], _SEXES[gender], Case.DATIVE, word))


def _own_datives(part: WordPart, gender: Gender, word: str) -> Datives | None:
    exact = exceptions().words.get((part, gender), {}).get(fold(word))
    if exact is not None:
        return exact
    if part == "last" and gender == "m" and word.endswith("ий") and fold(word) in given_names().men:
        return Datives(word[:-1] + "ю")  # Малахий, Антоний: a noun, no adjective
    endings = exceptions().endings.get((part, gender), ())
    return next((found for ending in endings if (found := ending.datives(word))), None)


def _as_printed(model: str, word: str) -> str:
    """The word with the capitals of the model, and without ё where the model has none («Деготь»: «Дегтю»)."""
    return _with_capitals(model, word if "ё" in model.lower() else word.replace("ё", "е"))


def _with_capitals(model: str, word: str) -> str:
    if len(model) > 1 and model.isupper():
        return word.upper()
    if model[1:].islower():
        return word[0].upper() + word[1:] if model[0].isupper() else word
    kept = 0
    while kept < min(len(model), len(word)) and model[kept].lower() == word[kept]:
        kept += 1
    return model[:kept] + word[kept:]


@lru_cache(maxsize=1)
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()

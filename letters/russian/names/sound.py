"""How a Russian name looks in Latin letters, and roughly how an English reader may say it."""

import re
from functools import lru_cache
from itertools import pairwise

import iuliia

from letters.model import Name
from letters.russian.names.table import fold, given_names

_VOWELS = "аеёиоуыэюяіїє"
_LETTERS = {"ъ": "", "ь": ""} | dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщыэюяіїєґў",
        re.findall(r"\S+", "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya i yi ye g u"),
        strict=True,
    )
)
_WORD = re.compile(r"[а-яёіїєґў]{1,60}")
_CLUSTER = re.compile(rf"([^{_VOWELS}]*)([{_VOWELS}])")
_LIQUIDS = "рл"


@lru_cache(maxsize=4096)
def latin(text: str) -> str:
    """The text in Latin letters by iuliia's scheme «wikipedia», as English lines have it («Dmitry»)."""
    return str(iuliia.WIKIPEDIA.translate(text))


def say(name: Name | str) -> str:
    """A rough, approximate way to say the name in English syllables: «DMI-triy ser-ge-ye-vich zi-min».

    Given name first. A syllable stands in capitals only where the stress is known: from the table, or on ё.
    """
    words = f"{name.first} {name.patronymic or ''} {name.last}" if isinstance(name, Name) else name
    spoken = _WORD.sub(lambda found: _say_word(found.group()), words.lower())
    return " ".join(spoken.split())


@lru_cache(maxsize=4096)
def _say_word(word: str) -> str:
    syllables = _syllables(word)
    stressed = _stressed(word, syllables)
    spoken = [_spell(before, syllable) for before, syllable in pairwise(["", *syllables])]
    if stressed is not None and len(spoken) > 1:
        spoken[stressed] = spoken[stressed].upper()
    return "-".join(spoken)


def _stressed(word: str, syllables: list[str]) -> int | None:
    known = given_names().stress.get(fold(word))
    if known is not None:
        return known - 1
    return next((place for place, syllable in enumerate(syllables) if "ё" in syllable), None)


def _syllables(word: str) -> list[str]:
    found = _CLUSTER.findall(word)
    tail = word[sum(len(onset) + 1 for onset, _ in found) :]
    if not found:
        return [word]
    syllables = [found[0][0] + found[0][1]]
    for onset, vowel in found[1:]:
        cut = _cut(onset)
        syllables[-1] += onset[:cut]
        syllables.append(onset[cut:] + vowel)
    return [*syllables[:-1], syllables[-1] + tail]


def _cut(onset: str) -> int:
    """How many consonants between two vowels close the first syllable: «пет-ров», «ми-хай-ло», «дми-трий»."""
    signs = max((place + 1 for place, letter in enumerate(onset) if letter in "йьъ"), default=0)
    if signs or len(onset) < 2:
        return signs
    if len(onset) == 2 and onset[1] in _LIQUIDS and onset[0] not in "рлмнй":
        return 0
    return 1


def _spell(before: str, syllable: str) -> str:
    spelled = "".join(_LETTERS[letter] for letter in syllable)
    opens_soft = syllable[0] == "е" or (syllable[0] in "ио" and before.endswith("ь"))
    return f"y{spelled}" if opens_soft else spelled

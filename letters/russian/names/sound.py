"""How a Russian name looks in Latin letters, and roughly how Russian is said, as the reader's language spells it."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import iuliia

from letters.model import Name
from letters.russian.names.table import fold, given_names
from letters.textfile import read_toml

_VOWELS = "аеёиоуыэюяії"
_WORD = re.compile(r"(?P<word>[а-яёіїєґў]{1,60})(?=(?: (?P<next>[а-яё]))?)")
_CLUSTER = re.compile(rf"([^{_VOWELS}]*)([{_VOWELS}])")
_LIQUIDS = "рл"
_VOICED, _VOICELESS = "бвгджз", "пфктшс"
_DEVOICED = re.compile(rf"[{_VOICED}]+(?=[ьъ]?(?:[кпстфхцчшщ]|$))")
_VOICING = re.compile(r"[кпстфш]+(?=[ьъ]?[бгджз])")  # not before в: «свет»
_ACUTE = "\u0301"
_SYLLABLE = "\u2011"  # a hyphen at which no line is broken


@lru_cache(maxsize=4096)
def latin(text: str) -> str:
    """The text in Latin letters by iuliia's scheme «wikipedia», as English lines have it («Dmitry»)."""
    return str(iuliia.WIKIPEDIA.translate(text))


def say(name: Name | str, spelling: str) -> str:
    """A rough way to say the name or sentence, in syllables: «DMEE-tree ser-gheh-yeh-veech zee-meen».

    A name begins with the given name. A syllable stands in capitals where the stress is known: by a table, or on ё.
    `spelling` is the text of that name in a guide: how each letter is spelled in its language.
    """
    text = f"{name.first} {name.patronymic or ''} {name.last}" if isinstance(name, Name) else name
    spoken = _WORD.sub(lambda found: _say_word(found["word"], found["next"] or "", spelling), text.lower())
    return " ".join(spoken.split())


@lru_cache(maxsize=8192)
def _say_word(word: str, follower: str, spelling: str) -> str:
    leans = bool(follower) and word in _sounds().leaning
    stressed = None if leans else _stressed(word)
    syllables = _syllables(_spoken(word, f"{follower}а" if leans else ""))
    if leans or stressed is not None:
        syllables = [each if place == stressed else each.replace("о", "а") for place, each in enumerate(syllables)]
    spelled = _spelling(spelling).spell("-".join(syllables)).split("-")
    if stressed is not None and len(spelled) > 1:
        spelled[stressed] = spelled[stressed].upper()
    return _SYLLABLE.join(spelled)


# ---- what is said


@dataclass(frozen=True, slots=True)
class _Sounds:
    """sound.toml, ready for use; words folded, syllables counted from nought."""

    rules: tuple[tuple[re.Pattern[str], str], ...]
    leaning: frozenset[str]
    stress: dict[str, int]


@cache
def _sounds() -> _Sounds:
    data = read_toml(Path(__file__).parent / "sound.toml")
    rules = tuple((re.compile(pattern), said) for pattern, said in data["rules"])
    stress = {fold(word.replace(_ACUTE, "")): _vowels(word.partition(_ACUTE)[0]) - 1 for word in data["stress"].split()}
    return _Sounds(rules, frozenset(data["leaning"].split()), stress)


def _vowels(text: str) -> int:
    return sum(letter in _VOWELS for letter in text)


def _stressed(word: str) -> int | None:
    """The syllable with the stress, counted from nought, `None` = not known."""
    if "ё" in word:
        return _vowels(word.partition("ё")[0])
    of_names = given_names().stress.get(fold(word))
    return of_names - 1 if of_names else _sounds().stress.get(fold(word))


def _spoken(word: str, follower: str) -> str:
    """The word in Russian letters as it is said; one that leans on another is said with how that begins."""
    for pattern, said in _sounds().rules:
        word = pattern.sub(said, word)
    with_next = _DEVOICED.sub(lambda found: _changed(found[0], _VOICED, _VOICELESS), word + follower)
    voiced = _VOICING.sub(lambda found: _changed(found[0], _VOICELESS, _VOICED), with_next)
    return voiced[: len(word)]


def _changed(letters: str, old: str, new: str) -> str:
    return letters.translate(str.maketrans(old, new))


# ---- syllables


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


# ---- the spelling of a language


@dataclass(frozen=True, slots=True)
class _Spelling:
    """What stands for each letter or group of letters, the longest first, where it may depend on its place."""

    pattern: re.Pattern[str]
    values: tuple[str, ...]

    def spell(self, syllables: str) -> str:
        """Syllables in Russian letters, parted by hyphens, in the letters of the language."""
        spelled = self.pattern.sub(lambda found: self.values[(found.lastindex or 1) - 1], f"_{syllables}_")
        return spelled.strip("_")


@cache
def _spelling(text: str) -> _Spelling:
    """«ш=sh -е=ye с_=ss»: - = begins or ends a syllable, _ = begins or ends a word."""
    pairs = [(key, value) for key, _, value in (pair.partition("=") for pair in text.split())]
    pairs.sort(key=lambda pair: (-len(pair[0].strip("-_")), -len(pair[0]), "_" not in pair[0]))
    pattern = "|".join(f"({_place(key)})" for key, _ in pairs)
    return _Spelling(re.compile(pattern or "(?!)"), tuple(value for _, value in pairs))


_EDGES = {"-": "[-_]", "_": "_"}


def _place(key: str) -> str:
    before = f"(?<={_EDGES[key[0]]})" if key[0] in _EDGES else ""
    after = f"(?={_EDGES[key[-1]]})" if key[-1] in _EDGES else ""
    return f"{before}{re.escape(key.strip('-_'))}{after}"

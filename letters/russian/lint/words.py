"""Words and phrases of the rules: which of them a text holds, and what a single word is about."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from letters.russian.lint.table import prefixes, rules

Place = tuple[int, int]
WORD = re.compile(r"[^\W\d_]+")
_YO = str.maketrans("ёЁ", "еЕ")
_BEFORE, _BEHIND = r"(?<![^\W\d_])", r"(?![^\W\d_])"  # a digit or a line beside a word hides nothing
_GAP = r"[\s«»,–-]{1,3}"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A word of a rule, or the longest of a phrase."""

    rule: str
    stem: str
    is_stem: bool  # any ending
    capitals: tuple[int, ...]  # letters that must be capitals
    is_alone: bool  # no phrase

    def is_in(self, word: str, low: str) -> bool:
        """Whether it is this word."""
        fits = low.startswith(self.stem) if self.is_stem else low == self.stem
        return fits and all(word[place].isupper() for place in self.capitals)


@cache
def _entries() -> Mapping[str, Sequence[_Entry]]:
    """All words of all rules, by their first two letters."""
    found: dict[str, list[_Entry]] = {}
    for rule, row in rules().items():
        for phrase in row.get("words", ()):
            word = max(phrase.translate(_YO).split(), key=len)
            stem = word.removesuffix("*")
            capitals = tuple(place for place, letter in enumerate(stem) if letter.isupper())
            entry = _Entry(rule, stem.lower(), word.endswith("*"), capitals, " " not in phrase)
            found.setdefault(entry.stem[:2], []).append(entry)
    return found


@lru_cache(maxsize=1 << 15)
def _rules_of(word: str) -> frozenset[str]:
    """The rules that look for this word, or for a phrase of which it is the longest."""
    low = word.lower()
    plain = {entry.rule for entry in _entries().get(low[:2], ()) if entry.is_in(word, low)}
    return frozenset(plain | {entry.rule for rest in _without_prefix(low) for entry in _hiding(rest)})


def _without_prefix(low: str) -> Iterator[str]:
    yield from (low[len(prefix) :] for prefix in prefixes() if low.startswith(prefix))


def _hiding(low: str) -> Iterator[_Entry]:
    """The words of rules that hide behind prefixes and signs which `low` begins with."""
    for entry in _entries().get(low[:2], ()):
        if rules()[entry.rule].get("hides") and entry.is_alone and entry.is_in(low.upper(), low):
            yield entry


def suspects(text: str) -> Mapping[str, Sequence[Place]]:
    """The rules of words that this text may break, each with the words that say so, whatever stands beside them."""
    found: dict[str, list[Place]] = {}
    for word in WORD.finditer(text):
        for rule in _rules_of(word[0]):
            found.setdefault(rule, []).append(word.span())
    return found


# ---- the places of a rule


_AROUND = 80  # letters; what passes is not longer


def places(rule: str, text: str, near: Iterable[Place]) -> Iterator[Place]:
    """Where the words of a rule stand, near some words; what passes is matched first, with the words inside it."""
    company = _company(rule)
    if company is None or company.search(text):
        end = 0
        for start, stop in near:
            if stop > end:
                window = max(end, _edge(text, start - _AROUND)), _edge(text, stop + _AROUND)
                end = window[1]
                yield from (found.span() for found in _pattern(rule).finditer(text, *window) if found["hit"])


def _edge(text: str, at: int) -> int:
    """The next place behind `at` where no word is cut."""
    found = _BLANK.search(text, max(0, at)) if at > 0 else None
    return 0 if at <= 0 else found.start() if found else len(text)


_BLANK = re.compile(r"\s|\Z")


@cache
def _pattern(rule: str) -> re.Pattern[str]:
    row = rules()[rule]
    before = f"(?:{'|'.join(map(re.escape, sorted(prefixes(), key=len, reverse=True)))})?" if row.get("hides") else ""
    hit = f"(?P<hit>{before}(?:{_either(row['words'])}))"
    return re.compile(f"{_BEFORE}(?:{_either(row.get('except', ()))}|{hit}){_BEHIND}", re.IGNORECASE)


@cache
def _company(rule: str) -> re.Pattern[str] | None:
    words = rules()[rule].get("with")
    return any_of(words) if words else None


@cache
def passing(rule: str) -> re.Pattern[str]:
    """What a rule lets pass."""
    return any_of(rules()[rule].get("except", ()))


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds any of these words and phrases."""
    return re.compile(f"{_BEFORE}(?:{_either(phrases)}){_BEHIND}", re.IGNORECASE)


def _either(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first; nothing for none."""
    return "|".join(map(_phrase, sorted(phrases, key=len, reverse=True))) or r"(?!)"


def _phrase(phrase: str) -> str:
    return _GAP.join(map(_word, phrase.translate(_YO).split()))


def _word(word: str) -> str:
    """A capital stands for itself, a small letter for both; * for any ending."""
    stem = "".join(f"(?-i:{letter})" if letter.isupper() else letter for letter in word.removesuffix("*"))
    return rf"{stem}\w*" if word.endswith("*") else stem


# ---- what a word is about, when it had to be put together


_ENDING = re.compile("[а-я]{0,5}")
_INFLECTION = re.compile(
    "|[аеийоуыьюя]|[оыеи][йюмхв]|[аяи][мхя]|[аяы]ми|и[еию]|ией|ия[мх]|иями|ая|яя|ое|ее|ые|ую|юю|[оеи]го|[ое]му|аци[яиюей]+|ова[а-я]{1,3}"
)
_SURE = 4  # letters of a stem that says by itself what a word is about


@lru_cache(maxsize=1 << 14)
def meant(word: str) -> str | None:
    """The rule that this word, in small letters, breaks by itself; only rules whose words people hide."""
    return next((rule for rest in (word, *_without_prefix(word)) for rule in _broken(word, rest, 1, _ENDING)), None)


@lru_cache(maxsize=1 << 14)
def clearly_meant(word: str) -> str | None:
    """The same for letters that may be other words as well: only whole words and stems with an ending of grammar."""
    return next(_broken(word, word, _SURE, _INFLECTION), None)


def _broken(word: str, rest: str, least: int, ending: re.Pattern[str]) -> Iterator[str]:
    for entry in _hiding(rest):
        fits = len(entry.stem) >= least and ending.fullmatch(rest, len(entry.stem))
        if fits and not passing(entry.rule).fullmatch(word):
            yield entry.rule


def is_known(word: str) -> bool:
    """Whether a rule looks for the word as it stands."""
    return bool(_rules_of(word))


def is_passing(rule: str, text: str, start: int, end: int) -> bool:
    """Whether the words between these places belong to something that the rule lets pass."""
    around = passing(rule).finditer(text, max(0, start - 40), end + 40)
    return any(found.start() <= start and found.end() >= end for found in around)


def completed(first: str, last: str) -> str | None:
    """The rule of a word that begins and ends like this, with letters left out between."""
    for entry in _entries().get(first[:2], ()) if len(first) > 1 else _beginning_with(first):
        stem = entry.stem if rules()[entry.rule].get("hides") and entry.is_alone else ""
        for shared in range(1, min(len(last), len(stem) - len(first) - 1) + 1):
            if stem.startswith(first) and stem.endswith(last[:shared]) and _INFLECTION.fullmatch(last, shared):
                return entry.rule
    return None


def _beginning_with(letter: str) -> Iterator[_Entry]:
    return (entry for pair, entries in _entries().items() if pair[0] == letter for entry in entries)


@cache
def beginnings() -> frozenset[str]:
    """How the words that people hide begin, down to the first letter."""
    return frozenset(stem[:length] for stem in _hidden_stems() for length in range(1, len(stem)))


@cache
def _hidden_stems() -> frozenset[str]:
    every = (entry for entries in _entries().values() for entry in entries)
    return frozenset(entry.stem for entry in every if entry.is_alone and rules()[entry.rule].get("hides"))


@cache
def _starts() -> frozenset[str]:
    return beginnings() | _hidden_stems()


def may_be_meant(word: str, known: int) -> bool:
    """Whether a word that people hide begins like this, or this like one; `known` letters are already seen to."""
    if word[: known + 1] not in _starts():
        return False
    return word in beginnings() or any(word[:length] in _hidden_stems() for length in range(2, len(word) + 1))

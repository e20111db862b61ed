"""Words that somebody hides from a program, and not from a reader: spaced out, cut, doubled, backwards, with digits."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from letters.russian.lint.table import table
from letters.russian.lint.words import (
    WORD,
    beginnings,
    clearly_meant,
    completed,
    is_known,
    is_passing,
    may_be_meant,
    meant,
)
from letters.russian.tidy import fold_case

Hit = tuple[str, int, int]  # rule, start, end
_LEAST = 5  # letters of a word that is put together from pieces which may be words of their own
_MOST = 16  # letters of such a word that are looked at


def hidden_words(text: str) -> Iterator[Hit]:
    """Each place where letters, put together as a reader does, are a word that stops a letter."""
    low = fold_case(text)
    words, starts = [*WORD.finditer(low)], beginnings()
    for number, word in enumerate(words):
        if word[0] in starts:
            yield from _joined(text, words, number)
        if rule := _twisted(word[0]):
            yield rule, *word.span()
    yield from _with_digits(low)
    yield from _masked(low)
    yield from _initials(low)


# ---- pieces of a word


def _joined(text: str, words: Sequence[re.Match[str]], first: int) -> Iterator[Hit]:
    """A word in pieces: «в о й н а», «Пу-тин», a word over the end of a line."""
    joined, start = words[first][0], words[first].start()
    gaps, found = set[str](), None
    for number in range(first + 1, min(first + _MOST, len(words))):
        word = words[number]
        if not (found or may_be_meant(joined + word[0], len(joined))):
            break
        gap = text[words[number - 1].end() : word.start()]
        are_letters = len(joined) == number - first and len(word[0]) == 1
        if not _is_inside(gap, are_letters, text[word.start()]) or (found and not (are_letters and gap in gaps)):
            break
        joined += word[0]
        gaps.add(gap)
        rule = _reading(joined, word[0], are_letters, gaps)
        if rule and not is_passing(rule, text, start, word.end()):
            found = rule, start, word.end()
    if found:
        yield found


_TIGHT = re.compile(r"[^\w\s]{1,3}\n?|_{1,9}|\d")
_LOOSE = re.compile(r"[\W_]{1,6}|\d{1,2}")
_BLANK = re.compile(r"[^\S\n]{1,3}|[^\S\n]{0,3}\n[^\S\n]{0,3}")


def _is_inside(gap: str, are_letters: bool, letter: str) -> bool:
    """Whether what stands between two pieces can stand inside a word."""
    if are_letters:
        return bool(_LOOSE.fullmatch(gap))
    if _TIGHT.fullmatch(gap):
        return not (letter.isupper() and gap[0] in ".!?…")  # «Приехали.Потом»
    return bool(_BLANK.fullmatch(gap))


def _reading(joined: str, last: str, are_letters: bool, gaps: set[str]) -> str | None:
    """Letter by letter any word counts, in larger pieces a long one; pieces with blanks between may be words."""
    if are_letters:
        return meant(joined) if len(joined) > 2 else None
    if len(joined) < _LEAST:
        return None
    if any(map(str.isspace, "".join(gaps))):
        return clearly_meant(joined) if len(last) > 1 else None
    return meant(joined)


# ---- a word otherwise written


@lru_cache(maxsize=1 << 15)
def _twisted(word: str) -> str | None:
    """The rule that a word of five letters or more breaks backwards, or with no letter twice."""
    others = (word[::-1], _TWICE.sub(r"\1", word)) if len(word) >= _LEAST and not is_known(word) else ()
    found = ((clearly_meant(other), other) for other in others if other != word and len(other) >= _LEAST)
    return next((rule for rule, other in found if rule and not is_passing(rule, word, 0, len(word))), None)


_TWICE = re.compile(r"(.)\1+")


def _with_digits(low: str) -> Iterator[Hit]:
    """Digits that stand for letters."""
    for word in _DIGITS_IN_WORD.finditer(low):
        if rule := meant(word[0].translate(_digits())):
            yield rule, *word.span()


_DIGITS_IN_WORD = re.compile(r"(?<![^\W_])(?:[а-я]{1,20}+(?=\d)|\d{1,2}+(?=[а-я]))(?:[а-я]|\d){1,20}")


@cache
def _digits() -> Mapping[int, str]:
    return str.maketrans(table()["disguise"]["digits"])


def _masked(low: str) -> Iterator[Hit]:
    """Letters left out: «в…на»."""
    for found in _LEFT_OUT.finditer(low) if _SIGNS.search(low) else ():
        if rule := completed(found[1], found[2]):
            yield rule, *found.span()


_SIGNS = re.compile(r"[…*_#]|\.\.|--")
_LEFT_OUT = re.compile(r"(?<![^\W_])([а-я]{1,9}+)(?:…|\.{2,9}|-{2,9}|[*_#]{1,9})([а-я]{1,9}+)")


def _initials(low: str) -> Iterator[Hit]:
    """The first letters of lines, read downwards."""
    firsts = [*_FIRST.finditer(low)]
    letters = "".join(first[1] for first in firsts)
    for start in range(len(letters) - _LEAST + 1):
        if letters[start : start + 3] in beginnings():
            ends = range(start + _LEAST, min(start + _MOST, len(letters)) + 1)
            if rule := next(filter(None, (clearly_meant(letters[start:end]) for end in ends)), None):
                yield rule, *firsts[start].span(1)


_FIRST = re.compile(r"^(?:[^\w\n]|[\d_])*+([^\W\d_])", re.MULTILINE)

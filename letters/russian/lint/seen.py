"""A text as its reader sees it: without what is not printed, each sign in one form, look-alikes as Russian letters."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from letters.russian.lint.table import alike
from letters.wording import Traced, edited, marks_in

# Not seen at all: control and joining characters, soft hyphens, variation selectors, tags.
_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_COMBINING = (
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # accents, strokes through
)
# Letters, digits and full stops in other dress: 𝐚, ａ, ①, ², Ⅳ, ٣, 。
_DRESSED = (
    "\u00b2\u00b3\u00b9\u02b0-\u02b8\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u2024\u2070-\u209c\u2102\u2107\u210a-\u2113"
    "\u2115\u2119-\u211d\u2124\u2128-\u2139\u213c-\u2149\u2160-\u2188\u2460-\u24ff\u2776-\u2793\u3002\uff01-\uff5e"
    "\uff61\U0001d400-\U0001d7ff"
)
_ODD = re.compile(r"[^\n -~А-яЁё«»„“”‘’…–—№°×\u00a0]")  # what ordinary Russian text has not
_CHANGED = re.compile(f"[{_UNSEEN}]+|[^{_COMBINING}]?[{_COMBINING}][{_COMBINING}{_UNSEEN}]*|[{_DRESSED}]")
_NOT_PLAIN = re.compile(f"[{_UNSEEN}{_COMBINING}]+")
_FULL_STOPS = {"\u3002": ".", "\uff61": ".", "\u2024": "."}
_YO = str.maketrans("ёЁ", "еЕ")


def seen(text: str, has_marks: bool = True) -> Traced:
    """The text as it is printed, which still knows where each letter stands; `has_marks` = it is a letter's text."""
    marks = ((start, end, "") for start, end in marks_in(text)) if has_marks else ()
    edits = [*marks, *_changes(text)]
    return edited(text, edits) if edits else Traced(text)


def is_odd(text: str) -> bool:
    """Whether there is a sign that ordinary Russian text has not."""
    return bool(_ODD.search(text))


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    if is_odd(text):
        for found in _CHANGED.finditer(text):
            yield *found.span(), _plain(found[0])


@lru_cache(maxsize=4096)
def _plain(piece: str) -> str:
    """One sign in its plain form: composed, without accents, in the ordinary dress."""
    if piece in _FULL_STOPS:
        return _FULL_STOPS[piece]
    composed = _NOT_PLAIN.sub("", unicodedata.normalize("NFC", piece))
    if (len(composed) == 1 and unicodedata.category(composed) == "Nd") or "\u2776" <= composed <= "\u2793":
        return f"{unicodedata.numeric(composed):.0f}"
    return unicodedata.normalize("NFKC", composed) if re.fullmatch(f"[{_DRESSED}]", composed) else composed


_OTHER = "A-Za-zÀ-ʯᴀ-ᴯͰ-ϿЂ-ЏђѐѓєѕіїјљњћќѝўџѠ-ԯᲀ-ᲈ"
_STRANGE = re.compile(f"[{_OTHER}]")
_MIXED = re.compile(rf"[А-яЁё]{{0,40}}[{_OTHER}][^\W\d_]{{0,40}}")
_LATIN, _RUSSIAN = re.compile("[A-Za-zÀ-ʯᴀ-ᴯ]"), re.compile("[А-яЁё]")


def as_russian(text: str) -> str:
    """The same letter for letter: ё as е, and words of mixed alphabets in the Russian letters they look like."""
    return (_MIXED.sub(_in_russian, text) if _STRANGE.search(text) else text).translate(_YO)


def _in_russian(found: re.Match[str]) -> str:
    word = found[0]
    is_latin = _LATIN.search(word) and not _RUSSIAN.search(word)
    return word if is_latin else word.translate(_alike())


@cache
def _alike() -> dict[int, int]:
    return str.maketrans(*map("".join, zip(*alike(), strict=True)))

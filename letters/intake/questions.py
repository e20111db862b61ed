"""What a page says against writing to this person there: somebody must answer before they go into the book as held."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import takewhile

from letters.errors import Problem
from letters.intake.birth import speaks_of_relatives
from letters.intake.tables.dates import month_number
from letters.intake.tables.remarks import what_is_said
from letters.intake.words import begins, split_sentences, table
from letters.model import Name, Recipient
from letters.russian.names.sound_key import sound_key
from letters.russian.names.table import fold, given_names
from letters.sentences import joined, sentence

_SHOWN = 160  # characters of a sentence
_LONGEST = 600
_CAPITALS = re.compile(r"[A-ZА-ЯЁ][a-zа-яё’'-]+(?:\s+[A-ZА-ЯЁ][a-zа-яё’'-]+){1,3}")
_FIRST_WORD = re.compile(r"[A-ZА-ЯЁ][a-zа-яё]+(?![\w-])")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FATES = {
    "released": sentence("the page may say that this person was released"),
    "exchanged": sentence("the page may say that this person was exchanged"),
    "died": sentence("the page may say that this person has died"),
    "house_arrest": sentence("the page may say that this person is under house arrest"),
}


def find_questions(
    lines: Iterable[str], title: str | None, titled: Name | None, recipient: Recipient, english: str | None, source: str
) -> Iterator[Problem]:
    """Each with the field that answers it: `status`, or `name` where the title names somebody else."""
    yield from _fates(lines, english, source)
    other = titled if titled and recipient.nominative and _differs(titled, recipient.nominative) else None
    if another := other or another_person(title, recipient):
        what = sentence(
            "the title of the page names «{another}», the address «{recipient}».",
            another=another,
            recipient=recipient.text,
        )
        hint = sentence(
            "Take the page of the same person; if it is this one, say the name as it is in the nominative: ‹name›."
        )
        yield Problem(source, what, hint, code="title-names-another", field="name")


def _differs(one: Name, other: Name) -> bool:
    """Whether two names are not one; a patronymic may be left out, ё and е are one."""
    pairs = ((one.last, other.last), (one.first, other.first), (one.patronymic, other.patronymic))
    return any(fold(mine) != fold(theirs) for mine, theirs in pairs if mine and theirs)


def _fates(lines: Iterable[str], english: str | None, source: str) -> Iterator[Problem]:
    """The first sentence of each kind that may say that somebody is no longer there, or that the page has news."""
    seen: set[str] = set()
    for text, kind in _said(line for line in lines if line != english):
        if kind in seen:
            continue
        seen.add(kind)
        shown = text[:_SHOWN]
        if kind == "moved":
            what = sentence("the page speaks of a transfer: «{shown}».", shown=shown)
            hint = sentence("Is the address the new one? Compare the page.")
            yield Problem(source, what, hint, "warning", code="page-speaks-of-transfer")
        elif kind == "update":
            what = sentence("the page has news: «{shown}».", shown=shown)
            hint = sentence(
                "Read it. If the person is still there, say ‹status=held›, else what has become of them: ‹status›."
            )
            yield Problem(source, what, hint, code="page-has-news", field="status")
        else:
            what = joined((_FATES[kind], f"«{shown}»."), ": ")
            hint = sentence("If it is so, say ‹status={kind}›; if the person is still there, ‹status=held›.", kind=kind)
            yield Problem(source, what, hint, code="perhaps-gone", field="status")


def _said(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Sentences with what they may say of the person; a line that begins with «UPDATE» counts as one."""
    for line in lines:
        kinds = [(sentence, kind) for sentence in split_sentences(line) if (kind := _kind(sentence))]
        if all(kind == "moved" for _, kind in kinds) and _has_news(line):
            yield line, "update"
        else:
            yield from kinds


def _kind(sentence: str) -> str | None:
    """What a sentence may say of the person: a status, or "moved"."""
    if len(sentence) > _LONGEST or _is_menu(sentence):
        return None
    said = what_is_said(sentence)
    if said and said != "moved" and not speaks_of_relatives(sentence):
        return said
    return "moved" if said and begins("gone", "transfers").search(sentence.casefold()) else None


def _is_menu(sentence: str) -> bool:
    return sentence.casefold().strip(" .:|") in table()["gone"]["menus"]


def _has_news(sentence: str) -> bool:
    """«UPDATE: …», «Обновление от 3 мая: …», with words behind it; «Обновлено: 3 мая 2026» alone tells no news.

    So does «Адрес устарел».
    """
    if begins("gone", "outdated").search(fold(sentence)):
        return True
    found = _update().search(sentence)
    words = _WORD.findall(sentence[found.end() :].casefold()) if found else []
    return sum(month_number(word) is None for word in words) > 1


@cache
def _update() -> re.Pattern[str]:
    words = "|".join(table()["gone"]["updates"])
    return re.compile(rf"(?<!\w)(?:UPDATE|UPD|АПДЕЙТ|ОБНОВЛЕНИЕ)(?!\w)|^\W*(?i:{words})(?!\w).{{0,25}}?:")


def another_person(title: str | None, recipient: Recipient) -> str | None:
    """The person whom a title names, if none of those it names is the recipient."""
    runs = (_without_lead(found[0]) for found in _CAPITALS.finditer(title or ""))
    people = [run for run in runs if " " in run and _is_named(run)]
    return None if any(_is_same(person, recipient) for person in people) else next(iter(people), None)


def begins_with_full_name(line: str, recipient: Recipient) -> bool:
    """Whether a line begins with the name of that person, in Russian or in English."""
    run = _CAPITALS.match(line)
    return bool(run and _is_same(_without_lead(run[0]), recipient))


def begins_with_name(line: str, recipient: Recipient) -> bool:
    """The same, or with the given name alone."""
    if begins_with_full_name(line, recipient):
        return True
    word = _FIRST_WORD.match(line)
    return bool(word and recipient.nominative and sound_key(word[0]) == sound_key(recipient.nominative.first))


def _without_lead(words: str) -> str:
    """The words without those that only lead to a name: «Дело Дмитрия Орлова»."""
    first, _, rest = words.strip().partition(" ")
    return _without_lead(rest) if rest and fold(first) in table()["gone"]["before_names"] else words.strip()


def _is_named(words: str) -> bool:
    return any(_is_given(key) for key in sound_key(words).split())


@cache
def _given() -> frozenset[str]:
    """How all known given names sound."""
    return frozenset(map(sound_key, given_names().every))


@cache
def _is_given(key: str) -> bool:
    """Whether a word is a given name, in any case, or the English form of one: Дмитрия, Alexander."""
    if key in _given() or key.replace("er", "r") in _given():
        return True
    stems = (key[: len(key) - cut] for cut in (1, 2) if len(key) - cut > 3)
    return any(stem + end in _given() for stem in stems for end in ("", "a", "ia", "i", "ei"))


def _is_same(person: str, recipient: Recipient) -> bool:
    """Whether surname and given name sound like those on the line; a short form of the given name is let pass."""
    mine = sound_key(" ".join(filter(None, (recipient.text, str(recipient.nominative or ""))))).split()
    theirs = sound_key(person).split()
    given = [key for key in theirs if _is_given(key)]
    others = [key for key in theirs if key not in given] or given
    is_family = any(_is_alike(one, other) for one in others for other in mine)
    is_given = any(_is_alike(one, other) or _is_short(one) for one in given for other in mine)
    return is_family and is_given


def _is_alike(one: str, other: str) -> bool:
    """The same but for the ending of a case, or for another spelling of it."""
    common = len([*takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))])
    return common >= 3 and common >= min(len(one), len(other)) - 2


def _is_short(key: str) -> bool:
    """Саша, Дима, Петя."""
    return len(key) <= 5 and key.endswith("a")

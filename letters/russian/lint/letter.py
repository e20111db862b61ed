"""A letter read as a prison's censor would: every place where it breaks a rule, one finding a stretch."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Literal, NamedTuple

from letters import wording
from letters.errors import Problem
from letters.russian.lint import words
from letters.russian.lint.disguises import hidden_words
from letters.russian.lint.finding import Finding
from letters.russian.lint.numbers import rows_of_numbers
from letters.russian.lint.seen import as_russian, is_odd, seen
from letters.russian.lint.table import compiled, rules
from letters.wording import Source, Traced

Writer = Literal["m", "f", "pl"]
WRITERS: tuple[Writer, ...] = ("m", "f", "pl")
_MOST = 1000  # places of one rule; nobody reads more


class Hit(NamedTuple):
    """Where a rule finds something; -1 = something is missing altogether."""

    rule: str
    start: int
    end: int


def check_letter(
    source: Source,
    filled: Mapping[str, object],
    allowed: Collection[str] = (),
    name: Collection[str] = (),
) -> Iterator[Problem]:
    """The first place where each rule is broken in a letter as it is filled in; the place is that in its template.

    The words of the recipient's `name` break no rule, whatever they sound like.
    """
    hits = tuple(_first_of_each(_chosen(wording.render(source, filled), allowed, None, name)))
    traced = wording.trace(source, filled) if hits else Traced("")
    yield from (_finding(hit, source, traced).problem for hit in hits)
    if "{%" in source.text:
        broken = {hit.rule for hit in hits}
        yield from (found.problem for found in _stopped_in_branches(source, tuple(allowed)) if found.rule not in broken)


@lru_cache(maxsize=64)
def _stopped_in_branches(source: Source, allowed: tuple[str, ...]) -> tuple[Finding, ...]:
    """What a censor would stop in a branch that this person does not see: the text goes to somebody else as well."""
    text = wording.every_branch(source)
    hits = _first_of_each(_chosen(text, allowed, None, ()))
    found = (_finding(hit, source, Traced(text)) for hit in hits if hit.start >= 0)
    return tuple(finding for finding in found if finding.level == "error")


def check_text(text: str, where: str, allowed: Collection[str] = (), name: Collection[str] = ()) -> Iterator[Problem]:
    """The same for a text in which nothing is to be filled in."""
    hits = _first_of_each(_chosen(text, allowed, None, name))
    return (_finding(hit, Source(text, where), Traced(text)).problem for hit in hits)


def findings(
    source: Source,
    traced: Traced,
    allowed: Collection[str] = (),
    writer: Writer | None = None,
    name: Collection[str] = (),
) -> Iterator[Finding]:
    """Every place where a rule is broken in a text made from a source, from top to bottom."""
    return (_finding(hit, source, traced) for hit in _chosen(traced.text, allowed, writer, name))


def _first_of_each(hits: Iterable[Hit]) -> Iterator[Hit]:
    firsts: dict[str, Hit] = {}
    for hit in hits:
        firsts.setdefault(hit.rule, hit)
    return iter(firsts.values())


def _finding(hit: Hit, source: Source, traced: Traced) -> Finding:
    level = rules()[hit.rule]["level"]
    if hit.start < 0:
        return Finding(hit.rule, level, 0, 0, "", source.where)
    start, end = traced.span(hit.start, hit.end)
    line = source.text.count("\n", 0, start) + 1
    column = start - source.text.rfind("\n", 0, start)
    shown = " ".join(source.text[start:end].split())
    return Finding(hit.rule, level, line, column, shown[:40].strip(), source.where, end - start)


# ---- of all that the rules find, what is told


def _chosen(text: str, allowed: Collection[str], writer: Writer | None, name: Collection[str]) -> tuple[Hit, ...]:
    """One finding a stretch: a mistake before a doubt, the widest before what is inside it."""
    hits = _hits(_without(name, text), writer)
    passing = [hit for hit in hits if hit.rule in allowed and _is_form(hit.rule)]
    wanted = [hit for hit in hits if hit.rule not in allowed and not (_is_form(hit.rule) and _lies_in(hit, passing))]
    return tuple(sorted(_apart(sorted(wanted, key=_weight)), key=lambda hit: (hit.start < 0, hit.start)))


def _weight(hit: Hit) -> tuple[int, int, int]:
    return _LEVELS.index(rules()[hit.rule]["level"]), hit.start - hit.end, hit.start


_LEVELS = ("error", "warning", "info")


def _is_form(rule: str) -> bool:
    """Whether a rule looks at signs and not at what words say."""
    return "words" not in rules()[rule] and rules()[rule]["level"] == "error"


def _lies_in(hit: Hit, others: Iterable[Hit]) -> bool:
    """A name in a link that is allowed is no further mistake."""
    return any(other.start <= hit.start and hit.end <= other.end for other in others)


def _apart(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits without those that overlap one before them."""
    starts: list[int] = []
    ends: dict[int, int] = {}
    for hit in hits:
        place = bisect_left(starts, hit.end) if hit.start >= 0 else 0
        if hit.start < 0:
            yield hit
        elif not place or ends[starts[place - 1]] <= hit.start:
            starts.insert(place, hit.start)
            ends[hit.start] = hit.end
            yield hit


# ---- all that the rules find


def hits_of(text: str, chosen: tuple[str, ...]) -> tuple[Hit, ...]:
    """What these rules find in a line that is printed as it stands, one finding a stretch."""
    return tuple(sorted(_apart(sorted(_found(text, chosen, None, False), key=_weight)), key=lambda hit: hit.start))


@lru_cache(maxsize=256)
def _hits(text: str, writer: Writer | None) -> tuple[Hit, ...]:
    """What all rules find in a letter; letters of a run that differ in names of one length are read once."""
    return tuple(_found(text, tuple(rules()), writer, True))


def _found(text: str, chosen: Collection[str], writer: Writer | None, has_marks: bool) -> Iterator[Hit]:
    view, has_odd = seen(text, has_marks), is_odd(text)
    russian = as_russian(view.text)
    suspects = words.suspects(russian)
    for rule in chosen:
        row = rules()[rule]
        if row.get("raw"):
            yield from _of(rule, _spans(row["pattern"], text) if has_odd else (), Traced(text))
        elif "words" not in row:
            yield from _of(rule, _places(rule, row, view.text, writer), view)
        elif near := suspects.get(rule):
            yield from _of(rule, words.places(rule, russian, near), view)
    hidden = (Hit(rule, *view.span(start, end)) for rule, start, end in hidden_words(russian) if rule in chosen)
    yield from islice(hidden, _MOST)


def _of(rule: str, places: Iterable[words.Place], view: Traced) -> Iterator[Hit]:
    for start, end in islice(places, _MOST):
        yield Hit(rule, *(view.span(start, end) if start >= 0 else _WHOLE))


_WHOLE = (-1, -1)


def _places(rule: str, row: Mapping[str, Any], text: str, writer: Writer | None) -> Iterator[words.Place]:
    if "writer" in row:
        return _endings(row, text, writer)
    if "row" in row:
        return rows_of_numbers(text, row)
    if "longest" in row:
        return iter([_WHOLE] if len(text) > row["longest"] else [])
    if row.get("missing"):
        return iter([] if compiled(row["pattern"]).search(text) else [_WHOLE])
    if "only_with" in row and not compiled(row["only_with"]).search(text):
        return iter(())
    return _spans(row["pattern"], text)


def _spans(pattern: str, text: str, flags: int = 0) -> Iterator[words.Place]:
    return (found.span() for found in compiled(pattern, flags).finditer(text))


def _endings(row: Mapping[str, Any], text: str, writer: Writer | None) -> Iterator[words.Place]:
    """Endings of a writer's gender; of a writer who is not known, the second kind that the text uses."""
    places = {gender: [*_spans(row[gender], text, re.IGNORECASE)] for gender in ("m", "f")}
    if writer:
        yield from chain(*(places[gender] for gender in row["writer"][writer]))
    elif all(places.values()):
        yield from max(places.values())


# ---- the recipient's name


_NAME = re.compile("[А-яЁё]+")
_LETTER = re.compile(r"\w")


def _without(name: Collection[str], text: str) -> str:
    """The text with these words made unremarkable, letter for letter; only words in Russian letters."""
    for word in name:
        for part in _NAME.findall(word):
            if part in text:
                text = _unremarkable(part, text)
    return text


def _unremarkable(word: str, text: str) -> str:
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (_LETTER.match(text, end) or (start and _LETTER.match(text, start - 1))):
            text = f"{text[:start]}{'А'.ljust(len(word), 'а')}{text[end:]}"
        start = text.find(word, end)
    return text

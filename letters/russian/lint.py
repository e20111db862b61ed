"""Rules for a text that a censor reads, kept as data in templates/lint.toml."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any, Literal

from letters import shipped
from letters.errors import CommandError, Level, Problem
from letters.textfile import read_toml

_RUSSIAN = re.compile("[А-яЁё]+")
_LETTER = re.compile(r"\w")

Writer = Literal["m", "f", "pl"]
WRITERS: tuple[Writer, ...] = ("m", "f", "pl")
LANGUAGES = ("en", "de", "fr", "ru")
SHEETS = 2  # of paper; more are a warning


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is broken; line and column count from 1, 0 = something is missing altogether."""

    rule: str
    level: Level
    line: int
    column: int
    text: str
    where: str

    def problem(self, language: str = "en") -> Problem:
        """The finding in words: place, what, why, and what to write instead; in English for other languages."""
        row = rules()[self.rule]
        language = language if language in LANGUAGES else "en"
        what, shown = row["what"][language], f" («{self.text}»)" if self.text else ""
        place = f"{_data()['place'][language].format(self.line, self.column)}: " if self.line else ""
        stay = f" {_data()['stay'][language].format(self.rule)}" if self.level == "error" else ""
        general = f"{what}{shown}."
        return Problem(
            self.where, place + general, row["reason"][language] + stay, self.level, f"lint-{self.rule}", general
        )


@cache
def _data() -> Mapping[str, Any]:
    return read_toml(shipped.templates() / "lint.toml")


@cache
def rules() -> Mapping[str, Mapping[str, Any]]:
    """Every rule by its name."""
    return {name: row for name, row in _data().items() if "level" in row}


def check_rules(allowed: Collection[str]) -> None:
    """Raise CommandError for a name that no rule has."""
    if unknown := sorted(set(allowed) - set(rules())):
        raise CommandError(Problem("--allow", f"there is no rule {unknown[0]!r}.", f"Rules: {', '.join(rules())}."))


def check_text(
    text: str,
    where: str,
    allowed: Collection[str] = (),
    writer: Writer | None = None,
    language: str = "en",
    name: Collection[str] = (),
) -> Iterator[Problem]:
    """The first place where each rule is broken, with line and column, except for the rules in `allowed`.

    The words of the recipient's `name` break no rule, whatever they sound like.
    """
    for finding in findings(text, where, allowed, writer, 1, name):
        yield finding.problem(language)


def findings(
    text: str,
    where: str,
    allowed: Collection[str] = (),
    writer: Writer | None = None,
    each: int | None = None,
    name: Collection[str] = (),
) -> Iterator[Finding]:
    """Every place where a rule is broken, rule by rule; at most `each` places a rule."""
    plain = _folded(_without(name, text))
    for rule in rules():
        if rule not in allowed:
            for start, end in _places(rule, plain, writer, each):
                yield _finding(rule, text, start, end, where)


@lru_cache(maxsize=2048)
def _places(rule: str, plain: str, writer: Writer | None, each: int | None) -> tuple[tuple[int, int], ...]:
    """Where a rule finds something; letters of a run that differ in names of one length are searched once."""
    return tuple(islice(_searches(rule)(plain, writer), each))


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return text.translate(_FOLD)


def _without(name: Collection[str], text: str) -> str:
    """The text with these words made unremarkable, letter for letter; only words in Russian letters."""
    for word in name:
        if word in text and _RUSSIAN.fullmatch(word):
            text = _unremarkable(word, text)
    return text


def _unremarkable(word: str, text: str) -> str:
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (_LETTER.match(text, end) or (start and _LETTER.match(text, start - 1))):
            text = f"{text[:start]}{'А'.ljust(len(word), 'а')}{text[end:]}"
        start = text.find(word, end)
    return text


def too_long(sheets: int, where: str) -> Iterator[Problem]:
    """A warning for a letter on more sheets of paper than go through easily."""
    if sheets > SHEETS:
        yield Finding("length", rules()["length"]["level"], 0, 0, "", where).problem()


def _finding(rule: str, text: str, start: int, end: int, where: str) -> Finding:
    level = rules()[rule]["level"]
    if start < 0:
        return Finding(rule, level, 0, 0, "", where)
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Finding(rule, level, line, column, text[start:end][:40].strip(), where)


# ---- how a rule searches: (text, writer) -> places; (-1, -1) = the whole text

_FOLD = str.maketrans("ёЁ", "еЕ")  # one letter for one, so that columns stay
_Search = Callable[[str, Writer | None], Iterator[tuple[int, int]]]
_WHOLE = (-1, -1)
_GAP = r"[\s«»,–-]{1,3}"


@cache
def _searches(name: str) -> _Search:
    rule = rules()[name]
    if "words" in rule:
        return _words_search(rule)
    if "writer" in rule:
        return _writer_search(rule)
    if "longest" in rule:
        return lambda text, writer: iter([_WHOLE] if len(text) > rule["longest"] else [])
    pattern = re.compile(rule["pattern"])
    if rule.get("missing"):
        return lambda text, writer: iter([] if pattern.search(text) else [_WHOLE])
    return lambda text, writer: _spans(pattern, text)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in pattern.finditer(text))


def _words_search(rule: Mapping[str, Any]) -> _Search:
    """What passes is matched first, so that a word inside it is no longer found."""
    passing, wanted = (_either(rule.get(key, ())) for key in ("except", "words"))
    pattern = re.compile(rf"(?<!\w)(?:{passing}|(?P<hit>{wanted}))(?!\w)", re.IGNORECASE)
    company = re.compile(rf"(?<!\w)(?:{_either(rule['with'])})(?!\w)", re.IGNORECASE) if "with" in rule else None

    def search(text: str, writer: Writer | None) -> Iterator[tuple[int, int]]:
        if company is None or company.search(text):
            yield from (found.span() for found in pattern.finditer(text) if found["hit"])

    return search


def _either(phrases: Sequence[str]) -> str:
    """Any of the phrases, the longest first; nothing for none."""
    return "|".join(map(_phrase, sorted(phrases, key=len, reverse=True))) or r"(?!)"


def _phrase(phrase: str) -> str:
    return _GAP.join(map(_word, phrase.translate(_FOLD).split()))


def _word(word: str) -> str:
    """A capital stands for itself, a small letter for both; * for any ending."""
    stem = "".join(f"(?-i:{letter})" if letter.isupper() else letter for letter in word.removesuffix("*"))
    return rf"{stem}\w*" if word.endswith("*") else stem


def _writer_search(rule: Mapping[str, Any]) -> _Search:
    """Endings of a writer's gender; of a writer who is not known, the second kind that the text uses."""
    patterns = {gender: re.compile(rule[gender], re.IGNORECASE) for gender in ("m", "f")}

    def search(text: str, writer: Writer | None) -> Iterator[tuple[int, int]]:
        places = {gender: [*_spans(pattern, text)] for gender, pattern in patterns.items()}
        if writer:
            yield from sorted(place for gender in rule["writer"][writer] for place in places[gender])
        elif all(places.values()):
            yield from max(places.values())

    return search

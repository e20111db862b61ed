"""What the name on an address line is: case, gender, nominative and dative, as far as they can be proved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from letters.model import Gender, GrammaticalCase, Name, Recipient
from letters.russian.names import eastern
from letters.russian.names.gender import detect_gender
from letters.russian.names.inflect import dative, folded_datives, is_settled
from letters.russian.names.inverse import Case, Reading, readings
from letters.russian.names.parts import (
    is_eastern,
    is_genitive,
    name_words,
    patronymic_shape,
    split_name,
    split_words,
)
from letters.russian.names.sound_key import sound_key
from letters.russian.names.table import WordPart, fold, given_names
from letters.russian.tidy import normalise

_CASES: tuple[Case, ...] = ("dative", "nominative")
_GENDERS: tuple[Gender, ...] = ("m", "f")
_MIXED_PENALTY = 20  # a name in two cases at once is believed only if nothing else fits


@dataclass(frozen=True, slots=True)
class _Whole:
    """One way to read all parts of the name."""

    gender: Gender
    case: GrammaticalCase
    parts: tuple[Reading, ...]
    choices: tuple[Name, ...]  # the nominatives that are as usual as the first
    cost: int

    @property
    def is_usual(self) -> bool:
        return all(part.is_usual for part in self.parts)

    @property
    def name(self) -> Name | None:
        return self.choices[0] if len(self.choices) == 1 and self.is_usual else None

    @property
    def dative(self) -> str | None:
        if self.case != "dative" and not (self.is_usual and all(part.is_settled for part in self.parts)):
            return None
        return " ".join(part.dative for part in self.parts if part.dative)


def read_recipient(
    text: str, *, nominative: str | None = None, gender: Gender | None = None, english: str | None = None
) -> Recipient:
    """The name as on the line, read backwards by proof; a nominative from the book is compared and wins.

    Without a book only what inflecting forwards confirms is given, the rest is `None` (FIELD §2.5). A line in Latin
    letters that begins with the same name, `english`, decides where the Russian one leaves several nominatives.
    """
    words = name_words(text)
    printed = split_words(words) if len(words) > 1 and not is_genitive(words) else None
    if printed and not printed.last:
        printed = None
    found = _read(printed, gender, english) if printed else Recipient(normalise(text), "unclear", gender, None, None)
    recipient = Recipient(normalise(text), found.case, found.gender, found.nominative, found.dative, found.choices)
    if not nominative or not nominative.strip():
        return recipient
    return _with_book(recipient, printed, split_name(nominative), gender)


def _read(printed: Name, gender: Gender | None, english: str | None) -> Recipient:
    if is_eastern(printed):
        return _read_eastern(printed, gender)
    heard = frozenset(sound_key(english).split()) if english else frozenset()
    wholes = _wholes(printed, gender, heard)
    if not wholes:
        return Recipient(str(printed), "unclear", gender, None, None)
    least = min(whole.cost for whole in wholes)
    return _agreed(str(printed), [whole for whole in wholes if whole.cost == least])


def _read_eastern(printed: Name, gender: Gender | None) -> Recipient:
    """A Korean, Vietnamese or Chinese name, of which only a man's last word shows a case."""
    known = gender or eastern.gender_shown(printed)
    choices = (printed,) if known == "f" else eastern.nominatives(printed)
    if len(choices) > 1:
        return Recipient(str(printed), "unclear", known, None, str(printed), choices)
    name = choices[0]
    declined = dative(name, "m")
    if known == "f" or str(name) == declined:
        return Recipient(str(printed), "unclear", known, name, str(name))
    if name != printed:
        return Recipient(str(printed), "dative", "m", name, str(printed))
    if known is None:
        return Recipient(str(printed), "unclear", None, name, None)
    return Recipient(str(printed), "nominative", known, name, declined)


def _wholes(printed: Name, gender: Gender | None, heard: frozenset[str]) -> list[_Whole]:
    genders, cases = _possible(printed)
    if gender:
        genders = (gender,)
    found = [whole for sex in genders for case in cases if (whole := _whole(printed, sex, (case,), heard))]
    return found or [whole for sex in genders if (whole := _whole(printed, sex, _CASES, heard))]


def _possible(printed: Name) -> tuple[tuple[Gender, ...], tuple[Case, ...]]:
    """The genders and cases that the father's name, the surest sign, leaves open."""
    father = printed.patronymic or (printed.last if " " in printed.last else "")  # «Асан уулу Бакыт»
    shape = patronymic_shape(father)
    if shape is None:
        return _GENDERS, _CASES
    gender, case = shape
    return (gender,), _CASES if case == "unclear" else (case,)


def _whole(printed: Name, gender: Gender, cases: tuple[Case, ...], heard: frozenset[str]) -> _Whole | None:
    """The name with each part in the first of these cases in which it can be read."""
    found = [
        next(filter(None, (readings(text, part, gender, case) for case in cases)), ()) for part, text in _parts(printed)
    ]
    if not all(found):
        return None
    case: GrammaticalCase = cases[0] if len(cases) == 1 else "unclear"
    return _put_together(gender, case, _believed([_heard(choice, heard) for choice in found], printed))


def _believed(choices: list[tuple[Reading, ...]], printed: Name) -> list[tuple[Reading, ...]]:
    """The given name in the light of the others: of the other gender by its patronymic, no rare one by its surname."""
    last, first, *rest = choices
    if printed.patronymic is not None:
        first = tuple(reading.of_either_gender() for reading in first)
    if len(first) > 1:
        at_home = given_names().at_home(printed.last)
        first = tuple(reading.known() if fold(reading.nominative) in at_home else reading for reading in first)
        first = tuple(sorted(first, key=lambda reading: reading.cost))
    return [last, first, *rest]


def _heard(choice: tuple[Reading, ...], heard: frozenset[str]) -> tuple[Reading, ...]:
    """The readings that the English line has too, which proves them; all if it has none of them."""
    if not heard:
        return choice
    possible = (reading for reading in choice if reading.is_possible)
    same = [reading.known() for reading in possible if set(sound_key(reading.nominative).split()) <= heard]
    return tuple(same) or choice


def _put_together(gender: Gender, case: GrammaticalCase, choices: list[tuple[Reading, ...]]) -> _Whole:
    first = tuple(choice[0] for choice in choices)
    shows = any(reading.nominative != reading.dative for reading in first)
    cost = sum(reading.cost for reading in first) + (_MIXED_PENALTY if case == "unclear" else 0)
    names = tuple(Name(*words) for words in product(*map(_rivals, choices)))
    return _Whole(gender, case if shows else "unclear", first, names, cost)


def _rivals(choice: tuple[Reading, ...]) -> Iterable[str]:
    """The nominatives that are as usual as the first; ё and е are one."""
    if len(choice) == 1:
        return (choice[0].nominative,)
    return {fold(word.nominative): word.nominative for word in reversed(choice) if word.cost == choice[0].cost}.values()


def _agreed(text: str, best: list[_Whole]) -> Recipient:
    """What all equally good ways to read the name have in common."""
    genders = {whole.gender for whole in best}
    cases = {whole.case for whole in best}
    names = {whole.name for whole in best}
    datives = {whole.dative for whole in best}
    name = names.pop() if len(names) == 1 else None
    usual = dict.fromkeys(name for whole in best if whole.is_usual for name in whole.choices)
    return Recipient(
        text,
        cases.pop() if len(cases) == 1 else "unclear",
        genders.pop() if len(genders) == 1 else None,
        name,
        datives.pop() if len(datives) == 1 else None,
        () if name else tuple(usual),
    )


def _parts(name: Name) -> list[tuple[WordPart, str]]:
    parts: list[tuple[WordPart, str]] = [("last", name.last), ("first", name.first)]
    if name.patronymic:
        parts.append(("patronymic", name.patronymic))
    return parts


def _with_book(found: Recipient, printed: Name | None, name: Name, gender: Gender | None) -> Recipient:
    known = gender or detect_gender(name) or found.gender
    matches = _matches(printed, name, (known,) if known else _GENDERS) if printed else {}
    if not matches:
        line = found.dative if found.case == "dative" else settled_dative(name, known) if known else None
        return Recipient(found.text, found.case, known, name, line)
    datives = {found_dative for _, found_dative in matches.values()}
    cases = {case for case, _ in matches.values()}
    return Recipient(
        found.text,
        cases.pop() if len(cases) == 1 else "unclear",
        next(iter(matches)) if len(matches) == 1 else None,
        name,
        datives.pop() if len(datives) == 1 else None,
    )


def _matches(
    printed: Name, name: Name, genders: tuple[Gender, ...]
) -> dict[Gender, tuple[GrammaticalCase, str | None]]:
    """By gender, in which case the line carries this name, and its dative; two cases at once only if nothing else."""
    found = {gender: shown for gender in genders if (shown := _cases_against(printed, name, gender)) is not None}
    sure = {gender: shown for gender, shown in found.items() if len(shown) < len(_CASES)} or found
    return {gender: _match(printed, name, gender, shown) for gender, shown in sure.items()}


def _match(printed: Name, name: Name, gender: Gender, shown: set[Case]) -> tuple[GrammaticalCase, str | None]:
    case: GrammaticalCase = next(iter(shown)) if len(shown) == 1 else "unclear"
    return case, str(printed) if case == "dative" else settled_dative(name, gender)


def settled_dative(name: Name, gender: Gender) -> str | None:
    """The dative of a nominative that is known, `None` where families differ about it."""
    is_sure = all(is_settled(part, gender, text) for part, text in _parts(name))
    return dative(name, gender) if is_sure or eastern.is_eastern(name) else None


def _cases_against(printed: Name, name: Name, gender: Gender) -> set[Case] | None:
    """The cases in which the words of the line carry this name, `None` if the line carries another one."""
    shown: set[Case] = set()
    for line, nominative, datives in _compared(printed, name, gender):
        if line not in datives | {nominative}:
            return None
        if datives != {nominative}:
            shown.add("dative" if line in datives else "nominative")
    return shown


def _compared(printed: Name, name: Name, gender: Gender) -> Iterator[tuple[str, str, frozenset[str]]]:
    """What the line has for each part of the name, its nominative and its datives, all folded."""
    if eastern.is_eastern(name):
        yield fold(str(printed)), fold(str(name)), frozenset({fold(dative(name, gender))})
        return
    for (part, line), (_, nominative) in zip(_parts(printed), _parts(name), strict=False):
        yield fold(line), fold(nominative), folded_datives(part, gender, nominative)

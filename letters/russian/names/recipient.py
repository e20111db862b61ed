"""What the name on an address line is: case, gender, nominative and dative, as far as they can be proved."""

from dataclasses import dataclass

from letters.model import Gender, GrammaticalCase, Name, Recipient
from letters.russian.names.gender import detect_gender
from letters.russian.names.inflect import dative, dative_words
from letters.russian.names.inverse import Case, Reading, readings
from letters.russian.names.parts import is_genitive, name_words, patronymic_shape, split_name, split_words, tidy
from letters.russian.names.table import WordPart, fold

_CASES: tuple[Case, ...] = ("dative", "nominative")
_GENDERS: tuple[Gender, ...] = ("m", "f")
_MIXED_PENALTY = 20  # a name in two cases at once is believed only if nothing else fits


@dataclass(frozen=True, slots=True)
class _Whole:
    """One way to read all parts of the name."""

    gender: Gender
    case: GrammaticalCase
    parts: tuple[Reading, ...]
    certain: bool  # no second nominative is as usual
    cost: int

    @property
    def is_usual(self) -> bool:
        return all(part.is_usual for part in self.parts)

    @property
    def name(self) -> Name | None:
        return Name(*(part.nominative for part in self.parts)) if self.certain and self.is_usual else None

    @property
    def dative(self) -> str | None:
        if self.case != "dative" and not self.is_usual:
            return None
        return " ".join(part.dative for part in self.parts if part.dative)


def read_recipient(text: str, *, nominative: str | None = None, gender: Gender | None = None) -> Recipient:
    """The name as on the line, read backwards by proof; a nominative from the book is compared and wins.

    Without a book only what inflecting forwards confirms is given, the rest is `None` (FIELD §2.5).
    """
    words = name_words(text)
    printed = split_words(words) if len(words) > 1 and not is_genitive(words) else None
    if printed and not printed.last:
        printed = None
    found = _read(printed, gender) if printed else Recipient(tidy(text), "unclear", gender, None, None)
    recipient = Recipient(tidy(text), found.case, found.gender, found.nominative, found.dative)
    name = split_name(nominative or "")
    return _with_book(recipient, printed, name, gender) if str(name) else recipient


def _read(printed: Name, gender: Gender | None) -> Recipient:
    wholes = _wholes(printed, gender)
    if not wholes:
        return Recipient(str(printed), "unclear", gender, None, None)
    least = min(whole.cost for whole in wholes)
    return _agreed(str(printed), [whole for whole in wholes if whole.cost == least])


def _wholes(printed: Name, gender: Gender | None) -> list[_Whole]:
    genders, cases = _possible(printed)
    if gender:
        genders = (gender,)
    found = [whole for sex in genders for case in cases if (whole := _in_case(printed, sex, case))]
    return found or [whole for sex in genders if (whole := _mixed(printed, sex))]


def _possible(printed: Name) -> tuple[tuple[Gender, ...], tuple[Case, ...]]:
    """The genders and cases that the patronymic, the surest sign, leaves open."""
    shape = patronymic_shape(printed.patronymic) if printed.patronymic else None
    if shape is None:
        return _GENDERS, _CASES
    gender, case = shape
    return (gender,), _CASES if case == "unclear" else (case,)


def _in_case(printed: Name, gender: Gender, case: Case) -> _Whole | None:
    choices = [readings(text, part, gender, case) for part, text in _parts(printed)]
    return _whole(gender, case, choices) if all(choices) else None


def _mixed(printed: Name, gender: Gender) -> _Whole | None:
    choices = [
        readings(text, part, gender, "dative") or readings(text, part, gender, "nominative")
        for part, text in _parts(printed)
    ]
    return _whole(gender, "unclear", choices) if all(choices) else None


def _whole(gender: Gender, case: GrammaticalCase, choices: list[tuple[Reading, ...]]) -> _Whole:
    first = tuple(choice[0] for choice in choices)
    shows = any(reading.nominative != reading.dative for reading in first)
    cost = sum(reading.cost for reading in first) + (_MIXED_PENALTY if case == "unclear" else 0)
    return _Whole(gender, case if shows else "unclear", first, all(map(_is_certain, choices)), cost)


def _is_certain(choice: tuple[Reading, ...]) -> bool:
    rivals = {fold(reading.nominative) for reading in choice if reading.cost == choice[0].cost}
    return len(rivals) == 1


def _agreed(text: str, best: list[_Whole]) -> Recipient:
    """What all equally good ways to read the name have in common."""
    genders = {whole.gender for whole in best}
    cases = {whole.case for whole in best}
    names = {whole.name for whole in best}
    datives = {whole.dative for whole in best}
    return Recipient(
        text,
        cases.pop() if len(cases) == 1 else "unclear",
        genders.pop() if len(genders) == 1 else None,
        names.pop() if len(names) == 1 else None,
        datives.pop() if len(datives) == 1 else None,
    )


def _parts(name: Name) -> list[tuple[WordPart, str]]:
    parts: list[tuple[WordPart, str]] = [("last", name.last), ("first", name.first)]
    if name.patronymic:
        parts.append(("patronymic", name.patronymic))
    return parts


def _with_book(found: Recipient, printed: Name | None, name: Name, gender: Gender | None) -> Recipient:
    known = gender or detect_gender(name) or found.gender
    genders = (known,) if known else _GENDERS
    for sex in genders:
        case = _case_against(printed, name, sex) if printed else None
        if case:
            line = str(printed) if case == "dative" else dative(name, sex)
            return Recipient(found.text, case, sex, name, line)
    line_dative = found.dative if found.case == "dative" else dative(name, known) if known else None
    return Recipient(found.text, found.case, known, name, line_dative)


def _case_against(printed: Name, name: Name, gender: Gender) -> GrammaticalCase | None:
    """The case in which the line carries this name, `None` if the line carries another one."""
    shown: set[GrammaticalCase] = set()
    for (part, line), (_, nominative) in zip(_parts(printed), _parts(name), strict=False):
        forms = {"nominative": fold(nominative), "dative": fold(dative_words(part, gender, nominative))}
        if fold(line) not in forms.values():
            return None
        if forms["nominative"] != forms["dative"]:
            shown.add("dative" if fold(line) == forms["dative"] else "nominative")
    return shown.pop() if len(shown) == 1 else "unclear"

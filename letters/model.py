"""The values that pass between the rooms: frozen, complete, and without any knowledge of files or paper."""

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

Gender = Literal["m", "f"]
Called = Literal["first-name", "patronymic"]
GrammaticalCase = Literal["dative", "nominative", "unclear"]


@dataclass(frozen=True, slots=True)
class Name:
    """A Russian full name in the nominative: «Зимин», «Дмитрий», «Сергеевич»."""

    last: str
    first: str
    patronymic: str | None = None

    def __str__(self) -> str:
        """Surname first, as Russian forms want it: «Зимин Дмитрий Сергеевич»."""
        return " ".join(part for part in (self.last, self.first, self.patronymic) if part)


@dataclass(frozen=True, slots=True)
class Recipient:
    """What is known of the name on an address line; `None` = the rules could not prove it."""

    text: str  # as it stands on the line, white space tidied
    case: GrammaticalCase
    gender: Gender | None
    nominative: Name | None
    dative: str | None  # «Surname Given Patronymic», the form for the envelope
    choices: tuple[Name, ...] = ()  # the nominatives among which nothing decides, if `nominative` is `None`


@dataclass(frozen=True, slots=True)
class Facility:
    """A prison, colony or hospital as the address line names it."""

    text: str  # «ФКУ ИК-1 УФСИН России по Сахалинской области», verbatim
    type: str  # «ИК», «СИЗО», «Т», …: Cyrillic
    number: str | None = None
    authority_region: str | None = None  # the words after the last «по», dative as published
    is_central: bool = False  # «ФСИН России» itself runs it, and no office of a region


PartKind = Literal[
    "index",
    "region",
    "district",
    "settlement",
    "street",
    "house",
    "facility",
    "recipient",
    "born",
    "note",
    "label",
    "services",
    "english",
    "unknown",  # stands among the places and is none that the program knows: printed as published
    "placeholder",  # a word of a form that nobody replaced: «ФИО», «год рождения»
    "rest",  # words around the address, never printed on an envelope
]


class Part(NamedTuple):
    """One piece of the published line, verbatim, with what it is."""

    kind: PartKind
    text: str


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address in Russia; every text is verbatim from the published line."""

    index: str  # six digits, no space
    facility: Facility
    region: str | None = None
    district: str | None = None
    settlements: tuple[str, ...] = ()
    street: str | None = None
    house: str | None = None  # all numbering parts, joined by ", " as printed
    unknown: tuple[Part, ...] = ()  # printed as published; the kind is that of the part behind which it stands
    parts: tuple[Part, ...] = ()  # all of the above in the order of the published line


class Birthday(NamedTuple):
    """The day on which somebody was born, without the year, which may not be known."""

    month: int
    day: int

    def __str__(self) -> str:
        """As the book has it: «05-17»."""
        return f"{self.month:02}-{self.day:02}"

    def next_from(self, today: date) -> date:
        """The first one on that day or after it; February 29 is kept on the 28th where the year has none."""
        this = self._in_year(today.year)
        return this if this >= today else self._in_year(today.year + 1)

    def _in_year(self, year: int) -> date:
        is_kept_before = (self.month, self.day) == (2, 29) and not isleap(year)
        return date(year, self.month, 28 if is_kept_before else self.day)


Status = Literal["held", "released", "exchanged", "house_arrest", "moved", "died", "unknown"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the book who can be written to: everything checked, every text as published."""

    id: str
    where: str  # "addresses.yaml:12", for messages
    published: str  # the Russian line
    address: Address
    dative: str  # «Surname Given Patronymic» for the envelope
    name: Name  # nominative
    gender: Gender | None
    born: int | None
    english: str | None = None
    case: str | None = None  # URL of the case page
    services: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)  # by language
    tip: Mapping[str, str] = field(default_factory=dict)  # the case page's own advice, by language
    verified: date | None = None  # when somebody last checked the address
    called: Called | None = None  # in the greeting; `None` = by age
    birthday: Birthday | None = None
    tags: tuple[str, ...] = ()  # words of the group's own, to choose people by


@dataclass(frozen=True, slots=True)
class Sender:
    """Who posts, and from where; `country` is an ISO 3166 code, `None` = somewhere outside Russia."""

    country: str | None = None
    return_address: tuple[str, ...] = ()  # lines as they stand in the book
    reply_address: tuple[str, ...] = ()  # the same for the envelope inside, if it should read otherwise
    names: tuple[tuple[str, str], ...] = ()  # what somebody is called, and how that is written in Russian

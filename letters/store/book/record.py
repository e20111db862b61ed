"""The shape of the book: which fields a person has, what each may hold, and the JSON Schema that editors use."""

import os
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from letters.model import Birthday, Called, Status
from letters.russian.postal.country import find_country
from letters.sentences import joined, sentence
from letters.store.book.ids import is_reserved
from letters.store.book.naming import latin_in_name

# Pydantic looks through all installed packages for plugins of its own; none is wanted, and it takes long.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

_OLDEST, _YOUNGEST = 1900, 14  # year of birth; age below which nobody is imprisoned in Russia
Texts = dict[str, str]


def _id(text: str) -> str:
    if not re.fullmatch(r"\w[\w-]{0,59}", text):
        raise ValueError(
            sentence("may hold letters, digits, - and _ only, 60 at most, because it is typed in commands")
        )
    if is_reserved(text):
        raise ValueError(
            sentence(
                "is a name that Windows keeps for itself: no file could be named after this person there; choose "
                "another id, such as {id}",
                id=text + "-1",
            )
        )
    return text


def _year(text: str) -> str:
    if text == "unknown":
        return text
    if not is_year_of_birth(text):
        latest = date.today().year - _YOUNGEST
        raise ValueError(
            sentence(
                "must be a year of four digits from {oldest} to {latest}, or the word unknown",
                oldest=_OLDEST,
                latest=latest,
            )
        )
    return text


def is_year_of_birth(text: str) -> bool:
    """Whether somebody who is in prison today can be born in that year."""
    return bool(re.fullmatch(r"\d{4}", text)) and _OLDEST <= int(text) <= date.today().year - _YOUNGEST


def _name(text: str) -> str:
    if wrong := latin_in_name(text):
        raise ValueError(joined((wrong, sentence("type the word again in Russian letters")), ": "))
    words = text.split()
    letters = set(text) - set(" -'’.()")
    if len(words) < 2 or not all(unicodedata.name(letter, "").startswith("CYRILLIC") for letter in letters):
        raise ValueError(sentence("must be surname and given name in Russian letters"))
    return " ".join(words)


def _day(text: object) -> date:
    """Pydantic alone would read 12345 as seconds since 1970."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(sentence("must be a date such as 2026-11-22"))
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(sentence("is not a day of the calendar")) from error


def read_birthday(text: str) -> tuple[int | None, Birthday]:
    """Year, if it is there, and day of «1990-05-17» or «05-17»; raises ValueError for what is no day."""
    found = re.fullmatch(r"(?:(\d{4})-)?(\d\d)-(\d\d)", text)
    if not found:
        raise ValueError(sentence("must be a day such as 05-17 (month first), or a date such as 1990-05-17"))
    try:
        date(int(found[1] or 2000), int(found[2]), int(found[3]))  # a year that has February 29
    except ValueError as error:
        raise ValueError(sentence("is not a day of the calendar")) from error
    return int(found[1]) if found[1] else None, Birthday(int(found[2]), int(found[3]))


def _birthday(text: str) -> str:
    year, _ = read_birthday(text)
    if year and not is_year_of_birth(str(year)):
        raise ValueError(sentence("has a year in which nobody in prison today was born"))
    return text


def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    for tag in tags:
        if not re.fullmatch(r"\w[\w-]{0,29}", tag):
            raise ValueError(
                sentence("«{tag}»: a tag may hold letters, digits, - and _ only, 30 at most", tag=tag[:40])
            )
    return tags


def _country(text: str) -> str:
    country = find_country(text)
    if country is None or country.code is None:
        raise ValueError(sentence("must be the two-letter code of a country (ISO 3166), such as DE, FR, US or RU"))
    return country.code


def _spellings(names: Texts) -> Texts:
    for spelled in names.values():
        if not re.fullmatch(r"[А-Яа-яЁё][А-Яа-яЁё .-]{0,59}", spelled):
            raise ValueError(sentence("must hold Russian letters behind each colon, not «{name}»", name=spelled))
    return names


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SenderRecord(_Record):
    """Who posts, and from where."""

    country: Annotated[str, AfterValidator(_country)] | None = Field(
        None,
        description="Where you post from: a two-letter ISO 3166 code, which decides the last line of the envelope. "
        "RU = inside Russia. Left out = abroad. The country that is chosen for a run wins over it.",
        examples=["DE"],
    )
    return_address: str | None = Field(
        None,
        description="Printed top left on the envelope as it stands, line by line. Left out = the space stays empty.",
        examples=["A. Example\nPO Box 12 34\n10115 Berlin, GERMANY"],
    )
    reply_address: str | None = Field(
        None,
        description="Your address on the envelope for the answer, for instance in Russian letters too. "
        "Left out = the return address.",
        examples=["А. Пример\nPO Box 12 34\n10115 Berlin"],
    )
    names: Annotated[Texts, AfterValidator(_spellings)] = Field(
        default_factory=dict,
        description="How names are written in Russian letters, for `compose`. The same in every letter.",
        examples=[{"Anna": "Анна"}],
    )


class PastAddress(_Record):
    """An address that somebody was moved away from."""

    address: str = Field(
        description="The Russian line as it was published.",
        examples=["663180, Красноярский край, г. Енисейск, …, Ветрову Илье Сергеевичу, 1990 г. р."],
    )
    until: Annotated[date, BeforeValidator(_day)] = Field(
        description="The day it was replaced: YYYY-MM-DD. A `verified` before it was for this address.",
        examples=["2026-11-22"],
    )


class PersonRecord(_Record):
    """One person, as the case page publishes the address."""

    id: Annotated[str, AfterValidator(_id)] = Field(
        description="A short name of your own, used in commands: letters, digits, - and _, 60 at most. "
        "No two people have the same.",
        examples=["vetrov"],
    )
    address: str = Field(
        description="The Russian line as published, with the name in the dative (the form used in addresses: "
        "«Зимину Дмитрию»); copy it as it stands: postcode, region, town, street, house, institution, name, year. "
        "With `id` it is enough by itself.",
        examples=[
            "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому "
            "краю, Ветрову Илье Сергеевичу, 1990 г. р."
        ],
    )
    english: str | None = Field(
        None,
        description="The English line as published, for the guide. Postcode, house, year, surname and number of the "
        "institution are compared with the Russian line. Left out = the guide prints one made from the Russian line.",
        examples=["Ilya Sergeevich Vetrov (born 1990), Prison No. 2, …, 663180, Russia."],
    )
    case: str | None = Field(
        None,
        description="Address (http or https) of the case page: where the QR code on the guide leads.",
        examples=["https://example.org/vetrov"],
    )
    name: Annotated[str, AfterValidator(_name)] | None = Field(
        None,
        description="Nominative (the form as in «Зимин Дмитрий»), surname first, in Russian letters. Only if the "
        "program cannot work it out of the line; what is written here wins.",
        examples=["Ветров Илья Сергеевич"],
    )
    dative: Annotated[str, AfterValidator(_name)] | None = Field(
        None,
        description="The name in the dative, as it stands on the envelope; what is written here always wins.",
        examples=["Ветрову Илье Сергеевичу"],
    )
    gender: Literal["m", "f"] | None = Field(
        None, description="m or f, for the greeting; only if the name does not tell.", examples=["m"]
    )
    born: Annotated[str, AfterValidator(_year)] | None = Field(
        None,
        description="Year of birth if the line lacks it; `unknown` prints the envelope without a year.",
        examples=["1990"],
    )
    birthday: Annotated[str, AfterValidator(_birthday)] | None = Field(
        None,
        description="The day of birth, MM-DD, or the whole date, YYYY-MM-DD: for birthday letters. "
        "Left out = as the line has it, if it has the whole date.",
        examples=["05-17"],
    )
    called: Called | None = Field(
        None,
        description="first-name or patronymic: how the person wishes to be greeted; left out = by age.",
        examples=["patronymic"],
    )
    services: tuple[str, ...] = Field(
        (),
        description="Ids of the electronic services that the case page names (templates/services.toml).",
        examples=[["zt", "f-pismo"]],
    )
    about: Texts = Field(
        default_factory=dict,
        description="One or two neutral sentences for the writer, by language (en, ru, …). Kept pages only.",
        examples=[{"en": "Ilya drew maps and likes old clocks."}],
    )
    tip: Texts = Field(
        default_factory=dict,
        description="The case page's own advice to writers, by language. Kept pages only.",
        examples=[{"en": "Letters in other languages than Russian are unlikely to arrive."}],
    )
    tags: Annotated[tuple[str, ...], AfterValidator(_tags)] = Field(
        (),
        description="Words of your own to choose people by: letters, digits, - and _. "
        "About the prisoner, never about who writes.",
        examples=[["women", "few-letters"]],
    )
    verified: Annotated[date, BeforeValidator(_day)] | None = Field(
        None,
        description="The day somebody last compared the address with the case page: YYYY-MM-DD.",
        examples=["2026-11-22"],
    )
    status: Status = Field(
        "held",
        description=f"One of {', '.join(get_args(Status))}. Only people who are held get an envelope; the run names "
        "the others. Left out = held.",
        examples=["held"],
    )
    history: tuple[PastAddress, ...] = Field(
        (),
        description="Earlier addresses, the last one last, as `add` writes them.",
        examples=[[{"address": "663180, …", "until": "2026-11-22"}]],
    )

    @property
    def checked(self) -> date | None:
        """When somebody last checked the address of today; a day before the last move was for another."""
        is_for_another = self.verified and any(self.verified < past.until for past in self.history)
        return None if is_for_another else self.verified


class BookRecord(_Record):
    """addresses.yaml."""

    sender: SenderRecord | None = Field(None, description="Who posts, and from where; may be left out.")
    people: tuple[PersonRecord, ...] = Field(description="Everybody in the book.", min_length=1)


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the book, for editors that complete and check while typing."""
    schema = BookRecord.model_json_schema()
    schema["$defs"]["PersonRecord"]["properties"]["id"]["pattern"] = r"^[^\s/\\.]{1,60}$"  # \w differs in editors
    for record in ("PersonRecord", "SenderRecord"):
        for field in schema["$defs"][record]["properties"].values():
            _accept_yaml(field)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "addresses.yaml",
    }


def _accept_yaml(field: dict[str, Any]) -> None:
    """Editors read 1990 as a number; here every value is a text."""
    choices = field.get("anyOf", [])
    if {"type": "string"} in choices:
        choices.insert(1, {"type": "integer"})


def nearest(word: str, known: tuple[str, ...]) -> str:
    """«Did you mean …?» with the nearest known word, or the list of all."""
    close = get_close_matches(word, known, 1, 0.5)
    if close:
        return sentence("Did you mean «{close}»?", close=close[0])
    return sentence("Known: {words}.", words=", ".join(known))


def faults(error: ValidationError) -> list[tuple[tuple[str | int, ...], str]]:
    """Place and wording of everything that a record has wrong."""
    return [(fault["loc"], _wording(dict(fault))) for fault in error.errors()]


def _wording(fault: dict[str, Any]) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    given = (f"«{fault['input']}»",) if isinstance(fault["input"], str) else ()
    if kind == "literal_error":
        return joined((*given, sentence("must be one of {words}", words=_choices(context))), ": ")
    if kind == "value_error":
        return joined((*given, context["error"].args[0]), ": ")
    return _SHAPES.get(kind, str(fault["msg"]))


def _choices(context: Mapping[str, Any]) -> str:
    """«held, released, died», of the library's «'held', 'released' or 'died'»."""
    return ", ".join(re.findall(r"'([^']*)'", str(context.get("expected"))))


_SHAPES = {
    "missing": sentence("is missing: write it"),
    "dict_type": sentence("must be texts by language, such as {en: …, ru: …}"),
    "tuple_type": sentence("must be a list, such as [zt, f-pismo]"),
    "string_type": sentence("must be one text"),
    "extra_forbidden": sentence("is an unknown field"),
}

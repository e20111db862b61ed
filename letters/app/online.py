"""A letter to paste into the form of an electronic service: its text, the fields in order, and the service's limits."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from letters.app.check import read_sound_book
from letters.app.make import chosen_people
from letters.errors import CommandError, DataError, Problem
from letters.model import Person, Sender
from letters.pages.letter_set import LetterSet
from letters.pages.person import PersonPages
from letters.pages.run import Run, read_run
from letters.pages.setting import Setting, read_setting
from letters.russian.lint import check_text
from letters.russian.typography import tidy
from letters.sentences import sentence, sentences
from letters.services import Limit, Service, services
from letters.wording import Block, Source, blocks


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its name, what it is called, and either what goes in, or what to do there."""

    name: str
    russian: str
    english: str
    value: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Measure:
    """How a letter stands to one limit."""

    limit: Limit
    used: int

    @property
    def fits(self) -> bool:
        """Whether the letter keeps within the limit."""
        return self.used <= self.limit.most


@dataclass(frozen=True, slots=True)
class ServiceForm:
    """What to put where in the form of one service."""

    service: Service
    fields: tuple[Field, ...]
    pages: int | None  # `None` = nobody knows what a page is there
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class OnlineRequest:
    """Which letter, to whom, for which service."""

    book: Path
    who: str
    today: date
    service: str | None = None  # `None` = all that reach the person
    signature: str = ""  # the writer's name in Cyrillic; never kept
    letter: str = "first"
    text: str | None = None  # the letter itself, in place of `letter`
    country: str | None = None
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paste:
    """One person's letter for electronic services."""

    person: Person
    text: str
    forms: tuple[ServiceForm, ...]
    doubts: tuple[Problem, ...]


__all__ = ["Field", "Measure", "OnlineRequest", "Paste", "Service", "ServiceForm", "electronic_letter", "plain_text"]

# For translators: what a box of a form on a web page is for.
FIELDS = {
    "region": ("Регион", sentence("region")),
    "facility": ("Учреждение", sentence("facility")),
    "surname": ("Фамилия", sentence("surname of the prisoner")),
    "first_name": ("Имя", sentence("first name")),
    "patronymic": ("Отчество", sentence("patronymic")),
    "born": ("Год рождения", sentence("year of birth")),
    "sender_name": ("Ваше имя", sentence("your full name")),
    "phone": ("Телефон", sentence("your phone")),
    "email": ("Электронная почта", sentence("your e-mail")),
    "email_again": ("Электронная почта ещё раз", sentence("the same again")),
    "text": ("Текст письма", sentence("text")),
    "pictures": ("Изображения", sentence("pictures")),
    "reply": ("Заказать ответ", sentence("order an answer")),
    "payment": ("Оплата", sentence("payment")),
}
_NOTES = {
    "text": sentence("the letter below"),
    "pictures": sentence("if you like"),
    "reply": sentence("yes, so that an answer is possible"),
    "payment": sentence("as the service asks"),
}


def electronic_letter(request: OnlineRequest) -> Paste:
    """The letter of one person, for the services that reach them or the one that is wanted.

    Raises CommandError or DataError: nobody of that name, no service, a text that the censor stops.
    """
    book = read_sound_book(request.book, allowed=request.allow)
    people = chosen_people(book, (request.who,))
    if not people:
        where = next(person.where for person in book.absent if person.id == request.who)
        what = sentence("{who} is not in prison there any more.", who=request.who)
        raise DataError(
            Problem(where, what, sentence("Nobody is left to write to."), code="nobody-left", who=request.who)
        )
    setting = _setting(request, book.sender)
    chosen = tuple(_chosen_services(people[0], setting, request.service))
    letter, doubts = PersonPages(setting, LetterSet(people[0])).letter_text()
    text = plain_text(f"{letter}\n\n{_checked_signature(request)}")
    return Paste(people[0], text, tuple(_form(people[0], text, service) for service in chosen), doubts)


def _setting(request: OnlineRequest, sender: Sender) -> Setting:
    setting = read_setting(_run(request), sender)
    return setting if request.text is None else replace(setting, letter=Source(request.text, ""))


def _run(request: OnlineRequest) -> Run:
    values = {
        "letter": request.letter,
        "country": request.country,
        "allow": request.allow,
        "who": (request.who,),
        "only": (),
    }
    return read_run({"book": request.book, "out": Path(), "today": request.today, **values})


def _checked_signature(request: OnlineRequest) -> str:
    """The name, read as a censor would; it may sound like anything, but not stand in other letters."""
    allowed = (*request.allow, "date", "signature")
    found = check_text(request.signature, "", allowed, (request.signature,))
    if errors := [replace(problem, field="sign") for problem in found if problem.level == "error"]:
        raise DataError(*errors)
    return request.signature


def _chosen_services(person: Person, setting: Setting, wanted: str | None) -> Iterator[Service]:
    known = [services()[key] for key in person.services]
    named = [service for service in known if not (setting.inside_russia and service.organisation)]
    if not named:
        what = sentence("the book names no electronic service for this person.")
        hint = sentence("A paper letter is the way; or write the services of the case page under `services`.")
        raise CommandError(Problem(f"{person.where} ({person.id})", what, hint, code="no-service"))
    found = [service for service in named if wanted in (None, service.id)]
    if not found:
        what = sentence("the book does not say that it reaches {person}.", person=person.id)
        hint = sentence("It names: {named}.", named=", ".join(service.id for service in named))
        raise CommandError(Problem("", what, hint, code="service-not-named", field="service", value=wanted or ""))
    yield from found


def plain_text(letter: str) -> str:
    """A letter without marks of emphasis, ruled lines and no-break spaces: what a form on a web page takes."""
    return "\n\n".join(filter(None, map(_plain, blocks(letter))))


def _plain(block: Block) -> str:
    text = tidy("".join(span.text for span in block.spans)) if block.kind != "ruled" else ""
    return re.sub(r"[\u00a0\u202f]", " ", text.replace("\u00ad", "")).strip()


def _form(person: Person, text: str, service: Service) -> ServiceForm:
    limits = {limit.of: limit for limit in service.limits}
    page = limits.get("characters a page")
    pages = math.ceil(len(text) / page.most) if page else None
    used = {"characters": len(text), "pages": pages}
    measures = tuple(Measure(limit, used[of] or 0) for of, limit in limits.items() if used.get(of) is not None)
    return ServiceForm(service, tuple(_field(person, name) for name in service.form), pages, measures)


def _field(person: Person, name: str) -> Field:
    address = person.address
    values = {
        "region": address.region or " ".join(address.settlements[:1]),
        "facility": address.facility.text,
        "surname": person.name.last,
        "first_name": person.name.first,
        "patronymic": person.name.patronymic,
        "born": str(person.born) if person.born else None,
    }
    note = sentence("not known") if name in values else _NOTES.get(name, sentence("yours"))
    return Field(name, *FIELDS[name], values.get(name), note)


def limit_text(limit: Limit) -> str:
    """«21,000 characters», as the form of a service takes them."""
    if limit.of == "pages":
        return sentences("{count} page", "{count} pages", limit.most)
    if limit.of == "photos":
        return sentences("{count} photo", "{count} photos", limit.most)
    if limit.of == "characters a page":
        return sentences("{count} character a page", "{count} characters a page", limit.most)
    return sentences("{count} character", "{count} characters", limit.most)

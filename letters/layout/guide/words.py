"""The words of one person's guide: the texts of the writer's language filled in from the book."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any

from letters.layout.guide.page import LEAD, GuideText, Section, Step, kept_text, phrase_rows, points
from letters.marks import CodeOnPage, Paragraph, Span
from letters.model import Person
from letters.russian import names, typography
from letters.russian.english import english_line, english_name
from letters.services import Service, services
from letters.wording import fill_all, guide_fields, guide_texts, literal, spans

Say = Callable[[str], str]


def guide_text(
    person: Person,
    salutation: str,
    language: str,
    code: CodeOnPage | None,
    *,
    discreet: bool,
    europe: bool,
    is_printed: bool = False,
) -> GuideText:
    """All that the guide says; `discreet` = no organisation is named or linked (for posting inside Russia).

    `europe` = letters are posted in Europe: how long they take is known from there alone.
    `is_printed` = the run prints the address, which nobody copies by hand then.
    """
    texts = guide_texts(language)
    words = _words(person, salutation, language)
    words["tip"] = literal(person.tip.get(language, "")) or texts["write"]["tip"]
    filled = fill_all(guide_fields(language), language, words)

    def say(text: str) -> str:
        return filled.get(text, text)

    name = full_name(person)
    return GuideText(
        banner=texts["banner"],
        name=name,
        latin=latin_name(person),
        small=_small(person, texts, say),
        about_heading=say(texts["about"]["heading"]),
        about=person.about.get(language) or person.about.get("en"),
        welcome=texts["welcome"],
        steps_heading=texts["write"]["steps_heading"],
        steps=tuple(_steps(texts["write"]["steps"], say, salutation)),
        columns=_columns(person, texts, say, language, discreet),
        enclose=_enclosures(texts["enclose"], say),
        address_heading=texts["address"]["printed" if is_printed else "heading"],
        address=person.published,
        is_printed=is_printed,
        english=person.english or _made_english(person, texts["address"]),
        closing=_closing(texts["more"], say, discreet or person.case is None, europe),
        code_caption=texts["code_caption"],
        code=code,
        made=person.english is None,
    )


def _steps(steps: Sequence[tuple[str, str]], say: Say, salutation: str) -> Iterator[Step]:
    """The steps of a letter; the first one has the greeting to copy."""
    for number, (title, text) in enumerate(steps):
        yield Step(kept_text(say(title)), None if number else salutation, kept_spans(say(text)))


def _small(person: Person, texts: Mapping[str, Any], say: Say) -> tuple[str, ...]:
    """How to say the name, which who reads Russian need not be told, and the year of birth."""
    born = say(texts["born"]).replace(" ", typography.NO_BREAK) if person.born else ""
    return tuple(filter(None, (say(texts["say"]), born)))


def full_name(person: Person) -> str:
    """Given name first, as the person is spoken of: «Дмитрий Сергеевич Зимин»."""
    name = person.name
    return " ".join(filter(None, (name.first, name.patronymic, name.last)))


def latin_name(person: Person) -> str:
    """The name as the English line spells it, else transliterated."""
    published = re.match(r"([^,(\d]+?) \(born ", person.english or "")
    return published[1] if published else english_name(person.name)


def latin_as_published(person: Person, words: str) -> str:
    """Words of the person's name in Latin letters, each as the English line spells it, else transliterated."""
    published = latin_name(person).split()
    return " ".join(_spelled_like(latin, published) for latin in names.latin(words).split())


def _spelled_like(word: str, known: Sequence[str]) -> str:
    return next(iter(get_close_matches(word, known, 1, _SAME_NAME)), word)


_SAME_NAME = 0.6  # of 1: Yuliya and Yulia, Aleksandr and Alexander


def _made_english(person: Person, texts: Mapping[str, Any]) -> str:
    """The English line that the case page lacks, marked as ours."""
    return f"{texts['made']} {english_line(person.address, person.name, person.born)}"


def _words(person: Person, salutation: str, language: str) -> dict[str, object]:
    return {
        "name": full_name(person),
        "first_name_latin": latin_as_published(person, person.name.first),
        "say": names.say(full_name(person), guide_texts(language)["alphabet"]["spelling"]),
        "salutation": salutation,
        "born": person.born,
    }


def _columns(
    person: Person, texts: Mapping[str, Any], say: Say, language: str, discreet: bool
) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    write, avoid = _listed(texts["write"], say), _listed(texts["avoid"], say, on_grey=True)
    return (write, _phrases(language)), (avoid, _online(person, texts["services"], say, language, discreet))


def _listed(texts: Mapping[str, Any], say: Say, on_grey: bool = False) -> Section:
    listed = tuple(map(say, texts["points"]))
    return _section(texts["heading"], say(texts.get("lead", "")), listed, on_grey=on_grey)


def _enclosures(texts: Mapping[str, Any], say: Say) -> Section:
    """What goes into the envelope, run on in one paragraph."""
    return _section(texts["heading"], " ".join(map(say, texts["points"])))


@cache
def _phrases(language: str) -> Section:
    texts = guide_texts(language)["phrases"]
    return Section(texts["heading"], phrase_rows(texts["rows"]))


@lru_cache(maxsize=512)
def _section(heading: str, lead: str, listed: tuple[str, ...] = (), tail: str = "", on_grey: bool = False) -> Section:
    """A sentence, a list and a sentence; the same words are the same section, which is set once."""
    first, last = ((Paragraph(kept_spans(text), LEAD),) if text else () for text in (lead, tail))
    return Section(heading, (*first, *points([kept_spans(text) for text in listed]), *last), on_grey)


@lru_cache(maxsize=1024)
def kept_spans(text: str) -> tuple[Span, ...]:
    """A text of a kept page with its **bold** and *italic* words, in the sans face."""
    return spans(kept_text(text), "sans-bold", "sans-italic")


def _online(person: Person, texts: Mapping[str, Any], say: Say, language: str, discreet: bool) -> Section:
    known = [services()[key] for key in person.services]
    shown = [service for service in known if not (discreet and service.organisation)]
    lines = tuple(_service_line(service, language) for service in shown)
    tail = texts["place"] if any(service.seen is None for service in shown) else ""
    return _section(texts["heading"], say(texts["lead" if shown else "none"]), lines, tail)


def _service_line(service: Service, language: str) -> str:
    payment = service.payment.get(language) or service.payment["en"]
    place = f", {service.seen}" if service.seen else ""
    name = service.russian if language == "ru" else service.name
    return f"**{name}**{guide_texts(language)['colon']}{payment}{place}"


def _closing(texts: Mapping[str, Any], say: Say, bare: bool, europe: bool) -> str:
    sentences: Sequence[str] = (texts["europe" if europe else "text"], *(() if bare else (texts["donate"],)))
    return kept_text(" ".join(map(say, sentences)))

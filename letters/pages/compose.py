"""The composer: sentences of the bank, chosen by id, tag or chance, put together as one person's letter."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle, groupby
from random import Random

from letters.errors import CommandError, Problem, named
from letters.model import Person
from letters.russian import names
from letters.russian.names.cyrillic import cyrillic, is_guessed
from letters.russian.phrases import ALONE, COUNTED, SEASONS, SLOTS, TAGS, Phrase, Writer, find
from letters.russian.postal.country import country_names
from letters.russian.typography import NO_BREAK, date_ru, plural_ru

WORDS = 60  # of a letter by chance, unless somebody says how many: one page, as a copy sheet too
SOUTHERN = (
    "AO",
    "AR",
    "AU",
    "BO",
    "BR",
    "CL",
    "MZ",
    "NA",
    "NZ",
    "PE",
    "PY",
    "UY",
    "ZA",
    "ZM",
    "ZW",
)  # seasons turned round
_MUST = ("greeting", "opening", "who", "question", "support", "closing")
_FILLING = ("nature", "books", "animals", "hobby", "science", "question", "support", "who", "hobby", "books")
_MOST = {"nature": 1, "animals": 1, "opening": 1, "closing": 1, "greeting": 1, "science": 2}
_MOST_OF_OTHERS = 3
_PARAGRAPHS = (
    ("birthday", "new-year", "holiday"),
    ("thanks", "opening", "who"),
    ("nature", "animals"),
    ("books", "hobby", "science"),
    ("question",),
    ("support", "closing"),
)
_FIELD = re.compile(r"\{([^{}]*)\}")
_VALUE = re.compile(r"[\w .,:;!?()«»№%’'—–-]{1,200}")
_LARGEST_NUMBER = 999
_RETURN_ADDRESS = "> {{ return_address }}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of the letters of a run; slots are Russian already, see `read_slots`."""

    writer: Writer
    season: str
    today: date
    phrases: tuple[str, ...] = ()  # ids and tags
    words: int | None = None  # fill up by chance to about so many
    seed: str = "1"
    slots: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)  # the slots as somebody typed them, for the meanings
    return_address: bool = False
    language: str = "en"  # of the meanings on top of the text


@dataclass(frozen=True, slots=True)
class Composed:
    """One person's letter: the text of its file, the sentences in it, and what is doubtful."""

    text: str
    body: str  # without greeting and signature, to see whether two letters are alike
    phrases: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def season_of(day: date, country: str | None) -> str:
    """The season where the writer is."""
    place = (day.month // 3 - 1) % 4
    return SEASONS[(place + 2) % 4 if country in SOUTHERN else place]


# ---- what the writer fills in


def read_slots(given: Mapping[str, str], aliases: Mapping[str, str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The values in Russian letters, and a note for each that was spelled by rule; raises CommandError."""
    values = {slot: _value(slot, text, aliases) for slot, text in given.items()}
    spelled = [slot for slot in values if slot in _NAMES and is_guessed(given[slot]) and given[slot] not in aliases]
    return values, tuple(_spelled(slot, given[slot], values[slot]) for slot in spelled)


def _spelled(slot: str, text: str, russian: str) -> Problem:
    what = f"is written «{russian}» in Russian letters."
    hint = "Ask somebody who reads Russian; a name that is right can be kept in the book, under «sender:» as «names:»."
    field, value = _field(slot, text)
    return Problem("", what, hint, "warning", code="spelled-by-rule", field=field, value=value)


def _field(slot: str, text: str = "") -> tuple[str, str]:
    """The field of the request that fills a slot, and what it holds: the writer's name has one of its own."""
    if slot == "writer":
        return "name", text
    return "slot", f"{slot}={text}" if text else slot


_NAMES = ("writer", "city", "pet")


def _value(slot: str, text: str, aliases: Mapping[str, str]) -> str:
    text = " ".join(text.split())
    if slot not in SLOTS:
        hint = f"Slots: {', '.join(SLOTS)}."
        raise CommandError(Problem("", "there is no such slot.", hint, code="unknown-slot", field="slot", value=slot))
    if slot in COUNTED:
        return _number(slot, text)
    value = aliases.get(text) or (_country(text) if slot == "country" else None) or _name(slot, text)
    if not _VALUE.fullmatch(value) or not all(map(_is_russian, value)):
        what, hint = f"«{text[:60]}» cannot stand in a letter.", "Write it in Russian letters, up to 200."
        field, value = _field(slot)
        raise CommandError(Problem("", what, hint, code="slot-not-russian", field=field, value=value))
    return value


def _number(slot: str, text: str) -> str:
    if not re.fullmatch("[0-9]{1,3}", text) or not int(text):
        what, hint = f"«{text[:60]}» is no number.", f"Write a number from 1 to {_LARGEST_NUMBER}."
        raise CommandError(Problem("", what, hint, code="slot-number", field="slot", value=slot))
    return str(int(text))


def _country(text: str) -> str | None:
    return country_names("ru").get(_country_code(text))


def _country_code(text: str) -> str:
    """«AT» for «at» and «Austria», "" for what is neither."""
    english = {name.casefold(): code for code, name in country_names().items()}
    code = text.upper() if len(text) == 2 else english.get(text.casefold(), "")
    return code if code in english.values() else ""


def _name(slot: str, text: str) -> str:
    """Names are spelled in Russian letters; other words would stay what they are, so they are left for the check."""
    return cyrillic(text) if slot in _NAMES else text


def _is_russian(character: str) -> bool:
    return not character.isalpha() or "а" <= character.lower() <= "я" or character in "ёЁ"


def missing_slots(wish: Wish, phrases: Sequence[Phrase]) -> tuple[str, ...]:
    """The slots of the sentences named by id that have no value yet."""
    named = [find(phrases, name) for name in wish.phrases if name not in TAGS]
    wanted = (slot for phrase in named for slot in phrase.slots(wish.writer))
    return tuple(dict.fromkeys(slot for slot in wanted if slot not in wish.slots))


# ---- which sentences


def compose(person: Person, wish: Wish, phrases: Sequence[Phrase]) -> Composed:
    """One person's letter; raises CommandError for a phrase or a slot that cannot be used."""
    _check_slots(wish, phrases)
    chosen = _choose(person, wish, phrases)
    fill, meant = _known(person, wish), _meant(person, wish)
    parts = [(phrase, _filled(phrase.text(wish.writer), fill)) for phrase in chosen]
    body = _paragraphs([(phrase, text) for phrase, text in parts if phrase.tag not in ALONE])
    sections = [_comment(person, wish, parts, meant), *_head(parts, wish), *body, *_signature(parts)]
    ids = tuple(phrase.id for phrase in chosen)
    return Composed("\n\n".join(sections) + "\n", "\n\n".join(body), ids, tuple(_doubts(chosen, wish)))


def _check_slots(wish: Wish, phrases: Sequence[Phrase]) -> None:
    if wish.writer == "plural" and not re.search(r",| и ", wish.slots.get("writer", ",")):
        what, hint = "several people who write sign with several names.", "Write them as ‹name=Anna and John›."
        raise CommandError(Problem("", what, hint, code="one-name-for-several", field="name"))
    if missing := missing_slots(wish, phrases):
        what = f"a sentence leaves open {'; '.join(f'{{{slot}}}, {SLOTS[slot]}' for slot in missing)}."
        fields = (named(*_field(slot, "…")) for slot in missing)
        raise CommandError(Problem("", what, f"Add {' '.join(fields)}", code="slots-open", field="phrases"))


def _choose(person: Person, wish: Wish, phrases: Sequence[Phrase]) -> list[Phrase]:
    chosen: list[Phrase] = []
    for name in wish.phrases:
        chosen.append(_by_tag(name, chosen, person, wish, phrases) if name in TAGS else find(phrases, name))
    _check_genders(chosen, person, wish)
    if wish.words:
        _fill_up(chosen, person, wish, phrases)
        chosen.sort(key=lambda phrase: TAGS.index(phrase.tag))
    return _with_frame(list(dict.fromkeys(chosen)), person, wish, phrases)


def _by_tag(tag: str, chosen: Sequence[Phrase], person: Person, wish: Wish, phrases: Sequence[Phrase]) -> Phrase:
    found = next((phrase for phrase in _pool(tag, person, wish, phrases) if phrase not in chosen), None)
    if found is None:
        what = f"no sentence with the tag {tag} is left for {person.id} and this season."
        hint = "Name a sentence by its id, or leave out the tag."
        raise CommandError(Problem("", what, hint, code="tag-used-up", field="phrases"))
    return found


def _check_genders(chosen: Sequence[Phrase], person: Person, wish: Wish) -> None:
    for phrase in chosen:
        if wish.writer == "neutral" and not phrase.is_neutral:
            what = f"{phrase.id} is not the same for a man and a woman («{phrase.m}»)."
            hint = "Leave out that sentence, or take ‹writer=m› or ‹writer=f›."
            raise CommandError(Problem("", what, hint, code="phrase-writer", field="writer", value="neutral"))
        if not _suits(phrase, person):
            what = f"{phrase.id} is for {_WHOM[phrase.recipient]}, and {person.id} is not known as one."
            hint = f"Take another sentence, or the tag «{phrase.tag}»."
            raise CommandError(Problem("", what, hint, code="phrase-recipient", field="phrases"))


def _suits(phrase: Phrase, person: Person) -> bool:
    """Whether the sentence may be said to this person; nobody is asked about a patronymic that no greeting has."""
    if phrase.recipient == "patronymic":
        return bool(person.name.patronymic) and " " not in str(person.name.patronymic)
    return phrase.recipient in ("any", person.gender)


_WHOM = {"m": "a man", "f": "a woman", "patronymic": "somebody with a patronymic of one word"}


def _fill_up(chosen: list[Phrase], person: Person, wish: Wish, phrases: Sequence[Phrase]) -> None:
    """First one of each kind that a letter needs, then turn about, until it has the words."""
    for tag in _MUST:
        if not any(phrase.tag == tag for phrase in chosen):
            chosen += _pool(tag, person, wish, phrases)[:1]
    waiting = {tag: [phrase for phrase in _pool(tag, person, wish, phrases)] for tag in _FILLING}
    for tag in cycle(sorted(_FILLING, key=lambda tag: _chance(wish, person, tag))):
        if _count_words(chosen, wish) >= (wish.words or 0) or not any(waiting.values()):
            return
        _take(tag, waiting[tag], chosen)


def _take(tag: str, waiting: list[Phrase], chosen: list[Phrase]) -> None:
    if sum(phrase.tag == tag for phrase in chosen) >= _MOST.get(tag, _MOST_OF_OTHERS):
        waiting.clear()
    elif waiting and (phrase := waiting.pop(0)) not in chosen:
        chosen.append(phrase)


def _with_frame(chosen: list[Phrase], person: Person, wish: Wish, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Greeting and signature, if nobody has named one."""
    tags = {phrase.tag for phrase in chosen}
    greeting = [] if "greeting" in tags else [find(phrases, "G1" if _is_formal(person, wish) else "G2")]
    signature = [] if "signature" in tags or "writer" not in wish.slots else _signing(person, wish, phrases)
    return [*greeting, *chosen, *signature]


def _signing(person: Person, wish: Wish, phrases: Sequence[Phrase]) -> list[Phrase]:
    return list(_pool("signature", person, wish, phrases)[:1]) if wish.words else [find(phrases, "C7")]


def _pool(tag: str, person: Person, wish: Wish, phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The sentences of a tag that may be taken by chance for this person, in an order of the person's own."""
    fitting = [phrase for phrase in phrases if phrase.tag == tag and phrase.by_chance and _fits(phrase, person, wish)]
    return tuple(sorted(fitting, key=lambda phrase: _chance(wish, person, phrase.id)))


def _chance(wish: Wish, person: Person, word: str) -> float:
    return Random(f"{wish.seed}:{person.id}:{word}").random()


def _fits(phrase: Phrase, person: Person, wish: Wish) -> bool:
    return (
        _suits(phrase, person)
        and (not phrase.seasons or wish.season in phrase.seasons)
        and (wish.writer != "neutral" or phrase.is_neutral)
        and all(slot in wish.slots for slot in phrase.slots(wish.writer))
        and ("{first_name}" if _is_formal(person, wish) else "{name_patronymic}") not in phrase.m
    )


def _is_formal(person: Person, wish: Wish) -> bool:
    """Whether this person is greeted by given name and patronymic."""
    return names.address_form(person.name, person.born, wish.today.year, person.called) != person.name.first


def _count_words(chosen: Iterable[Phrase], wish: Wish) -> int:
    return sum(len(re.findall(r"[\w{}|]*\w[\w{}|]*", phrase.text(wish.writer))) for phrase in chosen)


def _doubts(chosen: Iterable[Phrase], wish: Wish) -> Iterator[Problem]:
    for phrase in chosen:
        if phrase.seasons and wish.season not in phrase.seasons:
            what = f"{phrase.id} is for {' or '.join(phrase.seasons)}; where you are it is {wish.season}."
            hint = "Take it only if it is true."
            yield Problem("", what, hint, "warning", code="phrase-season", field="phrases")


# ---- the text


def _known(person: Person, wish: Wish) -> dict[str, str]:
    name = person.name
    called = names.address_form(name, person.born, wish.today.year, person.called)
    both = f"{name.first} {name.patronymic}" if name.patronymic else name.first
    own = {"first_name": name.first, "name_patronymic": both, "called": called, "date": date_ru(wish.today)}
    return {**own, **wish.slots}


def _meant(person: Person, wish: Wish) -> dict[str, str]:
    """The same for whoever cannot read Russian: «Ich heiße Anna», not «Ich heiße Анна»."""
    from letters.russian.languages import day_in  # takes its time, and a run needs none of it

    known = _known(person, wish)
    latin = {key: names.latin(known[key]) for key in ("first_name", "name_patronymic", "called")}
    typed = {slot: " ".join(text.split()) for slot, text in wish.typed.items() if _VALUE.fullmatch(text)}
    if code := _country_code(typed.get("country", "")):
        typed["country"] = country_names(wish.language)[code]
    return known | latin | {"date": day_in(wish.language, wish.today).replace(NO_BREAK, " ")} | typed


def _filled(text: str, fill: Mapping[str, str]) -> str:
    """The sentence with its slots filled in; {год|года|лет} takes the form of the number before it."""
    number = 0

    def one(found: re.Match[str]) -> str:
        nonlocal number
        if "|" in found[1]:
            one_form, few, many = found[1].split("|")
            return plural_ru(number, one_form, few, many)
        value = fill.get(found[1], "…")
        number = int(value) if value.isdigit() else number
        return value

    return _FIELD.sub(one, text)


def _paragraphs(parts: Sequence[tuple[Phrase, str]]) -> list[str]:
    grouped = groupby(parts, key=lambda part: next(n for n, tags in enumerate(_PARAGRAPHS) if part[0].tag in tags))
    return [" ".join(text for _, text in group) for _, group in grouped]


def _head(parts: Sequence[tuple[Phrase, str]], wish: Wish) -> Iterator[str]:
    if wish.return_address:
        yield _RETURN_ADDRESS
    yield from [f"> {text}" for phrase, text in parts if phrase.tag == "heading"] or ["> {{ date }}"]
    yield from (f"# {text}" for phrase, text in parts if phrase.tag == "greeting")


def _signature(parts: Sequence[tuple[Phrase, str]]) -> list[str]:
    """The words of farewell, and the name below them."""
    texts = [text for phrase, text in parts if phrase.tag == "signature"]
    return texts[-1].replace(", ", ",\n\n", 1).split("\n\n") if texts else ["С уважением,", "____ 1"]


def _comment(person: Person, wish: Wish, parts: Sequence[tuple[Phrase, str]], meant: Mapping[str, str]) -> str:
    """For the writer alone: for whom the letter is, and what each sentence says."""
    rows = (f"   {phrase.id:4}{_filled(phrase.meaning(wish.language), meant)}" for phrase, _ in parts)
    return "\n".join(
        (
            f"{{# For: {person.id}. Writer: {wish.writer}. What is in these brackets is for you, not printed.",
            "   Every sentence must be true of you: change it, or delete it.",
            *rows,
            "#}",
        )
    )


_FOR = re.compile(r"\{# For: (\S+)\. Writer:")


def composed_for(text: str) -> str | None:
    """The id of the person whom a composed letter is for, `None` if the text is for everybody."""
    found = _FOR.match(text)
    return found[1] if found else None

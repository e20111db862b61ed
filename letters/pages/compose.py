"""The composer: sentences of the bank, chosen by id, tag or chance, put together as one person's letter."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle, groupby
from random import Random

from letters.errors import CommandError, Problem, named
from letters.languages import country_names
from letters.model import Person
from letters.pages.slots import VALUE, country_code, slot_field
from letters.russian import names
from letters.russian.phrases import ALONE, SLOTS, TAGS, FoundPhrase, Phrase, Writer, find
from letters.russian.typography import NO_BREAK, date_ru, plural_ru
from letters.sentences import joined, sentence

LEAST_WORDS, MOST_WORDS = 20, 200  # that can be asked for
WORDS = 60  # of a letter by chance, unless somebody says how many: one page, as a copy sheet too
_MUST = ("greeting", "opening", "who", "support", "closing")
_FILLING = ("nature", "books", "animals", "hobby", "science", "support", "who", "hobby", "books")
_MOST = {"nature": 1, "animals": 1, "opening": 1, "closing": 1, "greeting": 1, "science": 2}
_MOST_OF_OTHERS = 3
_QUESTION_WORDS = 10  # are kept for a question
_LATER = ("G9", "G11", "Q5")  # like thanks, for a letter that is not the first
_FIRST = ("G8", "W9")  # for none but the first
_PARAGRAPHS = (
    ("birthday", "new-year", "holiday"),
    ("thanks", "opening", "who"),
    ("nature", "animals"),
    ("books", "hobby", "science"),
    ("question",),
    ("support", "closing"),
)
_FIELD = re.compile(r"\{([^{}]*)\}")
_RETURN_ADDRESS = "> {{ return_address }}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of the letters of a run; slots are Russian already, see slots.py."""

    writer: Writer
    today: date
    country: str | None = None  # where the writer is, for the season
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

    @property
    def letter(self) -> str:
        """The text without what is in it for the writer alone."""
        return self.text.partition("#}\n\n")[2]


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
    fill, meant = known_words(person, wish), meant_words(person, wish)
    parts = [(phrase, filled(phrase.text(wish.writer), fill)) for phrase in chosen]
    body = _paragraphs([(phrase, text) for phrase, text in parts if phrase.tag not in ALONE])
    sections = [_comment(person, wish, parts, meant), *_head(parts, wish), *body, *_signature(parts)]
    ids = tuple(phrase.id for phrase in chosen)
    return Composed("\n\n".join(sections) + "\n", "\n\n".join(body), ids, tuple(_doubts(chosen, wish)))


def _check_slots(wish: Wish, phrases: Sequence[Phrase]) -> None:
    if wish.writer == "plural" and not re.search(r",| и ", wish.slots.get("writer", ",")):
        what, hint = (
            sentence("several people who write sign with several names."),
            sentence("Write them as ‹name=Anna and John›."),
        )
        raise CommandError(Problem("", what, hint, code="one-name-for-several", field="name"))
    if missing := missing_slots(wish, phrases):
        open_slots = joined((joined((f"{{{slot}}}", SLOTS[slot])) for slot in missing), "; ")
        what = sentence("a sentence leaves open {slots}.", slots=open_slots)
        fields = (named(*slot_field(slot, "…")) for slot in missing)
        raise CommandError(
            Problem("", what, sentence("Add {fields}", fields=" ".join(fields)), code="slots-open", field="phrases")
        )


def _choose(person: Person, wish: Wish, phrases: Sequence[Phrase]) -> list[Phrase]:
    chosen: list[Phrase] = []
    for name in wish.phrases:
        chosen.append(_by_tag(name, chosen, person, wish, phrases) if name in TAGS else find(phrases, name))
    _check_genders(chosen, person, wish)
    if wish.words:
        _fill_up(chosen, person, wish, phrases)
        chosen = _in_order(chosen, phrases)
    return _with_frame(list(dict.fromkeys(chosen)), person, wish, phrases)


def _in_order(chosen: Iterable[Phrase], phrases: Sequence[Phrase]) -> list[Phrase]:
    """By subjects, who writes as the bank has it; a sentence that follows another one stands directly behind it."""
    order = {phrase.id: number for number, phrase in enumerate(phrases)}
    rows = sorted(chosen, key=lambda one: (TAGS.index(one.tag), order[one.id] if one.tag == "who" else 0))
    for phrase in [one for one in rows if one.tag != "question"]:
        if leader := next((one for one in rows if one.id in phrase.after), None):
            rows.remove(phrase)
            rows.insert(rows.index(leader) + 1, phrase)
    return rows


def _by_tag(tag: str, chosen: Sequence[Phrase], person: Person, wish: Wish, phrases: Sequence[Phrase]) -> Phrase:
    found = next((phrase for phrase in _pool(tag, person, wish, phrases) if phrase not in chosen), None)
    if found is None:
        what = sentence(
            "no sentence with the tag {tag} is left for {person} and this season.", tag=tag, person=person.id
        )
        hint = sentence("Name a sentence by its id, or leave out the tag.")
        raise CommandError(Problem("", what, hint, code="tag-used-up", field="phrases"))
    return found


def _check_genders(chosen: Sequence[Phrase], person: Person, wish: Wish) -> None:
    for phrase in chosen:
        if wish.writer == "neutral" and not phrase.is_neutral:
            what = sentence("{phrase} is not the same for a man and a woman («{m}»).", phrase=phrase.id, m=phrase.m)
            hint = sentence("Leave out that sentence, or take ‹writer=m› or ‹writer=f›.")
            raise CommandError(Problem("", what, hint, code="phrase-writer", field="writer", value="neutral"))
        if not suits(phrase, person):
            what = sentence(
                "{phrase} is for {whom}, and {person} is not known as one.",
                phrase=phrase.id,
                whom=_WHOM[phrase.recipient],
                person=person.id,
            )
            hint = sentence("Take another sentence, or the tag «{tag}».", tag=phrase.tag)
            raise CommandError(Problem("", what, hint, code="phrase-recipient", field="phrases"))


def suits(phrase: Phrase, person: Person) -> bool:
    """Whether the sentence may be said to this person; nobody is asked about a patronymic that no greeting has."""
    if phrase.recipient == "patronymic":
        return bool(person.name.patronymic) and " " not in str(person.name.patronymic)
    return phrase.recipient in ("any", person.gender)


_WHOM = {
    "m": sentence("a man"),
    "f": sentence("a woman"),
    "patronymic": sentence("somebody with a patronymic of one word"),
}


def _fill_up(chosen: list[Phrase], person: Person, wish: Wish, phrases: Sequence[Phrase]) -> None:
    """Who writes, one of each kind that a letter needs, subjects turn about until it has the words, a question."""
    if _is_first(chosen) and not any(phrase.introduces for phrase in chosen):
        chosen += _introduction(wish, phrases)
    for tag in _MUST:
        if not any(phrase.tag == tag for phrase in chosen):
            chosen += _pool(tag, person, wish, phrases, chosen)[:1]
    asks = any(phrase.tag == "question" for phrase in chosen)
    words = (wish.words or 0) - (0 if asks else _QUESTION_WORDS)
    waiting = {tag: [*_pool(tag, person, wish, phrases, chosen)] for tag in dict.fromkeys(_FILLING)}
    for tag in cycle(sorted(_FILLING, key=lambda tag: _chance(wish, person, tag))):
        if _count_words(chosen, wish) >= words or not any(waiting.values()):
            break
        _take(tag, waiting[tag], chosen)
    if not asks:
        chosen += _questions(chosen, person, wish, phrases)[:1]


def _is_first(chosen: Iterable[Phrase]) -> bool:
    """Whether nothing says that there was a letter before."""
    return not any(phrase.tag == "thanks" or phrase.id in _LATER for phrase in chosen)


def _introduction(wish: Wish, phrases: Sequence[Phrase]) -> list[Phrase]:
    """The sentence that says who writes, with as much as is known: name and town, or the name; it comes first."""
    known = (phrase for phrase in phrases if phrase.introduces and set(phrase.slots(wish.writer)) <= set(wish.slots))
    return sorted(known, key=lambda phrase: -len(phrase.slots(wish.writer)))[:1]


def _questions(chosen: Sequence[Phrase], person: Person, wish: Wish, phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """First those that go on from what the letter tells, then those that go with any letter."""
    told = {word for phrase in chosen for word in (phrase.id, phrase.tag)}
    pool = _pool("question", person, wish, phrases, chosen)
    return tuple(sorted(pool, key=lambda phrase: (bool(phrase.after), not told.intersection(phrase.after))[::-1]))


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


def _pool(
    tag: str, person: Person, wish: Wish, phrases: Sequence[Phrase], beside: Sequence[Phrase] = ()
) -> tuple[Phrase, ...]:
    """The sentences of a tag that may be taken by chance for this person, in an order of the person's own."""
    fitting = (phrase for phrase in phrases if phrase.tag == tag and phrase.by_chance and _fits(phrase, person, wish))
    out = () if _is_first(beside) else _FIRST
    free = [phrase for phrase in fitting if not phrase.introduces and phrase.id not in out]
    return tuple(sorted(free, key=lambda phrase: _chance(wish, person, phrase.id)))


def _chance(wish: Wish, person: Person, word: str) -> float:
    return Random(f"{wish.seed}:{person.id}:{word}").random()


def _fits(phrase: Phrase, person: Person, wish: Wish) -> bool:
    return (
        suits(phrase, person)
        and phrase.when.missed(wish.today, wish.country) is None
        and (wish.writer != "neutral" or phrase.is_neutral)
        and all(slot in wish.slots for slot in phrase.slots(wish.writer))
        and not (phrase.needs_town and {"writer", "city"} - {*wish.slots})
        and ("{first_name}" if _is_formal(person, wish) else "{name_patronymic}") not in phrase.m
    )


def _is_formal(person: Person, wish: Wish) -> bool:
    """Whether this person is greeted by given name and patronymic."""
    return names.address_form(person.name, person.born, wish.today.year, person.called) != person.name.first


def _count_words(chosen: Iterable[Phrase], wish: Wish) -> int:
    return sum(len(re.findall(r"[\w{}|]*\w[\w{}|]*", phrase.text(wish.writer))) for phrase in chosen)


def _doubts(chosen: Sequence[Phrase], wish: Wish) -> Iterator[Problem]:
    for phrase in chosen:
        if missed := phrase.when.missed(wish.today, wish.country):
            what = sentence(
                "{phrase} is for {wanted}; where you are it is {found}.",
                phrase=phrase.id,
                wanted=missed.wanted,
                found=missed.found,
            )
            hint = sentence("Take it only if it is true.")
            yield Problem("", what, hint, "warning", code="phrase-season", field="phrases")
    if _is_first(chosen):
        yield from _unsaid(chosen, wish)


def _unsaid(chosen: Sequence[Phrase], wish: Wish) -> Iterator[Problem]:
    """What a first letter takes for known: who writes, and which town is meant."""
    if wish.words and not any(phrase.introduces for phrase in chosen):
        what, hint = (
            sentence("the letter does not say who writes."),
            sentence("Add ‹name=…› and ‹slot=city=…›, in Russian letters."),
        )
        yield Problem("", what, hint, "warning", code="writer-unsaid")
    named = next((number for number, phrase in enumerate(chosen) if "{city}" in phrase.m), len(chosen))
    for phrase in chosen[:named]:
        if phrase.needs_town:
            what = sentence("{phrase} speaks of your town, and nothing before it says which.", phrase=phrase.id)
            yield Problem("", what, sentence("Put W1 before it."), "warning", code="town-unsaid", field="phrases")


def out_of_season(found: Iterable[FoundPhrase], today: date, country: str | None) -> Iterator[Problem]:
    """The sentences of a letter that are not true on its day."""
    for one in found:
        if missed := one.phrase.when.missed(today, country):
            what = sentence(
                "«{one}» is for {wanted}; on the day of the letter it is {found}.",
                one=one.text,
                wanted=missed.wanted,
                found=missed.found,
            )
            yield Problem(
                "", what, sentence("Change the sentence, or leave it out."), "warning", code="sentence-out-of-season"
            )


# ---- the text


def known_words(person: Person, wish: Wish) -> dict[str, str]:
    """What the slots of a sentence are filled with, in Russian, by slot."""
    name = person.name
    called = names.address_form(name, person.born, wish.today.year, person.called)
    both = f"{name.first} {name.patronymic}" if name.patronymic else name.first
    own = {"first_name": name.first, "name_patronymic": both, "called": called, "date": date_ru(wish.today)}
    return {**own, **wish.slots}


def meant_words(person: Person, wish: Wish) -> dict[str, str]:
    """The same for whoever cannot read Russian: «Ich heiße Anna», not «Ich heiße Анна»."""
    from letters.languages import day_in  # takes its time, and a run needs none of it

    known = known_words(person, wish)
    latin = {key: names.latin(known[key]) for key in ("first_name", "name_patronymic", "called")}
    typed = {slot: " ".join(text.split()) for slot, text in wish.typed.items() if VALUE.fullmatch(text)}
    if "country" in typed and (code := country_code(typed["country"])):
        typed["country"] = country_names(wish.language)[code]
    return known | latin | {"date": day_in(wish.language, wish.today).replace(NO_BREAK, " ")} | typed


def filled(text: str, fill: Mapping[str, str]) -> str:
    """The sentence with its slots filled in; {год|года|лет} takes the form of the number before it."""
    number = 0

    def one(found: re.Match[str]) -> str:
        nonlocal number
        if "|" in found[1]:
            one_form, few, many = found[1].split("|")
            return plural_ru(number, one_form, few, many)
        value = fill.get(found[1], "…")
        number = int(value) if value.isdecimal() else number
        return value

    return _FIELD.sub(one, text)


def _paragraphs(parts: Sequence[tuple[Phrase, str]]) -> list[str]:
    grouped = groupby(zip(parts, _subjects([phrase for phrase, _ in parts]), strict=True), key=lambda pair: pair[1])
    return [" ".join(text for (_, text), _ in group) for _, group in grouped]


def _subjects(phrases: Sequence[Phrase]) -> Iterator[int]:
    """The paragraph of each sentence; one that follows another stays with it."""
    number, before = 0, ""
    for phrase in phrases:
        if before not in phrase.after or phrase.tag == "question":
            number = next(n for n, tags in enumerate(_PARAGRAPHS) if phrase.tag in tags)
        before = phrase.id
        yield number


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
    rows = (f"   {phrase.id:4}{filled(phrase.meaning(wish.language), meant)}" for phrase, _ in parts)
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

"""One person's envelope: which lines stand on it, in which letters, and in which layout."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from letters.draw import setter
from letters.errors import CommandError, DataError, Problem
from letters.languages import country_names
from letters.layout.envelope import (
    FULL,
    CodeStamp,
    fitting_envelope,
    in_two_alphabets,
    layout_abroad,
    layout_reply,
    layout_russia,
    layout_window,
)
from letters.layout.guide import latin_name
from letters.marks import Mark, Page
from letters.model import Person, Sender
from letters.pages.run import Run
from letters.paper import Envelope, LatinAmount, Window, Zones, find_window, zones_abroad, zones_russia
from letters.russian.english import latin_lines
from letters.russian.postal.block import Line, Order, address_lines
from letters.russian.postal.country import DESTINATION, Country
from letters.sentences import joined, sentence


@dataclass(frozen=True, slots=True)
class Posting:
    """What all envelopes of a run have in common."""

    country: Country
    envelope: Envelope
    sender: Sender
    order: Order
    bilingual: bool | None = None  # `None` = as the post of the country wants it
    stamp: CodeStamp = FULL  # inside Russia
    amount: LatinAmount | None = None  # of the address in Latin letters; `None` = the best of `amounts`

    @property
    def inside_russia(self) -> bool:
        """Posted inside Russia: captions, rules and code stamp, no country line."""
        return self.country.code == DESTINATION

    @property
    def zones(self) -> Zones:
        """Where things may stand on this envelope in this country."""
        if self.inside_russia:
            return zones_russia(self.envelope)
        return zones_abroad(self.envelope, self.country.profile)

    @property
    def amounts(self) -> tuple[LatinAmount, ...]:
        """How much of the address is wanted in Latin letters as well, the best first, and what will do."""
        if self.bilingual is None:
            return self.country.profile.latin or ("none",)
        return ("all",) if self.bilingual else ("none",)

    @property
    def latin(self) -> LatinAmount:
        """How much of the address stands in Latin letters as well."""
        return self.amount or self.amounts[0]


def envelope_page(posting: Posting, person: Person, extra: tuple[Mark, ...] = ()) -> Page:
    """The address side of one envelope; raises DataError when the address or the sender does not fit."""
    if posting.inside_russia:
        return _inside(posting, person, extra)
    return _abroad(posting, person, extra)


def window_marks(posting: Posting, person: Person, window: Window) -> tuple[Mark, ...]:
    """The address on a letter where the window shows it; raises DataError when it does not fit."""
    return layout_window(window, abroad_lines(posting, person), setter)


def _inside(posting: Posting, person: Person, extra: tuple[Mark, ...]) -> Page:
    lines = lines_of(posting, person)
    sender = posting.sender.return_address
    return layout_russia(posting.envelope, posting.zones, lines, sender, setter, extra, posting.stamp)


def _abroad(posting: Posting, person: Person, extra: tuple[Mark, ...]) -> Page:
    lines = abroad_lines(posting, person)
    try:
        return layout_abroad(posting.envelope, posting.zones, lines, posting.sender.return_address, setter, extra)
    except DataError as error:
        advised = [_advised(problem, posting, lines) for problem in error.problems]
        raise (error if posting.latin == "none" else DataError(*advised)) from error


def abroad_lines(posting: Posting, person: Person, amount: LatinAmount | None = None) -> tuple[Line, ...]:
    """The Russian lines, under them so much in Latin letters (else as in the run), and the country as the very last."""
    russian = _russian_lines(person, posting.order)
    latin = latin_lines(person.address, latin_name(person), person.born, amount or posting.latin)
    return (*russian, *latin, Line("country", posting.country.country_line or ""))


def _advised(problem: Problem, posting: Posting, lines: tuple[Line, ...]) -> Problem:
    """The problem of an address in two alphabets with the envelope that has room for it."""
    if problem.where:
        return problem
    name = fitting_envelope([lines], posting.country.profile, setter, cards=posting.envelope.card)
    advice = (
        sentence("It fits with ‹envelope={name}›.", name=name)
        if name
        else sentence("Write that line shorter in the book.")
    )
    hint = joined((advice, sentence("‹bilingual=no› leaves out the Latin lines.")), " ")
    return replace(problem, what=in_two_alphabets(problem.what), hint=hint)


def too_small(posting: Posting, crowded: Sequence[Person], people: int) -> Problem:
    """One problem for all whose address does not fit the envelope or card of a run: how many, and what holds them."""
    least = posting.amounts[-1]
    addresses = [abroad_lines(posting, person, least) for person in crowded]
    name = fitting_envelope(addresses, posting.country.profile, setter, cards=posting.envelope.card)
    what = sentence("is too small for the addresses of {count} of {people} people.", count=len(crowded), people=people)
    hint = (
        sentence("All of them fit on ‹envelope={name}›.", name=name)
        if name
        else sentence("Write the long lines shorter in the book.")
    )
    return Problem("", what, hint, code="envelope-too-small", field="envelope", value=posting.envelope.name)


def lines_of(posting: Posting, person: Person) -> tuple[Line, ...]:
    """The lines of the address for where it is posted."""
    return _russian_lines(person, posting.order) if posting.inside_russia else abroad_lines(posting, person)


def _russian_lines(person: Person, order: Order) -> tuple[Line, ...]:
    return address_lines(person.address, with_year(person.dative, person.born), None, order)


def with_year(dative: str, born: int | None) -> str:
    """«Зимину Дмитрию Сергеевичу, 2003 г. р.»: always with a comma, as the postal rules part the words."""
    return f"{dative}, {born} г. р." if born else dative


def check_envelopes(run: Run, country: Country, envelope: Envelope, sender: Sender) -> None:
    """Raise CommandError for options that do not go together, and for an answer that has nowhere to go."""
    for field, value in (("bilingual", "yes" if run.post.bilingual else None), ("window", run.post.window)):
        if value and country.code == DESTINATION:
            what = sentence("is for posting outside Russia; inside, the address is in Russian, on the envelope.")
            raise CommandError(
                Problem("", what, sentence("Leave it out."), code="only-abroad", field=field, value=value)
            )
    if run.post.window:
        find_window(run.post.window, envelope)
    if envelope.card and run.kept.qr == "envelope":
        what, hint = sentence("has no room on a card."), sentence("Take ‹qr=guide›, or an envelope.")
        raise CommandError(Problem("", what, hint, code="qr-card", field="qr", value=run.kept.qr))
    if "replies" in run.only:
        _check_reply(run, sender)


def _check_reply(run: Run, sender: Sender) -> None:
    if not (sender.reply_address or sender.return_address):
        what = sentence("the book does not say where the answer should go.")
        hint = sentence(
            "Write your address into the book, under «sender:» as «return_address:»; the sample book shows how."
        )
        raise CommandError(Problem("", what, hint, code="no-return-address", field="reply"))
    if run.print.sheet is not None:
        what, hint = (
            sentence("does not go with ‹sheet={sheet}›.", sheet=run.print.sheet),
            sentence("Print them in two runs."),
        )
        raise CommandError(Problem("", what, hint, code="reply-sheet", field="reply"))


def reply_page(posting: Posting) -> Page:
    """The envelope for the answer, the same for everybody; raises DataError when the sender's address does not fit."""
    zones, lines = zones_russia(posting.envelope), reply_lines(posting.sender, posting.country)
    return layout_reply(posting.envelope, zones, lines, setter, posting.stamp, posting.inside_russia)


def reply_lines(sender: Sender, country: Country) -> tuple[str, ...]:
    """The sender's address and, out of Russia, the country in English and Russian where a line lacks it.

    Posted in Russia: Roman letters, or the language of the destination with the country repeated in Russian.
    """
    lines = sender.reply_address or sender.return_address
    if country.code in (None, DESTINATION):
        return lines
    names = (country.name.upper(), country_names("ru")[str(country.code)].upper())
    missing = [name for name in names if name not in "\n".join(lines).upper()]
    return (*lines, " / ".join(missing)) if missing else lines

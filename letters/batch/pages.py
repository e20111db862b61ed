"""One person's pages of each kind: words chosen, linted, typeset and handed to the layout rooms."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from letters import names, qr, typography, wording
from letters.batch.run import Kind, QrPlace, Run
from letters.draw import setter
from letters.envelope import layout_abroad, layout_russia
from letters.errors import CommandError, DataError, Problem
from letters.guide import ListRow, ListText, full_name, guide_text, latin_name, layout_guide
from letters.letter import CODE_MODULE, Foot, layout_letter, layout_reply_sheet, layout_stub
from letters.lint import check_text
from letters.lint import rules as lint_rules
from letters.marks import CodeOnPage, Page, Span
from letters.model import Person, Sender
from letters.paper import Envelope, Zones, find_envelope, zones_abroad, zones_russia
from letters.postal.block import address_lines
from letters.postal.country import DESTINATION, SOMEWHERE_ABROAD, Country, country_names, find_country
from letters.wording import Block, Source

GREETING = "Здравствуйте, {}!"
DEAR = {"m": "Дорогой", "f": "Дорогая"}


@dataclass(frozen=True)
class Setting:
    """A run with everything that is the same for all its people: country, envelope, letter, texts."""

    run: Run
    sender: Sender
    country: Country
    envelope: Envelope
    letter: Source
    texts: ListText
    stub_banner: str
    qr: QrPlace

    @cached_property
    def inside_russia(self) -> bool:
        """Posted inside Russia: other envelope, no organisation named anywhere."""
        return self.country.code == DESTINATION

    @cached_property
    def zones(self) -> Zones:
        """The zones of this envelope in this country."""
        if self.inside_russia:
            return zones_russia(self.envelope)
        return zones_abroad(self.envelope, self.country.bottom)


def read_setting(run: Run, sender: Sender) -> Setting:
    """Look everything up; raises CommandError for what does not exist."""
    country = _country(run.country or sender.country)
    place: QrPlace = run.qr or ("none" if country.code == DESTINATION else "guide")
    if unknown := sorted(set(run.allow) - set(lint_rules())):
        known = ", ".join(lint_rules())
        raise CommandError(Problem("--allow", f"there is no rule {unknown[0]!r}.", f"Rules: {known}."))
    table = wording.guide_texts(run.language)
    texts = ListText(table["banner"], table["list"]["heading"], tuple(table["list"]["boxes"]), table["list"]["page"])
    letter = wording.read_letter(run.letter)
    return Setting(run, sender, country, find_envelope(run.envelope), letter, texts, table["stub"], place)


def _country(code: str | None) -> Country:
    if code is None:
        return SOMEWHERE_ABROAD
    country = find_country(code)
    if country is None:
        hint = "Give the two-letter ISO code, such as DE, FR, US or RU"
        alike = [key for key, name in country_names().items() if name.casefold() == code.casefold()]
        raise CommandError(
            Problem("--from", f"unknown country {code!r}.", f"{hint}{f' (here: {alike[0]})' if alike else ''}.")
        )
    return country


def setting_warnings(setting: Setting) -> Iterator[Problem]:
    """What the chosen options risk, in one sentence each."""
    if setting.qr in ("letter", "envelope", "stub"):
        yield Problem("--qr", _QR_RISKS[setting.qr], level="warning")
    if setting.inside_russia and setting.qr != "none":
        what = "inside Russia a code that leads to a case page can be held against whoever has the sheet."
        yield Problem("--qr", what, "Leave --qr away.", "warning")
    if setting.country.latin_required:
        what = f"the post of {setting.country.name} asks for the address in Latin letters as well."
        hint = "This program prints Cyrillic and the country line: add the English line of the guide by hand."
        yield Problem("--from", what, hint, "warning")
    if setting.inside_russia and not setting.envelope.gost:
        what = f"{setting.envelope.name} is not a size of the Russian standard (GOST R 51506-99)."
        yield Problem("--envelope", what, "C6, DL, C5 and C4 are.", "warning")


_QR_RISKS = {
    "stub": "the code is on a strip of the letter: tear every strip off before posting; the prison must not see it.",
    "letter": "a code inside a letter can be taken for a cipher, and the page it leads to can harm the prisoner.",
    "envelope": "a code on an envelope is seen by every postal worker and the prison, and can harm the prisoner.",
}


class PersonPages:
    """The pages of one person; each kind is laid out when it is asked for."""

    def __init__(self, setting: Setting, person: Person) -> None:
        self._setting = setting
        self._person = person

    def of(self, kind: Kind) -> tuple[Page, ...]:
        """The pages of a kind (not the list); raises DataError with the person's line in the book."""
        try:
            return {"envelopes": self._envelope, "letters": self._letter, "guides": self._guide}[kind]()
        except DataError as error:
            raise DataError(*map(self._named, error.problems)) from error

    def _named(self, problem: Problem) -> Problem:
        if problem.where == "sender.return_address":
            return problem
        where = f"{problem.where}, " if problem.where else ""
        return replace(problem, where=f"{self._person.where} ({where}{self._person.id})")

    @cached_property
    def code(self) -> CodeOnPage | None:
        """The QR code of the case page, if this run prints any."""
        if self._setting.qr == "none" or self._person.case is None:
            return None
        matrix = qr.matrix(self._person.case)
        rectangles = tuple((run.x, run.y, run.width, run.height) for run in qr.runs(matrix))
        return CodeOnPage(self._person.case, matrix.side, rectangles)

    @cached_property
    def _salutation(self) -> str:
        return GREETING.format(self._called)

    @cached_property
    def _called(self) -> str:
        person = self._person
        return names.address_form(person.name, person.born, self._setting.run.today.year)

    def _envelope(self) -> tuple[Page, ...]:
        setting, person = self._setting, self._person
        lines = address_lines(person.address, _with_year(person), setting.country.country_line, setting.run.order)
        layout = layout_russia if setting.inside_russia else layout_abroad
        code = self.code if setting.qr == "envelope" else None
        extra = (code.at(14, 48, CODE_MODULE),) if code else ()
        return (layout(setting.envelope, setting.zones, lines, setting.sender.return_address, setter, extra),)

    def _letter(self) -> tuple[Page, ...]:
        setting = self._setting
        text = wording.render(setting.letter, self._words())
        problems = tuple(check_text(text, setting.letter.where, setting.run.allow))
        if problems:
            raise DataError(*problems)
        keep = frozenset(str(self._person.name).split() + self._person.dative.split())
        blocks = tuple(_typeset(block, keep) for block in wording.blocks(text))
        pages = layout_letter(blocks, self._header(), setter, self._foot())
        return (*pages, layout_reply_sheet())

    def _foot(self) -> Foot:
        place = self._setting.qr
        if place not in ("stub", "letter") or self.code is None:
            return Foot()
        return layout_stub(self.code, self._setting.stub_banner if place == "stub" else None)

    def _header(self) -> str:
        short = names.short_dative(self._person.dative)
        return f"{short}, {self._person.born} г. р." if self._person.born else short

    def _words(self) -> dict[str, object]:
        person = self._person
        words: dict[str, object] = {
            "date": typography.date_ru(self._setting.run.today),
            "salutation": self._salutation,
            "name": self._called,
            "first_name": person.name.first,
            "last_name": person.name.last,
            "patronymic": person.name.patronymic or "",
        }
        gender = {"gender": person.gender, "dear": DEAR[person.gender]} if person.gender else {}
        return words | gender

    def _guide(self) -> tuple[Page, ...]:
        setting = self._setting
        text = guide_text(self._person, self._salutation, setting.run.language, self.code, setting.inside_russia)
        return (layout_guide(text, setter),)

    def row(self, note: str | None) -> ListRow:
        """The person's row on the organiser's list."""
        person = self._person
        facility = person.address.facility.text
        return ListRow(full_name(person), latin_name(person), facility, person.address.index, note, self.code)


def _with_year(person: Person) -> str:
    """«Зимину Дмитрию Сергеевичу, 2003 г. р.»: always with a comma, as the postal rules part the words."""
    return f"{person.dative}, {person.born} г. р." if person.born else person.dative


def _typeset(block: Block, keep: frozenset[str]) -> Block:
    def set_span(span: Span) -> Span:
        text = typography.tidy(span.text)
        return replace(span, text=typography.hyphenate_text(text, keep=keep) if block.kind == "text" else text)

    return replace(block, spans=tuple(map(set_span, block.spans)))

"""One person's pages of each kind: words chosen, linted, typeset and handed to the layout rooms."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from letters import qr, wording
from letters.draw import setter
from letters.errors import DataError, Problem
from letters.languages import day_in
from letters.layout.guide import (
    Explained,
    ListRow,
    TableCard,
    explain,
    full_name,
    guide_text,
    latin_as_published,
    latin_name,
    layout_alphabet,
    layout_card,
    layout_explanation,
    layout_guide,
    layout_large_guide,
    number_pages,
)
from letters.layout.guide.page import GuideText
from letters.layout.letter import Foot, Head, layout_letter, layout_reply_sheet, layout_stub
from letters.layout.letter_sheets import MODELS, copied_lines, layout_copy, line_numbers, ruled_form
from letters.layout.sheet import impose
from letters.marks import CodeOnPage, KeptPage, Page, Span
from letters.pages.compose import composed_for, out_of_season
from letters.pages.envelopes import envelope_page, reply_page, window_marks, with_year
from letters.pages.html import HtmlGuides
from letters.pages.labels import label_page
from letters.pages.letter_set import LetterSet
from letters.pages.place import placed
from letters.pages.run import Kind, QrPlace
from letters.pages.same_letters import text_key
from letters.pages.setting import Setting
from letters.russian import names, typography
from letters.russian.lint import check_letter, too_long
from letters.russian.phrases import FoundPhrase, find_in
from letters.russian.postal.group import facility_heading
from letters.sentences import joined, sentence
from letters.store.book.stale import stale_problems
from letters.wording import Block, Source

GREETING = "Здравствуйте, {}!"
BELOW_WINDOW = 4.0  # mm from what a window may show to the text of the letter
DEAR = {"m": "Дорогой", "f": "Дорогая"}


@dataclass(frozen=True, slots=True)
class LetterPages:
    """A letter laid out, the sheet for the answer behind it."""

    pages: tuple[Page, ...]
    doubts: tuple[Problem, ...]  # about what it says
    key: str | None  # the same for letters that say the same; `None` = it leaves the saying to the writer

    @property
    def sheets(self) -> int:
        """Sheets of paper; each is printed on one side."""
        return len(self.pages)


# What carries the code, for messages.
_CODES: dict[QrPlace, str] = {
    "guide": sentence("code of the guide"),
    "stub": sentence("code on the strip"),
    "letter": sentence("code in the letter"),
    "envelope": sentence("code on the envelope"),
}


class PersonPages:
    """The pages of one person's set; each kind is laid out when it is asked for."""

    def __init__(self, setting: Setting, of: LetterSet) -> None:
        self.setting = setting
        self.set = of
        self.person = of.person

    def of(self, kind: Kind) -> tuple[Page, ...]:
        """The pages of a kind (not the list); raises DataError with the person's line in the book."""
        layouts = {
            "envelopes": self._envelope,
            "replies": self._reply,
            "letters": lambda: self._letter.pages,
            "guides": self._guide,
            "kit": self._card,
            "table": self._set,
        }
        with self._naming():
            return layouts[kind]()

    @contextmanager
    def _naming(self) -> Iterator[None]:
        """Problems that come up meanwhile name the person, with their line in the book."""
        try:
            yield
        except DataError as error:
            raise DataError(*map(self._named, error.problems)) from error

    def _named(self, problem: Problem) -> Problem:
        if problem.where == "sender.return_address" or problem.field == "printer":
            return problem
        inside = joined(filter(None, (problem.where, self.person.id)))
        return replace(problem, where=joined((self.person.where, " (", inside, ")"), ""))

    @cached_property
    def code(self) -> CodeOnPage | None:
        """The QR code of the case page, if this run prints any."""
        if self.setting.qr == "none" or self.person.case is None:
            return None
        if problems := qr.find_size_problems(self.person.case, _CODES[self.setting.qr], qr.CODE_WIDTH):
            raise DataError(*problems)
        return CodeOnPage(self.person.case, qr.matrix(self.person.case))

    @cached_property
    def _salutation(self) -> str:
        return GREETING.format(self._called)

    @cached_property
    def _called(self) -> str:
        person = self.person
        return names.address_form(person.name, person.born, self.setting.run.today.year, person.called)

    def _envelope(self) -> tuple[Page, ...]:
        """The sheet of paper; of a run that gathers several people on one, what stands at this person's place."""
        plan = self.setting.imposition
        return (self._front(),) if plan is None or plan.gathers else tuple(impose((self._front(),), plan))

    def _front(self) -> Page:
        if self.setting.labels:
            return label_page(self.setting.posting, self.person, self.setting.labels)
        code = self.code if self.setting.qr == "envelope" else None
        extra = (code.at(12, 48, qr.MIN_MODULE),) if code else ()
        return placed(envelope_page(self.setting.posting, self.person, extra), self.setting.run.print.offset)

    def _reply(self) -> tuple[Page, ...]:
        """The envelope for the answer goes through the same printer in the same way."""
        page = placed(reply_page(self.setting.posting), self.setting.run.print.offset)
        plan = self.setting.imposition
        return (page,) if plan is None else tuple(impose((page,), plan))

    @property
    def letter(self) -> LetterPages:
        """The letter; raises DataError with the person's line in the book when it must not be posted as it is."""
        with self._naming():
            return self._letter

    @cached_property
    def _letter(self) -> LetterPages:
        setting = self.setting
        keep = frozenset(str(self.person.name).split() + self.person.dative.split())
        doubts = (*self._doubts(), *self._out_of_season())
        pages = self._shaped(self._blocks, keep)
        if "length" not in setting.run.text.allow:
            doubts += tuple(too_long(len(pages), self._source.where))
        key = None if setting.run.text.shape == "form" else text_key(self._blocks)
        return LetterPages((*pages, layout_reply_sheet(setting.ruling, setting.paper)), doubts, key)

    def _shaped(self, blocks: tuple[Block, ...], keep: frozenset[str]) -> tuple[Page, ...]:
        """The letter as a text, a form, a copy sheet or a tracing sheet; only a justified text is hyphenated."""
        setting, run = self.setting, self.setting.run
        if run.text.shape in MODELS:
            return layout_copy(
                tuple(map(_typeset, blocks)),
                self._header(),
                setter,
                run.text.shape,
                setting.ruling,
                self._foot(),
                self._head(),
                paper=setting.paper,
                large=run.print.large,
            )
        broken = keep if run.text.align == "justify" else None
        set_blocks = tuple(
            _typeset(block, broken) for block in (ruled_form(blocks) if run.text.shape == "form" else blocks)
        )
        return layout_letter(
            set_blocks,
            self._header(),
            setting.letter_setter,
            self._foot(),
            self._head(),
            ruling=setting.ruling,
            paper=setting.paper,
            align=run.text.align,
        )

    def letter_text(self) -> tuple[str, tuple[Problem, ...]]:
        """The letter as text, read as a censor would, with what is doubtful; raises DataError."""
        return self._text, self._doubts()

    def _doubts(self) -> tuple[Problem, ...]:
        """What is doubtful in the letter; raises DataError for what a censor would stop."""
        name = (str(self.person.name), self.person.dative)
        # the sender's own address may stand in Latin letters, and is read by itself
        words = {word: "" if word == "return_address" else filling for word, filling in self._words.items()}
        found = tuple(check_letter(self._source, words, (*self.setting.run.text.allow, "length"), name))
        if errors := [problem for problem in found if problem.level == "error"]:
            raise DataError(*errors)
        return tuple(problem for problem in found if problem.level == "warning")

    def _out_of_season(self) -> Iterator[Problem]:
        """What a composed letter says that is not true on the day on which it is printed."""
        if composed_for(self._source.text):
            country, today = self.setting.country.code, self.setting.run.today
            for problem in out_of_season(self._sentences, today, country):
                yield replace(problem, where=self._source.where)

    @cached_property
    def _text(self) -> str:
        """The letter with everything filled in, not read by anybody yet."""
        return wording.render(self._source, self._words)

    @cached_property
    def _source(self) -> Source:
        """The letter's text; raises DataError when it was composed for somebody else."""
        source = self.setting.letter or self._own_letter()
        whose = composed_for(source.text)
        if whose not in (None, self.person.id):
            what = sentence("this letter was composed for {whose}.", whose=whose)
            hint = sentence("Name that person, ‹make={whose}›, or delete the first lines in {{# #}}.", whose=whose)
            raise DataError(Problem(source.where, what, hint, code="composed-for-another"))
        return source

    def _own_letter(self) -> Source:
        """The text for this set alone: composed for this run, or out of a folder; raises DataError."""
        text = self.setting.run.text
        composed = dict(text.composed).get(self.set.key)
        if composed is not None:
            return Source(composed, f"{self.set.key}.txt")
        return wording.read_letter_of(text.letter, self.person.id, self.set.number)

    def _head(self) -> Head:
        window = self.setting.window
        if window is None:
            return Head()
        marks = window_marks(self.setting.posting, self.person, window)
        return Head(marks, window.swept_area.bottom + BELOW_WINDOW)

    def _foot(self) -> Foot:
        place = self.setting.qr
        if place not in ("stub", "letter") or self.code is None:
            return Foot()
        return layout_stub(self.code, self.setting.stub_banner if place == "stub" else None, self.setting.paper)

    def _header(self) -> str:
        return with_year(names.short_dative(self.person.dative), self.person.born)

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        return wording.blocks(self._text)

    @cached_property
    def _words(self) -> dict[str, object]:
        person = self.person
        words: dict[str, object] = {
            "date": typography.date_ru(self.setting.run.today),
            "salutation": self._salutation,
            "name": self._called,
            "first_name": person.name.first,
            "last_name": person.name.last,
            "patronymic": person.name.patronymic or "",
        }
        gender = {"gender": person.gender, "dear": DEAR[person.gender]} if person.gender else {}
        address = self.setting.sender.return_address
        return words | gender | ({"return_address": "\\\n".join(address)} if address else {})

    def _guide(self) -> tuple[KeptPage, ...]:
        text, paper = self._guide_text(), self.setting.paper
        if self.setting.run.print.large:
            whose = f"{self.person.name.first} {self.person.name.last}"
            return number_pages((*layout_large_guide(text, setter, paper), *self._explanation()), whose)
        return (layout_guide(text, setter, paper), *self._explanation())

    def _guide_text(self, is_coded: bool = True) -> GuideText:
        setting = self.setting
        return guide_text(
            self.person,
            self._salutation,
            setting.run.kept.language,
            self.code if is_coded else None,
            discreet=setting.inside_russia,
            europe=setting.country.is_european,
            is_printed="envelopes" in setting.run.only or setting.window is not None,
        )

    def _set(self) -> tuple[Page, ...]:
        """Guide, letter and reply sheet, one after the other."""
        return (*self._guide(), *self._letter.pages)

    def _card(self) -> tuple[KeptPage, ...]:
        """The card for the table: name, year of birth, the neutral sentences of the book, nothing of the case."""
        setting, text = self.setting, self._guide_text(is_coded=False)
        first = self.person.name.first
        if setting.run.kept.language != "ru":
            first = latin_as_published(self.person, first)
        card = TableCard(first, text.name, text.small, self._salutation, text.about)
        return (layout_card(card, setting.texts.banner, setting.letter_setter, setting.paper),)

    def add_to(self, file: HtmlGuides) -> None:
        """The guide once more, for phones and screen readers; inside Russia without the link."""
        link = None if self.setting.inside_russia else self.person.case
        with self._naming():
            file.add(self._guide_text(), link, self._explained)

    @cached_property
    def _explained(self) -> tuple[Explained, ...]:
        """What the letter says, where its sentences are of the phrase bank."""
        length = sum(len(span.text) for block in self._blocks for span in block.spans)
        called = latin_as_published(self.person, self._called)
        explained = explain(self._sentences, self.setting.run.kept.language, length, called)
        if self.setting.run.text.shape not in MODELS:
            return explained
        numbers = line_numbers([row.sentence for row in explained], self._copied_lines())
        return tuple(replace(row, line=line) for row, line in zip(explained, numbers, strict=True))

    def _copied_lines(self) -> tuple[str, ...]:
        """The numbered lines of the copy or tracing sheet."""
        run = self.setting.run
        blocks = tuple(map(_typeset, self._blocks))
        return copied_lines(blocks, setter, run.text.shape, self.setting.paper, run.print.large)

    @cached_property
    def _sentences(self) -> tuple[FoundPhrase, ...]:
        """The sentences of the phrase bank in the letter."""
        return find_in(["".join(span.text for span in block.spans) for block in self._blocks])

    def _explanation(self) -> tuple[KeptPage, ...]:
        """The pages behind the guide: the letter's sentences with the alphabet, or the alphabet if asked for."""
        run, paper = self.setting.run, self.setting.paper
        if run.kept.alphabet and not self._explained:
            return (layout_alphabet(run.kept.language, setter, paper, run.print.large),)
        return layout_explanation(
            self._explained, full_name(self.person), run.kept.language, setter, paper, run.print.large
        )

    def list_row(self) -> ListRow:
        """The person's row on the organiser's list, under the heading of their prison if the run goes by prisons.

        Raises DataError with the person's line in the book when the code has no room.
        """
        person, setting = self.person, self.setting
        group = facility_heading(person.address) if setting.run.by == "facility" else None
        name = full_name(person) if self.set.number == 1 else f"{full_name(person)} ({self.set.number})"
        facility, index = person.address.facility.text, person.address.index
        latin, again = latin_name(person), self.set.number > 1
        with self._naming():
            return ListRow(name, latin, facility, index, self._note(), self.code, group, self._so_far(), again)

    def _note(self) -> str | None:
        """What the list says of an address that nobody has checked for long."""
        person, language = self.person, self.setting.run.kept.language
        if not any(stale_problems(person, self.setting.run.today)):
            return None
        words = wording.guide_texts(language)["list"]
        text = words["stale"] if person.verified else words["unverified"]
        day = day_in(language, person.verified) if person.verified else ""
        return wording.fill(text, language, {"verified": day})

    def _so_far(self) -> str | None:
        """How many letters the ledger has, and the day of the last one, if there is a ledger."""
        if self.set.letters is None:
            return None
        language = self.setting.run.kept.language
        words = wording.guide_texts(language)["list"]
        if self.set.last is None:
            return str(words["no_letter"])
        day = day_in(language, date.fromisoformat(self.set.last))
        return wording.fill(words["so_far"], language, {"letters": self.set.letters, "last": day})


def _typeset(block: Block, keep: frozenset[str] | None = None) -> Block:
    """The block with proper signs; its words may break unless they are in `keep`, `None` = no word may."""
    if keep is None or block.kind != "text":
        return _set_block(block, None)
    return _set_block(block, frozenset(word for word in keep if any(word in span.text for span in block.spans)))


@lru_cache(maxsize=1024)
def _set_block(block: Block, keep: frozenset[str] | None) -> Block:
    def set_span(span: Span) -> Span:
        text = typography.tidy(span.text)
        return replace(span, text=text if keep is None else typography.hyphenate_text(text, keep=keep))

    return replace(block, spans=tuple(map(set_span, block.spans)))

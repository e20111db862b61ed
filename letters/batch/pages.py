"""One person's pages of each kind: words chosen, linted, typeset and handed to the layout rooms."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from letters import names, qr, typography, wording
from letters.batch.check import stale_problems
from letters.batch.envelopes import Posting, check_envelopes, envelope_page, reply_page, window_marks
from letters.batch.place import placed
from letters.batch.run import Kind, QrPlace, Run
from letters.batch.sheets import check_sheet, imposition_of, label_page, sheet_warnings
from letters.batch.twin import HtmlGuides
from letters.compose import composed_for
from letters.draw import setter
from letters.envelope import CodeStamp
from letters.errors import CommandError, DataError, Problem
from letters.guide import (
    Explained,
    ListRow,
    ListText,
    TableCard,
    explain,
    full_name,
    guide_text,
    latin_name,
    layout_alphabet,
    layout_card,
    layout_gloss,
    layout_guide,
    layout_large_guide,
)
from letters.guide.page import GuideText
from letters.letter import Foot, Head, layout_letter, layout_reply_sheet, layout_stub
from letters.letter_sheets import MODELS, MOST_RULING, layout_copy, ruled_form
from letters.lint import check_rules, check_text, too_long
from letters.lint import rules as lint_rules
from letters.marks import CodeOnPage, Page, Setter, Span
from letters.marks_scaled import large_letter
from letters.model import Person, Sender
from letters.paper import A4, LETTER_COUNTRIES, PAPERS, Envelope, Paper, Window, find_envelope, find_window
from letters.phrases import find_in
from letters.postal.country import DESTINATION, SOMEWHERE_ABROAD, Country, country_names, find_country
from letters.postal.group import facility_heading
from letters.sheet import Imposition, LabelSheet, choose_labels, impose
from letters.wording import Block, Source

GREETING = "Здравствуйте, {}!"
BELOW_WINDOW = 4.0  # mm from what a window may show to the text of the letter
DEAR = {"m": "Дорогой", "f": "Дорогая"}


@dataclass(frozen=True)
class Setting:
    """A run with everything that is the same for all its people: country, envelope, letter, texts."""

    run: Run
    sender: Sender
    country: Country
    envelope: Envelope
    letter: Source | None  # `None` = a folder with one text a person
    texts: ListText
    stub_banner: str
    qr: QrPlace

    @cached_property
    def inside_russia(self) -> bool:
        """Posted inside Russia: other envelope, no organisation named anywhere."""
        return self.posting.inside_russia

    @cached_property
    def posting(self) -> Posting:
        """What the envelopes of this run have in common."""
        run = self.run
        stamp = CodeStamp(run.stamp, run.dots)
        return Posting(self.country, self.envelope, self.sender, run.order, run.bilingual, stamp)

    @cached_property
    def paper(self) -> Paper:
        """What letters and kept pages are printed on."""
        return PAPERS[self.run.paper or ("letter" if self.country.code in LETTER_COUNTRIES else "a4")]

    @cached_property
    def letter_setter(self) -> Setter:
        """What sets letters and the kit, in large print if asked for."""
        return large_letter(setter) if self.run.large else setter

    @cached_property
    def ruling(self) -> float:
        """Mm between lines for handwriting."""
        return MOST_RULING if self.run.large else self.run.ruling

    @cached_property
    def window(self) -> Window | None:
        """The window that shows the address on the letter."""
        return find_window(self.run.window, self.envelope) if self.run.window else None

    @cached_property
    def imposition(self) -> Imposition | None:
        """How envelopes or addresses come onto paper, `None` = a page is an envelope."""
        return imposition_of(self.run, self.envelope)

    @cached_property
    def labels(self) -> LabelSheet | None:
        """The labels that are printed in place of envelopes."""
        return choose_labels(self.run.sheet)


def _sender_warnings(setting: Setting) -> Iterator[Problem]:
    """An organisation in the sender's address, which is posted too."""
    lines = (*setting.sender.return_address, *setting.sender.reply_address)
    others = {*lint_rules()} - {"organisation"} | {*setting.run.allow}
    for problem in check_text("\n".join(lines), "sender", others):
        yield replace(problem, level="warning")


def _window_warnings(setting: Setting) -> Iterator[Problem]:
    if setting.window is None:
        return
    if not setting.window.sure:
        what = "windows of that kind differ, and no guide says where they are."
        yield Problem("--window", what, "Print one letter, fold it, look, then the rest.", "warning")
    if "envelopes" in setting.run.only:
        what = "the address stands on the letter; envelopes.pdf is for envelopes without a window."
        yield Problem("--window", what, "Add --only letters,guides,list.", "warning")


def read_setting(run: Run, sender: Sender) -> Setting:
    """Look everything up; raises CommandError for what does not exist."""
    country = _country(run.country or sender.country)
    place: QrPlace = run.qr or ("none" if country.code == DESTINATION else "guide")
    check_rules(run.allow)
    table = wording.guide_texts(run.language)
    texts = ListText(table["banner"], table["list"]["heading"], tuple(table["list"]["boxes"]), table["list"]["page"])
    letter = None if wording.is_folder(run.letter) else wording.read_letter(run.letter)
    envelope = find_envelope(run.envelope)
    check_sheet(run, envelope, place)
    if "kit" in run.only:
        _check_kit(run)
    check_envelopes(run, country, envelope, sender)
    setting = Setting(run, sender, country, envelope, letter, texts, table["stub"], place)
    _check_paper(setting)
    return setting


def _check_kit(run: Run) -> None:
    if run.split:
        what = "counts the whole run, and does not go with --split."
        raise CommandError(Problem("--kit", what, "Make the kit in a run of its own: --only list --kit."))
    wording.kit_texts(run.language)


def _check_paper(setting: Setting) -> None:
    """Windows stand where the address of a folded A4 letter shows."""
    if setting.run.window and setting.paper != A4:
        what = f"windows of that kind are for letters on A4, not on {setting.paper.name}."
        raise CommandError(Problem(f"--window {setting.run.window}", what, "Add --paper a4, or leave --window away."))


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
    yield from sheet_warnings(setting.run)
    yield from _window_warnings(setting)
    yield from _sender_warnings(setting)
    if setting.qr in ("letter", "envelope", "stub"):
        yield Problem("--qr", _QR_RISKS[setting.qr], level="warning")
    if setting.inside_russia and setting.qr != "none":
        what = "inside Russia a code that leads to a case page can be held against whoever has the sheet."
        yield Problem("--qr", what, "Leave --qr away.", "warning")
    if setting.country.profile.latin_required and "none" in setting.posting.latin:
        what = f"the post of {setting.country.name} asks for the address in Latin letters as well."
        yield Problem("--no-bilingual", what, "Leave that option away, or add the lines by hand.", "warning")
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
        self.sheets = 0  # of paper in the letter, known when that is laid out
        self.doubts: tuple[Problem, ...] = ()  # about the letter's text, known then too
        self.blocks: tuple[Block, ...] = ()  # of a letter that has a text of its own, known then too

    def of(self, kind: Kind) -> tuple[Page, ...]:
        """The pages of a kind (not the list); raises DataError with the person's line in the book."""
        try:
            layouts = {
                "envelopes": self._envelope,
                "replies": self._reply,
                "letters": self._letter,
                "guides": self._guide,
                "kit": self._card,
                "table": self._set,
            }
            return layouts[kind]()
        except DataError as error:
            raise DataError(*map(self._named, error.problems)) from error

    def _named(self, problem: Problem) -> Problem:
        if problem.where in ("sender.return_address", "--printer"):
            return problem
        where = f"{problem.where}, " if problem.where else ""
        return replace(problem, where=f"{self._person.where} ({where}{self._person.id})")

    @cached_property
    def code(self) -> CodeOnPage | None:
        """The QR code of the case page, if this run prints any."""
        if self._setting.qr == "none" or self._person.case is None:
            return None
        matrix = qr.matrix(self._person.case)
        return CodeOnPage(self._person.case, matrix.side, qr.rectangles(matrix))

    @cached_property
    def _salutation(self) -> str:
        return GREETING.format(self._called)

    @cached_property
    def _called(self) -> str:
        person = self._person
        return names.address_form(person.name, person.born, self._setting.run.today.year, person.called)

    def _envelope(self) -> tuple[Page, ...]:
        """The sheet of paper; of a run that gathers several people on one, what stands at this person's place."""
        plan = self._setting.imposition
        return (self._front(),) if plan is None or plan.gathers else tuple(impose((self._front(),), plan))

    def _front(self) -> Page:
        if self._setting.labels:
            return label_page(self._setting.posting, self._person, self._setting.labels)
        code = self.code if self._setting.qr == "envelope" else None
        extra = (code.at(12, 48, qr.MIN_MODULE),) if code else ()
        return placed(envelope_page(self._setting.posting, self._person, extra), self._setting.run.offset)

    def _reply(self) -> tuple[Page, ...]:
        """The envelope for the answer goes through the same printer in the same way."""
        page = placed(reply_page(self._setting.posting), self._setting.run.offset)
        plan = self._setting.imposition
        return (page,) if plan is None else tuple(impose((page,), plan))

    def _letter(self) -> tuple[Page, ...]:
        setting = self._setting
        keep = frozenset(str(self._person.name).split() + self._person.dative.split())
        self._check_letter()
        blocks = self._blocks
        pages = self._shaped(blocks, keep)
        self.blocks = blocks if setting.run.shape != "form" else ()
        self.sheets = len(pages) + 1
        if "length" not in setting.run.allow:
            self.doubts += tuple(too_long(len(pages), self._source.where))
        return (*pages, layout_reply_sheet(setting.ruling, setting.paper))

    def _shaped(self, blocks: tuple[Block, ...], keep: frozenset[str]) -> tuple[Page, ...]:
        """The letter as a text, a form, a copy sheet or a tracing sheet; only a justified text is hyphenated."""
        setting, run = self._setting, self._setting.run
        if run.shape in MODELS:
            whole = tuple(_typeset(block) for block in blocks)
            foot, head = self._foot(), self._head()
            return layout_copy(
                whole,
                self._header(),
                setter,
                run.shape,
                setting.ruling,
                foot,
                head,
                paper=setting.paper,
                large=run.large,
            )
        broken = keep if run.align == "justify" else None
        set_blocks = tuple(_typeset(block, broken) for block in (ruled_form(blocks) if run.shape == "form" else blocks))
        return layout_letter(
            set_blocks,
            self._header(),
            setting.letter_setter,
            self._foot(),
            self._head(),
            ruling=setting.ruling,
            paper=setting.paper,
            align=run.align,
        )

    def letter_text(self) -> str:
        """The letter as text, read as a censor would; raises DataError, and keeps what is only doubtful."""
        self._check_letter()
        return self._text

    def _check_letter(self) -> None:
        setting, name = self._setting, {*str(self._person.name).split(), *self._person.dative.split()}
        # the sender's own address may stand in Latin letters
        bare = {word: "" if word == "return_address" else self._words[word] for word in self._words}
        text = wording.render(self._source, bare) if "return_address" in bare else self._text
        found = tuple(check_text(text, self._source.where, (*setting.run.allow, "length"), name=name))
        if errors := [problem for problem in found if problem.level == "error"]:
            raise DataError(*errors)
        self.doubts = tuple(problem for problem in found if problem.level == "warning")

    @cached_property
    def _text(self) -> str:
        """The letter with everything filled in, not read by anybody yet."""
        return wording.render(self._source, self._words)

    @cached_property
    def _source(self) -> Source:
        """The letter's text; raises DataError when it was composed for somebody else."""
        source = self._setting.letter or wording.read_letter_of(self._setting.run.letter, self._person.id)
        whose = composed_for(source.text)
        if whose not in (None, self._person.id):
            hint = f"Name that person: make {whose} --letter …, or take the first lines in {{# #}} away."
            raise DataError(Problem(source.where, f"this letter was composed for {whose}.", hint))
        return source

    def _head(self) -> Head:
        window = self._setting.window
        if window is None:
            return Head()
        marks = window_marks(self._setting.posting, self._person, window)
        return Head(marks, window.swept_area.bottom + BELOW_WINDOW)

    def _foot(self) -> Foot:
        place = self._setting.qr
        if place not in ("stub", "letter") or self.code is None:
            return Foot()
        return layout_stub(self.code, self._setting.stub_banner if place == "stub" else None, self._setting.paper)

    def _header(self) -> str:
        short = names.short_dative(self._person.dative)
        return f"{short}, {self._person.born} г. р." if self._person.born else short

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        return wording.blocks(self._text)

    @cached_property
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
        address = self._setting.sender.return_address
        return words | gender | ({"return_address": "\\\n".join(address)} if address else {})

    def _guide(self) -> tuple[Page, ...]:
        text, paper = self._guide_text(), self._setting.paper
        if self._setting.run.large:
            return (*layout_large_guide(text, setter, paper), *self._explanation())
        return (layout_guide(text, setter, paper), *self._explanation())

    def _guide_text(self) -> GuideText:
        setting = self._setting
        return guide_text(self._person, self._salutation, setting.run.language, self.code, setting.inside_russia)

    def _set(self) -> tuple[Page, ...]:
        """Guide, letter and reply sheet, one after the other."""
        return (*self._guide(), *self._letter())

    def _card(self) -> tuple[Page, ...]:
        """The card for the table: name, year of birth, the neutral sentences of the book, nothing of the case."""
        setting, text = self._setting, self._guide_text()
        small = tuple(reversed(text.small))
        card = TableCard(text.name, text.latin, small, text.about)
        return (layout_card(card, setting.texts.banner, setting.letter_setter, setting.paper),)

    def add_twin(self, file: HtmlGuides) -> None:
        """The guide once more, for phones and screen readers; inside Russia without the link."""
        try:
            link = None if self._setting.inside_russia else self._person.case
            file.add(self._guide_text(), link, self._explained)
        except DataError as error:
            raise DataError(*map(self._named, error.problems)) from error

    @cached_property
    def _explained(self) -> tuple[Explained, ...]:
        """What the letter says, where its sentences are of the phrase bank."""
        texts = ["".join(span.text for span in block.spans) for block in self._blocks]
        return explain(find_in(texts), self._setting.run.language, sum(map(len, texts)))

    def _explanation(self) -> tuple[Page, ...]:
        """The pages behind the guide: the letter's sentences with the alphabet, or the alphabet if asked for."""
        run, paper = self._setting.run, self._setting.paper
        if run.alphabet and not self._explained:
            return (layout_alphabet(run.language, setter, paper, run.large),)
        return layout_gloss(self._explained, full_name(self._person), run.language, setter, paper, run.large)

    def list_row(self) -> ListRow:
        """The person's row on the organiser's list, under the heading of their prison if the run goes by prisons."""
        person, setting = self._person, self._setting
        note = None
        if any(stale_problems(person, setting.run.today)):
            words = wording.guide_texts(setting.run.language)["list"]
            text = words["stale"] if person.verified else words["unverified"]
            note = wording.fill(text, setting.run.language, {"verified": person.verified})
        group = facility_heading(person.address) if setting.run.by == "facility" else None
        facility = person.address.facility.text
        return ListRow(full_name(person), latin_name(person), facility, person.address.index, note, self.code, group)


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

"""What is the same for all people of a run: everything that its options name, looked up, and what they risk."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from letters import wording
from letters.draw import setter
from letters.errors import CommandError, Problem
from letters.languages import country_names
from letters.layout.envelope import CodeStamp
from letters.layout.guide import ListText
from letters.layout.large_print import large_letter
from letters.layout.letter_sheets import MOST_RULING
from letters.layout.sheet import Imposition, LabelSheet, choose_labels
from letters.marks import Setter
from letters.model import Sender
from letters.pages.envelopes import Posting, check_envelopes
from letters.pages.labels import check_sheet, imposition_of, sheet_warnings
from letters.pages.run import QrPlace, Run
from letters.paper import A4, LETTER_COUNTRIES, PAPERS, Envelope, LatinAmount, Paper, Window, find_envelope, find_window
from letters.paper.refusals import find_refusal
from letters.russian.lint import check_rules
from letters.russian.postal.country import DESTINATION, SOMEWHERE_ABROAD, Country, find_country
from letters.sentences import sentence
from letters.wording import Source


@dataclass(frozen=True)
class Setting:
    """A run with everything that is the same for all its people: country, envelope, letter, texts."""

    run: Run
    sender: Sender
    country: Country
    envelope: Envelope
    letter: Source | None  # `None` = one text a person
    texts: ListText
    stub_banner: str
    qr: QrPlace
    latin: LatinAmount | None = None  # of everybody's address; `None` = as the post likes it best

    @cached_property
    def inside_russia(self) -> bool:
        """Posted inside Russia: other envelope, no organisation named anywhere."""
        return self.posting.inside_russia

    def part(self, number: int) -> "Setting":
        """Of the files with some of the people, counted from 1: only the first begins on a used sheet of labels."""
        if number == 1 or self.run.print.start == 1:
            return self
        return replace(self, run=replace(self.run, print=replace(self.run.print, start=1)))

    @cached_property
    def posting(self) -> Posting:
        """What the envelopes of this run have in common."""
        run = self.run
        stamp = CodeStamp(run.post.stamp, run.post.dots)
        return Posting(self.country, self.envelope, self.sender, run.post.order, run.post.bilingual, stamp, self.latin)

    @cached_property
    def paper(self) -> Paper:
        """What letters and kept pages are printed on."""
        return PAPERS[self.run.print.paper or ("letter" if self.country.code in LETTER_COUNTRIES else "a4")]

    @cached_property
    def letter_setter(self) -> Setter:
        """What sets letters and the kit, in large print if asked for."""
        return large_letter(setter) if self.run.print.large else setter

    @cached_property
    def ruling(self) -> float:
        """Mm between lines for handwriting."""
        return MOST_RULING if self.run.print.large else self.run.text.ruling

    @cached_property
    def window(self) -> Window | None:
        """The window that shows the address on the letter."""
        return find_window(self.run.post.window, self.envelope) if self.run.post.window else None

    @cached_property
    def imposition(self) -> Imposition | None:
        """How envelopes or addresses come onto paper, `None` = a page is an envelope."""
        return imposition_of(self.run, self.envelope)

    @cached_property
    def labels(self) -> LabelSheet | None:
        """The labels that are printed in place of envelopes."""
        return choose_labels(self.run.print.sheet)


def _window_warnings(setting: Setting) -> Iterator[Problem]:
    if setting.window is None:
        return
    if not setting.window.sure:
        what = sentence("windows of that kind differ, and no guide says where they are.")
        hint = sentence("Print one letter, fold it and check it, then print the rest.")
        yield Problem(
            "", what, hint, "warning", code="window-unsure", field="window", value=setting.run.post.window or ""
        )
    if "envelopes" in setting.run.only:
        what = sentence("the address is printed on the letter; envelopes.pdf is for envelopes without a window.")
        hint = sentence("Take ‹only=letters,guides,list›.")
        yield Problem("", what, hint, "warning", code="window-and-envelopes", field="window")


def read_setting(run: Run, sender: Sender) -> Setting:
    """Look everything up; raises CommandError for what does not exist."""
    country = chosen_country(run.post.country or sender.country) or SOMEWHERE_ABROAD
    place: QrPlace = run.kept.qr or ("none" if country.code == DESTINATION else "guide")
    check_rules(run.text.allow)
    table = wording.guide_texts(run.kept.language)
    words = table["list"]
    boxes, counts, lines = tuple(words["boxes"]), (words["people"], words["check"]), (words["writer"], words["date"])
    texts = ListText(run.kept.language, table["banner"], words["heading"], boxes, *lines, *counts, words["page"])
    letter = _letter_of_all(run)
    envelope = find_envelope(run.post.envelope)
    check_sheet(run, envelope, place)
    if "kit" in run.only:
        wording.kit_texts(run.kept.language)
    check_envelopes(run, country, envelope, sender)
    setting = Setting(run, sender, country, envelope, letter, texts, table["stub"], place)
    _check_paper(setting)
    return setting


def _letter_of_all(run: Run) -> Source | None:
    """The text that everybody gets, `None` if each has one of their own."""
    if run.text.own is not None:
        return wording.typed_letter(run.text.own)
    if run.text.composed or wording.is_folder(run.text.letter):
        return None
    return wording.read_letter(run.text.letter)


def _check_paper(setting: Setting) -> None:
    """Windows stand where the address of a folded A4 letter shows."""
    if setting.run.post.window and setting.paper != A4:
        what = sentence("windows of that kind are for letters on A4, not on {paper}.", paper=setting.paper.name)
        hint = sentence("Take ‹paper=a4›, or leave out ‹window›.")
        raise CommandError(Problem("", what, hint, code="window-paper", field="window", value=setting.run.post.window))


def chosen_country(code: str | None) -> Country | None:
    """The country where letters are posted, `None` if nobody says; raises CommandError for one that is unknown."""
    country = find_country(code) if code else None
    if code and country is None:
        alike = [key for key, name in country_names().items() if name.casefold() == code.casefold()]
        hint = sentence("Write the two-letter code, such as DE, FR, US or RU.")
        if alike:
            hint = sentence("Write the two-letter code: ‹country={alike}›.", alike=alike[0])
        raise CommandError(
            Problem("", sentence("unknown country."), hint, code="unknown-country", field="country", value=code)
        )
    return country


def setting_warnings(setting: Setting) -> Iterator[Problem]:
    """What the chosen options risk, in one sentence each."""
    yield from _refusal(setting)
    yield from sheet_warnings(setting.run)
    yield from _window_warnings(setting)
    if setting.qr in ("letter", "envelope", "stub"):
        yield Problem("", _QR_RISKS[setting.qr], "", "warning", code="qr-risk", field="qr", value=setting.qr)
    if setting.inside_russia and setting.qr != "none":
        what = sentence("inside Russia a code that leads to a case page can be held against whoever has the sheet.")
        yield Problem(
            "", what, sentence("Take ‹qr=none›."), "warning", code="qr-in-russia", field="qr", value=setting.qr
        )
    if setting.country.profile.latin_required and "none" in setting.posting.amounts:
        what = sentence(
            "the post of {country} asks for the address in Latin letters as well.", country=setting.country.name
        )
        hint = sentence("Take ‹bilingual=yes›, or add the lines by hand.")
        yield Problem("", what, hint, "warning", code="latin-lines-wanted", field="bilingual", value="no")
    if setting.inside_russia and not setting.envelope.gost:
        what = sentence("is not a size of the Russian standard (GOST R 51506-99).")
        size, hint = setting.envelope.name, sentence("C6, DL, C5 and C4 are.")
        yield Problem("", what, hint, "warning", code="envelope-not-russian", field="envelope", value=size)


def _refusal(setting: Setting) -> Iterator[Problem]:
    """A post that does not take letters to Russia, or did not when somebody last looked."""
    refusal = find_refusal(setting.country.code)
    if refusal is None or not (setting.run.is_posted or "kit" in setting.run.only):
        return
    told = {
        "country": setting.country.name,
        "since": refusal.since,
        "seen": refusal.seen,
        "source": refusal.source,
    }
    if refusal.sure:
        what = sentence(
            "{country}: the post does not take letters to Russia (stopped: {since}; last said: {seen}; {source}).",
            **told,
        )
    else:
        what = sentence(
            "{country}: the post may not take letters to Russia (stopped: {since}; last said: {seen}; {source}).",
            **told,
        )
    hint = sentence(
        "Ask at the post office before you print; if it refuses, post from another country or write through a service."
    )
    yield Problem("", what, hint, "warning", code="post-refuses", field="country", value=setting.country.code or "")


_QR_RISKS = {
    "stub": sentence(
        "the code is on a strip of the letter: tear every strip off before posting; the prison must not see it."
    ),
    "letter": sentence(
        "a code inside a letter can be taken for a cipher, and the page it leads to can harm the prisoner."
    ),
    "envelope": sentence(
        "a code on an envelope is seen by every postal worker and the prison, and can harm the prisoner."
    ),
}

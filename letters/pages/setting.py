"""What is the same for all people of a run: everything that its options name, looked up, and what they risk."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from letters import wording
from letters.draw import setter
from letters.errors import CommandError, Problem
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
from letters.paper import A4, LETTER_COUNTRIES, PAPERS, Envelope, Paper, Window, find_envelope, find_window
from letters.russian.lint import check_rules
from letters.russian.postal.country import DESTINATION, SOMEWHERE_ABROAD, Country, country_names, find_country
from letters.wording import Source


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
    country = chosen_country(run.country or sender.country) or SOMEWHERE_ABROAD
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


def chosen_country(code: str | None) -> Country | None:
    """The country where letters are posted, `None` if nobody says; raises CommandError for one that is unknown."""
    country = find_country(code) if code else None
    if code and country is None:
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

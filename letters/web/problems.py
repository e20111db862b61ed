"""Problems as pages show them: at the field they are about, in the words of the pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from letters.errors import Problem
from letters.messages import Alike, fold, in_words, one_line
from letters.sentences import sentence, translated

# What the pages call a field of a request, and a use case.
FIELDS = {
    "about": sentence("About the person"),
    "add": sentence("Add people"),
    "address": sentence("Address"),
    "allow": sentence("Let rules pass"),
    "birthday": sentence("Birthday"),
    "book": sentence("Book"),
    "born": sentence("Year of birth"),
    "called": sentence("How to greet"),
    "case": sentence("Case page"),
    "check": sentence("Check"),
    "checked": sentence("Address checked today"),
    "compose": sentence("Letter"),
    "country": sentence("Where you post from"),
    "dative": sentence("Name on the envelope"),
    "english": sentence("Address in English"),
    "envelope": sentence("Envelope"),
    "facility": sentence("Prison"),
    "feed": sentence("How the envelope is fed"),
    "gender": sentence("Man or woman"),
    "language": sentence("Language of the guides"),
    "ledger": sentence("Ledger"),
    "letter": sentence("Letter"),
    "list": sentence("People"),
    "name": sentence("Name"),
    "paper": sentence("Paper"),
    "pick": sentence("Who had least"),
    "printer": sentence("Printer"),
    "prison": sentence("Prison"),
    "region": sentence("Region"),
    "services": sentence("Electronic services"),
    "status": sentence("Where the person is"),
    "tag": sentence("Tag"),
    "tags": sentence("Tags"),
    "tip": sentence("Advice of the case page"),
    "verified": sentence("Address checked on"),
    "who": sentence("Who"),
    "window": sentence("Window envelope"),
}


def words(name: str, value: str = "") -> str:
    """«Envelope: DL»; a field that the pages do not show keeps its name."""
    title = translated(FIELDS[name]) if name in FIELDS else name.replace("_", " ")
    return f"«{title}: {value}»" if value else f"«{title}»"


def said(text: str) -> str:
    """A text of a problem in the language of the page and in its words."""
    return one_line(in_words(translated(text), words))


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong or doubtful with what was sent; `fields` = those that the page shows."""

    problems: tuple[Problem, ...] = ()
    fields: frozenset[str] = frozenset()

    def at(self, field: str) -> list[Problem]:
        """Those of one field, to stand beside it."""
        return [problem for problem in self.problems if problem.field == field]

    @property
    def errors(self) -> tuple[Alike, ...]:
        """What must be mended, said together where it is the same; those of a field of the page first."""
        return fold(problem for problem in self.problems if problem.level == "error")

    @property
    def notes(self) -> tuple[Alike, ...]:
        """What should be looked at."""
        return fold(problem for problem in self.problems if problem.level != "error")


NOTHING_WRONG = Findings()


def in_text(text: str, spans: Iterable[tuple[int, int, str]]) -> Markup:
    """The text as HTML with stretches marked: (first, end, class), in order and apart."""
    pieces, at = [], 0
    for first, end, kind in spans:
        pieces += [escape(text[at:first]), Markup('<mark class="{}">{}</mark>').format(kind, text[first:end])]
        at = end
    return Markup("").join((*pieces, escape(text[at:])))

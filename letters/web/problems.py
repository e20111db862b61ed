"""Problems as pages show them: at the field they are about, in the words of the pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from letters.errors import FileError, LettersError, Problem
from letters.messages import Alike, fold, in_words, one_line
from letters.sentences import _, sentence, translated

# What the pages call a field of a request, and a use case.
FIELDS = {
    "about": sentence("About the person"),
    "add": sentence("Add people"),
    "address": sentence("Address in Russian"),
    "again": sentence("Posted twice"),
    "allow": sentence("Let rules pass"),
    "anyway": sentence("Somebody who is not in the book any more"),
    "bilingual": sentence("Address in Latin letters"),
    "birthday": sentence("Birthday"),
    "birthdays": sentence("In how many weeks"),
    "book": sentence("Book"),
    "born": sentence("Year of birth"),
    "called": sentence("How to greet"),
    "calibrate": sentence("Printer"),
    "case": sentence("Case page"),
    "check": sentence("Check"),
    "checked": sentence("Address checked today"),
    "choice": sentence("Who"),
    "city": sentence("Their city"),
    "collate": sentence("Person by person"),
    "compose": sentence("Letter"),
    "country": sentence("Where you post from"),
    "dative": sentence("Name on the envelope"),
    "day": sentence("Day"),
    "english": sentence("Address in English"),
    "envelope": sentence("Envelope"),
    "facility": sentence("Prison"),
    "feed": sentence("How the envelope is fed"),
    "files": sentence("Files"),
    "from_left": sentence("From the left edge to the cross"),
    "from_page": sentence("From page"),
    "from_top": sentence("From the top edge to the cross"),
    "gender": sentence("Man or woman"),
    "guests": sentence("Guests"),
    "history": sentence("Earlier addresses"),
    "id": sentence("Id"),
    "import": sentence("Import"),
    "keep_going": sentence("Leave out people"),
    "kind": sentence("The letter"),
    "kit": sentence("Everything for the table"),
    "language": sentence("Language of the guides"),
    "ledger": sentence("Ledger"),
    "letter": sentence("Letter"),
    "level": sentence("The level ruler"),
    "list": sentence("People"),
    "make": sentence("Tonight"),
    "map": sentence("What a column holds"),
    "name": sentence("Name"),
    "occasion": sentence("What for"),
    "only": sentence("What is made"),
    "other": sentence("Another group's ledger"),
    "own_age": sentence("Your age"),
    "own_city": sentence("Your city"),
    "own_country": sentence("Your country"),
    "own_name": sentence("The name you sign with"),
    "own_news": sentence("The piece of news, in Russian"),
    "own_number": sentence("The number of this letter"),
    "own_pet": sentence("The name of your pet"),
    "own_profession": sentence("Your profession, in Russian"),
    "own_sheets": sentence("How many sheets it has"),
    "own_text": sentence("Your letter"),
    "paper": sentence("Paper"),
    "parse": sentence("Add people"),
    "phrases": sentence("Sentences"),
    "pick": sentence("Who had least"),
    "picked": sentence("How many"),
    "printer": sentence("Printer"),
    "prison": sentence("Prison"),
    "qr": sentence("QR code"),
    "reason": sentence("Why it came back"),
    "region": sentence("Region"),
    "reply": sentence("Envelopes for the answers"),
    "return_address": sentence("Your address"),
    "ruling": sentence("Ruled lines"),
    "run": sentence("Run"),
    "services": sentence("Electronic services"),
    "shape": sentence("On paper"),
    "sheet": sentence("Sheet"),
    "size": sentence("Another size"),
    "split": sentence("Files of so many people each"),
    "start": sentence("First free label"),
    "status": sentence("Where the person is"),
    "table": sentence("Spreadsheet"),
    "tag": sentence("Tag"),
    "tags": sentence("Tags"),
    "text": sentence("Text of the page"),
    "tip": sentence("Advice of the case page"),
    "today": sentence("Date on the letters"),
    "upright": sentence("The upright ruler"),
    "verified": sentence("Address checked on"),
    "way": sentence("How it went"),
    "which": sentence("Which address"),
    "who": sentence("Who"),
    "window": sentence("Window envelope"),
    "words": sentence("About so many words"),
    "writer": sentence("Who writes"),
}


# What no page asks for, because the program is started with it.
STARTED_WITH = {"book": "serve --book", "ledger_file": "serve --ledger", "out": "serve --out", "port": "serve --port"}


def own_field(slot: str) -> str:
    """The field in which a writer fills a slot of sentences: «city» -> «own_city»."""
    return "own_name" if slot == "writer" else f"own_{slot}"


def words(name: str, value: str = "") -> str:
    """«Envelope: DL»; a field that the pages do not show keeps its name; «born__0_2» is one of several people.

    What the program is started with is named as it is typed there: «`serve --out`».
    """
    if name == "slot":  # what a writer says of themselves: ‹slot=city=Вена›, ‹name=Анна›
        slot, _sign, value = value.partition("=")
        name = own_field(slot)
    elif name == "name" and value:
        name = own_field("writer")
    name = name.partition("__")[0]
    if name in STARTED_WITH:
        return f"`{STARTED_WITH[name]}`"
    title = translated(FIELDS[name]) if name in FIELDS else name.replace("_", " ")
    return _("«{title}: {value}»", title=title, value=value) if value else _("«{title}»", title=title)


def said(text: str) -> str:
    """A text of a problem in the language of the page and in its words."""
    return one_line(in_words(translated(text), words))


def all_said(texts: Mapping[str, str]) -> dict[str, str]:
    """The words of a menu or of labels in the language of the page."""
    return {name: translated(text) for name, text in texts.items()}


def status_of(error: LettersError) -> int:
    """Of the page that says it: 422 for what was sent, 500 for a file that the computer refuses."""
    return 500 if isinstance(error, FileError) else 422


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

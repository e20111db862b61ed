"""What one run is asked to do: a few frozen values that a door makes, each what one part of the work needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from letters.errors import CommandError, Problem
from letters.layout.envelope import StampParts
from letters.layout.letter import RULING
from letters.layout.letter_sheets import Shape
from letters.layout.sheet import FEEDS
from letters.paper import PAPERS, WindowStyle
from letters.russian.postal.block import Order
from letters.sentences import sentence
from letters.store.printers import Offset, find_offset
from letters.wording import letter_names

Kind = Literal["envelopes", "replies", "letters", "guides", "table", "list", "kit"]
# What a run writes unless it is told; `replies`, `kit` and `table` only when they are asked for.
KINDS: tuple[Kind, ...] = ("envelopes", "letters", "guides", "list")
POSTED: frozenset[Kind] = frozenset({"envelopes", "replies", "letters"})
MIXED: frozenset[Kind] = frozenset({"table"})  # kept pages and posted ones in turn
WHOLE: frozenset[Kind] = frozenset({"list", "kit"})  # never divided: they count everybody
By = Literal["book", "facility"]
BY: tuple[By, ...] = ("book", "facility")
QrPlace = Literal["guide", "stub", "letter", "envelope", "none"]
QR_PLACES: tuple[QrPlace, ...] = ("guide", "stub", "letter", "envelope", "none")
Align = Literal["left", "justify"]


@dataclass(frozen=True, slots=True)
class PostWish:
    """Where letters are posted, and what stands on the envelope."""

    country: str | None = None  # ISO 3166; `None` = as the book says
    envelope: str = "C6"
    order: Order = "postal"
    bilingual: bool | None = None  # the address in Latin letters as well; `None` = as the post wants it
    window: WindowStyle | None = None  # the address on the letter, for a window envelope
    stamp: StampParts = "full"  # of the code stamp, inside Russia
    dots: bool = True  # of the code stamp


@dataclass(frozen=True, slots=True)
class PrintWish:
    """Paper, and how it goes through the printer."""

    feed: str = "landscape"  # how an envelope goes in, one of letters.layout.sheet.FEEDS
    sheet: str | None = None  # A4 in place of envelopes: a label sheet, fold, cut
    start: int = 1  # the first label that is still on a used sheet
    outlines: bool = False  # around each label
    offset: Offset | None = None  # what the printer needs; envelopes only
    paper: str | None = None  # a4 or letter; `None` = what lies in printers of the country
    large: bool = False  # large print, for people who see badly


@dataclass(frozen=True, slots=True)
class TextWish:
    """What the letter says, and how it is set."""

    letter: str = "form"  # a form that ships with the program, a text file, or a folder with a text a person
    own: str | None = None  # a text that was typed, in place of a file
    composed: tuple[tuple[str, str], ...] = ()  # the text of each set by its key, in place of a folder
    shape: Shape = "text"  # as it stands, a form to fill in, a copy sheet, a tracing sheet
    ruling: float = RULING  # mm between the lines for handwriting
    align: Align = "justify"
    allow: tuple[str, ...] = ()  # rules for letters that this run lets pass


@dataclass(frozen=True, slots=True)
class KeptWish:
    """The pages that stay: guides and list."""

    language: str = "en"
    qr: QrPlace | None = None  # where the code goes; `None` = guide, and none when posting inside Russia
    alphabet: bool = False  # a page with the letters even where no sentence of the letter is explained
    html: bool = False  # the guides for phones and screen readers too


@dataclass(frozen=True, slots=True)
class PeopleWish:
    """Who of the book is meant, besides the ids, and how they are dealt out."""

    picked: int | None = None  # so many, by a fair choice
    seed: str = "1"  # any word: decides between people who have waited equally long
    region: str | None = None
    facility: str | None = None
    tag: str | None = None
    at_most_per_facility: int | None = None
    birthdays: str | None = None  # "8-10": whose day comes in so many weeks
    guests: int | None = None  # sets; who had fewest letters gets a second one
    groups: tuple[str, ...] = ()  # a folder each
    ledger_file: Path | None = None  # `None` = beside the book


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that decides what is printed; the same run on the same book gives the same bytes."""

    book: Path
    out: Path
    today: date
    who: tuple[str, ...] = ()  # ids, one that comes twice for two sets; none = everybody
    only: tuple[Kind, ...] = KINDS
    by: By = "book"  # facility = one prison after the other, so that one pile is one prison
    split: int | None = None  # people a file
    keep_going: bool = False  # make the good ones when some of the book are not
    proof: bool = False
    post: PostWish = PostWish()
    print: PrintWish = PrintWish()
    text: TextWish = TextWish()
    kept: KeptWish = KeptWish()
    people: PeopleWish = PeopleWish()

    @property
    def is_posted(self) -> bool:
        """Whether anything of this run goes into the post."""
        return any(kind in POSTED | MIXED for kind in self.only)


_BY_NAME: Mapping[str, tuple[object, ...]] = {"feed": FEEDS, "paper": tuple(PAPERS)}  # choices that are data
_Group = TypeVar("_Group", PostWish, PrintWish, TextWish, KeptWish, PeopleWish)
BIRTHDAY_LETTER = "birthday"  # the form of a run for birthdays, unless another is chosen
# What somebody typed, and files.
_NOT_KEPT = ("seed", "region", "facility", "tag", "groups", "ledger_file", "own", "composed")


def read_run(values: Mapping[str, Any]) -> Run:
    """The run that a door asks for with flat values, each under the name of its field.

    `printer` is a name whose offset is remembered; `reply`, `kit` and `collate` add to what is written.
    Raises CommandError for words that are no choices, a printer that nobody measured, kinds that do not go together.
    """
    asked = {"only": KINDS, **values}
    if printer := asked.pop("printer", None):
        asked["offset"] = find_offset(printer, asked.get("feed", PrintWish().feed))
    if asked.get("letter") is None:
        asked["letter"] = BIRTHDAY_LETTER if asked.get("birthdays") else TextWish().letter
    asked["only"] = kinds_of(asked["only"], *(asked.pop(name, False) for name in ("reply", "collate", "kit")))
    post, paper, text = _taken(asked, PostWish), _taken(asked, PrintWish), _taken(asked, TextWish)
    kept, people = _taken(asked, KeptWish), _taken(asked, PeopleWish)
    run, groups = Run(**asked, post=post, print=paper, text=text, kept=kept, people=people), (post, paper, text, kept)
    if problems := [problem for part in (run, *groups) for problem in _unknown_choices(part)]:
        raise CommandError(*problems)
    return run


def _taken(asked: dict[str, Any], group: type[_Group]) -> _Group:
    """The values of a group, taken out of all that is asked."""
    return group(**{field.name: asked.pop(field.name) for field in fields(group) if field.name in asked})


def _unknown_choices(part: Run | PostWish | PrintWish | TextWish | KeptWish | PeopleWish) -> Iterator[Problem]:
    """What a field holds that is none of the words which its type names."""
    for field, hint in get_type_hints(type(part)).items():
        value, choices = getattr(part, field), _BY_NAME.get(field) or _choices(hint)
        wrong = [each for each in (value if isinstance(value, tuple) else (value,)) if each not in (None, *choices)]
        if choices and wrong:
            what, remedy = (
                sentence("there is no {wrong!r} to choose.", wrong=wrong[0]),
                sentence("Take one of {choices}.", choices=", ".join(map(str, choices))),
            )
            yield Problem("", what, remedy, code="unknown-choice", field=field)


def _choices(hint: Any) -> tuple[object, ...]:
    """The words that a type names: of `Literal["left", "justify"] | None` those two."""
    if get_origin(hint) is Literal:
        return get_args(hint)
    return tuple(value for inner in get_args(hint) for value in _choices(inner))


def kinds_of(only: tuple[Kind, ...], reply: bool, collate: bool, kit: bool) -> tuple[Kind, ...]:
    """The kinds of pages with what is added to them; `collate` puts guides and letters together as a table set."""
    if collate and not {"letters", "guides"} <= {*only}:
        what = sentence("puts guides and letters together, and ‹only› leaves out one of them.")
        raise CommandError(
            Problem("", what, sentence("Leave out ‹only›, or name both."), code="collate-only", field="collate")
        )
    kinds = only + (("replies",) if reply and "replies" not in only else ())
    if collate:
        kinds = (*(kind for kind in kinds if kind not in ("letters", "guides")), "table")
    return kinds + (("kit",) if kit and "kit" not in kinds else ())


def flat_options(run: Run) -> dict[str, Any]:
    """What decides the pages, by field, in words that JSON has: nothing of this machine, and no name of a file."""
    values: dict[str, Any] = {"date": run.today.isoformat(), "only": [*run.only], "by": run.by, "split": run.split}
    for group in (run.post, run.print, run.text, run.kept, run.people):
        values |= {field.name: getattr(group, field.name) for field in fields(group) if field.name not in _NOT_KEPT}
    offset, letter = values["offset"], run.text.letter
    is_typed = run.text.own is not None or run.text.composed
    own = letter if letter in letter_names() and not is_typed else "a text of one's own"
    return values | {"allow": [*run.text.allow], "offset": str(offset) if offset else None, "letter": own}

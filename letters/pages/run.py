"""What one run is asked to do: a frozen value that the command line makes and the batch carries out."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from letters.layout.envelope import StampParts
from letters.layout.letter import RULING
from letters.layout.letter_sheets import Shape
from letters.paper import WindowStyle
from letters.russian.postal.block import Order
from letters.store.printers import Offset

Kind = Literal["envelopes", "replies", "letters", "guides", "table", "list", "kit"]
# What a run writes unless it is told; `replies`, `kit` and `table` only when they are asked for.
KINDS: tuple[Kind, ...] = ("envelopes", "letters", "guides", "list")
POSTED: frozenset[Kind] = frozenset({"envelopes", "replies", "letters"})
MIXED: frozenset[Kind] = frozenset({"table"})  # kept pages and posted ones in turn
By = Literal["book", "facility"]
BY: tuple[By, ...] = ("book", "facility")
QrPlace = Literal["guide", "stub", "letter", "envelope", "none"]
QR_PLACES: tuple[QrPlace, ...] = ("guide", "stub", "letter", "envelope", "none")


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that decides what is printed; the same run on the same book gives the same bytes."""

    book: Path
    out: Path
    today: date
    who: tuple[str, ...] = ()  # ids; none = everybody
    envelope: str = "C6"
    country: str | None = None  # ISO 3166; `None` = as the book says
    only: tuple[Kind, ...] = KINDS
    letter: str = "form"
    language: str = "en"
    qr: QrPlace | None = None  # `None` = guide, and none when posting inside Russia
    order: Order = "postal"
    allow: tuple[str, ...] = ()
    proof: bool = False
    html: bool = False  # the guides for phones and screen readers too
    offset: Offset | None = None  # what the printer needs; envelopes only
    by: By = "book"  # facility = one prison after the other, so that one pile is one prison
    bilingual: bool | None = None  # the address in Latin letters as well; `None` = as the post wants it
    stamp: StampParts = "full"  # of the code stamp, inside Russia
    dots: bool = True  # of the code stamp
    feed: str = "landscape"  # how an envelope goes through the printer, one of letters.layout.sheet.FEEDS
    sheet: str | None = None  # A4 in place of envelopes: a label sheet, fold, cut
    start: int = 1  # the first label that is still on a used sheet
    outlines: bool = False  # around each label
    shape: Shape = "text"  # of the letter: as it stands, a form to fill in, a copy sheet, a tracing sheet
    ruling: float = RULING  # mm between the lines for handwriting
    paper: str | None = None  # a4 or letter; `None` = what lies in printers of the country
    large: bool = False  # print for eyes that want it
    workers: int | None = None  # processes; `None` = one a processor for a large book
    align: Literal["left", "justify"] = "justify"  # the text of a printed letter
    alphabet: bool = False  # a page with the letters even where no sentence of the letter is explained
    window: WindowStyle | None = None  # the address on the letter, for a window envelope
    split: int | None = None  # people a volume
    keep_going: bool = False  # make the good ones when some of the book are not

    @property
    def is_posted(self) -> bool:
        """Whether anything of this run goes into the post."""
        return any(kind in POSTED | MIXED for kind in self.only)

"""The story of a benchmark: a book and a letter are made, every program draws the same pages, all are measured."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

import pikepdf

from bench.content import DAY, write_content
from bench.invented import invented_lines, write_book
from bench.measure import Measured, measured
from letters.app.letters_so_far import letters_so_far, report_ledger
from letters.app.pick import fair_choice
from letters.pages.run import PeopleWish
from letters.store.book import parse_object, read_book
from letters.store.ledger import Event, new_mark, writing

ROOT = Path(__file__).parent.parent
LETTER = ROOT / "bench" / "letter.txt"
KINDS = ("envelopes", "letters", "guides")
# people at most: some are slow
PEERS = {"typst": 10_000, "fpdf2": 10_000, "weasyprint": 100, "libreoffice": 500, "glabels": 500}
FEWER_LETTERS = {"fpdf2": 500}  # two pages each; five thousand take minutes
PACKAGES = {"typst": "typst", "fpdf2": "fpdf", "weasyprint": "weasyprint"}
COMMANDS = {"libreoffice": "soffice", "glabels": "glabels-3-batch"}
WITHOUT_LETTERS = ("glabels",)  # a label has one page
OURS = "make_letters.py"
KNOWN, LETTERS_EACH = 5000, 10  # everybody known, and a ledger of some years
DRAWING = "its drawing alone"  # handed the same lines as the others


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be measured."""

    n: int
    rounds: int
    parts: tuple[str, ...]
    peers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One program and one kind of page."""

    kind: str
    program: str
    people: int
    pages: int
    size: int  # bytes
    taken: Measured

    @property
    def speed(self) -> float:
        """Pages a second, the start of the program included."""
        return self.pages / self.taken.seconds

    @property
    def weight(self) -> float:
        """Bytes a page."""
        return self.size / self.pages


@dataclass(slots=True)
class Results:
    """Everything that was measured."""

    wish: Wish
    rows: list[Row] = field(default_factory=list)
    reading: dict[str, float] = field(default_factory=dict)  # seconds of processor time
    whole: Measured | None = None
    missing: list[str] = field(default_factory=list)  # peers that are not here


def tell(wish: Wish, folder: Path) -> Results:
    """All parts that are wished for."""
    results = Results(wish)
    parts: dict[str, Callable[[Results, Path], None]] = {"reading": _reading, "run": _whole}
    write_book(folder / "book.yaml", wish.n)
    for part in wish.parts:
        print(f"{part} …", file=sys.stderr, flush=True)
        if part in parts:
            parts[part](results, folder)
        else:
            results.rows += _kind(part, wish, folder, results.missing)
    return results


def _kind(kind: str, wish: Wish, folder: Path, missing: list[str]) -> Iterator[Row]:
    yield _ours(kind, wish, folder)
    if kind != "guides":
        yield replace(_theirs(kind, "drawing", wish.n, wish, folder), program=DRAWING)
    for peer in peers_of(kind, wish.peers):
        if not is_here(peer):
            missing += [peer] if peer not in missing else []
            continue
        most = FEWER_LETTERS.get(peer, PEERS[peer]) if kind == "letters" else PEERS[peer]
        yield _theirs(kind, peer, min(wish.n, most), wish, folder)


def _ours(kind: str, wish: Wish, folder: Path) -> Row:
    out = folder / "ours"
    taken = measured(make(wish, folder, out, kind), folder, wish.rounds)
    return _row(kind, OURS, wish.n, out / f"{kind}.pdf", taken)


def make(wish: Wish, folder: Path, out: Path, kinds: str) -> list[str]:
    """The command line of this program."""
    words = ["make", "--book", folder / "book.yaml", "--out", out, "--only", kinds, "--letter", LETTER, "--from", "DE"]
    words += ["--date", DAY.isoformat()]
    return [sys.executable, str(ROOT / "make_letters.py"), *map(str, words)]


def _theirs(kind: str, peer: str, people: int, wish: Wish, folder: Path) -> Row:
    place = folder / peer
    place.mkdir(exist_ok=True)
    write_content(folder / "book.yaml", LETTER, place / "content.json", people)
    out = place / f"{kind}.pdf"
    words = [kind, place / "content.json", out, ROOT / "fonts"]
    command = [sys.executable, "-m", f"bench.peers.{peer}", *map(str, words)]
    taken = measured(command, ROOT, wish.rounds)
    return _row(kind, named(peer), people, out, taken)


def peers_of(kind: str, peers: Sequence[str]) -> tuple[str, ...]:
    """Those that can draw pages of a kind."""
    left_out = {"guides": peers, "letters": WITHOUT_LETTERS}.get(kind, ())
    return tuple(peer for peer in peers if peer not in left_out)


def is_here(peer: str) -> bool:
    """Whether a program can be run on this machine."""
    return find_spec(PACKAGES[peer]) is not None if peer in PACKAGES else shutil.which(COMMANDS[peer]) is not None


def named(peer: str) -> str:
    """A program with its version, where a package knows it."""
    try:
        return f"{peer} {version(peer)}"
    except PackageNotFoundError:
        return peer


def _row(kind: str, program: str, people: int, file: Path, taken: Measured) -> Row:
    with pikepdf.open(file) as pdf:
        return Row(kind, program, people, len(pdf.pages), file.stat().st_size, taken)


def _whole(results: Results, folder: Path) -> None:
    """From YAML to envelopes, letters, guides and list in one run."""
    wish = results.wish
    results.whole = measured(make(wish, folder, folder / "whole", ",".join((*KINDS, "list"))), folder, wish.rounds)


def _reading(results: Results, folder: Path) -> None:
    """Address lines alone, and a whole book, in this process."""
    lines = tuple(invented_lines(results.wish.n))
    results.reading[f"{results.wish.n} published lines parsed"] = _seconds(
        lambda: [parse_object(line) for line in lines]
    )
    results.reading.update(_ledger(folder))
    results.reading[f"a book of {results.wish.n} people read and checked"] = _seconds(
        lambda: read_book(folder / "book.yaml")
    )


def _ledger(folder: Path) -> dict[str, float]:
    """The report and a fair choice, the book being read already: 5,000 people who had ten letters each."""
    write_book(folder / "known.yaml", KNOWN)
    book, ledger = read_book(folder / "known.yaml"), folder / "ledger.db"
    act = new_mark()
    days = [date(2026, 11, 22) - timedelta(days=7 * number % 800 + 8) for number in range(KNOWN * LETTERS_EACH)]
    with writing(ledger) as file:
        posted = zip(days, cycle(book.people), strict=False)
        file.append(
            Event(new_mark(), act, day.isoformat(), "posted", str(person.name), person.born) for day, person in posted
        )
    wish, today = PeopleWish(picked=60), date(2026, 11, 22)
    what = f"on {KNOWN * LETTERS_EACH} letters to {KNOWN} people"
    choice = _seconds(lambda: fair_choice(book.people, wish, letters_so_far(ledger, book.people), today))
    return {f"the report {what}": _seconds(lambda: report_ledger(ledger, book)), f"a fair choice {what}": choice}


def _seconds(job: Callable[[], object]) -> float:
    begun = time.process_time()
    job()
    return time.process_time() - begun

"""The command `make` and its options: what a run is asked to do."""

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from letters.app import BY, KINDS, QR_PLACES, Kind, Run, Wanted, make, recalled, reprint
from letters.cli import screen
from letters.cli.options import BY_HELP, Sectioned, book_option, read_day
from letters.cli.printing import DEFAULT_FEED, find_offset
from letters.errors import CommandError, DataError, Problem, Stopped
from letters.layout.envelope import STAMP_PARTS
from letters.layout.letter import RULING
from letters.layout.letter_sheets import LEAST_RULING, MOST_RULING, SHAPES
from letters.layout.sheet import FEEDS, LABELS_EXAMPLE, label_names
from letters.paper import PAPERS, WINDOW_STYLES, card_names, envelope_names
from letters.wording import guide_languages, letter_names

INTERRUPTED = 130


def _kinds(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
    wanted = tuple(word.strip() for word in value.split(",")) if value else KINDS
    if unknown := [word for word in wanted if word not in KINDS]:
        raise click.BadParameter(f"unknown: {', '.join(unknown)}; choose from {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in wanted)


def _collated(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """The kinds with `table` in place of letters and guides."""
    if not {"letters", "guides"} <= {*kinds}:
        what = "puts guides and letters together, and ‹only› leaves out one of them."
        raise CommandError(Problem("", what, "Leave out ‹only›, or name both.", code="collate-only", field="collate"))
    rest: tuple[Kind, ...] = tuple(kind for kind in kinds if kind not in ("letters", "guides"))
    return (*rest, "table")


# The options in the help, by the names of their values.
SECTIONS = {
    "What, for whom, from where": "book out country only by today proof",
    "Envelopes": "envelope feed printer sheet start outlines window reply bilingual order stamp dots",
    "Letters": "letter shape ruling align paper large allow",
    "Guides, list, and an evening": "language qr alphabet html kit collate",
    "Many people": "split resume reprint keep_going workers",
}


@click.command("make", cls=Sectioned, sections=SECTIONS)
@click.argument("who", nargs=-1)
@book_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="out",
    show_default=True,
    help="The folder for the PDFs.",
)
@click.option(
    "--envelope",
    default="C6",
    show_default=True,
    help=f"{', '.join(envelope_names())}, a card ({', '.join(card_names())}), or a size in mm: 200x120.",
)
@click.option(
    "--feed",
    type=click.Choice(FEEDS),
    default="landscape",
    show_default=True,
    metavar="FEED",
    help="How an envelope goes through the printer: landscape page; upright page with the print turned clockwise or "
    f"counter-clockwise; or lying on an A4 or Letter page, where no envelope size can be chosen: {', '.join(FEEDS)}.",
)
@click.option(
    "--sheet",
    metavar="NAME",
    help=f"A4 sheets in place of envelopes: labels {', '.join(label_names())} or {LABELS_EXAMPLE} (width x height of a "
    "label in mm, columns x rows, +gap); fold = a page to fold into an envelope; cut = fronts to cut out.",
)
@click.option("--start", type=int, default=1, metavar="N", help="First free label of a used sheet, row by row.")
@click.option("--outlines", is_flag=True, help="Draw the labels' outlines: try on plain paper, hold against a sheet.")
@click.option(
    "--from", "country", help="Country where you post: DE, FR, US, …; RU = inside Russia. [default: the book]"
)
@click.option("--only", callback=_kinds, metavar="KINDS", help="Some files only: envelopes,letters,guides,list.")
@click.option(
    "--letter",
    default="form",
    show_default=True,
    help=f"{', '.join(letter_names())} (form = ruled lines only), a text FILE, or a folder of `compose`.",
)
@click.option(
    "--as",
    "shape",
    type=click.Choice(SHAPES),
    default="text",
    show_default=True,
    help="The letter as text; as a form, ruled but for greeting and closing; as a copy sheet, an empty line under each "
    "line; as a tracing sheet, pale grey to write over.",
)
@click.option(
    "--ruling",
    type=click.FloatRange(LEAST_RULING, MOST_RULING),
    default=RULING,
    show_default=True,
    metavar="MM",
    help="From one ruled line to the next, 8 to 10 mm.",
)
@click.option(
    "--align",
    type=click.Choice(["left", "justify"]),
    default="justify",
    show_default=True,
    help="A printed letter flush on both sides, or on the left only (ragged right).",
)
@click.option(
    "--lang",
    "language",
    default="en",
    show_default=True,
    help=f"Language of guide and list: {', '.join(guide_languages())}.",
)
@click.option("--alphabet", is_flag=True, help="The Russian letters on a page of the guide, whatever the letter says.")
@click.option(
    "--paper",
    type=click.Choice(list(PAPERS)),
    help="Paper for letters, guides, list and kit. [default: a4; letter with --from US or CA]",
)
@click.option(
    "--qr",
    type=click.Choice(QR_PLACES),
    help="Where the QR code to the case page goes. [default: guide; none with --from RU]",
)
@click.option(
    "--date", "today", callback=read_day, metavar="YYYY-MM-DD", help="The date on the letters. [default: today]"
)
@click.option(
    "--order",
    type=click.Choice(["postal", "published"]),
    default="postal",
    show_default=True,
    help="Order of the address lines: as the Russian post wants it, or as the case page has it.",
)
@click.option("--by", type=click.Choice(BY), default="book", show_default=True, help=BY_HELP)
@click.option(
    "--window",
    type=click.Choice(WINDOW_STYLES),
    help="The address on the letter, for window envelopes: din (DL, C6/5, C5; left) or fr (DL; right).",
)
@click.option("--reply", is_flag=True, help="Also write envelopes back to you, for the answer: replies.pdf.")
@click.option(
    "--stamp",
    type=click.Choice(STAMP_PARTS),
    default="full",
    show_default=True,
    help="Inside Russia, the code stamp: full, only its digits (pre-printed envelopes), or none.",
)
@click.option("--dots/--no-dots", default=True, show_default=True, help="The dots under the digits of the code stamp.")
@click.option(
    "--bilingual/--no-bilingual",
    default=None,
    help="Latin lines under the Russian address. [default: where the post of the country wants them]",
)
@click.option("--allow", multiple=True, metavar="RULE", help="Let one rule for letter texts pass, such as latin.")
@click.option("--printer", metavar="NAME", help="Move envelopes as `calibrate --set` has remembered for this printer.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Processes that share the work; the files are the same. [default: one a processor for a large book, else 1]",
)
@click.option(
    "--split",
    type=click.IntRange(1),
    metavar="N",
    help="Volumes of N people: envelopes-001.pdf, … Each is there as soon as it is whole; the list stays one file.",
)
@click.option(
    "--resume", is_flag=True, help="Go on with a run of --split that was stopped, behind the volumes that are whole."
)
@click.option(
    "--reprint",
    multiple=True,
    metavar="WHO|PAGE",
    help="Only the pages of this id, or one page (12 = of envelopes; letters:12, letters-002:12), of the run in --out, "
    "as reprint-envelopes.pdf and so on.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out entries that cannot be printed, make the others, and write failed.yaml with the reasons; exit 1.",
)
@click.option("--html", is_flag=True, help="Also write guides.html: the guides for phones and screen readers.")
@click.option("--large", is_flag=True, help="Large print: guides, list, kit, letters; ruled lines 10 mm apart.")
@click.option("--collate", is_flag=True, help="Guide, letter and blank sheet person by person in one file: table.pdf.")
@click.option("--kit", is_flag=True, help="Also write kit.pdf: table cards, opening talk, shopping list, checklist.")
@click.option(
    "--proof", is_flag=True, help="Also write pictures of the first pages, and check every page (fonts, QR codes)."
)
def make_command(**options: Any) -> None:
    """Write envelopes, letters, guides and the list.

    WHO are ids from the book; none means everybody. Envelopes and letters go into the post; guides and the list
    stay with you.

    \b
    Examples
      python3 make_letters.py make
      python3 make_letters.py make zimin batsenin --from FR --envelope DL
      python3 make_letters.py make --letter my-letter.txt --only letters
      python3 make_letters.py make --sheet L7163 --start 7 --only envelopes
    """
    if options.pop("reply"):
        options["only"] += ("replies",)
    if options.pop("collate"):
        options["only"] = _collated(options["only"])
    if options.pop("kit"):
        options["only"] += ("kit",)
    offset = find_offset(options.pop("printer"), options.get("feed", DEFAULT_FEED))
    resume, pages = options.pop("resume"), options.pop("reprint")
    run = Run(**options, offset=offset)
    given = _given()
    if pages:
        run, wanted = recalled(run, given - {"only", "start"}), _wanted(run, pages, given)
        screen.show_reprinted(reprint(run, wanted), run.out)
    else:
        _make(recalled(run, given) if resume else run, resume)


def _wanted(run: Run, pages: tuple[str, ...], given: frozenset[str]) -> Wanted:
    return Wanted(pages, run.only if "only" in given else None, run.start if "start" in given else None)


def _given() -> frozenset[str]:
    """The options that stand on the command line, by the names that a run gives them."""
    context = click.get_current_context()
    named = {name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE}
    other = {"printer": "offset", "reply": "only", "collate": "only", "kit": "only"}
    return frozenset(other.get(name, name) for name in named if name != "who" or context.params["who"])


def _make(run: Run, resume: bool) -> None:
    try:
        with screen.progress("Laying out") as advance:
            report = make(run, advance, resume)
    except Stopped as stop:
        screen.show_stopped(stop)
        raise SystemExit(INTERRUPTED) from stop
    screen.show_alike(report.warnings)
    screen.show_report(report)
    if report.failed:
        screen.show_failed(report)
        raise SystemExit(DataError.exit_code)

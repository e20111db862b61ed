"""The command `make` and its options: what a run is asked to do."""

from pathlib import Path
from typing import Any

import click

from letters.app.choices import (
    BY,
    FEEDS,
    KINDS,
    LABELS_EXAMPLE,
    LEAST_RULING,
    MOST_RULING,
    PAPERS,
    QR_PLACES,
    RULING,
    SHAPES,
    STAMP_PARTS,
    WINDOW_STYLES,
    card_names,
    guide_languages,
    label_names,
    letter_names,
    typed_envelope_names,
)
from letters.app.make import make_groups, read_run
from letters.cli import screen
from letters.cli.main import INTERRUPTED
from letters.cli.options import BY_HELP, Number, Sectioned, WholeNumber, book_option, choice_options, read_day
from letters.cli.report import show_left_out, show_report
from letters.errors import DataError, Stopped
from letters.sentences import _, sentence


def _kinds(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
    wanted = tuple(word.strip() for word in value.split(",")) if value else KINDS
    if unknown := [word for word in wanted if word not in KINDS]:
        names, known = ", ".join(unknown), ", ".join(KINDS)
        raise click.BadParameter(_("unknown: {names}; choose from {known}", names=names, known=known))
    return tuple(kind for kind in KINDS if kind in wanted)


# The options in the help, by the names of their values.
SECTIONS = {
    sentence("For an evening"): "country language letter shape kit collate large",
    sentence("What and where"): "book out only today proof",
    sentence("Envelopes"): "envelope feed printer sheet start outlines window reply bilingual order stamp dots",
    sentence("Letters"): "ruling align paper allow",
    sentence("Guides and list"): "qr alphabet html",
    sentence("Who"): "picked birthdays guests groups seed region facility tag at_most_per_facility ledger_file",
    sentence("Many people"): "by split keep_going",
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
    help=f"{', '.join(typed_envelope_names())}, a card ({', '.join(card_names())}), or a size in mm: 200x120.",
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
    help=f"{', '.join(letter_names())} (form = ruled lines only), a text FILE, or a folder of `compose`. "
    "[default: form; birthday with --birthdays]",
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
    type=Number(LEAST_RULING, MOST_RULING),
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
@click.option("--pick", "picked", type=WholeNumber(1), metavar="N", help="N people, a fair choice: see `pick`.")
@click.option(
    "--birthdays",
    metavar="WEEKS",
    help="Only people whose birthday comes in so many weeks: 8-10, as long as the post takes from abroad.",
)
@click.option(
    "--guests", type=WholeNumber(1), metavar="N", help="N sets: who had fewest letters gets a second one if need be."
)
@choice_options
@click.option(
    "--split",
    type=WholeNumber(1),
    metavar="N",
    help="Files of N people: envelopes-001.pdf, …; list and kit stay one file.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out entries that cannot be printed, say which and why, and make the others; exit 1.",
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

    WHO are ids from the book; none means everybody, an id twice two letters. Envelopes and letters go into the post;
    guides and the list stay with you.

    \b
    Examples
      python3 make_letters.py make
      python3 make_letters.py make zimin batsenin --from FR --envelope DL
      python3 make_letters.py make --letter my-letter.txt --only letters
      python3 make_letters.py make --sheet L7163 --start 7 --only envelopes
      python3 make_letters.py make --pick 15 --seed november
      python3 make_letters.py make zimin zimin
    """
    run = read_run(options)
    try:
        with screen.progress(_("Laying out")) as advance:
            reports = make_groups(run, advance)
    except Stopped as stop:
        screen.say(stop.told)
        raise SystemExit(INTERRUPTED) from stop
    for report in reports:
        screen.show_problems(report.warnings)
        show_report(report)
    if left_out := {(entry.where, entry.id): entry for report in reports for entry in report.left_out}:
        show_left_out(tuple(left_out.values()))
        raise SystemExit(DataError.exit_code)

"""The command `compose`: letters put together from the phrase bank, as texts to edit and then print."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from letters.app.choices import LEAST_WORDS, MEANINGS, MOST_WORDS, SLOTS, TAGS, WORDS, WRITERS, PeopleWish
from letters.app.compose import (
    ComposedFile,
    Composition,
    compose_letters,
    open_slots,
    usual_forms,
    wanted_slots,
)
from letters.cli import screen
from letters.cli.keyboard import is_somebody_there
from letters.cli.options import WholeNumber, ledger_option, own_book_option, read_day
from letters.errors import CommandError, Problem
from letters.sentences import _, sentence, translated


def _words(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (value or "").split(",") if word.strip())


def _slots(_context: click.Context, _option: click.Parameter, values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    pairs = [value.partition("=") for value in values]
    if bad := [name for name, sign, text in pairs if not (sign and text.strip())]:
        what, hint = sentence("has no value."), sentence("Write it as ‹slot=city=Wien›.")
        raise CommandError(Problem("", what, hint, code="slot-empty", field="slot", value=bad[0]))
    return tuple((name, text) for name, _sign, text in pairs)


@click.command("compose", epilog=f"Tags: {', '.join(TAGS)}. Slots: {', '.join(SLOTS)}.")
@click.argument("who", nargs=-1)
@own_book_option("The book to read.")
@click.option(
    "--out", type=click.Path(path_type=Path), default="texts", show_default=True, help="The folder for the texts."
)
@click.option(
    "--writer",
    type=click.Choice(WRITERS),
    default="neutral",
    show_default=True,
    help="Who writes: a man, a woman, several people; neutral = sentences that are the same for a man and a woman.",
)
@click.option(
    "--phrases", callback=_words, metavar="LIST", help="Ids and tags from templates/phrases.csv: G2,W1,nature."
)
@click.option("--shuffle", default="1", metavar="SEED", help="Other sentences by chance; any word or number.")
@click.option(
    "--words",
    type=WholeNumber(LEAST_WORDS, MOST_WORDS),
    metavar="N",
    help=f"Fill up by chance to about so many words. [default: {WORDS} without --phrases, else nothing]",
)
@click.option("--name", metavar="NAME", help="The name you sign with, in Russian letters.")
@click.option("--slot", "slots", multiple=True, callback=_slots, metavar="SLOT=VALUE", help="A word such as city=Wien.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(tuple(MEANINGS)),
    default="en",
    show_default=True,
    help="Language of the meanings at the top of the text.",
)
@click.option("--from", "country", metavar="CC", help="Country where you are, for the season. [default: the book]")
@click.option("--return-address", is_flag=True, help="Your address from the book above the date, inside the letter.")
@click.option(
    "--date", "today", callback=read_day, metavar="YYYY-MM-DD", help="The day, for the season. [default: today]"
)
@click.option("--pick", "picked", type=WholeNumber(1), metavar="N", help="N people, a fair choice, as `make --pick N`.")
@click.option(
    "--guests", type=WholeNumber(1), metavar="N", help="N letters: a second one, another text, as `make` has it."
)
@click.option("--seed", default="1", metavar="WORD", help="The word of that choice.")
@ledger_option
@click.option("--force", is_flag=True, help="Write over texts that exist.")
def compose_command(**options: Any) -> None:
    """Put letters together from the sentences of the phrase bank, a different one for each person.

    WHO are ids from the book; none means everybody. Each letter is a text file ID.txt with the meaning of its
    sentences at the top: edit it, delete what is not true of you, then print with `make --letter`. Words that a
    sentence leaves open are asked for at a terminal. A name in Latin letters is not guessed: its usual Russian form
    is offered.

    \b
    Examples
      python3 make_letters.py compose zimin --writer f --name Анна --slot city=Wien
      python3 make_letters.py compose zimin --phrases G1,W9,nature,B1,Q1,U3 --writer m --out mine
      python3 make_letters.py compose --shuffle 7 --words 40 --force
    """
    if name := options.pop("name"):
        options["slots"] += (("writer", name),)
    if not options["phrases"]:
        options["words"] = options["words"] or WORDS
    chosen = {name: options.pop(name) for name in ("picked", "guests", "seed", "ledger_file")}
    wish = _asked(Composition(**options, people=PeopleWish(**chosen)))
    files, notes = compose_letters(wish)
    screen.show_problems(notes)
    _show(files, wish)


def _asked(wish: Composition) -> Composition:
    """The wish with the open slots filled in by whoever sits at the terminal, names in Russian letters."""
    if not is_somebody_there():
        return wish
    needed = [(slot, click.prompt(f"{slot} ({translated(SLOTS[slot])})")) for slot in open_slots(wish)]
    wished = replace(wish, slots=(*wish.slots, *needed))
    more = [
        (slot, click.prompt(_("{slot} ({meaning}), or Enter", slot=slot, meaning=SLOTS[slot]), "", show_default=False))
        for slot in wanted_slots(wished)
    ]
    wished = replace(wished, slots=(*wished.slots, *((slot, text) for slot, text in more if text.strip())))
    said = {slot: _said_yes(dict(wished.slots)[slot], forms) for slot, forms in usual_forms(wished).items()}
    return replace(wished, slots=tuple({**dict(wished.slots), **said}.items()), typed=wished.slots)


def _said_yes(name: str, forms: tuple[str, ...]) -> str:
    """The name in Russian letters: the first of its usual forms if somebody presses Enter, or as it is typed."""
    if not forms:
        return str(click.prompt(_("{name} in Russian letters, as it sounds", name=name)))
    asked = _("{name} is usually {usual} in Russian: Enter takes that, or type it", name=name, usual=forms[0])
    if others := ", ".join(forms[1:]):
        asked = _(
            "{name} is usually {usual} in Russian (also {others}): Enter takes that, or type it",
            name=name,
            usual=forms[0],
            others=others,
        )
    return str(click.prompt(asked, forms[0], show_default=False))


def _show(files: tuple[ComposedFile, ...], wish: Composition) -> None:
    for file in files:
        screen.out.print(f"{file.path}: {' '.join(file.phrases)}", markup=False)
    letter = files[0].path if len(files) == 1 else wish.out
    who = f" {files[0].path.stem}" if len(files) == 1 else ""
    screen.out.print(_("Open the text, and change or delete what is not true of you. Then:"), markup=False)
    screen.out.print(f"  python3 make_letters.py make{who} --letter {letter} --as copy", markup=False)

"""The command `pick`: who should be written to next."""

from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from letters.app.choices import PeopleWish
from letters.app.pick import Picked, PickRequest, pick
from letters.cli import screen
from letters.cli.options import WholeNumber, book_option, choice_options, json_option, print_json, read_day
from letters.messages import one_line
from letters.sentences import _, some, translated

SHOWN = 5  # of those who are left out for one reason


@click.command("pick")
@click.argument("number", type=WholeNumber(1), metavar="N")
@book_option
@choice_options
@click.option("--birthdays", metavar="WEEKS", help="Only people whose birthday comes in so many weeks: 8-10.")
@click.option(
    "--date", "today", callback=read_day, metavar="YYYY-MM-DD", help="The day of the choice. [default: today]"
)
@json_option
def pick_command(number: int, book: Path, today: date, as_json: bool, **wish: Any) -> None:
    """Choose N people who should be written to next, and say why.

    First come those who had fewest letters in twelve months, then those whose last letter is longest ago; between
    equals the word of --seed decides, the same way every time. Left out are people without a usable address, people
    whose letters came back since the address was last checked, and who had a letter less than a week ago.

    With --groups they are dealt out to several cities or tables, each person once, every prison spread over them.

    \b
    Examples
      python3 make_letters.py pick 15
      python3 make_letters.py pick 60 --groups Berlin,Köln,Leipzig --at-most-per-facility 6
    """
    found = pick(PickRequest(book, today, PeopleWish(picked=number, **wish)))
    screen.show_problems(found.problems)
    if as_json:
        print_json(_object(found))
    else:
        _show(found)


def _show(found: Picked) -> None:
    groups = found.groups or {"": tuple(one.person.id for one in found.chosen)}
    chosen = {one.person.id: one for one in found.chosen}
    for name, ids in groups.items():
        if name:
            screen.out.print(Text(f"{name}:", style="bold"))
        for person in ids:
            one = chosen[person]
            screen.out.print(Text(one_line(f"{person} · {one.person.name} · {translated(one.reason)}")))
    for reason in dict.fromkeys(one.reason for one in found.skipped):
        ids = tuple(one.id for one in found.skipped if one.reason == reason)
        told = _("left out, {reason}: {names}", reason=reason, names=some(ids, SHOWN))
        screen.out.print(Text(one_line(told), style="dim"))
    if found.chosen:
        together = " ".join(one.person.id for one in found.chosen)
        screen.out.print(Text(_("Next: {command}", command=f"make_letters.py make {together}")))


def _object(found: Picked) -> dict[str, Any]:
    table = {person: name for name, people in found.groups.items() for person in people}
    chosen = [
        {
            "id": one.person.id,
            "nominative": str(one.person.name),
            "letters": one.letters,
            "last": one.last,
            "reason": one.reason,
            **({"group": table[one.person.id]} if table else {}),
        }
        for one in found.chosen
    ]
    return {"chosen": chosen, "left_out": [{"id": one.id, "reason": one.reason} for one in found.skipped]}

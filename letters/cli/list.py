"""The command `list`: who is in the book."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from letters.app.birthdays import BY_POST, ComingBirthday
from letters.app.choices import BY
from letters.app.people import Listed, list_birthdays, list_people
from letters.app.statuses import STATUSES
from letters.cli import screen
from letters.cli.options import BY_HELP, book_option, json_option, print_json
from letters.sentences import _, ngettext


@click.command("list")
@book_option
@json_option
@click.option("--by", type=click.Choice(BY), default="book", show_default=True, help=BY_HELP)
@click.option(
    "--birthdays", is_flag=True, help="The birthdays of the coming year, and when to post for them from abroad."
)
def list_command(book: Path, as_json: bool, by: Any, birthdays: bool) -> None:
    """Show who is in the book, and whose address nobody has checked for long.

    \b
    Examples
      python3 make_letters.py list
      python3 make_letters.py list --by facility
      python3 make_letters.py list --birthdays
    """
    if birthdays:
        _show_birthdays(book, as_json)
        return
    listing = list_people(book, by, date.today())
    absent = [{"id": person.id, "status": person.status} for person in listing.absent]
    rows = [*map(_list_object, listing.people), *absent]
    if as_json:
        print_json(rows)
    else:
        _show_rows(rows, by == "facility")


def _show_rows(rows: Iterable[dict[str, Any]], grouped: bool) -> None:
    heading = None
    for row in rows:
        if grouped and row.get("group") != heading:
            heading = row.get("group")
            name = heading["name"] if heading else _("no envelope")
            screen.out.print(f"{name}:", style="bold", markup=False)
        stale = f" · {_checked(row.get('verified'))}" if row.get("stale") else ""
        gone = _("{status}: no envelope", status=STATUSES.get(row["status"], row["status"]))
        status = "" if row["status"] == "held" else f" · {gone}"
        details = (
            f" · {row['nominative']} · {row['dative']} · {row['facility']} · {row['index']}" if "dative" in row else ""
        )
        screen.out.print(f"{row['id']}{details}{stale}{status}", markup=False)


def _show_birthdays(book: Path, as_json: bool) -> None:
    coming, unknown = list_birthdays(book, date.today())
    if as_json:
        print_json({"birthdays": list(map(_birthday_object, coming)), "unknown": unknown})
        return
    for row in coming:
        turns = " · " + ngettext("{count} year", "{count} years", row.turns) if row.turns else ""
        post = _("post from {first} to {last}", first=row.post_from, last=row.post_until)
        screen.out.print(f"{row.day} · {row.person.id} · {row.person.name}{turns} · {post}", markup=False)
    first, last = BY_POST
    told = ngettext("{count} birthday in the coming year.", "{count} birthdays in the coming year.", len(coming))
    weeks = _(
        "To post for them: {first} to {last} weeks, as long as the post takes from abroad.", first=first, last=last
    )
    screen.out.print(f"{told} {weeks}")
    if unknown:
        names = ", ".join(unknown)
        screen.out.print(_("No birthday is known of {count}: {names}.", count=len(unknown), names=names), markup=False)


def _birthday_object(row: ComingBirthday) -> dict[str, Any]:
    values = {
        "id": row.person.id,
        "nominative": str(row.person.name),
        "birthday": str(row.person.birthday),
        "next": row.day.isoformat(),
        "turns": row.turns,
        "post_from": row.post_from.isoformat(),
        "post_until": row.post_until.isoformat(),
    }
    return {key: value for key, value in values.items() if value is not None}


def _checked(day: str | None) -> str:
    return _("address checked {day}: check again", day=day) if day else _("address never checked")


def _list_object(listed: Listed) -> dict[str, Any]:
    person, key = listed.person, listed.facility
    prison = {"type": key.type, "number": key.number, "region": key.region, "index": key.index}
    prison |= {"authority": "ФСИН России" if key.is_central else None}
    values = {
        "id": person.id,
        "nominative": str(person.name),
        "dative": person.dative,
        "latin": listed.latin,
        "born": person.born,
        "birthday": person.birthday and str(person.birthday),
        "tags": [*person.tags] or None,
        "index": person.address.index,
        "region": person.address.region,
        "facility": person.address.facility.text,
        "case": person.case,
        "verified": person.verified and person.verified.isoformat(),
        "status": "held",
        "stale": listed.stale,
        "group": {"name": listed.heading} | {word: value for word, value in prison.items() if value},
    }
    return {key: value for key, value in values.items() if value is not None}

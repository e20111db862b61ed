"""The command `online`: a letter ready to paste into the forms of the electronic services that reach a person."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from letters.app.online import Measure, OnlineRequest, Paste, Service, ServiceForm, electronic_letter, limit_text
from letters.cli import screen
from letters.cli.options import json_option, own_book_option, print_json
from letters.messages import one_line
from letters.sentences import _, ngettext, spoken, translated


@click.command("online")
@click.argument("who")
@click.option("--service", metavar="ID", help="One service only, such as f-pismo. [default: all that reach the person]")
@click.option(
    "--letter", default="first", show_default=True, metavar="NAME|FILE", help="A letter form, or a text FILE of yours."
)
@click.option("--sign", metavar="NAME", default="", help="Your name in Cyrillic, put under the letter.")
@own_book_option("The book to read.")
@click.option("--from", "country", help="RU = inside Russia: organisations are not named. [default: the book]")
@click.option("--allow", multiple=True, metavar="RULE", help="Let one rule for letter texts pass, such as latin.")
@json_option
def online_command(who: str, service: str | None, sign: str, book: Path, as_json: bool, **options: Any) -> None:
    """Print a letter ready to paste into the form of an electronic service.

    WHO is an id from the book; its `services` say which services reach that person. For each: the fields in the order
    of its form, what the letter measures against limits that were published (with their year), payment and link. The
    same rules as on paper are applied to the text. Nothing is ever sent by this program: you open the page and paste.

    \b
    Examples
      python3 make_letters.py online zimin
      python3 make_letters.py online zimin --service f-pismo --letter my-letter.txt --sign Анна
      python3 make_letters.py online zimin --json
    """
    paste = electronic_letter(OnlineRequest(book, who, date.today(), service, sign, **options))
    screen.show_problems(paste.doubts)
    if as_json:
        print_json(_object(paste))
    else:
        _show(paste, bool(sign))


def _show(paste: Paste, signed: bool) -> None:
    for number, form in enumerate(paste.forms):
        screen.out.print(Text(f"{form.service.name} · {form.service.russian}", "bold"))
        for label, text in (*_rows(form), *_fields(form, paste.forms[:number])):
            screen.out.print(Text.assemble((f"  {label:<44} ", "dim"), one_line(text)))
        screen.out.print()
    screen.say(_("The letter, ready to paste (this program sends nothing):"))
    screen.out.print(Text(paste.text))
    if not signed:
        screen.say(_("Sign it: write your name under it, or take --sign NAME."))


def _rows(form: ServiceForm) -> Iterator[tuple[str, str]]:
    service = form.service
    yield _("link"), _link(service)
    paid = service.payment.get(spoken(), service.payment["en"])
    yield _("payment"), _("{payment} (as of {day})", payment=paid, day=service.checked_on)
    yield from ((_("limit"), text) for text in _limits(form))


def _fields(form: ServiceForm, before: Sequence[ServiceForm]) -> Iterator[tuple[str, str]]:
    """The fields in order; those that stand under an earlier service are not said again."""
    same = next((earlier.service.name for earlier in before if earlier.fields == form.fields), None)
    order = form.service.form_source or _("the order here is not known; F-Pismo's is")
    if same:
        order = _("the order here is not known; F-Pismo's is above, under {service}", service=same)
    yield _("fields of the form"), order
    for field in () if same else form.fields:
        yield f"  {field.russian} ({translated(field.english)})", field.value or f"[{translated(field.note)}]"


def _link(service: Service) -> str:
    if service.link is None:
        return _("not known: look on the case page")
    unsure = _("{link} (seen in public pages; check that it is still the one)", link=service.link.url)
    return service.link.url if service.link.sure else unsure


def _limits(form: ServiceForm) -> Iterator[str]:
    """Every limit that somebody has published, and what is not known."""
    measured = {measure.limit.of: measure for measure in form.measures}
    for limit in form.service.limits:
        known = f"{translated(limit_text(limit))} ({limit.year}, {limit.source})"
        yield known + _verdict(measured.get(limit.of), form.pages if limit.of == "characters a page" else None)
    if "pages" in {limit.of for limit in form.service.limits} and form.pages is None:
        yield _("how many characters make a page is not known")
    if not form.service.limits:
        yield _("none is known; that does not mean that there is none")


def _verdict(measure: Measure | None, pages: int | None) -> str:
    if pages is not None:
        return ": " + ngettext("this letter is about {count} page", "this letter is about {count} pages", pages)
    if measure is None:
        return ""
    fits = _("this letter has {used}", used=measure.used)
    return ": " + (fits if measure.fits else _("this letter has {used}, TOO LONG", used=measure.used))


def _object(paste: Paste) -> dict[str, Any]:
    return {
        "id": paste.person.id,
        "name": str(paste.person.name),
        "text": paste.text,
        "characters": len(paste.text),
        "services": list(map(_form_object, paste.forms)),
    }


def _form_object(form: ServiceForm) -> dict[str, Any]:
    service = form.service
    return {
        "id": service.id,
        "name": service.name,
        "payment": service.payment["en"],
        "checked_on": service.checked_on.isoformat(),
        "link": asdict(service.link) if service.link else None,
        "limits": list(map(asdict, service.limits)),
        "exceeded": [measure.limit.of for measure in form.measures if not measure.fits],
        "pages": form.pages,
        "form_source": service.form_source,
        "fields": [{"name": field.name, "label": field.russian, "value": field.value} for field in form.fields],
    }

"""A person's page: the envelope, every field of the book to be corrected, and the letters so far."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import render_template, request
from werkzeug.wrappers import Response

from letters.app.edit import CHANGED, EditRequest, edit
from letters.app.entry import BookEntry, EntryRequest, look_up, service_names, writer_languages
from letters.app.statuses import STATUSES
from letters.errors import CommandError, LettersError, Problem
from letters.sentences import _, sentence, translated
from letters.web.desk import desk
from letters.web.entry_form import ALL, BY_LANGUAGE, Texts, differing, fields, shown, typed
from letters.web.ledger import HAPPENED
from letters.web.pages import see_other
from letters.web.problems import FIELDS, Findings

CHOICES = {
    "gender": {"": sentence("as the name tells"), "m": sentence("a man"), "f": sentence("a woman")},
    "called": {
        "": sentence("as the age tells"),
        "first-name": sentence("by the given name"),
        "patronymic": sentence("by given name and patronymic"),
    },
    "status": STATUSES,
}
DONE = {
    "saved": sentence("Saved. What else stands in the book is as it was."),
    "same": sentence("Nothing was changed, so nothing was written."),
    "checked": sentence("Noted: the address was checked today."),
}
REASONS = {
    "moved": sentence("moved"),
    "released": sentence("released"),
    "refused": sentence("refused"),
    "unknown": sentence("nobody knows why"),
}
BOOK, MINE = "book", "mine"  # whose version is taken


def show(id: str) -> str | tuple[str, int]:
    """What the book and the ledger know of somebody, ready to be corrected."""
    try:
        entry = look_up(_wanted(id))
    except CommandError as error:
        what = _("There is nobody with this id in the book.")
        return render_template("wrong.html", what=what, found=Findings(error.problems)), 404
    return _page(id, entry, shown(entry.record), entry.problems)


def save(id: str) -> str | tuple[str, int] | Response:
    """Write what was typed into the book, if the entry still is what was shown."""
    all_texts, seen = typed(request.form), request.form.get("seen", "")
    taken = {name: request.form.get(f"take.{name}", "") for name in request.form.getlist("differing")}
    texts = {name: text for name, text in all_texts.items() if taken.get(name) != BOOK}
    entry = None
    try:
        entry = look_up(_wanted(id))
        if unchosen := [name for name, whose in taken.items() if whose not in (BOOK, MINE)]:
            return _compared(id, entry, all_texts, _unchosen(unchosen), taken)
        changes = fields(entry.record, texts)
        if not changes:
            return see_other("person.show", id=id, done="same")
        edit(EditRequest(desk().book, id, desk().today(), seen, changes))
    except LettersError as error:
        if entry and any(problem.code == CHANGED for problem in error.problems):
            return _compared(id, look_up(_wanted(id)), all_texts, error.problems, {})
        there = shown(entry.record) if entry else {}
        return _page(id, entry, {**there, **texts}, error.problems, seen), _status(error)
    return see_other("person.show", id=id, done="saved")


def checked(id: str) -> str | tuple[str, int] | Response:
    """Note that somebody has compared the address that was shown with the case page today."""
    here, seen = desk(), request.form.get("seen", "")
    entry = None
    try:
        entry = look_up(_wanted(id))
        edit(EditRequest(here.book, id, here.today(), seen, {"verified": here.today().isoformat()}))
    except LettersError as error:
        again = sentence("Compare the address below with the case page again: it may be another now.")
        problems = [replace(one, hint=again) if one.code == CHANGED else one for one in error.problems]
        return _page(id, entry, shown(entry.record) if entry else {}, problems), _status(error)
    return see_other("person.show", id=id, done="checked")


def _wanted(id: str) -> EntryRequest:
    here = desk()
    return EntryRequest(here.book, id, here.today(), here.ledger_file)


def _status(error: LettersError) -> int:
    if any(problem.code == "no-id" for problem in error.problems):
        return 404
    return 409 if any(problem.code in (CHANGED, "book-changed") for problem in error.problems) else 422


def _page(id: str, entry: BookEntry | None, texts: Texts, problems: Sequence[Problem], seen: str = "") -> str:
    """The page with these texts in the form; without an entry (the book cannot be read) with the form alone."""
    languages = dict(writer_languages())
    said = [key.partition(".")[2] for key in texts if key.startswith(BY_LANGUAGE)]
    languages |= {code: code for code in said if code not in languages}
    return render_template(
        "person.html",
        id=id,
        entry=entry,
        texts=texts,
        seen=seen or (entry.mark if entry else ""),
        languages_of_guides=languages,
        services=_services(texts.get("services", "")),
        ticked=texts.get("services", "").split(", "),
        choices={name: _menu(words, texts.get(name, "")) for name, words in CHOICES.items()},
        status=_said(STATUSES),
        link=_link(entry),
        history=_history(entry),
        done=translated(DONE.get(request.args.get("done", ""), "")),
        kinds=_said(HAPPENED),
        reasons=_said(REASONS),
        ways=service_names(),
        found=Findings(tuple(problems), frozenset(ALL)),
    )


def _compared(
    id: str, entry: BookEntry, texts: Texts, problems: Sequence[Problem], taken: Mapping[str, str]
) -> tuple[str, int]:
    """Both versions side by side, with what is chosen already."""
    there = shown(entry.record)
    differ = [name for name in differing(entry.record, texts) if name in texts]
    rows = [(name, _label(name), there.get(name, ""), texts[name]) for name in differ]
    page_ = render_template(
        "person_changed.html",
        id=id,
        entry=entry,
        texts=texts,
        rows=rows,
        taken=taken,
        found=Findings(tuple(problems), frozenset(f"take.{name}" for name in texts)),
    )
    return page_, 409


def _unchosen(names: list[str]) -> list[Problem]:
    what = sentence("choose which of both is right.")
    return [Problem("", what, field=f"take.{name}", code="not-chosen") for name in names]


def _link(entry: BookEntry | None) -> str:
    """The case page, if it is a link into the web and nothing else."""
    link = entry.record.get("case", "") if entry else ""
    return link if isinstance(link, str) and link.startswith(("https://", "http://")) else ""


def _history(entry: BookEntry | None) -> list[Mapping[str, str]]:
    """The earlier addresses, the last one first."""
    past = entry.record.get("history", ()) if entry else ()
    return [one for one in reversed(past) if isinstance(one, Mapping)] if isinstance(past, tuple) else []


def _label(name: str) -> str:
    """«About (en)»."""
    field, _dot, language = name.partition(".")
    return f"{translated(FIELDS[field])} ({language})" if language else translated(FIELDS[field])


def _services(ticked: str) -> list[tuple[str, str]]:
    """Every service with its name; one that the program does not know, too, if the book has it."""
    known = service_names()
    unknown = [key for key in ticked.split(", ") if key and key not in known]
    return [*known.items(), *((key, key) for key in unknown)]


def _menu(words: Mapping[str, str], value: str) -> list[tuple[str, str]]:
    """The choices of a menu; a wrong value of the book is one, too, so that it is seen."""
    choices = list(_said(words).items())
    return choices if value in words or not value else [*choices, (value, value)]


def _said(words: Mapping[str, str]) -> dict[str, str]:
    return {name: translated(text) for name, text in words.items()}

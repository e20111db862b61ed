"""A person's page: the envelope, every field of the book to be corrected, and the letters so far."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from flask import render_template, request
from werkzeug.wrappers import Response

from letters.app.edit import CHANGED, EditRequest, changed_by_both, changed_by_others, edit, entry_changed
from letters.app.entry import BookEntry, EntryRequest, look_up, service_names, writer_languages
from letters.app.ledger import REASON_WORDS
from letters.app.statuses import STATUSES
from letters.errors import CommandError, LettersError, Problem
from letters.sentences import _, sentence, translated
from letters.web.desk import desk
from letters.web.entry_form import ALL, BY_LANGUAGE, Texts, comparable, fields, seen, shown, typed
from letters.web.ledger import HAPPENED, ways_in_words
from letters.web.pages import see_other
from letters.web.problems import FIELDS, Findings, all_said

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
BOOK, MINE = "book", "mine"  # whose version is taken


@dataclass(frozen=True, slots=True)
class _Sent:
    """What the form holds, what it held when it was opened, and whose version of a field was chosen."""

    texts: Texts
    was: Texts
    taken: Mapping[str, str]  # "" = nobody has chosen
    is_slip: bool  # whether the address before was a mistake in writing

    @property
    def unchosen(self) -> Set[str]:
        """The fields that still must be chosen."""
        return {name for name, whose in self.taken.items() if whose not in (BOOK, MINE)}

    def chosen(self, there: Texts) -> Texts:
        """The texts, those of the book where it was chosen."""
        return self.texts | {name: there.get(name, "") for name, whose in self.taken.items() if whose == BOOK}


def show(id: str) -> str | tuple[str, int]:
    """What the book and the ledger know of somebody, ready to be corrected."""
    try:
        entry = look_up(_wanted(id))
    except CommandError as error:
        what = _("There is nobody with this id in the book.")
        return render_template("wrong.html", what=what, found=Findings(error.problems)), 404
    return _page(id, entry, shown(entry.record), entry.problems)


def save(id: str) -> str | tuple[str, int] | Response:
    """Write what was typed into the book; what two people have changed is asked about, what one has is not."""
    entry, sent = None, _sent()
    try:
        entry = look_up(_wanted(id))
        there = shown(entry.record)
        texts = sent.chosen(there)
        versions = comparable(sent.was), comparable(texts), comparable(there)
        clashing = changed_by_both(*versions)
        if clashing or sent.unchosen:
            return _compared(id, entry, sent, clashing)
        others = changed_by_others(*versions)
        changes = fields(entry.record, {name: text for name, text in texts.items() if name not in others})
        if not changes:
            return see_other("person.show", id=id, done="same")
        edit(EditRequest(desk().book, id, desk().today(), entry.mark, changes, sent.is_slip))
    except LettersError as error:
        there = shown(entry.record) if entry else {}
        return _page(id, entry, {**there, **sent.texts}, error.problems, sent), _status(error)
    return see_other("person.show", id=id, done="saved")


def checked(id: str) -> str | tuple[str, int] | Response:
    """Note that somebody has compared the address that was shown with the case page today."""
    here, mark = desk(), request.form.get("seen", "")
    entry = None
    try:
        entry = look_up(_wanted(id))
        edit(EditRequest(here.book, id, here.today(), mark, {"verified": here.today().isoformat()}))
    except LettersError as error:
        again = sentence("Compare the address below with the case page again: it may be another now.")
        problems = [replace(one, hint=again) if one.code == CHANGED else one for one in error.problems]
        return _page(id, entry, shown(entry.record) if entry else {}, problems), _status(error)
    return see_other("person.show", id=id, done="checked")


def _sent() -> _Sent:
    form = request.form
    texts = typed(form)
    taken = {name: form.get(f"take.{name}", "") for name in form.getlist("differing") if name in texts}
    return _Sent(texts, seen(form), taken, "is_slip" in form)


def _wanted(id: str) -> EntryRequest:
    here = desk()
    return EntryRequest(here.book, id, here.today(), here.ledger_file)


def _status(error: LettersError) -> int:
    if any(problem.code == "no-id" for problem in error.problems):
        return 404
    return 409 if any(problem.code in (CHANGED, "book-changed") for problem in error.problems) else 422


def _page(
    id: str, entry: BookEntry | None, texts: Texts, problems: Sequence[Problem], sent: _Sent | None = None
) -> str:
    """The page with these texts in the form; without an entry (the book cannot be read) with the form alone."""
    languages = dict(writer_languages())
    said = [key.partition(".")[2] for key in texts if key.startswith(BY_LANGUAGE)]
    languages |= {code: code for code in said if code not in languages}
    return render_template(
        "person.html",
        id=id,
        entry=entry,
        texts=texts,
        was=sent.was if sent else texts,
        is_slip=bool(sent and sent.is_slip),
        languages_of_guides=languages,
        services=_services(texts.get("services", "")),
        ticked=texts.get("services", "").split(", "),
        choices={name: _menu(words, texts.get(name, "")) for name, words in CHOICES.items()},
        status=all_said(STATUSES),
        link=_link(entry),
        history=_history(entry),
        done=translated(DONE.get(request.args.get("done", ""), "")),
        kinds=all_said(HAPPENED),
        reasons=all_said(REASON_WORDS),
        ways=ways_in_words(),
        found=Findings(tuple(problems), frozenset(ALL)),
    )


def _compared(id: str, entry: BookEntry, sent: _Sent, clashing: Set[str]) -> tuple[str, int]:
    """Both versions of what two people have changed side by side, with what is chosen already."""
    there = shown(entry.record)
    asked = [name for name in sent.texts if name in clashing or name in sent.taken]
    what = sentence("choose which of both is right.")
    unchosen = [Problem("", what, field=f"take.{name}", code="not-chosen") for name in sent.unchosen - clashing]
    page_ = render_template(
        "person_changed.html",
        id=id,
        entry=entry,
        sent=sent,
        rows=[(name, _label(name), _told(name, there.get(name, "")), _told(name, sent.texts[name])) for name in asked],
        taken={name: whose for name, whose in sent.taken.items() if name not in clashing},
        was=sent.was | {name: there.get(name, "") for name in asked},
        found=Findings(
            (*([entry_changed(id)] if clashing else []), *unchosen), frozenset(f"take.{name}" for name in asked)
        ),
    )
    return page_, 409


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


def _told(name: str, text: str) -> str:
    """What a field holds, a choice of a menu in its words."""
    return translated(CHOICES.get(name, {}).get(text, text))


def _services(ticked: str) -> list[tuple[str, str]]:
    """Every service with its name; one that the program does not know, too, if the book has it."""
    known = service_names()
    unknown = [key for key in ticked.split(", ") if key and key not in known]
    return [*known.items(), *((key, key) for key in unknown)]


def _menu(words: Mapping[str, str], value: str) -> dict[str, str]:
    """The choices of a menu; a wrong value of the book is one, too, so that it is seen."""
    return {**words, value: words.get(value, value)} if value else dict(words)

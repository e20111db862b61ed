"""Add: pages are pasted, what was understood of them stands beside, is corrected there, and goes into the book."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from flask import render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from letters.app.add import (
    MOST_BYTES,
    AddRequest,
    CasePage,
    Corrections,
    MarkedLine,
    NotTaken,
    Offered,
    Proposal,
    answer_to,
    decode,
    look_at,
    mark_page,
    shown,
    write_proposal,
)
from letters.app.statuses import STATUSES
from letters.errors import DataError, LettersError, Problem
from letters.messages import one_line
from letters.sentences import _, ngettext, sentence, translated
from letters.web.desk import desk
from letters.web.numbers import whole_number
from letters.web.pages import see_other
from letters.web.problems import FIELDS, Findings, all_said, status_of

Answer = str | tuple[str, int] | Response
MOST_PAGES = 100
MOST_ADDRESSES = 999  # of one page
# What is asked of each person, in the order of the form; «status» and «gender» are menus.
OF_PERSON = ("name", "dative", "gender", "born", "birthday", "case", "status", "id")
LEFT_OUT = "left_out"
HELP = {
    "name": sentence("Nominative, surname first."),
    "dative": sentence("As on the envelope, in the dative, surname first."),
    "born": sentence("A year such as 1990, or unknown."),
    "birthday": sentence("Month and day: 05-17."),
    "case": sentence("The address of the page in the web; the QR code of the guide leads there."),
    "id": sentence("A short name in Latin letters, for files and the command line."),
}
GENDERS = {"m": sentence("man"), "f": sentence("woman")}
# What a stretch of a page was taken for: its words, and the group that gives it its look.
MARKS = {
    "index": (sentence("postcode"), "place"),
    "region": (sentence("region"), "place"),
    "district": (sentence("district"), "place"),
    "settlement": (sentence("settlement"), "place"),
    "street": (sentence("street"), "place"),
    "house": (sentence("house"), "place"),
    "facility": (sentence("prison"), "prison"),
    "recipient": (sentence("recipient"), "who"),
    "born": (sentence("born"), "who"),
    "note": (sentence("note"), "aside"),
    "label": (sentence("label"), "aside"),
    "title": (sentence("title"), "aside"),
    "subtitle": (sentence("subtitle"), "aside"),
    "english": (sentence("in English"), "aside"),
    "case": (sentence("case page"), "aside"),
    "tip": (sentence("advice of the page"), "aside"),
    "about": (sentence("about the person"), "aside"),
    "services": (sentence("electronic services"), "aside"),
    "unknown": (sentence("no place that is known; printed as it stands"), "doubt"),
    "placeholder": (sentence("a word of a form, not filled in"), "doubt"),
    "rest": (sentence("not understood"), "doubt"),
}
_KEY = re.compile(r"([a-z]+(?:_[a-z]+)*)__([0-9]{1,3})(?:_([0-9]{1,3}))?")


@dataclass(slots=True)
class Pasted:
    """One page as somebody pasted it, with what they said of its people, by field, and by person from 0."""

    source: str
    text: str
    which: str = ""
    said: dict[int, dict[str, str]] = field(default_factory=dict)

    def case_page(self) -> CasePage:
        """The page as the use case takes it."""
        count = max(self.said, default=-1) + 1
        corrections = tuple(_corrections(self.said.get(person, {})) for person in range(count))
        return CasePage(self.source, self.text, whole_number(self.which, MOST_ADDRESSES), corrections)


class ShownPerson(NamedTuple):
    """One person of a page, ready to be shown."""

    key: str
    name: str
    kind: str  # new, update, same, refused, left_out
    id: str
    facts: tuple[tuple[str, str, str], ...]  # label, text, language
    notes: tuple[Problem, ...]
    lines: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]  # field, before, after
    said: Mapping[str, str]


class ShownPage(NamedTuple):
    """One page with everybody on it."""

    pasted: Pasted
    lines: tuple[MarkedLine, ...]
    people: tuple[ShownPerson, ...]
    choices: tuple[str, ...]
    carried: tuple[tuple[str, str], ...]  # what was typed for people who are not seen now
    is_unread: bool


def show() -> Answer:
    """An empty page to paste into, and what was saved before."""
    saved = [one_line(name)[:80] for name in request.args.getlist("saved")[:MOST_PAGES]]
    return _page([Pasted(_source(0), "")], saved=saved)


def look() -> Answer:
    """What was understood; with «Save» it goes into the book if it is what was shown."""
    pasted, problems = _form()
    deed = request.form.get("deed", "look")
    empty = [Pasted(_source(len(pasted)), "")] if deed == "more" or not pasted else []
    if not pasted and not problems and deed != "more":
        pasted, empty = empty, []  # of which the use case says that it is empty
    try:
        proposal = look_at(_request(pasted)) if pasted else None
        if deed == "save" and proposal and not problems:
            return _saved(pasted, proposal)
    except LettersError as error:  # of the book
        return _page([*pasted, *empty], (*problems, *error.problems)), status_of(error)
    found = (*problems, *(_problems(proposal) if proposal else ()))
    is_wrong = any(problem.level == "error" for problem in found)
    answer = _page([*pasted, *empty], found, proposal)
    return (answer, 422) if is_wrong else answer


def _saved(pasted: list[Pasted], proposal: Proposal) -> Answer:
    """Write what was shown; else show what would be written now."""
    problems = _problems(proposal)
    if not problems and not proposal.changes_book:
        return _page(pasted, (), proposal, told=_("Nothing of this is new: the book has it all."))
    if problems or not _was_shown(proposal):
        return _page(pasted, problems, proposal, told="" if problems else _why_again(proposal)), 422
    try:
        written = write_proposal(proposal)
    except DataError as error:
        if error.problems[0].code != "book-changed":
            raise
        return _page(pasted, (), look_at(_request(pasted)), told=_changed()), 422
    ids = [person.planned.id for person in written.people if person.planned.kind != "same"]
    return see_other("add.show", saved=ids)


def _was_shown(proposal: Proposal) -> bool:
    """Whether what would be written is what the page showed, but for what was typed there since."""
    seen = request.form
    is_same_book = seen.get("digest") == proposal.digest.hex()
    is_same_story = proposal.outline <= {*seen.get("outline", "").split("|")}
    return seen.get("content") == proposal.content or (is_same_book and is_same_story)


def _why_again(proposal: Proposal) -> str:
    if request.form.get("digest") not in (None, "", proposal.digest.hex()):
        return _changed()
    return _("Look at what would be saved now, and save it then.")


def _changed() -> str:
    return _("The book was changed meanwhile. This is what would be saved now: compare, and save again.")


def _request(pasted: Iterable[Pasted]) -> AddRequest:
    return AddRequest(desk().book, tuple(one.case_page() for one in pasted), desk().today())


def _source(number: int) -> str:
    return _("Page {number}", number=number + 1)


def _corrections(said: Mapping[str, str]) -> Corrections:
    values = {name: text.strip() or None for name, text in said.items() if name in OF_PERSON}
    return Corrections(is_left_out=bool(said.get(LEFT_OUT)), **values)


def _form() -> tuple[list[Pasted], list[Problem]]:
    """The pages that were sent, those of files behind them; what cannot be read of the files."""
    found: dict[int, Pasted] = {}
    for key, value in request.form.items():
        if (named := _KEY.fullmatch(key)) and named[1] in ("text", "source", "which", LEFT_OUT, *OF_PERSON):
            pasted = found.setdefault(int(named[2]), Pasted("", ""))
            if named[3] is None and named[1] in ("text", "source", "which"):
                setattr(pasted, named[1], value)
            elif named[3] is not None and value:
                pasted.said.setdefault(int(named[3]), {})[named[1]] = value
    pages = [pasted for _number, pasted in sorted(found.items()) if pasted.text.strip()]
    problems: list[Problem] = []
    for file in request.files.getlist("files"):
        if file.filename:
            try:
                pages.append(_of_file(file))
            except DataError as error:
                problems += (replace(problem, field="files") for problem in error.problems)
    for number, pasted in enumerate(pages):
        pasted.source = one_line(pasted.source)[:80] or _source(number)
    if len(pages) > MOST_PAGES:
        what = sentence("{count} pages are too many at once.", count=len(pages))
        problems.append(Problem("", what, sentence("Take a hundred, then the next."), code="pages-too-many"))
    return pages[:MOST_PAGES], problems


def _of_file(file: FileStorage) -> Pasted:
    name = one_line(re.split(r"[/\\]", file.filename or "")[-1])[:80]
    return Pasted(name, decode(file.stream.read(MOST_BYTES + 1), name))


# --- what is shown


def _page(
    pasted: list[Pasted],
    problems: Iterable[Problem] = (),
    proposal: Proposal | None = None,
    told: str = "",
    saved: Iterable[str] = (),
) -> str:
    pages = [_shown_page(number, one, proposal) for number, one in enumerate(pasted)]
    found = tuple(problems)
    fields = frozenset(problem.field for problem in found if problem.field)
    can_save = bool(proposal and proposal.changes_book and not any(problem.level == "error" for problem in found))
    return render_template(
        "add.html",
        found=Findings(found, fields),
        pages=pages,
        proposal=proposal,
        can_save=can_save,
        told=told,
        saved=list(saved),
        marks={kind: (translated(words), group) for kind, (words, group) in MARKS.items()},
        labels=all_said(FIELDS),
        help=all_said(HELP),
        genders={"": _("as the name tells"), **GENDERS},
        statuses={"": _("as the page says"), **STATUSES},
    )


def _problems(proposal: Proposal) -> tuple[Problem, ...]:
    """What keeps people out of the book, each at the field that answers it."""
    return tuple(_placed(problem, one) for one in proposal.not_taken for problem in one.problems)


def _placed(problem: Problem, one: NotTaken) -> Problem:
    name = answer_to(problem)
    key = f"{one.place.page}_{one.place.person}"
    where = f"{one.source}, {_name(one.draft)}" if one.draft else problem.where
    if one.choices:
        return replace(problem, field=f"which__{one.place.page}")
    if one.draft is None:
        return replace(problem, field=f"text__{one.place.page}")
    return replace(problem, where=where, field=f"{name}__{key}" if name in OF_PERSON else "")


def _shown_page(number: int, pasted: Pasted, proposal: Proposal | None) -> ShownPage:
    offered = [one for one in proposal.people if one.place.page == number] if proposal else []
    others = [one for one in proposal.not_taken if one.place.page == number] if proposal else []
    both: list[Offered | NotTaken] = sorted([*offered, *others], key=lambda one: one.place)
    drafts = [one.draft for one in both if one.draft]
    people = tuple(_shown(one, pasted.said.get(one.place.person, {})) for one in both)
    seen = {person.key for person in people}
    typed = ((f"{number}_{person}", fields) for person, fields in pasted.said.items())
    carried = tuple(
        (f"{name}__{key}", value) for key, fields in typed if key not in seen for name, value in fields.items()
    )
    choices = next((one.choices for one in others if one.choices), ())
    lines = mark_page(pasted.text, drafts) if drafts else ()
    return ShownPage(pasted, lines, people, choices, carried, bool(others) and not drafts)


def _shown(one: Offered | NotTaken, said: Mapping[str, str]) -> ShownPerson:
    key = f"{one.place.page}_{one.place.person}"
    if isinstance(one, Offered):
        planned = one.planned
        notes = tuple(replace(doubt, where="", field="") for doubt in one.doubts)
        lines = tuple(_lines(one))
        return ShownPerson(key, _name(one), planned.kind, planned.id, tuple(_facts(one)), notes, lines, said)
    kind = "refused" if one.error else "left_out"
    notes = () if one.error is None or one.draft is None else one.draft.warnings
    facts = tuple(_facts(one)) if one.draft else ()
    name = _name(one.draft) if one.draft else one.source
    return ShownPerson(key, name, kind, "", facts, notes, (), said)


def _name(one: Any) -> str:
    if isinstance(one, Offered) and one.planned.person:
        return str(one.planned.person.name)
    draft = one.draft if isinstance(one, Offered) else one
    return str(draft.name or draft.recipient.text)


def _facts(one: Offered | NotTaken) -> Iterator[tuple[str, str, str]]:
    """What was understood: the same rows as on the command line."""
    draft, person = one.draft, one.planned.person if isinstance(one, Offered) else None
    if draft is None:
        return
    recipient = draft.recipient
    rows = (
        (_("Name"), str(person.name) if person else str(draft.name or ""), "ru"),
        (_("Name on the envelope"), person.dative if person else recipient.dative, "ru"),
        (_("Year of birth"), str((person.born if person else draft.born) or ""), ""),
        (_("Birthday"), str(person.birthday or "") if person else draft.extra.get("birthday", ""), ""),
        (_("Case page"), draft.case, ""),
        (_("Electronic services"), " · ".join(_offer(offer) for offer in draft.offers), ""),
        *((_("Not understood"), text, "") for text in draft.not_understood),
    )
    yield from ((label, one_line(text), language) for label, text, language in rows if text)
    if draft.unused:
        yield (
            _("Not used"),
            ngettext("{count} other line of the page", "{count} other lines of the page", draft.unused),
            "",
        )


def _offer(offer: Any) -> str:
    return f"{offer.id} ({offer.note})" if offer.note else str(offer.id)


def _lines(one: Offered) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """A new person field by field; a changed one before and after."""
    planned = one.planned
    if planned.kind == "new":
        yield from ((name, (), tuple(map(one_line, shown(value)))) for name, value in planned.record.items())
    for change in planned.changes:
        before, after = (tuple(map(one_line, shown(value))) for value in (change.before, change.after))
        yield change.field, before, after

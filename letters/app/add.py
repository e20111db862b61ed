"""People from case pages into the book: read, found or new, shown before anything is written, then written at once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from letters.app.tables import perhaps_there
from letters.errors import CommandError, DataError, FileError, Problem
from letters.intake import MOST_BYTES, Draft, SeveralAddressesError, decode, read_draft
from letters.links import without_tracking
from letters.russian.postal import normalise
from letters.sentences import sentence
from letters.store.book.plan import BookPlan, FieldChange, Planned, as_texts, changing, is_one_line
from letters.store.book.sameness import identity
from letters.textfile import read_start

__all__ = [
    "MOST_BYTES",
    "AddRequest",
    "CasePage",
    "CheckedRequest",
    "Draft",
    "FieldChange",
    "Offered",
    "Proposal",
    "SeveralAddressesError",
    "note_checked",
    "page_updates",
    "propose",
    "read_pages",
    "shown",
    "write_proposal",
]

REMARKS = {"about": "a draft from the case page: read it, then delete this remark"}
PAGES = (".txt", ".html", ".htm", ".md")  # what is read of a folder
_GONE = ("unknown", "moved")  # an address that comes makes them held again; other states are people's decisions
_OVERWRITTEN = ("tip", "services", "address", "english", "verified")  # the page knows these better than the book
_OF_ONE = ("case", "which", "id", "name", "dative", "gender", "born", "birthday", "status")


@dataclass(frozen=True, slots=True)
class CasePage:
    """The bytes of a page, text or HTML, and what it is called in messages."""

    source: str
    data: bytes


@dataclass(frozen=True, slots=True)
class AddRequest:
    """Pages, and the book that their people go into; what is said besides is about one person."""

    book: Path
    pages: tuple[CasePage, ...]
    today: date
    case: str | None = None  # address of the page in the web
    which: int | None = None  # of several addresses, from 1
    id: str | None = None  # of a new person
    name: str | None = None  # nominative
    dative: str | None = None  # as on the envelope
    gender: str | None = None
    born: str | None = None
    birthday: str | None = None  # 05-17
    status: str | None = None  # what has become of somebody whose page speaks of it

    @property
    def decided(self) -> dict[str, str]:
        """The fields of the book that somebody said; they win over page and book."""
        case = without_tracking(self.case)[0] if self.case else None
        said = {
            "name": self.name,
            "dative": self.dative,
            "gender": self.gender,
            "born": self.born,
            "birthday": self.birthday,
        }
        values = {"case": case, **said, "status": self.status}
        return {key: value for key, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class Offered:
    """One person of the pages, and what would stand in the book."""

    source: str
    draft: Draft
    planned: Planned
    doubts: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that would be written: nothing has been yet."""

    request: AddRequest
    people: tuple[Offered, ...]
    problems: tuple[Problem, ...]  # of pages that cannot be taken
    is_new_book: bool
    digest: bytes  # of the book it was made for

    @property
    def changes_book(self) -> bool:
        """Whether there is anything to write."""
        return any(person.planned.kind != "same" for person in self.people)


def read_pages(paths: tuple[Path, ...]) -> tuple[CasePage, ...]:
    """The pages in these files, and in the text and HTML files of folders; raises FileError."""
    return tuple(CasePage(path.name, read_start(path, MOST_BYTES)) for path in _files(paths))


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
        elif found := sorted(file for file in path.iterdir() if file.suffix.lower() in PAGES and file.is_file()):
            yield from found
        else:
            what = sentence("there is no page in this folder: no file that ends with {pages}.", pages=", ".join(PAGES))
            raise FileError(
                Problem(str(path), what, sentence("Save the pages there as text or HTML."), code="no-pages")
            )


def propose(request: AddRequest) -> Proposal:
    """What the pages would change in the book; of several pages those that cannot be taken are in `problems`.

    Raises DataError for a page alone that cannot be taken, SeveralAddressesError (one of them) when somebody has to
    say which address is meant, CommandError or FileError.
    """
    drafts, problems = _drafts(request)
    if said := [name for name in _OF_ONE if getattr(request, name) and len(drafts) + len(problems) > 1]:
        what = sentence("is said of one person, and there are several.")
        raise CommandError(Problem("", what, sentence("Take that page alone."), code="of-one-person", field=said[0]))
    return _proposal(request, drafts, problems, BookPlan(request.book, request.today))


def write_proposal(proposal: Proposal) -> Proposal:
    """Write what was proposed, with the ids that it got in the end; raises DataError or FileError, nothing written.

    The book may have changed since: then it must come to the same, but for the ids of new people.
    """
    with changing(proposal.request.book, proposal.request.today) as plan:
        drafts = [(person.source, person.draft) for person in proposal.people]
        now = _proposal(proposal.request, drafts, list(proposal.problems), plan)
        if plan.digest != proposal.digest and _shown(now) != _shown(proposal):
            what = sentence("somebody changed the book meanwhile, and what would be written is not what was shown.")
            raise DataError(
                Problem(proposal.request.book.name, what, sentence("Do the same again."), code="book-changed")
            )
        plan.write()
    return now


def _shown(proposal: Proposal) -> list[tuple[Any, ...]]:
    plans = (person.planned for person in proposal.people)
    return [(plan.kind, plan.kind == "new" or plan.id, {**plan.record, "id": ""}) for plan in plans]


def _proposal(
    request: AddRequest, drafts: list[tuple[str, Draft]], problems: list[Problem], plan: BookPlan
) -> Proposal:
    people: list[Offered] = []
    for source, draft in drafts:
        try:
            people.append(_offered(source, draft, request, plan))
        except DataError as error:
            problems += [replace(problem, where=problem.where or source) for problem in error.problems]
    if not people:
        raise DataError(*problems)
    return Proposal(request, tuple(people), tuple(problems), plan.is_new, plan.digest)


def _drafts(request: AddRequest) -> tuple[list[tuple[str, Draft]], list[Problem]]:
    """Everybody on the pages; of several pages, what is wrong with some of them."""
    drafts: list[tuple[str, Draft]] = []
    problems: list[Problem] = []
    for page in request.pages:
        try:
            drafts += [(page.source, draft) for draft in _on_page(page, request)]
        except DataError as error:
            if len(request.pages) == 1:
                raise
            problems += error.problems[:1] if isinstance(error, SeveralAddressesError) else error.problems
    return drafts, problems


def _on_page(page: CasePage, request: AddRequest) -> Iterator[Draft]:
    text = decode(page.data, page.source)
    try:
        yield read_draft(text, page.source, request.which, request.case)
    except SeveralAddressesError as error:
        lines = [problem.what for problem in error.problems[1:]]
        if not _are_different(lines):
            raise
        for which in range(1, len(lines) + 1):
            yield _without_page(read_draft(text, page.source, which))


def _are_different(lines: list[str]) -> bool:
    """Whether every one of several addresses names another person, so that nobody has to choose."""
    names = [frozenset(identity({"address": line}).names) for line in lines]
    return all(names) and all(not one & other for place, one in enumerate(names) for other in names[:place])


def _without_page(draft: Draft) -> Draft:
    """What is said of a page as a whole is said of no one of several people on it."""
    of_person = tuple(problem for problem in draft.questions if problem.field != "name")
    return replace(draft, title=None, subtitle=None, case=None, about={}, questions=of_person)


def _offered(source: str, draft: Draft, request: AddRequest, plan: BookPlan) -> Offered:
    if unanswered := [problem for problem in draft.questions if not getattr(request, problem.field)]:
        raise DataError(*unanswered)
    record = as_texts({**draft.fields(), "verified": request.today.isoformat(), **request.decided})
    match = plan.find(identity(record))
    if match is None or not match.is_certain:
        planned = _new(record, request, plan)
        doubts = [perhaps_there(str(plan.record(match.place).get("id", "")), planned.id)] if match else []
    elif plan.is_planned(match.place):
        there = plan.record(match.place).get("id", "")
        what = sentence("«{there}» is on two of these pages.", there=there)
        raise DataError(Problem(source, what, sentence("Take the newer one alone."), code="person-twice"))
    else:
        planned = plan.change(match.place, dict(page_updates(plan.record(match.place), record, request.decided)))
        doubts = [*_kept_status(planned.record), *_kept_id(planned.id, request.id)]
    notes = (*planned.doubts, *doubts, *_lacking(planned))
    placed = (replace(problem, where=problem.where or source, who=problem.who or planned.id) for problem in notes)
    return Offered(source, draft, planned, (*draft.warnings, *placed))


def _new(record: Mapping[str, Any], request: AddRequest, plan: BookPlan) -> Planned:
    try:
        return plan.add(plan.check({"id": request.id, **record} if request.id else record), REMARKS)
    except DataError as error:
        raise DataError(*map(_in_own_words, error.problems)) from error


def _in_own_words(problem: Problem) -> Problem:
    """What a record lacks, asked for as this use case asks; there is no entry of the book yet to write it into."""
    hint = _OWN_WORDS.get(problem.code)
    if problem.code == "dative-unproved" and "`gender:" in problem.hint:
        hint = sentence("Say whose it is: ‹gender=m› or ‹gender=f›.")
    return replace(problem, hint=hint) if hint else problem


_NAME = sentence("Say the name in the nominative, surname first: ‹name›.")
_OWN_WORDS = {
    "year-missing": sentence("Look for the year on the page: ‹born=1990›, or ‹born=unknown› if nobody knows it."),
    "year-impossible": sentence(
        "Compare the page, and say the right year: ‹born=1990›, or ‹born=unknown› if nobody knows it."
    ),
    "name-missing": _NAME,
    "name-initials": sentence("Say the name in full, in the nominative, surname first: ‹name›."),
    "name-unproved": _NAME,
    "dative-unproved": sentence("Say it as the person or the page has it: ‹dative›."),
    "no-address": sentence("Compare the page: postcode and institution must be on the line."),
    "link-too-long": sentence("Say a shorter link to the same page: ‹case›."),
}


def page_updates(
    there: Mapping[str, Any], record: Mapping[str, Any], decided: Collection[str] = ()
) -> Iterator[tuple[str, Any]]:
    """What a page changes in the record of the book; what people wrote there stays, but for the fields `decided`."""
    is_moved = not is_one_line(there.get("address"), record["address"])
    for name, value in record.items():
        before = there.get(name)
        is_open = before is None or name in decided or name in _OVERWRITTEN
        if (name != "status" or name in decided) and is_open and not _is_equal(before, value):
            yield name, {**before, **value} if isinstance(before, Mapping) and isinstance(value, Mapping) else value
    if is_moved and there.get("status") in _GONE and "status" not in decided:
        yield "status", "held"


def _is_equal(before: Any, after: Any) -> bool:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return all(_is_equal(before.get(key), text) for key, text in after.items())
    if isinstance(before, tuple) and isinstance(after, tuple):
        return sorted(before) == sorted(after)
    return is_one_line(before, after)


def _kept_status(record: Mapping[str, Any]) -> Iterator[Problem]:
    if (status := record.get("status", "held")) != "held":
        hint = sentence("Change `status:` by hand if the person is held again.")
        what = sentence("status: {status} stays as it is: no envelope is made.", status=status)
        yield Problem("", what, hint, "warning", code="status-kept")


def _kept_id(there: str, wanted: str | None) -> Iterator[Problem]:
    if wanted and wanted != there:
        what = sentence("this person is in the book as «{there}»; the id stays.", there=there)
        yield Problem("", what, "", "warning", code="id-kept")


def _lacking(planned: Planned) -> Iterator[Problem]:
    """What the new lines still lack, and what in them is only a draft."""
    if planned.kind != "new" and all(change.field == "verified" for change in planned.changes):
        return
    if "about" not in planned.record:
        what = sentence("`about` is empty: the page's headings give nothing neutral.")
        hint = sentence("Write one or two neutral sentences in the book: where the person is from, work, interests.")
        yield Problem("", what, hint, "warning", code="about-empty")
    elif planned.kind == "new" or any(change.field == "about" for change in planned.changes):
        what = sentence("`about` is a draft from the headings of the page.")
        hint = sentence("Read it: nothing of the case, no organisation. Then delete the remark beside it.")
        yield Problem("", what, hint, "warning", code="about-draft")
    if "case" not in planned.record:
        what = sentence("the link of the page is not known.")
        yield Problem(
            "", what, sentence("Add it with ‹case=https://…› for the QR code."), "warning", code="case-missing"
        )


@dataclass(frozen=True, slots=True)
class CheckedRequest:
    """Whose addresses somebody compared with the case pages today."""

    book: Path
    ids: tuple[str, ...]
    today: date
    dry_run: bool = False


def note_checked(request: CheckedRequest) -> tuple[Planned, ...]:
    """Write the day as `verified` of these people; raises CommandError for an unknown id, DataError or FileError."""
    with changing(request.book, request.today) as plan:
        places = [plan.place(name) for name in dict.fromkeys(request.ids)]
        noted = tuple(plan.change(place, {"verified": request.today}) for place in places)
        if not request.dry_run:
            plan.write()
    return noted


def shown(value: Any) -> list[str]:
    """A value of the book as texts to show, one a language or an earlier address."""
    if isinstance(value, Mapping):
        return [f"{key}: {normalise(text)}" for key, text in value.items()]
    if isinstance(value, list | tuple):
        return [", ".join(shown(item)) for item in value]
    return [] if value is None else [normalise(str(value))]

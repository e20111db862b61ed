"""People from case pages into the book: read, found or new, shown before anything is written, then written at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from letters.app.tables import perhaps_there
from letters.errors import CommandError, DataError, FileError, LettersError, Problem
from letters.intake import (
    MOST_BYTES,
    Draft,
    MarkedLine,
    MarkedPart,
    SeveralAddressesError,
    checked_text,
    decode,
    mark_page,
    read_draft,
)
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
    "Corrections",
    "Draft",
    "FieldChange",
    "MarkedLine",
    "MarkedPart",
    "NotTaken",
    "Offered",
    "PersonPlace",
    "Proposal",
    "SeveralAddressesError",
    "answer_to",
    "decode",
    "look_at",
    "mark_page",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What somebody says of one person besides the page; it wins over page and book."""

    case: str | None = None  # address of the page in the web
    id: str | None = None  # of a new person
    name: str | None = None  # nominative
    dative: str | None = None  # as on the envelope
    gender: str | None = None
    born: str | None = None
    birthday: str | None = None  # 05-17
    status: str | None = None  # what has become of somebody whose page speaks of it
    is_left_out: bool = False  # from what goes into the book

    @property
    def decided(self) -> dict[str, str]:
        """The fields of the book that somebody said."""
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
class CasePage:
    """A page, text or HTML, as a file has it or as somebody pasted it, and what it is called in messages."""

    source: str
    data: bytes | str
    which: int | None = None  # of several addresses, from 1
    corrections: tuple[Corrections, ...] = ()  # one a person of the page; empty = those of the request

    def said_of(self, person: int) -> Corrections:
        """What was said of one of its people, counted from 0."""
        return self.corrections[person] if person < len(self.corrections) else Corrections()


@dataclass(frozen=True, slots=True)
class AddRequest(Corrections):
    """Pages, and the book that their people go into; what the request itself says besides is about one person."""

    book: Path
    pages: tuple[CasePage, ...]
    today: date
    which: int | None = None  # of several addresses, from 1


class PersonPlace(NamedTuple):
    """Which page of a request, and which person of it, both counted from 0."""

    page: int
    person: int


@dataclass(frozen=True, slots=True)
class _Read:
    """Somebody on a page, before the book was looked into."""

    source: str
    place: PersonPlace
    draft: Draft
    said: Corrections


@dataclass(frozen=True, slots=True)
class Offered:
    """One person of the pages, and what would stand in the book."""

    source: str
    place: PersonPlace
    draft: Draft
    planned: Planned
    doubts: tuple[Problem, ...]
    said: Corrections


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Somebody, or a whole page, that does not go into the book as it is."""

    source: str
    place: PersonPlace
    draft: Draft | None  # `None` = nobody could be read from the page
    error: LettersError | None  # `None` = they are left out on request

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, without the addresses among which somebody has to choose."""
        found = self.error.problems if self.error else ()
        return found[:1] if isinstance(self.error, SeveralAddressesError) else found

    @property
    def choices(self) -> tuple[str, ...]:
        """The published lines among which somebody has to choose."""
        several = isinstance(self.error, SeveralAddressesError)
        return tuple(problem.what for problem in self.error.problems[1:]) if self.error and several else ()


@dataclass(frozen=True)
class Proposal:
    """Everything that would be written: nothing has been yet."""

    request: AddRequest
    people: tuple[Offered, ...]
    not_taken: tuple[NotTaken, ...]
    is_new_book: bool
    digest: bytes  # of the book it was made for

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the pages and people that cannot be taken."""
        return tuple(problem for one in self.not_taken for problem in one.problems)

    @property
    def changes_book(self) -> bool:
        """Whether there is anything to write."""
        return any(person.planned.kind != "same" for person in self.people)

    @cached_property
    def content(self) -> str:
        """The same for two proposals that come to the same in the book, but for the ids of new people."""
        return sha256(repr(_shown(self)).encode()).hexdigest()

    @cached_property
    def outline(self) -> frozenset[str]:
        """Who of the pages is new, or changed and who that is in the book, and what is doubtful about each."""
        return frozenset(
            " ".join(map(str, (*person.place, *_who(person.planned), code)))
            for person in self.people
            for code in ("", *(doubt.code for doubt in person.doubts))
        )


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
    proposal = look_at(request)
    for one in proposal.not_taken:
        is_alone = len(request.pages) == 1 and one.draft is None
        if one.error and (is_alone or isinstance(one.error, CommandError)):
            raise one.error
    people = len(proposal.people) + len(proposal.not_taken)
    if said := [name for name in _OF_ONE if getattr(request, name) and people > 1]:
        what = sentence("is said of one person, and there are several.")
        raise CommandError(Problem("", what, sentence("Take that page alone."), code="of-one-person", field=said[0]))
    if not proposal.people:
        raise DataError(*proposal.problems)
    return proposal


def look_at(request: AddRequest) -> Proposal:
    """The same with whatever cannot be taken, all of it; raises DataError or FileError for the book alone."""
    read: list[_Read] = []
    not_taken: list[NotTaken] = []
    for number, page in enumerate(request.pages):
        try:
            read += _on_page(page, number, request)
        except (DataError, CommandError) as error:
            first = PersonPlace(number, 0)
            not_taken.append(NotTaken(page.source, first, None, None if page.said_of(0).is_left_out else error))
    not_taken += (NotTaken(one.source, one.place, one.draft, None) for one in read if one.said.is_left_out)
    wanted = [one for one in read if not one.said.is_left_out]
    return _proposal(request, wanted, not_taken, BookPlan(request.book, request.today))


def write_proposal(proposal: Proposal) -> Proposal:
    """Write what was proposed, with the ids that it got in the end; raises DataError or FileError, nothing written.

    The book may have changed since: then it must come to the same, but for the ids of new people.
    """
    with changing(proposal.request.book, proposal.request.today) as plan:
        read = [_Read(person.source, person.place, person.draft, person.said) for person in proposal.people]
        now = _proposal(proposal.request, read, proposal.not_taken, plan)
        if plan.digest != proposal.digest and now.content != proposal.content:
            what = sentence("somebody changed the book meanwhile, and what would be written is not what was shown.")
            hint = sentence("Do the same again.")
            raise DataError(Problem(proposal.request.book.name, what, hint, code="book-changed"))
        plan.write()
    return now


def _shown(proposal: Proposal) -> list[tuple[Any, ...]]:
    plans = (person.planned for person in proposal.people)
    return [(*_who(plan), {**plan.record, "id": ""}) for plan in plans]


def _who(plan: Planned) -> tuple[str, str]:
    return plan.kind, "" if plan.kind == "new" else plan.id


def _proposal(request: AddRequest, read: Iterable[_Read], not_taken: Iterable[NotTaken], plan: BookPlan) -> Proposal:
    people: list[Offered] = []
    others = list(not_taken)
    for one in read:
        try:
            people.append(_offered(one, request, plan))
        except DataError as error:
            placed = (replace(problem, where=problem.where or one.source) for problem in error.problems)
            others.append(NotTaken(one.source, one.place, one.draft, DataError(*placed)))
    return Proposal(request, tuple(people), tuple(others), plan.is_new, plan.digest)


def _on_page(page: CasePage, number: int, request: AddRequest) -> Iterator[_Read]:
    """Everybody on a page."""
    text = checked_text(page.data, page.source) if isinstance(page.data, str) else decode(page.data, page.source)
    for person, draft in enumerate(_drafts(page, text, request)):
        said = page.said_of(person) if page.corrections else request
        yield _Read(page.source, PersonPlace(number, person), draft, said)


def _drafts(page: CasePage, text: str, request: AddRequest) -> Iterator[Draft]:
    which, case = page.which or request.which, page.said_of(0).case or request.case
    try:
        yield read_draft(text, page.source, which, case)
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


def _offered(one: _Read, request: AddRequest, plan: BookPlan) -> Offered:
    source, draft, said = one.source, one.draft, one.said
    if unanswered := [problem for problem in draft.questions if not getattr(said, problem.field)]:
        raise DataError(*unanswered)
    record = as_texts({**draft.fields(), "verified": request.today.isoformat(), **said.decided})
    match = plan.find(identity(record))
    if match is None or not match.is_certain:
        planned = _new(record, said.id, plan)
        doubts = [perhaps_there(str(plan.record(match.place).get("id", "")), planned.id)] if match else []
    elif plan.is_planned(match.place):
        there = plan.record(match.place).get("id", "")
        what = sentence("«{there}» is on two of these pages.", there=there)
        raise DataError(Problem(source, what, sentence("Take the newer one alone."), code="person-twice"))
    else:
        planned = plan.change(match.place, dict(page_updates(plan.record(match.place), record, said.decided)))
        doubts = [*_kept_status(planned.record), *_kept_id(planned.id, said.id)]
    notes = (*planned.doubts, *doubts, *_lacking(planned))
    placed = (replace(problem, where=problem.where or source, who=problem.who or planned.id) for problem in notes)
    return Offered(source, one.place, draft, planned, (*draft.warnings, *placed), said)


def _new(record: Mapping[str, Any], wanted: str | None, plan: BookPlan) -> Planned:
    try:
        return plan.add(plan.check({"id": wanted, **record} if wanted else record), REMARKS)
    except DataError as error:
        raise DataError(*map(in_fields, error.problems)) from error


def in_fields(problem: Problem) -> Problem:
    """What a record lacks, asked for as this use case asks; there is no entry of the book yet to write it into."""
    hint = _OWN_WORDS.get(problem.code)
    if problem.code == "dative-unproved" and "`gender:" in problem.hint:
        hint = sentence("Say whose it is: ‹gender=m› or ‹gender=f›.")
    return replace(problem, hint=hint) if hint else problem


_ANSWERS = {
    "year-missing": "born",
    "year-impossible": "born",
    "years-differ": "born",
    "born-differs": "born",
    "born-elsewhere": "born",
    "birthday-year": "birthday",
    "birthday-differs": "birthday",
    "name-missing": "name",
    "name-initials": "name",
    "name-several": "name",
    "name-unproved": "name",
    "dative-unproved": "dative",
    "id-taken": "id",
    "link-too-long": "case",
    "case-missing": "case",
}


def answer_to(problem: Problem) -> str:
    """The field of `Corrections`, or `which`, in which somebody answers a problem; "" if there is none."""
    if "‹gender=" in problem.hint:
        return "gender"
    if problem.field or problem.code in _ANSWERS:
        return problem.field or _ANSWERS[problem.code]
    named = problem.what.partition(" ")[0].rstrip(":")
    return named if named in (*_OF_ONE, "name") else ""


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

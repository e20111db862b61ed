"""The whole book as rows: each with what the line, the ledger and the checks say; looked through and sorted."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from letters.app.book_at_hand import book_at_hand, while_at_hand
from letters.app.check import Checked, look_over
from letters.app.ledger_place import ledger_beside
from letters.app.letters_so_far import LettersSoFar, left_aside, letters_so_far, returned_since
from letters.app.overview import Everybody, PersonRow, Wanted, Whereabouts
from letters.errors import FileError, Problem
from letters.messages import line_in
from letters.model import Address, Person
from letters.russian.names import latin
from letters.russian.postal import parse_line
from letters.russian.postal.group import facility_heading, facility_key, pile_order
from letters.russian.tidy import fold_case
from letters.store.book import Absent, Book, Failed, read_line
from letters.store.book.stale import stale_problems
from letters.textfile import is_there


def read_everybody(book: Path, today: date, ledger_file: Path | None = None) -> Everybody:
    """The whole book; read once for as long as it and the ledger stay the same. Raises FileError."""
    return while_at_hand(_everybody, book_at_hand(book), today, ledger_beside(book, ledger_file))


def check_everybody(book: Path, today: date, ledger_file: Path | None = None) -> Checked | None:
    """What `check_book` says, worked out once for as long as nothing changes; `None` where there is no book yet."""
    if not is_there(book):
        return None
    return while_at_hand(look_over, book_at_hand(book), today, ledger_beside(book, ledger_file))


# ---- the rows


def _everybody(read: Book, today: date, ledger: Path) -> Everybody:
    so_far, unread = _so_far(read, ledger)
    problems: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in read.problems:
        problems[problem.who].append(problem)
    rows = sorted(_rows(read, today, so_far, problems), key=lambda row: row.line)
    of_all = [problem for problem in read.errors_of_all if problem.code != "book-empty"]
    of_all += [problem for problem in read.problems if problem.level != "error" and not problem.who]
    return Everybody(
        tuple(rows),
        _counted(row.place.prison for row in sorted(rows, key=lambda row: row.place.pile)),
        _counted(sorted(row.place.region for row in rows)),
        _counted(sorted(tag for row in rows for tag in row.tags)),
        (*of_all, *unread),
    )


def _so_far(book: Book, ledger: Path) -> tuple[LettersSoFar, tuple[Problem, ...]]:
    """The ledger beside the book, an empty one with a note if it cannot be read."""
    try:
        return letters_so_far(ledger, book.people), ()
    except FileError as error:
        return letters_so_far(None, book.people), tuple(left_aside(error))


def _rows(
    book: Book, today: date, so_far: LettersSoFar, problems: Mapping[str, Sequence[Problem]]
) -> Iterator[PersonRow]:
    for person in book.people:
        yield _of_person(person, today, so_far, tuple(problems.get(person.id, ())))
    for absent in book.absent:
        yield _of_absent(absent, so_far, tuple(problems.get(absent.id, ())))
    gone = {absent.where for absent in book.absent}
    for entry in book.failed:
        if entry.person is None and entry.where not in gone:
            yield _of_failed(entry)


def _of_person(person: Person, today: date, so_far: LettersSoFar, problems: tuple[Problem, ...]) -> PersonRow:
    tally, back = so_far.of(person), returned_since(person, so_far)
    return PersonRow(
        id=person.id,
        line=line_in(person.where),
        status="held",
        name=str(person.name),
        latin=latin(str(person.name)),
        place=_place(person.address),
        checked=person.verified,
        to_check=any(stale_problems(person, today)),
        is_read=True,
        letters=len(tally.letters),
        last=tally.last,
        came_back=back[0] if back else None,
        tags=person.tags,
        problems=problems,
    )


def _of_absent(absent: Absent, so_far: LettersSoFar, problems: tuple[Problem, ...]) -> PersonRow:
    name, address = str(absent.name or ""), parse_line(absent.published).address
    tally = so_far.people.get(so_far.names.key(name, absent.born))
    return PersonRow(
        id=absent.id,
        line=line_in(absent.where),
        status=absent.status,
        name=name,
        latin=latin(name),
        place=_place(address) if address else Whereabouts(),
        letters=len(tally.letters) if tally else 0,
        last=tally.last if tally else None,
        problems=problems,
    )


def _of_failed(entry: Failed) -> PersonRow:
    """Whoever cannot be read, with what the line alone says."""
    read = read_line(entry.published) if entry.published else None
    name = str(read.recipient.nominative or "") if read and read.recipient else ""
    place = _place(read.parsed.address) if read and read.parsed.address else Whereabouts()
    line = line_in(entry.where)
    return PersonRow(entry.id, line, "held", name, latin(name), place, problems=entry.problems)


def _place(address: Address) -> Whereabouts:
    key = facility_key(address)
    return Whereabouts(address.facility.text, facility_heading(address), key.region, address.index, pile_order(key))


def _counted(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple((text, count) for text, count in Counter(texts).items() if text)


# ---- who is looked for


def looked_for(rows: Iterable[PersonRow], wanted: Wanted) -> list[PersonRow]:
    """Those who are looked for, in the order that is wanted."""
    return _sorted([row for row in rows if _is_wanted(row, wanted)], wanted.sort)


def _is_wanted(row: PersonRow, wanted: Wanted) -> bool:
    fits = (
        not wanted.prison or row.place.prison == wanted.prison,
        not wanted.region or row.place.region == wanted.region,
        not wanted.tag or fold_case(wanted.tag) in map(fold_case, row.tags),
        not wanted.to_check or row.to_check,
        not wanted.never_written or (row.status == "held" and not row.letters),
        not wanted.wrong or bool(row.problems),
    )
    return all(fits) and (not wanted.words.strip() or _holds(row, wanted.words))


def _holds(row: PersonRow, words: str) -> bool:
    """Whether every word stands somewhere in what is shown of somebody, in either alphabet."""
    text = fold_case(
        " ".join((row.id, row.name, row.latin, row.place.facility, row.place.prison, row.place.index, *row.tags))
    )
    return all(word in text for word in fold_case(words).split())


def _sorted(rows: list[PersonRow], sort: str) -> list[PersonRow]:
    keys: dict[str, Callable[[PersonRow], object]] = {
        "name": lambda row: (not row.name, row.name, row.id),
        "prison": lambda row: (not row.place.prison, row.place.pile, row.name),
        "checked": lambda row: (row.status != "held", row.checked or date.min, row.name),
        "letters": lambda row: (row.status != "held", row.letters, row.last or "", row.name),
    }
    return sorted(rows, key=keys[sort]) if sort in keys else rows  # type: ignore[arg-type]

"""The book: what is wrong in one, line by line and all at once; what a good one holds; its schema."""

import json
import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from letters.app.check import check_book, read_checked
from letters.cli import main
from letters.errors import Problem
from letters.model import Person
from letters.services import services
from letters.store.book import Book, KnownEntries, json_schema, parse_object, read_book
from letters.store.book.people import _ORDINARY, _forbidden
from tests.cases import cases
from tests.conftest import SAMPLE
from tests.rows import rows

HERE = Path(__file__).parent
GOLD = cases("addresses.yaml")
BAD = cases("bad_books.yaml")
PLACE = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
GOOD = f"{PLACE}, Ветрову Илье Сергеевичу, 1990 г. р."
BOOK = f"people:\n  - id: vetrov\n    address: {GOOD}\n"
TODAY = date.today()
LATEST = str(TODAY.year - 14)
FIELDS_OF_A_PERSON = ", ".join(json_schema()["$defs"]["PersonRecord"]["properties"])


def save(folder: Path, text: str | bytes) -> Path:
    path = folder / "book.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def entry(*lines: str, address: str = GOOD) -> str:
    """A book of one person with more fields."""
    return "".join(f"{line}\n" for line in ("people:", "  - id: vetrov", f"    address: {address}", *lines))


def read(folder: Path, text: str | bytes) -> tuple[Book, list[str]]:
    """The book and its problems as they are printed, without the note that nobody has checked the address."""
    path = save(folder, text)
    book, problems = read_checked(path), check_book(path, TODAY).problems
    return book, [str(problem) for problem in problems if "was last checked" not in problem.what]


def only(folder: Path, text: str | bytes) -> Person:
    """The only person of a book without problems."""
    book, problems = read(folder, text)
    assert problems == []
    (person,) = book.people
    return person


# --- bad books


def file_of(case: dict[str, Any]) -> bytes:
    text, times = case.get("repeat", ["", 0])
    data = (case["book"].replace("GOOD", GOOD) + text * times).encode(case.get("encoding", "utf-8"))
    return data[: len(data) - case.get("cut", 0)]


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["name"])
def test_each_fault_has_its_line(case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = save(tmp_path, file_of(case))
    assert main(["check", "--book", str(book)]) == 1
    said = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("note:")]
    assert said == [line.replace("LATEST", LATEST).replace("FIELDS", FIELDS_OF_A_PERSON) for line in case["lines"]]


@rows("case", BAD, ids=lambda case: case["name"])
def test_a_bad_book_writes_nothing(case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, out = save(tmp_path, file_of(case)), tmp_path / "out"
    assert main(["make", "--book", str(book), "--out", str(out)]) == 1
    assert not out.exists()
    out.mkdir()
    (out / "envelopes.pdf").write_text("earlier")
    assert main(["make", "--book", str(book), "--out", str(out)]) == 1
    assert [(path.name, path.read_text()) for path in out.iterdir()] == [("envelopes.pdf", "earlier")]
    assert capsys.readouterr().err.splitlines()[-1] == "Nothing was written."


def test_no_line_has_a_control_character() -> None:
    """What is printed of a hostile book cannot steer a terminal."""
    assert [case["name"] for case in BAD for line in case["lines"] if not line.isprintable()] == []


UNREADABLE = {
    "no such file": (
        "nobody.yaml",
        "nobody.yaml: there is no such book. Say where it is with --book FILE, or copy the ",
    ),
    "a folder": (".", "cannot be read: Is a directory."),
    "below a file": ("book.yaml/inner.yaml", "inner.yaml: cannot be read: Not a directory."),
}


@pytest.mark.parametrize(("name", "said"), UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("command", ["make", "check", "list"])
def test_a_book_that_cannot_be_read(
    command: str, name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(tmp_path, BOOK)
    out = ["--out", str(tmp_path / "out")] if command == "make" else []
    assert main([command, "--book", str(tmp_path / name), *out]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert not (tmp_path / "out").exists()


# --- warnings

WARNINGS = {
    # fields of the person -> the line and how the note begins; none = no note
    "the English line agrees": (['    english: "Ilya Vetrov (born 1990), 663180"'], ""),
    "the English line has another postcode": (
        ['    english: "Ilya Vetrov (born 1990), 663118"'],
        "book.yaml:4: the postcode is «663180» on the Russian line and «663118» on the English one. The envelope gets",
    ),
    "the English line has another year": (
        ['    english: "Ilya Vetrov (born 1991), 663180"'],
        "book.yaml:4: the year of birth is «1990» on the Russian line and «1991» on the English one. The envelope gets",
    ),
    "checked in the future": (["    verified: 2999-01-01"], "book.yaml:4: verified: 2999-01-01 is in the future."),
    "the name in the order of a letter": (["    name: Илья Сергеевич Ветров"], ""),
}


@pytest.mark.parametrize(("fields", "begins"), WARNINGS.values(), ids=WARNINGS)
def test_warnings(fields: list[str], begins: str, tmp_path: Path) -> None:
    book, said = read(tmp_path, entry(*fields))
    assert [line[: len(begins)] for line in said] == ([begins] if begins else [])
    assert len(book.people) == 1
    assert {problem.level for problem in book.problems} <= {"warning"}


STALE = [
    (None, "nobody has noted when this address was last checked."),
    (0, None),
    (30, None),
    (31, "the address was last checked on {day}, more than a month ago."),
    (120, "the address was last checked on {day}, more than a month ago."),
    (121, "the address was last checked on {day}, more than four months ago."),
]


@pytest.mark.parametrize(("age", "what"), STALE)
def test_stale_addresses(age: int | None, what: str | None, tmp_path: Path) -> None:
    day = TODAY - timedelta(age or 0)
    text = entry(f"    verified: {day}") if age is not None else entry()
    problems = check_book(save(tmp_path, text), TODAY).problems
    hint = f"People are moved without notice: compare the case page, then write `verified: {TODAY}` under the person."
    if age == 121:
        hint = "Post nothing there before somebody has compared the case page; "
        hint += f"then write `verified: {TODAY}` under the person."
    assert problems == ((Problem("book.yaml:3", what.format(day=day), hint, "warning"),) if what else ())


# --- every value is the text that was typed

TYPED = ["010203", "12:30", "NO", "null", "1e3", "~", "yes", "0x1F", "2025-10-01", "1_000", "+7", ".5"]


@rows("text", TYPED)
def test_values_stay_as_typed(text: str, tmp_path: Path) -> None:
    person = only(tmp_path, entry(f"    about: {{en: {text}, {text}: x}}"))
    assert dict(person.about) == {"en": text, text: "x"}


@pytest.mark.parametrize("text", ["010203", "NO", "null", "1e3"])
def test_ids_stay_as_typed(text: str, tmp_path: Path) -> None:
    assert only(tmp_path, BOOK.replace("vetrov", text)).id == text


def test_empty_fields_are_as_good_as_none(tmp_path: Path) -> None:
    person = only(tmp_path, entry("    english:", "    services:", '    name: ""', "    status:"))
    assert (person.english, person.services) == (None, ())


# --- files as editors save them

FILES = {
    "UTF-8": BOOK.encode(),
    "with a byte order mark": BOOK.encode("utf-8-sig"),
    "with line ends of Windows": BOOK.replace("\n", "\r\n").encode(),
    "with both": BOOK.replace("\n", "\r\n").encode("utf-8-sig"),
    "without a last line end": BOOK.rstrip().encode(),
    "with a comment and dashes above": f"# friends\n%YAML 1.1\n---\n{BOOK}...\n".encode(),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_files_as_editors_save_them(data: bytes, tmp_path: Path) -> None:
    person = only(tmp_path, data)
    assert (person.id, person.published, person.dative) == ("vetrov", GOOD, "Ветрову Илье Сергеевичу")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_counted_alike(end: str, tmp_path: Path) -> None:
    text = f"# one{end}{end}people:{end}  - id: a{end}    address: >-{end}      Адрес{end}      уточняется{end}"
    assert read(tmp_path, text)[1][0].startswith("book.yaml:5: no postal address")


# --- what the book says wins

FIELDS = {
    # fields of the book -> name, dative, gender, year
    "nothing": ([], GOOD, ("Ветров Илья Сергеевич", "Ветрову Илье Сергеевичу", "m", 1990)),
    "a dative": (["dative: Ветрову  Илюше"], GOOD, ("Ветров Илья Сергеевич", "Ветрову Илюше", "m", 1990)),
    "a name": (["name: Ветров Илия Сергеевич"], GOOD, ("Ветров Илия Сергеевич", "Ветрову Илье Сергеевичу", "m", 1990)),
    "no year": (["born: unknown"], GOOD, ("Ветров Илья Сергеевич", "Ветрову Илье Сергеевичу", "m", None)),
    "a year that the line lacks": (
        ["born: 1991"],
        f"{PLACE}, Ветрову Илье Сергеевичу",
        ("Ветров Илья Сергеевич", "Ветрову Илье Сергеевичу", "m", 1991),
    ),
    "no year on the line": (
        ["born: unknown"],
        f"{PLACE}, Ветрову Илье Сергеевичу",
        ("Ветров Илья Сергеевич", "Ветрову Илье Сергеевичу", "m", None),
    ),
    "a name that fits both": ([], f"{PLACE}, Щербе Саше, 1990 г. р.", ("Щерба Саша", "Щербе Саше", None, 1990)),
    "and its gender": (["gender: f"], f"{PLACE}, Щербе Саше, 1990 г. р.", ("Щерба Саша", "Щербе Саше", "f", 1990)),
    "a name and its dative where the line has none": (
        ["name: Ветров Илья", "dative: Ветрову Илье", "born: 1990"],
        PLACE,
        ("Ветров Илья", "Ветрову Илье", None, 1990),
    ),
}


@pytest.mark.parametrize(("fields", "line", "expected"), FIELDS.values(), ids=FIELDS)
def test_what_the_book_says_wins(
    fields: list[str], line: str, expected: tuple[str, str, str | None, int | None], tmp_path: Path
) -> None:
    person = only(tmp_path, entry(*(f"    {field}" for field in fields), address=line))
    assert (str(person.name), person.dative, person.gender, person.born) == expected
    assert person.published == line


@pytest.mark.parametrize("status", ["released", "exchanged", "house_arrest", "moved", "died", "unknown"])
def test_only_who_is_held_gets_an_envelope(status: str, tmp_path: Path) -> None:
    book, said = read(tmp_path, entry(f"    status: {status}", address="Адрес уточняется"))
    assert (len(book.people), [(one.id, one.status) for one in book.absent], said) == (0, [("vetrov", status)], [])


def test_the_sender(tmp_path: Path) -> None:
    address = "sender:\n  country: de\n  return_address: |\n    A. Example\n\n    PO Box  12 34\n"
    sender = read(tmp_path, address + BOOK)[0].sender
    assert (sender.country, sender.return_address) == ("DE", ("A. Example", "PO Box 12 34"))
    assert read(tmp_path, f"sender:\n{BOOK}")[0].sender == read(tmp_path, BOOK)[0].sender


# --- a book of any text

PIECES = (
    *("people:", "- id: a", "  ", "\n", ": ", "- ", "? ", "%", "---", "...", "#", "|", ">", "\t"),
    *("[", "]", "{", "}", "&a ", "*a", "!t ", "'", '"', "address: ", GOOD, "born: 1990"),
    *("\ufeff", "\u2028", "\x00", "\x07", "\U0001f642", "ё"),
)
SCRAPS = st.sampled_from(PIECES)


@given(data=st.one_of(st.lists(SCRAPS, max_size=30).map("".join).map(str.encode), st.binary(max_size=60)))
def test_any_file_is_read_or_explained(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    book = read_book(save(folder, data))
    shutil.rmtree(folder)
    assert book.people or book.absent or book.problems
    assert all(re.fullmatch(r"book\.yaml(:\d+)?", problem.where) for problem in book.problems)


@pytest.mark.one_quick
@pytest.mark.parametrize("count", [1, 2, 400])
def test_the_order_of_the_book_is_kept(count: int, tmp_path: Path) -> None:
    lines = (f"  - {{id: p{number}, address: '{GOOD}', about: {{en: '{'x' * 9000}'}}}}\n" for number in range(count))
    people = read(tmp_path, "people:\n" + "".join(lines))[0].people
    assert len(people) == count
    assert [[person.id for person in people] for _ in range(2)] == [[f"p{number}" for number in range(count)]] * 2


# --- the schema


def accepts(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    """As much of JSON Schema as the book's schema uses; an unknown word is an error."""
    unknown = set(schema) - {*CHECKS, "$schema", "$defs", "title", "description", "examples", "default", "format"}
    assert not unknown
    return all(check(schema[word], value, schema, root) for word, check in CHECKS.items() if word in schema)


TYPES = {"string": str, "integer": int, "object": dict, "array": list | tuple, "null": type(None)}
CHECKS: dict[str, Any] = {
    "$ref": lambda ref, value, _, root: accepts(root["$defs"][ref.rpartition("/")[2]], value, root),
    "anyOf": lambda choices, value, _, root: any(accepts(choice, value, root) for choice in choices),
    "type": lambda name, value, _, root: isinstance(value, TYPES[name]),
    "enum": lambda values, value, _, root: value in values,
    "pattern": lambda pattern, value, _, root: bool(re.search(pattern, value)),
    "minItems": lambda least, value, _, root: len(value) >= least,
    "items": lambda inner, value, _, root: all(accepts(inner, item, root) for item in value),
    "required": lambda names, value, _, root: set(names) <= set(value),
    "properties": lambda fields, value, _, root: all(accepts(fields[k], value[k], root) for k in value if k in fields),
    "additionalProperties": lambda extra, value, schema, root: all(
        extra and accepts(extra, value[key], root) for key in value if key not in schema.get("properties", {})
    ),
}

PERSON = {"id": "vetrov", "address": GOOD}
TREES = {
    # what an editor makes of a book -> whether the schema lets it pass
    "the least": (PERSON, True),
    "a Cyrillic id": (PERSON | {"id": "ветров"}, True),
    "a year as a number": (PERSON | {"born": 1990}, True),
    "an unknown year": (PERSON | {"born": "unknown"}, True),
    "an empty field": (PERSON | {"english": None}, True),
    "everything": (
        PERSON
        | {
            "english": "x",
            "case": "https://example.org",
            "name": "Ветров Илья",
            "dative": "Ветрову Илье",
            "gender": "m",
        }
        | {"services": ["zt"], "about": {"en": "x"}, "tip": {"ru": "x"}, "verified": "2025-10-01", "status": "died"},
        True,
    ),
    "a wish for the greeting": (PERSON | {"called": "patronymic"}, True),
    "another wish": (PERSON | {"called": "Илюша"}, False),
    "no address": ({"id": "vetrov"}, False),
    "an unknown field": (PERSON | {"adress": "x"}, False),
    "an unknown status": (PERSON | {"status": "free"}, False),
    "an id that is a path": (PERSON | {"id": "../a"}, False),
    "a service that is no list": (PERSON | {"services": "zt"}, False),
    "a text without language": (PERSON | {"about": "x"}, False),
}


@rows(("person", "passes"), TREES.values(), ids=TREES)
def test_the_schema(person: dict[str, Any], passes: bool) -> None:
    schema = json_schema()
    assert accepts(schema, {"people": [person]}, schema) is passes


def test_the_schema_accepts_the_sample_book() -> None:
    schema = json.loads(json.dumps(json_schema()))
    tree = yaml.load((HERE.parent / "addresses.yaml").read_text("utf-8"), yaml.BaseLoader)
    assert accepts(schema, tree, schema)
    assert not accepts(schema, tree | {"peple": []}, schema)


def test_the_examples_of_the_schema_are_right() -> None:
    schema = json_schema()
    fields = [(name, field) for record in schema["$defs"].values() for name, field in record["properties"].items()]
    assert [name for name, field in fields if not field.get("examples")] == []
    wrong = [name for name, field in fields for shown in field["examples"] if not accepts(field, shown, schema)]
    assert wrong == []


def test_the_schema_describes_every_field() -> None:
    records = json_schema()["$defs"].values()
    fields = [(name, field) for record in records for name, field in record["properties"].items()]
    assert len(fields) >= 15
    assert [name for name, field in fields if not field.get("description")] == []


# --- the sample book, the services, the parser's words


def test_the_sample_book_has_no_problem() -> None:
    path = HERE.parent / "addresses.yaml"
    book, problems = read_checked(path), check_book(path, TODAY).problems
    assert [person.id for person in book.people] == ["zimin", "batsenin"]
    assert [problem for problem in problems if problem.level == "error"] == []


SERVICES = ["f-pismo", "zt", "prisonmail", "ovd-info", "memorial-france", "rosuznik", "fsin-pismo"]
SERVICES += ["crimean-solidarity", "svoya-svyaz", "rights-in-russia"]


def test_every_service_is_complete() -> None:
    assert list(services()) == SERVICES
    assert [key for key, service in services().items() if not (service.name and service.payment.get("en"))] == []


def test_every_warning_of_the_parser_has_words() -> None:
    """A code without words would be printed as it is."""
    words = tomllib.loads((HERE.parent / "letters/store/book/warnings.toml").read_text("utf-8"))
    codes = {code for row in GOLD for code in row["expected"].get("warnings", [])}
    assert codes == set(words)
    assert [code for code, row in words.items() if not (row["what"] and row["hint"])] == []


def comparable(found: dict[str, Any]) -> dict[str, Any]:
    """Services and warnings may stand in any order; what is left of the line is not in the table."""
    found = {key: value for key, value in found.items() if key != "rest"}
    return found | {key: set(found.get(key, ())) for key in ("services", "warnings")}


@rows("row", GOLD, ids=lambda row: row["description"])
def test_parse_reads_address_and_name(row: dict[str, Any]) -> None:
    found = parse_object(row["line"])
    assert found.pop("line") == row["line"]
    assert comparable(found) == comparable(row["expected"])


def test_parse_leaves_out_what_is_absent() -> None:
    assert parse_object("Адрес уточняется") == {"line": "Адрес уточняется", "error": "no-address"}
    found = parse_object(GOOD)
    assert all(value not in (None, "", [], ()) for value in found.values())
    assert found == {
        "line": GOOD,
        "index": "663180",
        "region": "Красноярский край",
        "settlement": "г. Енисейск",
        "street": "ул. Декабристов",
        "house": "д. 11",
        "facility": "ФКУ Т-2 ГУФСИН России по Красноярскому краю",
        "facility_type": "Т",
        "facility_number": "2",
        "authority_region": "Красноярскому краю",
        "recipient": "Ветрову Илье Сергеевичу",
        "recipient_case": "dative",
        "gender": "m",
        "nominative": "Ветров Илья Сергеевич",
        "dative": "Ветрову Илье Сергеевичу",
        "born": 1990,
    }


def test_what_is_read_over_holds_nothing_forbidden() -> None:
    assert [chr(n) for n in range(sys.maxunicode + 1) if _ORDINARY.fullmatch(chr(n)) and _forbidden(chr(n))] == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text,
        lambda text: "# one line more\n\n" + text,
        lambda text: text.replace("2003 г. р.", "2103 г. р."),
        lambda text: text.replace("  - id: batsenin", "  - id: new\n    address: Москва\n\n  - id: batsenin"),
        lambda text: text.replace("id: batsenin", "id: zimin"),
        lambda text: text.partition("  - id: batsenin")[0],
        lambda text: text.replace("status: held", "status: released").replace("    case:", "    case: x #"),
        lambda text: text.replace("    case:", "\n    case:", 1),
        lambda text: text + "    address: x\n    nick: y\n",
    ],
)
def test_entries_that_are_known_are_read_as_new_ones(tmp_path: Path, edit: Callable[[str], str]) -> None:
    path, known = tmp_path / "book.yaml", KnownEntries()
    for text in (SAMPLE.replace("status: held", "born: x\n    tags: [ü§]"), edit(SAMPLE), edit(edit(SAMPLE)), SAMPLE):
        path.write_text(text, "utf-8")
        assert read_checked(path, (), known) == read_checked(path, ())

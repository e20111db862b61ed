"""Writes docs/commands.md, docs/book.md, docs/messages.md and the floors in docs/design.md from the code."""

import json
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from letters import bootstrap  # noqa: E402  # after the path, so that the script runs from anywhere

if __name__ == "__main__":
    bootstrap.ensure(("test",))

import click  # noqa: E402

from letters.cli.main import COMMANDS, load_command, program  # noqa: E402
from letters.cli.options import Sectioned  # noqa: E402
from letters.russian.lint import rules  # noqa: E402
from letters.services import services  # noqa: E402
from letters.store.book.record import BookRecord, PastAddress, PersonRecord, SenderRecord  # noqa: E402
from letters.textfile import read_toml  # noqa: E402
from tests.problems import problems  # noqa: E402
from tests.test_house import FLOORS, LIBRARIES, PACKAGE, imports  # noqa: E402

COMMAND = "python3 docs/make_references.py"
MADE = f"<!-- Made by `{COMMAND}`; change the code and run that again. -->"
START, END = "<!-- floors: made by `python3 docs/make_references.py` -->", "<!-- end of the floors -->"
ROOMS = {room for rooms in FLOORS.values() for room in rooms}
EXIT_CODES = (
    ("0", "done"),
    (
        "1",
        "something in the data is wrong; nothing was written (`import` writes the good rows, `--keep-going` the good "
        "entries)",
    ),
    ("2", "the command is wrong, or asks for what does not go together"),
    ("3", "a file cannot be read or written, or another run is writing there"),
    ("70", "a fault of the program; one line, and the trace in a file, or on the screen with `--debug`"),
    ("130", "stopped by you (Ctrl-C); the files are as they were before"),
)


def main() -> None:
    """Every generated text into its file."""
    for path, text in references().items():
        path.write_text(text, "utf-8", newline="\n")


def references() -> dict[Path, str]:
    """What each file has to hold."""
    design = DOCS / "design.md"
    return {
        DOCS / "commands.md": commands(),
        DOCS / "book.md": book(),
        DOCS / "messages.md": messages(),
        design: with_floors(design.read_text("utf-8")),
    }


# --- commands


def commands() -> str:
    """The reference of all commands, from their help."""
    blocks = [MADE, "# Commands", _commands_head(), _options(program, "make_letters.py")]
    for name in sorted(COMMANDS, key=lambda name: name != "make"):
        blocks += [f"## {name}", *_command(name, load_command(name))]
    blocks += ["## Rules for letter texts", _rules(), "## Exit codes", table_of(("code", "meaning"), EXIT_CODES)]
    return "\n\n".join(blocks) + "\n"


def _commands_head() -> str:
    links = " · ".join(f"[{name}](#{name})" for name in COMMANDS)
    return f"{links}\n\n`--help` after any command shows the same. Without a command the program does `make`."


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"make_letters.py {name}", help_option_names=["-h", "--help"])
    usage = " ".join(command.collect_usage_pieces(context))
    words, examples = _help(command)
    yield f"    python3 make_letters.py {name} {usage}".rstrip()
    yield from words
    yield _options(command, context.info_name or name)
    if command.epilog:
        yield command.epilog
    yield "Examples:\n\n" + textwrap.indent(examples, "    ")
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from (f"### {name} {inner.name}", *_command(f"{name} {inner.name}", inner))


def _help(command: click.Command) -> tuple[list[str], str]:
    """The paragraphs of a help text, and its examples."""
    text, _, examples = textwrap.dedent(_first_line_in(command.help or "")).partition("\b\nExamples\n")
    paragraphs = [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]
    return paragraphs, textwrap.dedent(examples).strip("\n")


def _first_line_in(text: str) -> str:
    """The first line of a docstring stands at the margin, the others do not."""
    first, _, rest = text.partition("\n")
    return f"{first}\n{textwrap.dedent(rest)}"


def _options(command: click.Command, name: str) -> str:
    """The table of the options, or a table a section."""
    context = click.Context(command, info_name=name, help_option_names=["-h", "--help"])
    if isinstance(command, Sectioned):
        sections = command.by_section(context).items()
        return "\n\n".join(f"### {heading}\n\n{_option_table(records)}" for heading, records in sections)
    records = [option.get_help_record(context) for option in command.params if isinstance(option, click.Option)]
    return _option_table([*filter(None, records), ("-h, --help", "Show this help.")])


def _option_table(records: Iterable[tuple[str, str]]) -> str:
    rows = [(f"`{names}`", " ".join(words.split())) for names, words in records]
    return table_of(("option", "what it does"), rows)


def _rules() -> str:
    levels = {"error": "stops a run", "warning": "a note", "info": "a remark"}
    rows = [(f"`{name}`", levels[rule["level"]], rule["reason"]) for name, rule in rules().items()]
    head = "`--allow RULE` lets one pass. Words, sources and days are in `templates/lint.toml`."
    return f"{head}\n\n{table_of(('rule', 'what happens', 'why'), rows)}"


# --- book


def book() -> str:
    """The reference of the address book, from the records that check it."""
    sections = (
        ("A person, under `people:`", PersonRecord),
        ("An earlier address, under `history:` of a person", PastAddress),
        ("Who posts, under `sender:`", SenderRecord),
    )
    blocks = [MADE, "# The address book", BOOK_HEAD, _fields(BookRecord)]
    for title, record in sections:
        blocks += [f"## {title}", _fields(record)]
    names = [(f"`{service.id}`", service.name) for service in services().values()]
    blocks += ["## Electronic services", table_of(("id", "name"), names), BOOK_END]
    return "\n\n".join(blocks) + "\n"


BOOK_HEAD = """`addresses.yaml` is plain text in UTF-8. Every value is a text: `010203`, `12:30`, `no` stay as they are.
Anchors, tags and repeated keys are refused. `python3 make_letters.py check` names every mistake with its line;
`python3 make_letters.py schema` prints the JSON Schema with which editors complete while you type."""
BOOK_END = """A whole entry, and a sender, stand in the sample book [addresses.yaml](../addresses.yaml)."""


def _fields(record: Any) -> str:
    rows = [
        (f"`{name}`", field.description, "yes" if field.is_required() else "", _example(field))
        for name, field in record.model_fields.items()
    ]
    return table_of(("field", "meaning", "required", "example"), rows)


def _example(field: Any) -> str:
    """As it would stand in the book, on one line."""
    if not field.examples:
        return ""
    text = json.dumps(field.examples[0], ensure_ascii=False).strip('"')
    shown = text.replace("\\n", " ⏎ ")
    return f"`{shown}`"


# --- messages


def messages() -> str:
    """The reference of all codes, from the places in the code that make a problem, and from the tables of rules."""
    rows = sorted({(f"`{code}`", level, f"`{where}`", words) for code, level, where, words in _said()})
    table = table_of(("code", "level", "where", "what it says"), rows)
    return f"{MADE}\n\n# Messages\n\n{MESSAGES_HEAD}\n\n{table}\n"


MESSAGES_HEAD = """Every problem has a code that stays the same when its words change: translations, web pages and other
programs hang on it. `check --json` and `import --json` give it as `kind`, and the field of the request as `field`.

An error stops a run, a warning is a note, an info a remark of `lint`. «where» is the file in `letters/` that says it;
«…» is what depends on the data; a stroke parts what is said in one case from what is said in another. ‹paper=a4› is a
field of the request, ‹check› a use case: the command line says `--paper a4` and `check`."""


def _said() -> Iterator[tuple[str, str, str, str]]:
    """Code, level, where and words of everything that the program may say."""
    for said in problems():
        if said.code:
            yield said.code, said.level or "", said.file, f"‹{said.field}›: {said.words}" if said.field else said.words
    for name in ("warnings.toml", "arrival.toml"):
        for code, row in read_toml(PACKAGE / "store/book" / name).items():
            yield code, row.get("level", "warning"), f"store/book/{name}", f"{row['what']}. {row['hint']}"
    for name, rule in rules().items():
        yield f"lint-{name}", rule["level"], "../templates/lint.toml", f"{rule['what']}. {rule['reason']}"


# --- the house


def with_floors(text: str) -> str:
    """The page with the plan and the table between its two marks made anew."""
    return put_between(text, START, END, f"{_picture()}\n\n{_rooms()}")


def put_between(text: str, start: str, end: str, made: str) -> str:
    """The page with what stands between two marks made anew."""
    before, _, rest = text.partition(start)
    _, _, after = rest.partition(end)
    return f"{before}{start}\n\n{made}\n\n{end}{after}"


def _picture() -> str:
    """Floors from the roof to the ground; the number behind a room says how many other rooms it imports."""
    reach = {room: len(_imported(room)) for room in ROOMS}
    lines = [f"  {floor}  {'   '.join(f'{room} {reach[room]}' for room in rooms)}" for floor, rooms in _by_floor()]
    width = max(map(len, lines)) + 2
    edge = f"  +{'-' * width}+"
    walls = [f"  |{line.ljust(width)}|" for line in lines]
    return "\n".join(["```", edge, *(f"{wall}\n{edge}" for wall in walls), "```"])


def _by_floor() -> list[tuple[int, tuple[str, ...]]]:
    return sorted(FLOORS.items(), reverse=True)


def _rooms() -> str:
    rows = [
        (str(floor), f"`{room}`", _says(room), ", ".join(_libraries(room)), ", ".join(_imported(room)))
        for floor, rooms in _by_floor()
        for room in rooms
    ]
    return table_of(("floor", "room in `letters/`", "what it knows", "library", "imports"), rows)


def _says(room: str) -> str:
    """The first sentence of a room."""
    folder, file = PACKAGE / room / "__init__.py", PACKAGE / f"{room}.py"
    source = (folder if folder.exists() else file).read_text("utf-8")
    found = re.match(r'"""(.*?)(?:\n\n|""")', source, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def _libraries(room: str) -> list[str]:
    return [library for library, home in LIBRARIES.items() if home == room]


def _imported(room: str) -> list[str]:
    ours = {found.imported_room for found in imports() if found.room == room}
    return sorted(str(other) for other in (ours & ROOMS) - {room})


def table_of(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    main()

"""Brings the catalogues of translations to the sentences of the code: `python3 docs/make_catalogues.py`.

What is translated stays, what is new is empty, nothing is guessed from sentences that are alike. A comment for
translators stands above its sentence and begins with `For translators:`.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from letters import bootstrap  # noqa: E402  # after the path, so that the script runs from anywhere

if __name__ == "__main__":
    bootstrap.ensure(("test",))

import click  # noqa: E402
from babel.messages import Catalog  # noqa: E402
from babel.messages.extract import extract_from_dir, extract_from_file  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402

from letters.cli.main import COMMANDS, load_command, program  # noqa: E402
from letters.cli.spoken_help import help_texts  # noqa: E402
from letters.sentences import ENGLISH, LANGUAGES  # noqa: E402
from letters.textfile import read_toml  # noqa: E402

LOCALES = ROOT / "letters" / "locale"
PROGRAM = ROOT / "letters"
METHODS = [("web/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
KEYWORDS: dict[str, Any] = {"sentence": None, "_": None, "sentences": (1, 2), "ngettext": (1, 2)}
TAG = "For translators:"
BEGUN = datetime(2026, 11, 30, tzinfo=UTC)  # one day for all: the history of a file knows better
CLICK = (
    "core.py",
    "decorators.py",
    "exceptions.py",
    "formatting.py",
    "parser.py",
    "types.py",
)  # what the library says itself
# Tables whose English texts are sentences: file, and where in a row they stand.
TABLES = (
    ("letters/store/book/warnings.toml", ("what", "detail", "hint")),
    ("letters/store/book/arrival.toml", ("what", "detail", "hint")),
    ("templates/lint.toml", ("what", "reason")),
)
# Where CLDR has a form for millions, of which this program has none.
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "it": "nplurals=2; plural=(n != 1);",
}
HEADER = """\
# Translations of PROJECT into LANGUAGE.
# Say the sentence, not the words; keep {names} and ‹fields› as they are, and quote what the English quotes.
#"""


def sentences_of_tables() -> Iterator[tuple[str, str]]:
    """Each text with its file."""
    for file, places in TABLES:
        for row in read_toml(ROOT / file).values():
            for place in places if isinstance(row, dict) else ():
                if text := _at(row, place):
                    yield text, file


def sentences_of_help() -> Iterator[tuple[str, str]]:
    """Everything that the help of a command says."""
    yield from ((text, "letters/cli/main.py") for text in help_texts(program))
    for name, (file, _) in COMMANDS.items():
        yield from ((text, f"letters/cli/{file}.py") for text in help_texts(load_command(name)))


def _at(row: dict[str, Any], place: str) -> str:
    value: Any = row
    for key in place.split("."):
        value = value.get(key, {}) if isinstance(value, dict) else {}
    return value if isinstance(value, str) else ""


def extracted() -> Catalog:
    """Every sentence of the program, with the files it stands in, in their order."""
    found = Catalog(project="make-letters", creation_date=BEGUN, revision_date=BEGUN, fuzzy=False)
    rows = extract_from_dir(PROGRAM, METHODS, {}, KEYWORDS, [TAG], strip_comment_tags=True)
    for file, _, message, comments, context in sorted(rows, key=lambda row: row[:2]):
        if not _says(PROGRAM / file):
            continue
        _add(found, message, f"letters/{file}", comments, context)
    for text, file in (*sentences_of_tables(), *sentences_of_help()):
        _add(found, text, file)
    for file in CLICK:
        path = Path(click.__file__).with_name(file)
        for _, message, comments, context in extract_from_file("python", path, KEYWORDS, [TAG]):
            _add(found, message, f"click/{file}", comments, context)
    return found


def _says(file: Path) -> bool:
    """Whether a file makes sentences; elsewhere «sentence» is a word of Russian grammar."""
    return file.suffix != ".py" or file.name == "sentences.py" or "letters.sentences import" in file.read_text("utf-8")


def _add(found: Catalog, message: Any, file: str, comments: Any = (), context: str | None = None) -> None:
    added = found.add(message, None, [(file, None)], auto_comments=comments, context=context)
    added.flags.clear()  # «100 %;» is no format


def updated(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language with exactly the sentences of the template."""
    path = source_of(language)
    if not path.exists():
        known = Catalog(language, header_comment=HEADER.replace("LANGUAGE", language), fuzzy=False)
        if language in PLURALS:
            known.mime_headers = [("Plural-Forms", PLURALS[language])]
    else:
        known = read_po(BytesIO(path.read_bytes()), locale=language)
    for key, message in list(known.obsolete.items()):
        if message.id in template:  # it is back
            known[message.id] = known.obsolete.pop(key)
    known.update(template, no_fuzzy_matching=True, update_creation_date=False)
    known.project, known.version = "make-letters", ""
    known.revision_date = known.creation_date = BEGUN
    known.msgid_bugs_address = known.last_translator = known.language_team = ""
    known.fuzzy = False
    for message in known:
        message.flags.difference_update({"python-format", "python-brace-format"})
    return known


def source_of(language: str) -> Path:
    """What translators write."""
    return LOCALES / language / "LC_MESSAGES" / "letters.po"


def written(catalogue: Catalog) -> bytes:
    """A catalogue as its file, without line numbers, which would change all the time."""
    file = BytesIO()
    write_po(file, catalogue, width=110, sort_by_file=True, include_lineno=False)
    return file.getvalue()


def main() -> None:
    """Write them all."""
    template = extracted()
    for language in LANGUAGES:
        if language != ENGLISH:
            path = source_of(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(updated(language, template)))


if __name__ == "__main__":
    main()

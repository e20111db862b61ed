"""Knows what the catalogues of translations must hold, and that no sentence of the program goes round them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

from docs.make_catalogues import extracted, source_of, updated, written
from letters import sentences
from letters.languages.catalogues import compile_all, compile_catalogue
from letters.sentences import ENGLISH, LANGUAGES, joined, sentence, some, speak, translated
from tests.conftest import Say
from tests.problems import PACKAGE, nodes, plain_texts

TRANSLATED = [language for language in LANGUAGES if language != ENGLISH]


@cache
def catalogue(language: str) -> Catalog:
    return read_po(BytesIO(source_of(language).read_bytes()), locale=language)


template = cache(extracted)


def told(language: str) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """The messages that are translated, with every form of the translation."""
    for message in catalogue(language):
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if message.id and any(forms):
            yield message, forms


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


# ---- what stands in them


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_has_the_sentences_of_the_code(language: str) -> None:
    """Else: `python3 docs/make_catalogues.py`."""
    assert {message.id for message in catalogue(language)} == {message.id for message in template()}
    assert written(updated(language, template())) == source_of(language).read_bytes()


PLACEHOLDER = re.compile(r"\{(\w+)")
FIXED = re.compile(r"‹[^›]*›|`[^`]*`|--[a-z-]+|https?://[\w-]+\.\S+")
QUOTED = re.compile(r"(?:«|„|“)[\u00a0\u202f]?\{(\w+)")


def lacking(message: Message, form: str) -> list[str]:
    """What a translation leaves out, adds, or no longer quotes."""
    one, *many = ids(message)
    slips = []
    for english in (*many, one):  # the form for one thing may be the English one's
        differing = {text for kind in (PLACEHOLDER, FIXED) for text in {*kind.findall(english)} ^ {*kind.findall(form)}}
        unquoted = {*QUOTED.findall(english)} - {*QUOTED.findall(form)}  # what is quoted can be left out: --redact
        slips.append(sorted((differing | unquoted) - ({"count"} if many else set())))  # «one letter»
    return min(slips, key=len)


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_what_is_filled_in(language: str) -> None:
    wrong = {form: found for message, forms in told(language) for form in forms if (found := lacking(message, form))}
    assert wrong == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_are_whole_and_nobodys_guess(language: str) -> None:
    forms = {message.id: forms for message, forms in told(language)}
    assert [message for message, texts in forms.items() if not all(texts)] == []
    assert {len(texts) for message, texts in forms.items() if isinstance(message, tuple)} <= {
        catalogue(language).num_plurals
    }
    assert [message.id for message in catalogue(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_end_as_the_english_does(language: str) -> None:
    """A full stop, a colon, a space: what comes behind is set by the program."""
    ends = {form: (ids(message)[0][-1:], form[-1:]) for message, forms in told(language) for form in forms}
    differing = {form: pair for form, pair in ends.items() if (pair[0] in ".!:; ") != (pair[1] in ".!:; ")}
    assert {form: pair for form, pair in differing.items() if not is_short(form)} == {}


def is_short(form: str) -> bool:
    """Whether a word is cut short: «стр.»."""
    return " " not in form and form.endswith(".")


SLIPS = [
    # English, a translation, what is wrong with it
    ("nobody has {wanted}.", "niemand hat {wunsch}.", ["wanted", "wunsch"]),
    ("Take ‹paper=a4›.", "Nehmen Sie ‹papier=a4›.", ["‹paper=a4›", "‹papier=a4›"]),
    ("the name «{name}» is odd.", "der Name {name} ist seltsam.", ["name"]),
    ("the name «{name}» is odd.", "der Name „{name}“ ist seltsam.", []),
    ("Write `born:` there.", "Schreiben Sie dort das Jahr.", ["`born:`"]),
    (("{count} line", "{count} lines"), "eine Zeile", []),
    (("{count} line of {file}", "{count} lines of {file}"), "eine Zeile", ["file"]),
]


@pytest.mark.parametrize(("english", "form", "found"), SLIPS)
def test_slips_of_a_translator_are_found(english: str | tuple[str, str], form: str, found: list[str]) -> None:
    assert lacking(Message(english), form) == found


# ---- that nothing goes round them

KEYWORDS = {"sentence": 1, "sentences": 2, "_": 1, "ngettext": 2}
# Whose sentences stand in tables or in the help of commands, from which they are extracted too.
OF_TABLES = {"cli/spoken_help.py", "russian/lint/finding.py", "store/book/notes.py"}


def test_no_sentence_stands_inside_an_f_string() -> None:
    """Where the Python of the extraction may not see it."""
    inside = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in nodes(path)
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]
    assert inside == []


def calls(path: Path) -> Iterator[ast.Call]:
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            yield node


def test_a_sentence_is_written_out_where_it_is_said() -> None:
    """No f-string and no variable: nobody could extract it."""
    odd = [
        f"{file}:{call.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if (file := path.relative_to(PACKAGE).as_posix()) not in OF_TABLES | {"sentences.py"}
        for call in calls(path)
        for text in call.args[: KEYWORDS[getattr(call.func, "id", "")]]
        if not isinstance(text, ast.Constant)
    ]
    assert odd == []


SHOWING = {"say", "print", "Text", "confirm", "prompt"}
WORDS = re.compile(r"[A-Za-z]{2,} [a-z]{2,}|[a-z]{3,} $|^ [a-z]{3,}")


def shown_words(call: ast.Call) -> Iterator[str]:
    """The words that a call shows as they stand, but for commands to be typed."""
    for text in call.args:
        pieces = text.values if isinstance(text, ast.JoinedStr) else [text]
        said = [piece.value for piece in pieces if isinstance(piece, ast.Constant) and isinstance(piece.value, str)]
        if not any("make_letters.py" in piece for piece in said):
            yield from (word for piece in said for word in WORDS.findall(piece))


def test_nothing_that_the_command_line_shows_goes_round_the_catalogues() -> None:
    plain = [
        f"{path.name}:{call.lineno}"
        for path in sorted((PACKAGE / "cli").glob("*.py"))
        for call in nodes(path)
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in SHOWING
        and list(shown_words(call))
    ]
    assert plain == []


def test_no_problem_goes_round_the_catalogues() -> None:
    doors = ("cli", "web", "browser")
    assert [found for path, found in plain_texts() if path.relative_to(PACKAGE).parts[0] not in doors] == []


# ---- how they are read


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The source of a catalogue of three sentences."""
    source = tmp_path / "de" / "LC_MESSAGES" / "letters.po"
    source.parent.mkdir(parents=True)
    monkeypatch.setattr("letters.shipped.locales", lambda: tmp_path)
    write_german(source, "{who} ist frei")
    sentences._catalogue.cache_clear()
    speak("de")
    yield source
    speak(ENGLISH)
    sentences._catalogue.cache_clear()


def write_german(source: Path, free: str) -> None:
    made = Catalog("de")
    made.add("{who} was released", free)
    made.add(("{count} letter", "{count} letters"), ("{count} Brief", "{count} Briefe"))
    made.add("it weighs {grams:.1f} g", "er wiegt {grams:.1f} g")
    file = BytesIO()
    write_po(file, made)
    source.write_bytes(file.getvalue())
    sentences._catalogue.cache_clear()


def free() -> str:
    return translated(sentence("{who} was released", who="zimin"))


def test_a_catalogue_is_compiled_at_its_first_use(german: Path) -> None:
    assert free() == "zimin ist frei"
    assert german.with_suffix(".mo").exists()
    assert compile_all() == [german.with_suffix(".mo")]


def test_a_compiled_catalogue_of_another_source_is_not_taken(german: Path) -> None:
    compile_catalogue(german)
    write_german(german, "{who} kam frei")  # as old as the compiled one, or older: archives keep the time of a file
    assert free() == "zimin kam frei"


@pytest.mark.parametrize("content", [b"", b"no catalogue", b"\xde\x12\x04\x95" + b"\xff" * 40])
def test_a_broken_compiled_catalogue_is_made_anew(content: bytes, german: Path) -> None:
    german.with_suffix(".mo").write_bytes(content)
    assert free() == "zimin ist frei"


def test_a_compiled_catalogue_does_without_its_source(german: Path) -> None:
    compile_catalogue(german)
    german.unlink()
    assert free() == "zimin ist frei"


def test_a_catalogue_is_read_where_nothing_can_be_written(german: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert free() == "zimin ist frei"
    assert not german.with_suffix(".mo").exists()


def test_a_language_without_a_catalogue_is_english(german: Path) -> None:
    speak("pl")
    assert free() == "zimin was released"


def test_forms_numbers_and_what_is_filled_in(german: Path) -> None:
    assert translated(sentences.sentences("{count} letter", "{count} letters", 1)) == "1 Brief"
    assert translated(sentences.sentences("{count} letter", "{count} letters", 2)) == "2 Briefe"
    assert translated(sentence("it weighs {grams:.1f} g", grams=19.5)) == "er wiegt 19,5 g"
    inner = sentence("{who} was released", who="zimin")
    assert translated(sentence("No such sentence: {what}", what=inner)) == "No such sentence: zimin ist frei"
    assert translated(joined((inner, "{braces}"), "; ")) == "zimin ist frei; {braces}"
    assert translated(some([inner, "b", "c"], 2)) == "zimin ist frei, b and 1 more"
    assert translated(sentence("")) == ""


# ---- a language in which nothing can be missed

BROKEN = """
people:
  - id: one
    address: 663180, Красноярский край, г. Енисейск, Зимину Дмитрию
    born: 20003
    colour: red
  - id: one
    name: Zimin
    address: nowhere
"""


SAID = re.compile(r"b\.yaml:\d+(?: \(\w+\))?: (?:[\w.]+ )?(?:«[^»]*»: )*⟦.*⟧\.?")


@pytest.mark.parametrize("command", ["check", "make"])
def test_every_problem_of_a_broken_book_can_be_translated(command: str, pseudo: None, folder: Path, say: Say) -> None:
    code, _, said = say(command, "--book", "b.yaml")
    problems = [line for line in said if line.startswith("b.yaml:")]
    assert code == 1
    assert len(problems) >= 4
    assert [line for line in problems if not SAID.fullmatch(line)] == []


def test_what_is_for_other_programs_stays_english(pseudo: None, folder: Path, say: Say) -> None:
    _, printed, _ = say("check", "--book", "b.yaml", "--json")
    assert "⟦" not in "".join(printed)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a book that has mistakes of many kinds."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.yaml").write_text(BROKEN, "utf-8")
    return tmp_path

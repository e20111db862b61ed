"""Templates with names filled in, their blocks, and the words on the guide; nothing in a template can run code."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from letters import shipped
from letters.errors import CommandError, DataError, Problem
from letters.marks import Font, Span
from letters.sentences import joined, sentence
from letters.textfile import decoded, plain_ends, read_start, read_toml

LONGEST_LETTER = 60_000  # characters; about twenty pages
LONGEST_TAG = 500  # words, signs and spaces
LONGEST_FILE = 4 * LONGEST_LETTER  # bytes
BlockKind = Literal["text", "greeting", "right", "ruled"]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a letter; a ruled block has `lines`, or `None` to fill the page."""

    kind: BlockKind
    spans: tuple[Span, ...] = ()
    lines: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A letter template and where it comes from, for messages."""

    text: str
    where: str


# All that a template may be made of: text, words, comparisons, {% if %}. No attributes, calls, filters or loops: so it
# reaches nothing of Python, opens no file, and ends at once in little memory.
_ALLOWED = (
    *(nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.CondExpr, nodes.Concat),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
)
# What the parser, the compiler and the filled-in template can raise, whatever a template holds.
_FAULTS = (
    *(TemplateError, ArithmeticError, TypeError, ValueError, AttributeError, LookupError),
    *(SyntaxError, RecursionError, MemoryError),
)


@cache
def _sandbox() -> ImmutableSandboxedEnvironment:
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    sandbox.globals.clear()  # no range(), no lipsum()
    return sandbox


class _NotAllowedError(SecurityError):
    """Something that only a program needs; `lineno` says where."""

    def __init__(self, node: nodes.Node) -> None:
        what = node.name if isinstance(node, nodes.Name) else type(node).__name__.lower()
        super().__init__(f"«{what}»")
        self.lineno = node.lineno


def _is_allowed(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Const):
        return isinstance(node.value, str)
    return isinstance(node, _ALLOWED) and getattr(node, "name", "") != "self"


# ---- letters


def letter_names() -> tuple[str, ...]:
    """The letter forms that ship with the program."""
    return tuple(sorted(path.stem for path in (shipped.templates() / "letters").glob("*.txt")))


def read_letter(name: str) -> Source:
    """A letter form by name, or a text file by path; raises CommandError or FileError."""
    if name in letter_names():
        path = shipped.templates() / "letters" / f"{name}.txt"
    else:
        path = Path(name)
        if not path.suffix and not path.exists():
            raise CommandError(_unknown_letter(name))
    return given_letter(path)


def given_letter(file: Path | bytes) -> Source:
    """What is in a file, or was pasted; raises FileError, or DataError for what is far too long or no text."""
    where = file.name if isinstance(file, Path) else "the text"
    data = read_start(file, LONGEST_FILE) if isinstance(file, Path) else file
    if len(data) > LONGEST_FILE:
        raise DataError(_too_long(where))
    return Source(decoded(data, where), where)


TYPED = "your text"  # where a letter stands that was typed, for messages


def typed_letter(text: str) -> Source:
    """A letter as somebody typed it; raises DataError for one that is too long."""
    if len(text) > LONGEST_LETTER:
        raise DataError(_too_long(TYPED))
    return Source(plain_ends(text), TYPED)


def is_folder(letter: str) -> bool:
    """Whether the letter is a folder with one text a person, as `compose` writes it."""
    return letter not in letter_names() and Path(letter).is_dir()


def read_letter_of(letter: str, person: str, number: int = 1) -> Source:
    """The text of one person out of a folder, of a second set «vetrov.2.txt» if it is there; raises DataError."""
    path = Path(letter) / f"{person}.{number}.txt"
    if number == 1 or not path.exists():
        path = Path(letter) / f"{person}.txt"
    if not path.exists():
        hint = sentence(
            "Write {path} there; ‹compose={person}› with ‹out={letter}› does.",
            path=path.name,
            person=person,
            letter=letter,
        )
        raise DataError(Problem(letter, sentence("has no text for {person}.", person=person), hint, code="no-text"))
    return read_letter(str(path))


def _unknown_letter(name: str) -> Problem:
    hint = sentence(
        "Forms: {letter_names}; or a text file, or the folder that ‹compose› has written.",
        letter_names=", ".join(letter_names()),
    )
    return Problem(
        "", sentence("there is no such letter form or file."), hint, code="unknown-letter", field="letter", value=name
    )


def render(source: Source, words: Mapping[str, object]) -> str:
    """The text with the words filled in; raises DataError with the line of the template."""
    pieces, length = [], 0
    try:
        for piece in _compiled(source).generate(words):
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST_LETTER:
                raise DataError(_too_long(source.where))
    except UndefinedError as error:
        raise DataError(_undefined(source, error, words)) from error
    except _FAULTS as error:
        raise DataError(_template_problem(source, error)) from error
    return "".join(pieces)


class Stretch(NamedTuple):
    """From `start` on, a text was made from `length` letters at `origin` of another; `None` = letter for letter."""

    start: int
    origin: int
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Traced:
    """A text that knows where each part of it stands in the text it was made from."""

    text: str
    stretches: tuple[Stretch, ...] = (Stretch(0, 0),)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the letters from `start` to before `end` stand in the other text."""
        return self._place(start)[0], self._place(max(start, end - 1))[1]

    def _place(self, at: int) -> tuple[int, int]:
        found = self.stretches[max(0, bisect_right(self.stretches, (at, _FAR)) - 1)]
        begin = found.origin + (at - found.start if found.length is None else 0)
        return begin, begin + (1 if found.length is None else found.length)


_FAR = 1 << 60


def edited(text: str, edits: Iterable[tuple[int, int, str]]) -> Traced:
    """The text with these stretches of it replaced; of two that overlap, the first."""
    pieces: list[str] = []
    stretches: list[Stretch] = []
    length = end = 0
    for start, stop, new in [*sorted(edits), (len(text), len(text), "")]:
        if start < end:
            continue
        for piece, stretch in ((text[end:start], Stretch(length, end)), (new, Stretch(length, start, stop - start))):
            if piece:
                stretches.append(stretch._replace(start=length))
                pieces.append(piece)
                length += len(piece)
        end = stop
    return Traced("".join(pieces), tuple(stretches) or (Stretch(0, 0),))


def trace(source: Source, words: Mapping[str, object]) -> Traced:
    """What `render` gives, or raises, with where each part stands in the template; it takes twice as long."""
    render(source, words)
    tree = _sandbox().parse(source.text)
    marks = list(_pieces(source.text))
    places = iter(range(len(marks)))
    for output in list(tree.find_all(nodes.Output)):
        output.nodes = [part for node in output.nodes for part in (nodes.Name(f"place_{next(places)}", "load"), node)]
    known = {f"place_{number}": _Mark(stretch) for number, stretch in enumerate(marks)}
    return _traced(_sandbox().from_string(tree).generate({**words, **known}))


def _traced(pieces: Iterable[str]) -> Traced:
    stretches, texts, length = [Stretch(0, 0)], list[str](), 0
    for piece in pieces:
        if isinstance(piece, _Mark):
            stretches.append(piece.stretch._replace(start=length))
        texts.append(piece)
        length += len(piece)
    return Traced("".join(texts), tuple(stretches))


class _Mark(str):
    """Prints nothing, and says where in the template the next piece stands."""

    stretch: Stretch

    def __new__(cls, stretch: Stretch) -> Self:
        mark = super().__new__(cls)
        mark.stretch = stretch
        return mark

    def __str__(self) -> str:
        return self


def _pieces(template: str) -> Iterator[Stretch]:
    """Where each text and each {{ … }} of a template stands, in their order; `start` means nothing yet."""
    at = begin = 0
    for _, kind, value in _sandbox().lex(template):
        at = template.index(value, at)
        if kind == "data":
            yield Stretch(0, at)
        elif kind == "variable_begin":
            begin = at
        elif kind == "variable_end":
            yield Stretch(0, begin, at + len(value) - begin)
        at += len(value)


def every_branch(source: Source) -> str:
    """A template with what stands in brackets blanked out, letter for letter: all that it may say to somebody."""
    return _BRACKETS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source.text)


_BRACKETS = re.compile(r"\{\{[^{}]{0,200}\}\}|\{%[^{}]{0,200}%\}|\{#[^{}]{0,2000}#\}")


_LEFT_OVER = re.compile(r"\{[{%#]|[}%#]\}")


def _check_brackets(node: nodes.Node, where: str) -> None:
    """Raise DataError for half a bracket in what a template says itself; the words that are filled in may hold any."""
    text = node.data if isinstance(node, nodes.TemplateData) else node.value if isinstance(node, nodes.Const) else ""
    if left := _LEFT_OVER.search(str(text)):
        what = sentence("«{left}» is left in the text: a word in brackets was not filled in.", left=left[0])
        raise DataError(Problem(where, what, sentence("Write it as {{ word }}."), code="template-left-over"))


@cache
def _compiled(source: Source) -> Template:
    _check_tags(source.text)
    tree = _sandbox().parse(source.text)
    for node in tree.find_all(nodes.Node):
        if not _is_allowed(node):
            raise _NotAllowedError(node)
        _check_brackets(node, source.where)
    return _sandbox().from_string(tree)


def _check_tags(text: str) -> None:
    """Raise TemplateSyntaxError for a {{ … }} or {% … %} so long that only a program can have written it.

    Every dot, filter or call in it lies around what stands before: in a browser such a tree ends the program.
    """
    words = 0
    for line, kind, _value in _sandbox().lex(text):
        words = 0 if kind in ("data", "variable_end", "block_end") else words + 1
        if words > LONGEST_TAG:
            raise TemplateSyntaxError(f"more than {LONGEST_TAG} words and signs in one pair of braces", line)


def _too_long(where: str) -> Problem:
    what = sentence(
        "the letter is longer than {longest_letter} characters (about twenty pages).", longest_letter=LONGEST_LETTER
    )
    hint = sentence("Two sheets are the most that a 20 g letter takes: shorten it.")
    return Problem(where, what, hint, code="letter-too-long")


def _template_problem(source: Source, error: Exception) -> Problem:
    line = error.lineno if isinstance(error, TemplateSyntaxError | _NotAllowedError) else None
    where = f"{source.where}:{line or _template_line(error.__traceback__)}"
    reason = str(error.message if isinstance(error, TemplateSyntaxError) else error).rstrip(".")
    what = (
        sentence("the template asks for something that a letter may not do: {reason}.", reason=reason)
        if isinstance(error, SecurityError)
        else sentence("the template is not right: {reason}.", reason=reason)
    )
    hint = sentence("Templates hold text, {{ words }} and {% if %} … {% endif %}.")
    return Problem(where, what, hint, code="template-fault")


def _template_line(trace: TracebackType | None) -> int:
    line = 1
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _undefined(source: Source, error: UndefinedError, words: Mapping[str, object]) -> Problem:
    unknown = next(iter(re.findall(r"'([^']+)'", str(error))), "")
    close = get_close_matches(unknown, words, 1)
    hints = [sentence("Did you mean {close}?", close=word) for word in close]
    if unknown in _OF_GENDER:
        hints = [sentence("The gender of this person is not known: write `gender:` in the book.")]
    if unknown == "return_address":
        hints = [sentence("The book does not say where you live: write `return_address:` under «sender:» in it.")]
    where = f"{source.where}:{_template_line(error.__traceback__)}"
    what = sentence("the template uses an unknown word: {error}.", error=str(error).rstrip("."))
    hint = joined((*hints, sentence("Known words: {words}.", words=", ".join(words))), " ")
    return Problem(where, what, hint, code="template-word")


_OF_GENDER = ("gender", "dear")


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a letter: paragraphs are parted by empty lines; see templates/letters/form.txt.

    Raises DataError when there is none.
    """
    if not text.strip():
        hint = sentence("Write a text, or take ‹letter=form›.")
        raise DataError(Problem("", sentence("the letter is empty."), hint, code="letter-empty"))
    return tuple(map(_block, filter(None, (part.strip() for part in re.split(r"\n[ \t]*\n", text)))))


_RULED = re.compile(r"_{4,}(?: (\d{1,2}))?")


@lru_cache(maxsize=1024)
def _block(part: str) -> Block:
    if ruled := _RULED.fullmatch(part):
        return Block("ruled", lines=int(ruled[1]) if ruled[1] else None)
    for mark, kind in _MARKS.items():
        if part.startswith(mark):
            return Block(kind, spans(part.removeprefix(mark)))
    return Block("text", spans(part))


_MARKS: dict[str, BlockKind] = {"# ": "greeting", "> ": "right"}
_EMPHASIS = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*]+)\*")
_BLOCKS = re.compile(r"(?:\A|\n[ \t]*\n)\s*+(?P<mark>[#>] )?(?P<text>[^\n]*+(?:\n(?![ \t]*\n)[^\n]*+)*+)")
_BREAK = re.compile(r"\\(?=\n)")


def marks_in(text: str) -> Iterator[tuple[int, int]]:
    """Where a letter's text has marks that are not printed: before a block, around words, at the end of a line."""
    for block in _BLOCKS.finditer(text):
        if block["mark"]:
            yield block.span("mark")
        for found in _EMPHASIS.finditer(text, *block.span("text")):
            inner = found.span("bold" if found["bold"] else "italic")
            yield from ((found.start(), inner[0]), (inner[1], found.end()))
    yield from (found.span() for found in _BREAK.finditer(text))


def spans(text: str, bold: Font = "serif-bold", italic: Font = "serif-italic") -> tuple[Span, ...]:
    """Text with **bold** and *italic* as spans; a line end is a space, two spaces or a \\ before it a break."""
    return tuple(_spans(_join_lines(text), bold, italic))


def _join_lines(text: str) -> str:
    *lines, last = text.split("\n")
    return "".join(map(_line_with_end, lines)) + (last.lstrip(" \t") if lines else last)


def _line_with_end(line: str) -> str:
    end = "\n" if line.endswith(("  ", "\\")) else " "
    return line.removesuffix("\\").strip(" \t") + end


def _spans(text: str, bold: Font, italic: Font) -> Iterator[Span]:
    end = 0
    for found in _EMPHASIS.finditer(text):
        if found.start() > end:
            yield Span(_starred(text[end : found.start()]))
        inner, font = (found["bold"], bold) if found["bold"] else (found["italic"], italic)
        yield Span(_starred(inner), font)
        end = found.end()
    if end < len(text):
        yield Span(_starred(text[end:]))


_STAR = "\ue000"  # a private character, which no book may hold


def literal(text: str) -> str:
    """A text of the book as a word to fill in: its stars are stars and make nothing bold."""
    return text.replace("*", _STAR)


def _starred(text: str) -> str:
    return text.replace(_STAR, "*")


# ---- the writer's guide


def guide_languages() -> tuple[str, ...]:
    """The languages that have a guide."""
    return tuple(sorted(path.parent.name for path in (shipped.templates() / "guide").glob("*/guide.toml")))


@cache
def guide_texts(language: str) -> Mapping[str, Any]:
    """The texts of the guide in that language; raises CommandError or, for a missing text, DataError."""
    if language not in guide_languages():
        hint = sentence("Languages: {languages}.", languages=", ".join(guide_languages()))
        what = sentence("there is no guide in this language.")
        raise CommandError(Problem("", what, hint, code="unknown-language", field="language", value=language))
    return _complete(language, "guide.toml")


@cache
def kit_texts(language: str) -> Mapping[str, Any]:
    """The texts of the kit in that language; raises CommandError or, for a missing text, DataError."""
    folder = shipped.templates() / "guide"
    if not (folder / language / "kit.toml").exists():
        hint = sentence(
            "Languages: {languages}.",
            languages=", ".join(sorted(path.parent.name for path in folder.glob("*/kit.toml"))),
        )
        what = sentence("there is no kit in this language.")
        raise CommandError(Problem("", what, hint, code="unknown-language", field="language", value=language))
    return _complete(language, "kit.toml")


def _complete(language: str, name: str) -> Mapping[str, Any]:
    path = shipped.templates() / "guide" / language / name
    texts, reference = read_toml(path), read_toml(path.parents[1] / "en" / name)
    missing = sorted(_keys(reference) - _keys(texts))
    if missing:
        what = sentence("lacks {missing}.", missing=", ".join(missing))
        raise DataError(Problem(f"guide/{language}/{name}", what, sentence("Translate it."), code="guide-text-missing"))
    counted = _COUNTED if name == "guide.toml" else ()
    if short := [problem for key in counted for problem in _miscounted(key, texts, reference, language)]:
        raise DataError(*short)
    return texts


_COUNTED = ("list.boxes", "alphabet.sounds")  # lists of which every entry has its place


def _miscounted(name: str, texts: Mapping[str, Any], reference: Mapping[str, Any], language: str) -> Iterator[Problem]:
    table, key = name.split(".")
    wanted, found = len(reference[table][key]), len(texts[table][key])
    if found != wanted:
        what = sentence("{name} has {found} entries, {wanted} are needed.", name=name, found=found, wanted=wanted)
        hint = sentence("Give one text for each of those in guide/en/guide.toml.")
        yield Problem(f"guide/{language}/guide.toml", what, hint, code="guide-text-missing")


def _keys(table: Mapping[str, Any], prefix: str = "") -> set[str]:
    names = {prefix + key for key in table}
    inner = (_keys(value, f"{prefix}{key}.") for key, value in table.items() if isinstance(value, dict))
    return names.union(*inner)


_BRACE = re.compile("[{}]")


def fill(text: str, language: str, words: Mapping[str, object]) -> str:
    """One text of the guide with the words filled in."""
    return render(Source(text, f"guide/{language}/guide.toml"), words) if _BRACE.search(text) else text


_APART = "\x1f"  # between texts that are filled in together; no book may hold it


def fill_all(texts: tuple[str, ...], language: str, words: Mapping[str, object]) -> dict[str, str]:
    """Several texts of the guide with the same words filled in, each by what it was; at once, for that is quicker."""
    try:
        filled = fill(_APART.join(texts), language, words).split(_APART)
        return dict(zip(texts, filled, strict=True))
    except (DataError, ValueError):
        return {text: fill(text, language, words) for text in texts}  # says which one is wrong


@cache
def guide_fields(language: str) -> tuple[str, ...]:
    """The texts of a writer's guide in which words are filled in."""
    return tuple(dict.fromkeys(text for part in _FILLED for text in _texts_in(guide_texts(language)[part])))


_FILLED = ("say", "born", "about", "write", "avoid", "enclose", "services", "more")


def _texts_in(table: Any) -> Iterator[str]:
    if isinstance(table, str):
        yield from (table,) if _BRACE.search(table) else ()
        return
    for value in table.values() if isinstance(table, Mapping) else table:
        yield from _texts_in(value)

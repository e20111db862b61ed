"""Templates: what a letter may say and what no template can do; blocks and emphasis; the texts of the guide."""

import json
import time
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters import shipped
from letters.cli import main
from letters.errors import CommandError, DataError, FileError, LettersError
from letters.marks import Span
from letters.services import services
from letters.store.book import parse_object
from letters.wording import Block, Source, blocks, fill, guide_languages, guide_texts, letter_names, read_letter, render
from letters.wording import spans as spans_of
from tests.cases import texts_in
from tests.rows import rows
from tests.test_lint import WORDS

KNOWN = "Known words: date, salutation, name, first_name, last_name, patronymic, gender, dear."
MAY = "Templates hold text, {{ words }} and {% if %} … {% endif %}."
GOOD = {
    "text": ("Привет!", "Привет!"),
    "a word": ("{{ salutation }} Как дела?", "Здравствуйте, Илья Сергеевич! Как дела?"),
    "every word": (" ".join(f"{{{{ {word} }}}}" for word in WORDS), " ".join(WORDS.values())),
    "a comment": ("а{# не печатать #}б", "аб"),
    "a man": ("{% if gender == 'm' %}рад{% else %}рада{% endif %}", "рад"),
    "not a woman": ("{% if not gender == 'f' and name %}рад{% endif %}", "рад"),
    "in one line": ("{{ 'рад' if gender == 'm' else 'рада' }}", "рад"),
    "put together": ("{{ first_name ~ ' ' ~ last_name }}", "Илья Ветров"),
    "a bracket": ("(а} {б) {", "(а} {б) {"),
}


@pytest.mark.parametrize(("text", "rendered"), GOOD.values(), ids=GOOD)
def test_templates(text: str, rendered: str) -> None:
    assert render(Source(text, "my.txt"), WORDS) == rendered


BAD = {
    # template -> the whole message
    "{{ fist_name }}": "my.txt:1: the template uses an unknown word: 'fist_name' is undefined. "
    f"Did you mean first_name? {KNOWN}",
    "а\n\n{{ case }} б": f"my.txt:3: the template uses an unknown word: 'case' is undefined. {KNOWN}",
    "{{ range }}": f"my.txt:1: the template uses an unknown word: 'range' is undefined. {KNOWN}",
    "а\n{{ date": "my.txt:2: the template is not right: unexpected end of template, "
    f"expected 'end of print statement'. {MAY}",
    "а\n{% if gender %}": "my.txt:2: the template is not right: Unexpected end of template. Jinja was looking for the "
    "following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'. " + MAY,
    "{% фу %}": f"my.txt:1: the template is not right: Encountered unknown tag 'фу'. {MAY}",
    "а {# б": f"my.txt:1: the template is not right: Missing end of comment tag. {MAY}",
    "а\nб }} в": "my.txt: «}}» is left in the text: a word in brackets was not filled in. Write it as {{ word }}.",
    "{% raw %}{{ name }}{% endraw %}": "my.txt: «{{» is left in the text: a word in brackets was not filled in. "
    "Write it as {{ word }}.",
}


@pytest.mark.parametrize(("text", "said"), BAD.items(), ids=BAD)
def test_templates_with_a_fault(text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        render(Source(text, "my.txt"), WORDS)
    assert [str(problem) for problem in caught.value.problems] == [said]


FORBIDDEN = {
    # template -> what is named
    "{{ ''.__class__ }}": "getattr",
    "{{ ''['__class__'] }}": "getitem",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}": "call",
    "{{ name|attr('__class__') }}": "filter",
    "{{ self }}": "self",
    "{{ self._TemplateReference__context }}": "getattr",
    "{{ name.upper() }}": "call",
    "{{ 'а'.ljust(9999999999) }}": "call",
    "{{ '%9999999999s'|format(1) }}": "filter",
    "{{ 9**9**9 }}": "pow",
    "{{ 'а' * 9999999999 }}": "mul",
    "{{ 1 / 0 }}": "div",
    "{{ 'а' % 1 }}": "mod",
    "{{ 1 }}": "const",
    "{{ none }}": "const",
    "{{ [name] }}": "list",
    "{{ {'а': 'б'} }}": "dict",
    "{% include '/etc/passwd' %}": "include",
    "{% import 'os' as os %}": "import",
    "{% from 'os' import system %}": "fromimport",
    "{% extends 'а' %}": "extends",
    "{% block а %}{% endblock %}": "block",
    "{% set name = 'а' %}": "assign",
    "{% for i in range(10) %}{% endfor %}": "for",
    "{% for а in name %}{% for б in name %}{% endfor %}{% endfor %}": "for",
    "{% macro а() %}{{ а() }}{% endmacro %}{{ а() }}": "macro",
    "{% filter upper %}а{% endfilter %}": "filterblock",
    "{% call name() %}{% endcall %}": "callblock",
    "{% with а = name %}{% endwith %}": "with",
}


@rows(("text", "named"), FORBIDDEN.items(), ids=FORBIDDEN)
def test_what_no_template_can_do(text: str, named: str) -> None:
    with pytest.raises(DataError) as caught:
        render(Source(f"\n{text}", "my.txt"), WORDS)
    (problem,) = caught.value.problems
    what = f"the template asks for something that a letter may not do: «{named}»."
    assert (problem.where, problem.what, problem.hint) == ("my.txt:2", what, MAY)


DEEP = {
    "if in if": "{% if name %}" * 300 + "{% endif %}" * 300,
    "brackets in brackets": "{{ " + "(" * 5000 + "name" + ")" * 5000 + " }}",
    "filters on filters": "{{ '}}' ~ name" + "|upper" * 5000 + " }}",
    "parts of parts": "{% if name" + ".a" * 5000 + " %}{% endif %}",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_templates_too_deep_to_read(text: str) -> None:
    with pytest.raises(DataError, match=r"^my\.txt:1: the template is not right: "):
        render(Source(text, "my.txt"), WORDS)


@given(
    st.lists(st.sampled_from(["{{", "}}", "{%", "%}", "{#", "#}", " name ", " if ", " endif ", "а", "\n", "'", "("]))
)
def test_any_template_is_filled_in_or_explained(pieces: list[str]) -> None:
    template = Source("".join(pieces), "my.txt")
    try:
        text = render(template, WORDS)
    except DataError as error:
        text = str(error)
    assert text.startswith("my.txt:") or "{{" not in text


def test_a_person_of_unknown_gender() -> None:
    words = {key: value for key, value in WORDS.items() if key not in ("gender", "dear")}
    with pytest.raises(DataError, match="The gender of this person is not known: write `gender:` in the book"):
        render(Source("{{ dear }} {{ name }}!", "my.txt"), words)


# --- files of letters


def letter(folder: Path, data: bytes) -> str:
    path = folder / "my.txt"
    path.write_bytes(data)
    return str(path)


def test_letter_files_as_editors_save_them(tmp_path: Path) -> None:
    for data in ("а\nб", "а\r\nб", "а\rб", "\ufeffа\nб"):
        assert read_letter(letter(tmp_path, data.encode())) == Source("а\nб", "my.txt")


def test_letter_names() -> None:
    assert letter_names() == ("answer", "birthday", "first", "form", "new-year", "postcard", "thanks")
    assert read_letter("first") == Source((shipped.templates() / "letters/first.txt").read_text("utf-8"), "first.txt")


UNREADABLE: dict[str, tuple[str, type[LettersError], str]] = {
    "a typing error": (
        "fist",
        CommandError,
        "‹letter=fist›: there is no such letter form or file. Forms: answer, birthday, first, form, new-year, ",
    ),
    "a missing file": ("none.txt", FileError, "none.txt: there is no such file. Check the name; the folder is /"),
    "a folder": ("/", FileError, "/: cannot be read: Is a directory."),
}


@pytest.mark.parametrize(("name", "error", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_letters_that_are_none(name: str, error: type[LettersError], said: str) -> None:
    with pytest.raises(error) as caught:
        read_letter(name)
    assert str(caught.value).startswith(said)


def test_a_letter_in_another_encoding(tmp_path: Path) -> None:
    for data in ("Привет".encode("cp1251"), "Привет".encode("utf-16"), b"PK\x03\x04\xff\xfe"):
        with pytest.raises(
            DataError, match=r"my\.txt:1: is not UTF-8 text\. Save it as plain text in UTF-8 \(in Notepad"
        ):
            read_letter(letter(tmp_path, data))


TOO_LONG = (
    "the letter is longer than 60000 characters (about twenty pages). Two sheets are the most that a 20 g letter "
)


def test_a_letter_of_a_hundred_thousand_words(tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = time.monotonic()
    path = letter(tmp_path, ("слово " * 100_000).encode())
    assert main(["--letter", path, "--out", str(tmp_path / "out"), "--book", str(sample)]) == 1
    said, last = capsys.readouterr().err.splitlines()
    assert said.startswith(f"my.txt: {TOO_LONG}")
    assert last == "Nothing was written."
    assert not (tmp_path / "out").exists()
    assert time.monotonic() - start < 5


@pytest.mark.slow
def test_a_letter_that_only_grows_too_long() -> None:
    assert len(render(Source("а" * 60_000, "my.txt"), WORDS)) == 60_000
    with pytest.raises(DataError, match="is longer than 60000 characters"):
        render(Source("{{ name }}" * 15_001, "my.txt"), WORDS)


LETTERS = {
    # a letter that stops the run -> what is said behind the place
    "": "the letter is empty. Write a text, or take --letter form.",
    "{# nothing #}\n \n": "the letter is empty. Write a text, or take --letter form.",
    "Привет из Berlin": "line 1, column 11: Latin letters («Berlin»). Letters in other languages are stopped: write it "
    "in Cyrillic.",
    "Привет 🙂": "line 1, column 8: an emoji or a drawn sign («🙂»). Leave it out: drawn signs are taken for a cipher.",
    "При\u202eвет": "line 1, column 4: a hidden character, or a sign drawn over a letter («<U+202E>»). Type the words "
    "around it again instead of pasting them.",
    "{{ fist_name }}": "the template uses an unknown word: 'fist_name' is undefined. Did you mean first_name? " + KNOWN,
    "____ 99": "the ruled lines and the closing need 895 mm of one sheet, which has 250. Write a smaller number after "
    "«____».",
}


@pytest.mark.parametrize(("text", "said"), LETTERS.items(), ids=range(len(LETTERS)))
def test_letters_that_stop_a_run(
    text: str, said: str, tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = letter(tmp_path, text.encode()), tmp_path / "out"
    assert main(["make", "zimin", "--letter", path, "--out", str(out), "--book", str(sample)]) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("If it must stay: ")]
    assert len(lines) == 2
    assert lines[0].endswith(f" {said}")
    assert "zimin" in lines[0]
    assert lines[0].startswith("addresses.yaml:")
    assert not out.exists()


def test_every_problem_of_every_person_is_reported(
    tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = letter(tmp_path, b"Hello, +7 912 345-67-89")
    main(["make", "--letter", path, "--out", str(tmp_path / "out"), "--book", str(sample)])
    said = capsys.readouterr().err.splitlines()[:-1]
    assert sum("zimin" in line for line in said) == sum("batsenin" in line for line in said) == 2


@pytest.fixture
def sample() -> Path:
    return Path(__file__).parent.parent / "addresses.yaml"


# --- blocks and emphasis

BLOCKS: dict[str, tuple[str, list[Block]]] = {
    "a paragraph": ("Привет!", [Block("text", (Span("Привет!"),))]),
    "two paragraphs": ("а\n\nб", [Block("text", (Span("а"),)), Block("text", (Span("б"),))]),
    "empty lines with spaces": ("\n а\n \t\n\n\nб\n", [Block("text", (Span("а"),)), Block("text", (Span("б"),))]),
    "lines of one paragraph": ("а\n  б\nв", [Block("text", (Span("а б в"),))]),
    "a greeting": ("# Илья!", [Block("greeting", (Span("Илья!"),))]),
    "to the right": ("> 22 ноября", [Block("right", (Span("22 ноября"),))]),
    "no mark without a space": ("#Илья", [Block("text", (Span("#Илья"),))]),
    "ruled": ("____", [Block("ruled")]),
    "ruled, longer": ("__________", [Block("ruled")]),
    "two ruled lines": ("____ 2", [Block("ruled", lines=2)]),
    "three dashes only": ("___", [Block("text", (Span("___"),))]),
    "too many ruled lines": ("____ 100", [Block("text", (Span("____ 100"),))]),
}


@pytest.mark.parametrize(("text", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(text: str, expected: list[Block]) -> None:
    assert list(blocks(text)) == expected


BOLD, ITALIC = "serif-bold", "serif-italic"
SPANS: dict[str, list[Span]] = {
    "": [],
    "а": [Span("а")],
    "**а**": [Span("а", BOLD)],
    "*а*": [Span("а", ITALIC)],
    "а **б** *в* г": [Span("а "), Span("б", BOLD), Span(" "), Span("в", ITALIC), Span(" г")],
    "**а\nб**": [Span("а б", BOLD)],
    "2 * 3": [Span("2 * 3")],
    "2 * 3 * 4": [Span("2 "), Span(" 3 ", ITALIC), Span(" 4")],
    "**а": [Span("**а")],
    "а\nб": [Span("а б")],
    "а \nб": [Span("а б")],
    "а  \nб": [Span("а\nб")],
    "а\\\nб": [Span("а\nб")],
    "а  \n   б  \n\tв": [Span("а\nб\nв")],
    "а\\б": [Span("а\\б")],
    "<b>а</b> &amp;": [Span("<b>а</b> &amp;")],
}


@rows(("text", "expected"), SPANS.items(), ids=SPANS)
def test_spans(text: str, expected: list[Span]) -> None:
    assert list(spans_of(text)) == expected


def test_spans_take_the_fonts_of_their_page() -> None:
    assert spans_of("**а** *б*", "sans-bold", "sans-italic")[::2] == (Span("а", "sans-bold"), Span("б", "sans-italic"))


@given(st.text(alphabet="аб*_ \n\\", max_size=60))
def test_spans_lose_no_letter(text: str) -> None:
    printed = "".join(span.text for span in spans_of(text))
    assert [letter for letter in printed if letter.isalpha()] == [letter for letter in text if letter.isalpha()]


@pytest.mark.parametrize("piece", ["а ", "* ", "**", "*а", " ", " \n", "\\\n", "____\n\n", "\n", "аб"])
def test_the_longest_letter_is_cut_at_once(piece: str) -> None:
    text = "а" + (piece * 60_000)[:59_998] + "а"
    start = time.process_time()
    blocks(text)
    assert time.process_time() - start < 2


# --- the guide


GUIDE_WORDS = {
    **{"name": "Илья Ветров", "first_name_latin": "Ilya", "say": "il-YA", "salutation": "Здравствуйте, Илья!"},
    **{"born": 1990, "tip": "In Russian.", "verified": "2025-10-01"},
    **{"letters": 3, "last": "2026-11-22", "people": 14, "check": 3},
}


def test_there_is_an_english_guide() -> None:
    assert "en" in guide_languages()


@pytest.mark.parametrize("language", guide_languages())
def test_the_guide_is_complete(language: str) -> None:
    texts = guide_texts(language)
    silent = {texts["say"], texts["alphabet"]["spelling"]} if language == "ru" else set()
    for text in texts_in(texts):
        filled = fill(text, language, GUIDE_WORDS)
        assert filled.strip() or text in silent
        assert "None" not in filled
    assert "НЕ ОТПРАВЛЯТЬ" in texts["banner"]
    assert texts["list"]["page"].format(7).count("7") == 1
    assert len(texts["list"]["boxes"]) == 3


def test_a_guide_that_lacks_a_text_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = (shipped.templates() / "guide/en/guide.toml").read_text("utf-8")
    of_list = sorted(f"list.{key}" for key in guide_texts("en")["list"])
    short = english.replace('donate = "', 'donation = "').replace("[list]", "[lists]")
    for language, text in (("en", english), ("fr", short), ("de", english + "\nx = "), ("it", "x = " + "[" * 5000)):
        (tmp_path / "guide" / language).mkdir(parents=True)
        (tmp_path / "guide" / language / "guide.toml").write_text(text, "utf-8")
    monkeypatch.setattr(shipped, "templates", lambda: tmp_path)
    missing = f"list, {', '.join(of_list)}, more.donate"
    assert raised(lambda: _guide("fr")) == [f"guide/fr/guide.toml: lacks {missing}. Translate it."]
    for language in ("de", "it"):
        assert raised(partial(_guide, language))[0].startswith("guide.toml: is not valid TOML: ")
    said = "‹language=es›: there is no guide in this language. Languages: de, en, fr, it."
    assert raised(lambda: _guide("es")) == [said]


def test_a_guide_with_too_few_entries_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = (shipped.templates() / "guide/en/guide.toml").read_text("utf-8")
    for language, text in (("en", english), ("sv", english.replace('"shch", ', "").replace(', "posted"', ""))):
        (tmp_path / "guide" / language).mkdir(parents=True)
        (tmp_path / "guide" / language / "guide.toml").write_text(text, "utf-8")
    monkeypatch.setattr(shipped, "templates", lambda: tmp_path)
    hint = "Give one text for each of those in guide/en/guide.toml."
    assert raised(lambda: _guide("sv")) == [
        f"guide/sv/guide.toml: list.boxes has 2 entries, 3 are needed. {hint}",
        f"guide/sv/guide.toml: alphabet.sounds has 32 entries, 33 are needed. {hint}",
    ]


def _guide(language: str) -> Any:
    return guide_texts.__wrapped__(language)  # not the remembered one


def raised(call: Any) -> list[str]:
    with pytest.raises(LettersError) as caught:
        call()
    return [str(problem) for problem in caught.value.problems]


# --- tables that people edit


def test_services_have_a_date_and_a_source() -> None:
    table = tomllib.loads((shipped.templates() / "services.toml").read_text("utf-8"))
    payments = table.pop("payments")
    assert {frozenset(said) for said in payments.values()} == {frozenset(guide_languages())}
    assert {row["payment"] for row in table.values()} == set(payments)
    for key, row in table.items():
        assert {"name", "russian", "payment", "checked_on", "source"} <= set(row), key
        assert row.get("organisation") in (None, True)
        assert not {"€", "$", "₽"} & set(json.dumps(row, default=str, ensure_ascii=False))


def test_the_parser_finds_each_service_by_its_name() -> None:
    line = "101000, г. Москва, ул. Садовая, д. 1, ФКУ СИЗО-1 УФСИН России по г. Москве, Ветрову Илье, 1990 г. р."
    found = {key: parse_object(f"{line} ({service.name})").get("services") for key, service in services().items()}
    assert found == {key: [key] for key in services()}

"""The rules of Russian typography: the samples beside them, a table of texts, and what holds for any text."""

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from letters.russian.typography import (
    NO_BREAK,
    SOFT_HYPHEN,
    date_ru,
    hyphenate,
    hyphenate_text,
    plural_ru,
    tidy,
)
from tests.cases import cases
from tests.rows import rows

HERE = Path(__file__).parent
DATA = tomllib.loads((HERE.parent / "letters/data/typography.toml").read_text("utf-8"))
CASES = cases("typography.yaml")
RULES = {name: table for name, table in DATA.items() if name != "hyphenation"}


def printed(sample: str) -> str:
    return sample.replace("_", NO_BREAK).replace("|", SOFT_HYPHEN)


def samples(tables: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(name, typed, result) for name, table in tables.items() for typed, result in table["samples"]]


# --- tidy ---


@rows(("rule", "typed", "result"), samples(RULES))
def test_each_rule_keeps_its_samples(rule: str, typed: str, result: str) -> None:
    assert tidy(typed) == printed(result), rule


@rows("case", CASES, ids=lambda case: case["description"])
def test_texts(case: dict[str, str]) -> None:
    assert tidy(case["given"]) == printed(case["expected"])
    assert tidy(printed(case["expected"])) == printed(case["expected"])


PIECES = [
    *(" ", "  ", NO_BREAK, "\n", "\n\n", "\t", "\r\n", "\u2009", "\u202f", SOFT_HYPHEN, "\u0301"),
    *'-–—"“”„«»‘’()[]/.,!?…:;%№§°$_@',
    *("'", "--", "---", "..", "...", "http://a.b/1-2"),
    *("www.", "\ue000"),
    *("5", "12", "0", "1941", "1945", "000", "100", "-5", "٣", "XIX"),
    *("В", "в", "и", "Я", "же", "ли", "б", "ж", "слово", "ё", "a", "Z", "Он"),
    *("г.", "г", "д.", "ул.", "т.", "е.", "т.е.", "н.", "э.", "р.", "тел.", "кв.", "дом", "и. о."),
    *("А.", "Б.", "Зимин", "ноября", "2026", "лет", "век"),
]
TYPED = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@pytest.mark.slow
@given(TYPED | st.text())
@example('"а «б» в"')
@example('"a « »b c"')
@example("‘ ’а’")
@example("- - а")
@example("т.н.э.")
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(TYPED | st.text())
def test_tidying_loses_no_letter_and_no_digit(text: str) -> None:
    assert list(filter(str.isalnum, tidy(text))) == list(filter(str.isalnum, text))


@given(st.text(alphabet="abcxyz019-./_~?=&№тегд", min_size=1, max_size=40))
def test_a_link_stays_as_it_is(path: str) -> None:
    link = f"https://example.org/{path}"
    assert f" {link} ".strip() in tidy(f"слово {link} слово")


HOSTILE = [
    " ",
    "\t \n",
    "- ",
    '"',
    '" ',
    "«",
    "‘",
    ".",
    "5-",
    "5 ",
    "100 ",
    "А. ",
    "аб",
    "Аб",
    "т. ",
    "в ",
    "№",
    "дом ",
]


@pytest.mark.one_quick
@pytest.mark.parametrize("piece", HOSTILE)
def test_long_monotonous_text_takes_no_long_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert hyphenate_text(tidy(text)).count("ё") == 0  # a rule of quadratic time would be felt here


# --- hyphenation ---


@pytest.mark.parametrize(("language", "typed", "result"), samples(DATA["hyphenation"]))
def test_each_language_keeps_its_samples(language: str, typed: str, result: str) -> None:
    assert hyphenate(typed, language) == printed(result)


@rows(
    ("word", "result"),
    [
        ("(пожеланиями)!", "(по|же|ла|ни|ями)!"),
        ("Ростов-на-Дону", "Ро|стов-на-Дону"),
        ("кое-какие", "кое-ка|кие"),
        ("ПРИВЕТСТВИЕ", "ПРИВЕТСТВИЕ"),
        ("МинОбороны", "МинОбороны"),
        ("ИК-15-колония", "ИК-15-колония"),
        ("https://пример.рф/страница", "https://пример.рф/страница"),
        ("имя@почта.рф", "имя@почта.рф"),
        ("пожела|ниями", "пожела|ниями"),
        ("приве\u0301тствие", "приве\u0301тствие"),
        ("подъезд", "подъ|езд"),
        ("вздрогнуть", "вздрог|нуть"),
        ("", ""),
        ("—", "—"),
    ],
)
def test_bare_words_are_hyphenated_and_nothing_else(word: str, result: str) -> None:
    assert hyphenate(printed(word)) == printed(result)


def test_words_to_keep_stay_whole() -> None:
    keep = frozenset({"Дмитрий", "Йошкар-Ола", "Водкин"})
    text = "«Дмитрий», Йошкар-Ола, Петров-Водкин, здравствуйте"
    assert hyphenate_text(text, keep=keep) == printed("«Дмитрий», Йошкар-Ола, Петров-Водкин, здрав|ствуйте")


def test_a_language_without_a_dictionary_is_not_hyphenated() -> None:
    assert hyphenate_text("Mektup yazmak istiyorum", "tr") == "Mektup yazmak istiyorum"
    assert hyphenate("prisoners", "en-GB") == hyphenate("prisoners", "en")


RUSSIAN = st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=20)


@given(RUSSIAN)
def test_every_break_is_a_russian_one(word: str) -> None:
    pieces = hyphenate(word).split(SOFT_HYPHEN)
    assert "".join(pieces) == word
    assert len(pieces) == 1 or (len(pieces[0]) >= 2 and len(pieces[-1]) >= 3)
    assert not any(piece[0] in "ьъйы" for piece in pieces[1:])
    assert len(pieces) == 1 or all(set(piece) & set("аеёиоуыэюя") for piece in pieces)


@given(st.text() | RUSSIAN)
def test_soft_hyphens_are_all_that_is_added_and_only_once(text: str) -> None:
    broken = hyphenate_text(text)
    assert broken.replace(SOFT_HYPHEN, "") == text.replace(SOFT_HYPHEN, "")
    assert hyphenate_text(broken) == broken


def test_only_the_dictionary_that_is_asked_for_is_loaded() -> None:
    from letters.russian import typography

    typography._dictionary.cache_clear()
    typography._broken_compound.cache_clear()
    hyphenate("здравствуйте")
    assert typography._dictionary.cache_info().currsize == 1


# --- dates and plurals ---


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (datetime.date(2026, 11, 22), "22_ноября_2026_г."),
        (datetime.date(2027, 1, 1), "1_января_2027_г."),
        (datetime.date(2026, 5, 31), "31_мая_2026_г."),
    ],
)
def test_dates(day: datetime.date, text: str) -> None:
    assert date_ru(day) == printed(text)
    assert tidy(date_ru(day)) == date_ru(day)


@rows(
    ("n", "form"),
    [
        *((n, "год") for n in (1, 21, 101, 1001)),
        *((n, "года") for n in (2, 3, 4, 22, 104)),
        *((n, "лет") for n in (0, 5, 11, 12, 14, 20, 25, 100, 111, 1012)),
    ],
)
def test_plurals(n: int, form: str) -> None:
    assert plural_ru(n, "год", "года", "лет") == form
    assert plural_ru(-n, "год", "года", "лет") == form

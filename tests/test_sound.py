"""How Russian is said, roughly, in the spelling of each guide's language: a table, and what holds for every text."""

import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.russian.names import say, split_name
from letters.russian.names.sound import _sounds as sounds
from letters.russian.names.table import fold
from letters.russian.phrases import bank
from letters.wording import guide_languages, guide_texts
from tests.cases import cases
from tests.rows import rows

CASES = cases("sound.yaml")
LANGUAGES = sorted({*guide_languages()} - {"ru"})
VOWELS = "аеёиоуыэюя"
SYLLABLE = "\u2011"  # a hyphen at which no line is broken


def spelling(language: str) -> str:
    return str(guide_texts(language)["alphabet"]["spelling"])


def sayings() -> Iterator[tuple[str, str, str, bool]]:
    for case in CASES:
        for key, table in case.items():
            for language, lines in (table if key == "names" else {key: table}).items() if key != "description" else ():
                yield from ((language, text, said, key == "names") for text, said in lines.items())


@rows(("language", "text", "said", "is_name"), [*sayings()])
def test_it_is_said_so(language: str, text: str, said: str, is_name: bool) -> None:
    found = say(split_name(text) if is_name else text, spelling(language))
    assert found.replace(SYLLABLE, "-") == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_spells_every_letter_in_its_own(language: str) -> None:
    keys = {pair.partition("=")[0].strip("-_") for pair in spelling(language).split()}
    assert set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя") <= keys
    for phrase in bank():
        for text in phrase.texts:
            said = say(re.sub(r"\{[^{}]*\}", "", text), spelling(language))
            assert not re.search("[а-яё]", said, re.IGNORECASE)


def test_no_two_languages_spell_alike() -> None:
    said = [say("Желаю Вам хорошую чашку чая, жук, цирк, день.", spelling(language)) for language in LANGUAGES]
    assert len({*said}) == len(LANGUAGES)


def test_the_stress_of_every_word_of_the_bank_is_known() -> None:
    texts = [re.sub(r"\{[^{}|]*\}", "", text) for phrase in bank() for text in phrase.texts]
    words = {word for text in texts for word in re.findall("[а-яё]+", text.lower())}
    many = {word for word in words if sum(letter in VOWELS for letter in word) > 1 and "ё" not in word}
    known = sounds().stress.keys() | sounds().leaning
    assert sorted(word for word in many if fold(word) not in known) == [], "add them to sound.toml, with their stress"


def test_a_rule_keeps_the_number_of_vowels() -> None:
    words = {word for phrase in bank() for text in phrase.texts for word in re.findall("[а-яё]+", text.lower())}
    words |= {"что", "конечно", "ильинична", "дорогого", "счастье", "пожалуйста", "соловьи", "бульон"}
    for word in words:
        count = sum(letter in VOWELS for letter in word)
        if count > 1:
            assert say(word, spelling("en")).count(SYLLABLE) == count - 1, word


@given(st.text() | st.text(st.sampled_from("абвгдеёжзийклмнопрстуфхцчшщъыьэюяїієґўАБЖОЯ -’._\u0301"), max_size=60))
def test_nothing_raises(text: str) -> None:
    for language in guide_languages():
        assert isinstance(say(text, spelling(language)), str)


@pytest.mark.parametrize("piece", ["Ж", "с ", "Ж-", "ого", "\u0301", "ться ", "вств"])
def test_a_megabyte_is_said_in_bounded_time(piece: str) -> None:
    start = time.perf_counter()
    say(piece * (300_000 // len(piece)), spelling("de"))
    assert time.perf_counter() - start < 20

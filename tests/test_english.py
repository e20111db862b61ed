"""The English line: made in the scheme of the two published ones, compared with a published one, on kept pages only."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.model import Name, Person
from letters.russian.english import cross_check, english_line, english_name
from letters.russian.english.line import facility
from letters.russian.english.places import district, house, settlement, street
from letters.russian.english.words import data
from letters.russian.names.sound_key import sound_key
from letters.russian.postal.facility import read_facility
from letters.russian.postal.words import table, words_of
from letters.store.book import read_book, read_line
from tests.cases import cases
from tests.conftest import Press, book
from tests.rows import rows

HERE = Path(__file__).parent
CASES: dict[str, Any] = cases("english.yaml")
PLACE = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
LINE = f"{PLACE}, Ветрову Илье Сергеевичу, 1990 г. р."
SAMPLES = data()["samples"]


def made(line: str, name: Name | None = None) -> str:
    read = read_line(line)
    known = name or (read.recipient.nominative if read.recipient else None)
    assert read.parsed.address is not None
    assert known is not None
    return english_line(read.parsed.address, known, read.parsed.born)


# --- made from the parts

PUBLISHED = list(read_book(HERE.parent / "addresses.yaml").people)


@pytest.mark.parametrize("person", PUBLISHED, ids=lambda person: person.id)
def test_the_published_lines_are_made_letter_for_letter(person: Person) -> None:
    assert english_line(person.address, person.name, person.born) == person.english


@pytest.mark.parametrize("case", CASES["lines"], ids=lambda case: case["what"])
def test_lines(case: dict[str, str]) -> None:
    name = Name("Ким", "Анна") if "Ким Анне" in case["line"] else None
    assert made(case["line"], name) == case["english"]


PLACES = {"settlement": settlement, "street": street, "district": district}
ROWS = [(kind, part, expected) for kind in PLACES for part, expected in SAMPLES[kind].items()]


@rows(("kind", "part", "expected"), ROWS, ids=[row[1] for row in ROWS])
def test_samples_of_places(kind: str, part: str, expected: str) -> None:
    assert PLACES[kind](part) == expected


@pytest.mark.parametrize(("part", "expected"), SAMPLES["house"].items(), ids=SAMPLES["house"])
def test_samples_of_houses(part: str, expected: list[str]) -> None:
    assert list(house(part)) == expected


@pytest.mark.parametrize(("text", "expected"), SAMPLES["facility"].items(), ids=SAMPLES["facility"])
def test_samples_of_facilities(text: str, expected: str) -> None:
    assert facility(read_facility(text), "663180") == expected


def test_every_region_has_an_english_name() -> None:
    assert set(data()["region"]) == set(table("regions")["region"])
    assert all(name.isascii() or "–" in name for name in data()["region"].values())


def test_no_type_word_has_two_meanings() -> None:
    for kind in ("settlement", "street", "district", "house"):
        words = [word for group in data()[kind].values() for word in group]
        assert len(words) == len(set(words))


NAMES = [
    (Name("Баценин", "Александр", "Дмитриевич"), "Aleksandr Dmitrievich Batsenin"),
    (Name("Баценина", "Анна", "Дмитриевна"), "Anna Dmitrievna Batsenina"),
    (Name("Кулиев", "Ровшан", "Гусейн оглы"), "Rovshan Guseyn ogly Kuliyev"),
    (Name("Ким", "Анна"), "Anna Kim"),
]


@pytest.mark.parametrize(("name", "expected"), NAMES, ids=[row[1] for row in NAMES])
def test_names(name: Name, expected: str) -> None:
    assert english_name(name) == expected


# --- compared with a published line


@rows("case", CASES["agreement"], ids=lambda case: case["english"] or "empty")
def test_agreement(case: dict[str, Any]) -> None:
    address = read_line(LINE).parsed.address
    assert address is not None
    found = cross_check(case["english"], address, Name("Ветров", "Илья", "Сергеевич"), 1990)
    assert [list(difference) for difference in found] == case.get("differs", [])


@pytest.mark.parametrize("case", CASES["lines"], ids=lambda case: case["what"])
def test_what_is_made_agrees_with_what_it_is_made_from(case: dict[str, str]) -> None:
    read = read_line(case["line"])
    assert read.parsed.address is not None
    name = read.recipient.nominative if read.recipient else None
    assert list(cross_check(case["english"], read.parsed.address, name, read.parsed.born)) == []


HOUSES = [
    # on the Russian line, on the English one, whether they agree
    ("д. 26А", "26A Mira Street", True),
    ("д. 26А", "26-A Mira Street", True),
    ("50 «а»", "50 a Mira Street", True),
    ("д. 26", "26A Mira Street", False),
    ("д. 29/1", "29/1 Mira Street", True),
    ("д. 11, корп. 2", "11 Mira Street, block 2", True),
    ("влд 3", "Mira Street, property 3", True),
    ("д. 5", "5 27th Line", True),
    ("д. 27", "5 27th Line", False),
    ("д. б/н", "Mira Street", True),
]


@pytest.mark.parametrize(("russian", "english", "agrees"), HOUSES)
def test_house_numbers(russian: str, english: str, agrees: bool) -> None:
    line = LINE.replace("д. 11", russian)
    address = read_line(line).parsed.address
    assert address is not None
    assert address.house == russian
    published = f"Ilya Vetrov (born 1990), Prison No. 2, {english}, Yeniseysk, 663180, Russia."
    assert [found.what for found in cross_check(published, address, None, 1990)] == ([] if agrees else ["house number"])


ALIKE = [
    ("Дмитриевич", "Dmitriyevich", "Dmitrievich", "Dmitrijevich"),
    ("Фёдор", "Федор", "Fyodor", "Fedor"),
    ("Щукин", "Shchukin", "Schukin"),
    ("Юлия", "Yulia", "Iuliia", "Julia"),
    ("Соловьёв", "Соловьев", "Solovyov", "Soloviev"),
    ("Цветаева", "Tsvetaeva", "Tsvetayeva"),
    ("Чайковский", "Chaikovsky", "Tchaikovskii"),
    ("Наталия", "Наталья", "Natalya", "Natalia"),
]


@pytest.mark.parametrize("spellings", ALIKE, ids=[row[0] for row in ALIKE])
def test_spellings_of_one_name(spellings: tuple[str, ...]) -> None:
    assert len({sound_key(spelling) for spelling in spellings}) == 1


OTHERS = [("Зимин", "Зимина"), ("Сорокин", "Шорокин"), ("Цой", "Чой"), ("Ветров", "Петров"), ("Зуев", "Жуев")]


@pytest.mark.parametrize("names", OTHERS, ids=[row[0] for row in OTHERS])
def test_other_names(names: tuple[str, str]) -> None:
    assert len(set(map(sound_key, names))) == 2


@given(st.text(max_size=60))
def test_any_text_can_be_compared(text: str) -> None:
    address = read_line(LINE).parsed.address
    assert address is not None
    found = [difference.what for difference in cross_check(text, address, Name("Ветров", "Илья"), 1990)]
    assert len(found) == len(set(found)) <= 5
    assert all(map(str.isascii, sound_key(text)))


# --- on the guide, and nowhere else


def test_the_guide_prints_a_made_line_and_says_that_it_is_made(press: Press) -> None:
    printed = press(book({"address": LINE}), country="DE")
    text = " ".join(printed.sheets("guides")[0].texts)
    assert f"In English, as this program spells it: {made(LINE)}" in text
    for kind in ("envelopes", "letters", "list"):
        assert not any("Penitentiary" in line for sheet in printed.sheets(kind) for line in sheet.texts)


def test_a_published_line_stays_as_it_is(press: Press) -> None:
    [first, _] = press(country="DE", only=("guides",)).sheets("guides")
    assert PUBLISHED[0].english in " ".join(first.texts)
    assert "as this program spells it" not in " ".join(first.texts)


@pytest.mark.parametrize("kind", ["settlement", "district"])
def test_no_type_word_leaves_a_stray_letter(kind: str) -> None:
    """«г. п. Ульяновка» was «P. ULYANOVKA»: every word that the parser knows has an English one."""
    for word in words_of(kind, "before"):
        for spelled in {word, word.replace(" ", ". ") + ".", word.replace(" ", ".") + "."}:
            english = PLACES[kind](f"{spelled} Ульяновка")
            assert not re.search(r"\b[A-Za-z/]{1,3}\.|^[A-Za-z] ", english), spelled

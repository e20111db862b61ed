"""The parser of published address lines: the gold table, our own lines, the samples of its data, and its properties."""

import time
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.model import Part
from letters.russian.postal import ParsedLine, fields, normalise, parse_line, regions_for_index
from letters.russian.postal.facility import read_facility
from letters.russian.postal.line import LinePiece
from letters.russian.postal.places import settle
from letters.russian.postal.regions import regions_named
from letters.russian.postal.services import services_in
from letters.russian.postal.words import DOUBT, table
from letters.russian.tidy import fold_case, has_lookalike
from tests.cases import cases
from tests.rows import rows

Row = dict[str, Any]
GOLD, OURS = cases("addresses.yaml"), cases("postal_lines.yaml")
NAME_FIELDS = {"recipient_case", "gender", "nominative", "dative"}
NAME_WARNINGS = {"name-nominative", "name-unclear"}
description = itemgetter("description")


def comparable(expected: Row) -> Row:
    """What this room is asked for, lists without an order made sets."""
    kept = {name: value for name, value in expected.items() if name not in NAME_FIELDS | {"line", "rest"}}
    warnings = set(kept.get("warnings", ())) - NAME_WARNINGS
    return kept | {"warnings": warnings, "services": set(kept.get("services", ()))}


def misses(row: Row) -> str:
    wanted, found = comparable(row["expected"]), comparable(fields(parse_line(row["line"])))
    lines = (
        f"{name}: expected {wanted.get(name)!r}, found {found.get(name)!r}"
        for name in sorted(wanted | found)
        if wanted.get(name) != found.get(name)
    )
    return "\n".join(lines)


@rows("row", [*GOLD, *OURS], ids=description)
def test_published_lines_and_our_own(row: Row) -> None:
    assert not misses(row), f"{row['line']}\n{misses(row)}"


@rows("row", [*GOLD, *OURS], ids=description)
def test_nothing_is_lost(row: Row) -> None:
    found = parse_line(row["line"])
    assert letters_of(found.parts) == letters(normalise(row["line"]))
    assert bool(found.rest) == ("extra-text" in found.warnings) or found.error


# ---- the samples that the data files hold


@pytest.mark.parametrize("kind", ["region", "district", "settlement", "street", "house", "ward"])
def test_samples_of_places(kind: str) -> None:
    for place, wanted in table("words")[kind]["samples"].items():
        assert settle(place, [LinePiece(None, 0, len(place))]) == [LinePiece(wanted, 0, len(place))], place


@pytest.mark.parametrize(("text", "is_doubt"), table("words")["doubt"]["samples"].items())
def test_samples_of_doubt(text: str, is_doubt: bool) -> None:
    assert bool(DOUBT.search(fold_case(text))) == is_doubt


@rows(("text", "wanted"), table("facilities")["samples"].items())
def test_samples_of_facilities(text: str, wanted: list[str]) -> None:
    facility = read_facility(text)
    assert [facility.text, facility.type, facility.number or "", facility.authority_region or ""] == [text, *wanted]


@pytest.mark.parametrize(("text", "wanted"), table("services")["samples"].items())
def test_samples_of_services(text: str, wanted: list[str]) -> None:
    assert set(services_in(text)) == set(wanted)


@rows(("prefix", "wanted"), table("regions")["samples"].items())
def test_samples_of_prefixes(prefix: str, wanted: list[str]) -> None:
    assert regions_for_index(f"{prefix}000") == tuple(wanted)


def test_every_prefix_has_a_region_of_the_table() -> None:
    named = {name for code in range(100, 1000) for name in regions_for_index(str(code))}
    assert named == set(table("regions")["region"])


@rows("name", table("regions")["region"])
def test_every_region_is_found_by_its_own_name(name: str) -> None:
    assert name in regions_named(name)


def test_published_sample_indexes() -> None:
    assert regions_for_index("663180") == ("Красноярский край",)  # FIELD 10.3
    assert regions_for_index("693008") == ("Сахалинская область",)
    assert regions_for_index("663 180") == ("Красноярский край",)
    assert regions_for_index("") == ()


# ---- values


def test_parts_stand_in_the_order_of_the_line() -> None:
    line = "353892, ФКУ ИК-11, ул. Азовская д. 4, Краснодарский край, пос. Ахтарский, отряд 5, Ли Анне 2004 г.р. ZT"
    found = parse_line(line)
    assert found.parts == (
        Part("index", "353892"),
        Part("facility", "ФКУ ИК-11"),
        Part("street", "ул. Азовская"),
        Part("house", "д. 4"),
        Part("region", "Краснодарский край"),
        Part("settlement", "пос. Ахтарский"),
        Part("note", "отряд 5"),
        Part("recipient", "Ли Анне"),
        Part("born", "2004 г.р."),
        Part("services", "ZT"),
    )
    assert found.address is not None
    assert found.address.parts == found.parts[:-1]


def test_an_address_has_index_and_facility() -> None:
    without_index = parse_line("г. Красноярск, ул. Парашютная, д. 3, ФКУ ИК-6, Кислицыну Адаму Борисовичу, 1987 г. р.")
    without_facility = parse_line("600021, г. Владимир, ул. 9 января, д. 5а, Сахновскому Леонтию Игоревичу, 1977 г. р.")
    assert (without_index.error, without_index.address) == (None, None)
    assert (without_facility.error, without_facility.address) == (None, None)
    assert without_index.facility is not None


def test_a_space_inside_the_index_is_folded() -> None:
    address = parse_line("663 180, Красноярский край, г. Енисейск, ФКУ Т-2, Зимину Ивану 1990 г. р.").address
    assert address is not None
    assert address.index == "663180"


@pytest.mark.parametrize(
    ("given", "tidied"),
    [
        ("д. 4\u00a0 ,\u2009ФКУ", "д. 4, ФКУ"),
        ("\ufeffУлья\u00adновск\u200b\n", "Ульяновск"),
        ("и\u0306 е\u0308", "й ё"),
        ("\u202eа\u2066б\u0000в", "абв"),
        (" \r\n\t", ""),
    ],
)
def test_normalise(given: str, tidied: str) -> None:
    assert normalise(given) == tidied


@pytest.mark.parametrize("text", ["Тосненcкий", "x. Дыдымкин", "д. 26A", "ИK-10", "Coшникову"])
def test_latin_look_alikes(text: str) -> None:
    assert has_lookalike(text)


@pytest.mark.parametrize("text", ["ул. XX Партсъезда", "II", "Zonatelecom", "Чехов", ""])
def test_no_look_alikes(text: str) -> None:
    assert not has_lookalike(text)


# ---- properties


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def letters_of(parts: tuple[Part, ...]) -> str:
    return letters("".join(part.text for part in parts))


def optional(*texts: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from((None, *texts))


ADDRESSES = st.fixed_dictionaries(
    {
        "region": optional("Владимирская область", "Республика Коми", "Пермский край", "ЯНАО", "Орловская обл."),
        "district": optional("Ковровский район", "Урицкий р-н", "городской округ Чехов"),
        "settlement": st.sampled_from(("г. Омск", "г.Пермь", "п. Новое Гришино", "пгт Харп", "д. Княгинино", "Москва")),
        "street": optional("ул. 10 лет Октября", "ул.Советская", "Лапсарский проезд", "пр-т Гагарина", "ул. 9 января"),
        "house": optional("д. 11", "26А", "50 «а»", "стр. 19", "влд 3", "29/1", "д. 13 А"),
        "form": st.sampled_from(("ФКУ ", "")),
        "type": st.sampled_from(("ИК", "СИЗО", "КП", "ЛИУ", "Т")),
        "sign": st.sampled_from(("-", " № ", " №", " - ")),
        "number": st.integers(1, 60).map(str),
        "authority": optional("УФСИН России", "ГУФСИН России", "УФСИН", "ОФСИН России"),
        "area": st.sampled_from(("Омской области", "Республике Марий Эл", "г. Москве", "КБР", "Пермскому краю")),
        "recipient": st.sampled_from(
            ("Зяблову Ивану Ильичу", "Ли Анне", "Бонч-Осмоловскому Льву Львовичу", "Велиеву Расиму Хафиз оглы")
        ),
        "born": st.integers(1930, 2015),
        "before_year": st.sampled_from((", ", " ", "")),
        "year_word": st.sampled_from((" г. р.", " г.р.", "г.р.", " г р.", " года рождения")),
        "index": st.integers(100000, 694999).map(str),
    }
)


@given(ADDRESSES)
def test_an_assembled_line_is_read_back(given: Row) -> None:
    authority = f" {given['authority']} по {given['area']}" if given["authority"] else ""
    facility = f"{given['form']}{given['type']}{given['sign']}{given['number']}{authority}"
    street = given["street"] or (None if given["house"] is None else "ул. Мира")
    places = [given["region"], given["district"], given["settlement"], street, given["house"]]
    parts = [given["index"], *filter(None, places), facility, given["recipient"]]
    found = parse_line(", ".join(parts) + f"{given['before_year']}{given['born']}{given['year_word']}")
    assert found.address is not None
    address = found.address
    assert (address.index, address.facility.text, address.facility.type) == (given["index"], facility, given["type"])
    assert address.facility.number == given["number"]
    assert address.facility.authority_region == (given["area"] if given["authority"] else None)
    assert [address.region, address.district, *address.settlements, address.street, address.house] == places
    assert (found.recipient_text, found.born) == (given["recipient"], given["born"])


FRAGMENTS = st.sampled_from(
    (
        *("663180", "г. ", "ул. ", "д. 5", "ФКУ ИК-1", " УФСИН России по Омской области", "(", ")", "«", "»", ", "),
        *(". ", ": ", "Зимину Ивану ", "1990 г. р.", "In English:", "RU: ", "ZT", "отряд 5", "Адрес уточняется", "по "),
        *("Республика ", "край ", "и ", "№ ", "\n", "\u200b", "\u0306", "🙂", "\x00", "٣"),
    )
)


@given(st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=30).map("".join)))
def test_no_letter_or_digit_of_any_text_is_lost(text: str) -> None:
    found = parse_line(text)
    assert letters_of(found.parts) == letters(normalise(text))
    assert fields(found)["line"] == text
    assert normalise(normalise(text)) == normalise(text)


# ---- hostile lines

PUBLISHED = (
    "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2, Зимину Дмитрию Сергеевичу 2003 г. р."
)


FILLERS = (
    *(
        "а",
        "А ",
        "1",
        "(",
        ")",
        "«",
        '"',
        ". ",
        ", ",
        ": ",
        "по ",
        "г. ",
        "ул. ",
        "ФКУ ",
        "ИК-1 ",
        "1990 г. р. ",
        "\x00",
    ),
    *("\u202e", "👩\u200d👧", "и\u0306", "\u0301", "Иван ", "обл ", "по Московской области и ", "-а", "zt", "№ ", "а/"),
)


@pytest.mark.one_quick
@pytest.mark.parametrize("filler", FILLERS)
@pytest.mark.parametrize("where", ["before", "behind", "alone"])
def test_hostile_lines_take_bounded_time(filler: str, where: str) -> None:
    long = filler * (9_800 // len(filler))
    line = {"before": long + PUBLISHED, "behind": PUBLISHED + long, "alone": long}[where]
    started = time.process_time()
    found = parse_line(line)
    assert time.process_time() - started < 1  # measured: below 0.1 s
    assert letters_of(found.parts) == letters(normalise(line))


@pytest.mark.parametrize("line", ["а" * 1_000_000, PUBLISHED * 9_000, "\x00" * 1_000_000])
def test_a_megabyte_is_refused_at_once(line: str) -> None:
    started = time.process_time()
    found = parse_line(line)
    assert time.process_time() - started < 0.1
    assert found == ParsedLine(line, error="no-address", rest=line, parts=(Part("rest", line),))


@pytest.mark.parametrize(
    "line", ["\ud800 663180, ФКУ ИК-1", "\u202e663180\u202c, ФКУ ИК-1, \U0001f600", "'; DROP TABLE", "{{ 7*7 }}"]
)
def test_strange_characters_raise_nothing(line: str) -> None:
    assert parse_line(line).line == line

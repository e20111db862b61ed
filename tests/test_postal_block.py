"""The address block: the order of its lines, and where a line may be broken and where never."""

import tomllib
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.russian.postal import parse_line
from letters.russian.postal.block import NO_BREAK, Line, address_lines, break_line, hold_together
from tests.cases import cases
from tests.rows import rows

HERE = Path(__file__).parent
HOLDS = tomllib.loads((HERE.parent / "letters/russian/postal/block.toml").read_text("utf-8"))["hold"]
BREAKING = cases("breaking.yaml")
PARTS = cases("address_parts.yaml")

ZIMIN = (
    "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, "
    "ФКУ Т-2 ГУФСИН России по Красноярскому краю, Зимину Дмитрию Сергеевичу 2003 г. р."
)
FULL = (
    "601967, Владимирская область, Ковровский район, п. Мелехово, ул. Первомайская, д. 261а, "
    "ФКУ ИК-6 УФСИН России по Владимирской области, Гурьянову Тимофею Аркадьевичу, 1988 г. р."
)
BARE = "196655, г. Санкт-Петербург, г. Колпино, ФКУ ИК-5 УФСИН России, Гурьянову Тимофею Аркадьевичу, 1988 г. р."


def lines(published: str, order: Any = "postal", country: str | None = "RUSSIA") -> list[str]:
    address = parse_line(published).address
    assert address is not None
    return [line.text for line in address_lines(address, "Имени Фамилии, 1988 г. р.", country, order)]


# --- order


def test_postal_order_goes_from_the_name_to_the_country() -> None:
    assert lines(ZIMIN) == [
        "Имени Фамилии, 1988 г. р.",
        "ФКУ Т-2 ГУФСИН России по Красноярскому краю",
        "ул. Декабристов, д. 11",
        "г. Енисейск",
        "Красноярский край",
        "663180",
        "RUSSIA",
    ]


def test_district_and_region_share_a_line() -> None:
    assert lines(FULL)[2:6] == [
        "ул. Первомайская, д. 261а",
        "п. Мелехово",
        "Ковровский район, Владимирская область",
        "601967",
    ]


def test_what_the_line_lacks_leaves_no_empty_line() -> None:
    assert lines(BARE) == [
        "Имени Фамилии, 1988 г. р.",
        "ФКУ ИК-5 УФСИН России",
        "г. Санкт-Петербург, г. Колпино",
        "196655",
        "RUSSIA",
    ]


def test_inside_russia_no_country_follows() -> None:
    assert lines(ZIMIN, country=None)[-1] == "663180"


def test_published_order_is_that_of_the_case_page() -> None:
    assert lines(ZIMIN, "published") == [
        "663180",
        "Красноярский край",
        "г. Енисейск",
        "ул. Декабристов, д. 11",
        "ФКУ Т-2 ГУФСИН России по Красноярскому краю",
        "Имени Фамилии, 1988 г. р.",
        "RUSSIA",
    ]


@pytest.mark.parametrize("published", [ZIMIN, FULL, BARE])
def test_both_orders_hold_the_same_words(published: str) -> None:
    postal, as_published = (sorted(", ".join(lines(published, order)).split(", ")) for order in ("postal", "published"))
    assert postal == as_published


def test_lines_know_what_they_are() -> None:
    address = parse_line(FULL).address
    assert address is not None
    kinds = [line.kind for line in address_lines(address, "Имени", "RUSSIA", "postal")]
    assert kinds == ["recipient", "facility", "street", "settlement", "region", "index", "country"]
    assert Line("country", "RUSSIA") == address_lines(address, "Имени", "RUSSIA", "postal")[-1]


# --- breaking


@rows("row", HOLDS, ids=lambda row: row["why"])
def test_each_hold_keeps_its_sample(row: dict[str, str]) -> None:
    assert hold_together(row["sample"]) == row["held"].replace("~", NO_BREAK)


@rows("row", BREAKING, ids=lambda row: row["description"])
def test_breaking(row: dict[str, Any]) -> None:
    broken = break_line(row["line"], at_most(row["width"]))
    assert (list(broken) if broken else broken) == row["lines"]


@rows(
    "held",
    [
        *("г. Енисейск", "г. Нижний Новгород", "ул. Декабристов", "д. 11", "корп. 3", "№ 22", "а/я 15", "663180"),
        *("ФКУ Т-2", "ФКУ ИК-1", "УФСИН России", "ГУФСИН России", "2003 г. р.", "по Красноярскому краю"),
        *("по Сахалинской области", "по Еврейской автономной области", "по Ямало-Ненецкому автономному округу"),
        *("по Республике Крым", "по Чувашской Республике", "Римскому-Корсакову", "р. п. Варгаши", "д. 26 А"),
    ],
)
def test_what_is_never_broken(held: str) -> None:
    for width in range(len(held)):
        assert break_line(held, at_most(width)) is None


def at_most(width: int) -> Callable[[str], bool]:
    return lambda text: len(text) <= width


LINES = st.sampled_from(
    [*PARTS["facilities"], *(f"{name}, 1988 г. р." for name in PARTS["recipients"]), *PARTS["regions"]]
    + [f"{street}, {house}" for street in PARTS["streets"] for house in PARTS["houses"]]
    + [", ".join(settlements) for settlements in PARTS["settlements"]]
)
WORDS = st.lists(st.sampled_from(" ".join(PARTS["facilities"]).split()), min_size=1, max_size=9).map(" ".join)


@given(LINES | WORDS, st.integers(1, 90))
def test_whatever_the_width_no_letter_is_lost_and_no_hold_broken(line: str, width: int) -> None:
    broken = break_line(line, at_most(width))
    held = hold_together(line)
    if broken is None:
        assert max(map(len, held.split(" "))) > width
        return
    assert " ".join(broken) == line
    assert max(map(len, broken)) <= width
    ends = list(accumulate(len(piece) + 1 for piece in broken[:-1]))
    assert [held[end - 1] for end in ends] == [" "] * len(ends)


@given(LINES, st.integers(20, 90))
def test_no_line_ends_in_a_little_word(line: str, width: int) -> None:
    broken = break_line(line, at_most(width)) or ()
    assert not [piece for piece in broken if piece.endswith((" и", " по", " №", " г.", " д.", "ФКУ", " при"))]
    assert not [piece for piece in broken if piece.startswith(("—", "–", "г. р.", "России", "автономн"))]

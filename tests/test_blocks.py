"""Knows how addresses over several lines become one: order, labels, bullets, and the year that stands elsewhere."""

from pathlib import Path

import pytest
import yaml

from letters.errors import DataError
from letters.intake import read_draft
from tests.rows import rows

ROWS = yaml.safe_load((Path(__file__).parent / "cases" / "blocks.yaml").read_text("utf-8"))


@rows("row", ROWS, ids=[row["kind"] for row in ROWS])
def test_block(row):
    found = read_draft(row["page"], "page")
    assert (found.address, found.extra.get("born")) == (row["address"], str(row["born"]) if "born" in row else None)


GLEB = (
    "656021",
    "Алтайский край",
    "г. Барнаул",
    "Канатный проезд, д. 81",
    "ФКУ СИЗО-1 УФСИН России по Алтайскому краю",
    "Копытову Глебу Ильичу, 1990 г. р.",
)
POLYA = (
    "431130",
    "Республика Мордовия",
    "п. Явас",
    "ул. Школьная, д. 9",
    "ФКУ ИК-2 УФСИН России по Республике Мордовия",
    "Ветровой Пелагее Ильиничне, 1991 г. р.",
)
ORDERS = {"published": (0, 1, 2, 3, 4, 5), "envelope": (5, 4, 3, 2, 1, 0), "prison first": (4, 0, 1, 2, 3, 5)}


@rows("order", ORDERS.values(), ids=ORDERS)
@rows("between", ["\n", "\n\n"], ids=["lines", "paragraphs"])
@rows("apart", ["\n", "\n\n"], ids=["no gap", "gap"])
def test_two_people_are_never_mixed(order, between, apart):
    text = apart.join(between.join(one[place] for place in order) for one in (GLEB, POLYA))
    assert [read_draft(text, "page", which).address for which in (1, 2)] == [", ".join(GLEB), ", ".join(POLYA)]


def test_where_postcodes_and_prisons_differ_in_number_nothing_is_guessed():
    """The first person has no prison: neither postcode may go to the other."""
    text = "\n".join([*GLEB[:4], GLEB[5], *POLYA[4:], *POLYA[:4]])
    with pytest.raises(DataError):
        read_draft(text, "page")


@rows("mark", ["• ", "— ", "📮 ", "👉🏻 ", "1) ", "1. ", "№ 1. ", "> ", "> > ", "* ", "3️⃣ ", "✉️", "▪️", "а) "])
@rows("order", ORDERS.values(), ids=ORDERS)
def test_what_stands_before_lines_does_not_matter(mark, order):
    lines = [GLEB[place] for place in order]
    for text in (mark + "\n".join(lines), "\n".join(mark + line for line in lines)):
        assert read_draft(text, "page").address == ", ".join(GLEB)

"""Knows how a page is marked with what was understood of it: every part where it stands, no letter lost."""

from pathlib import Path

import pytest

from letters.app.add import mark_page
from letters.intake import read_draft

PAGES = Path(__file__).parent / "cases" / "pages"
PLACE = "644009, Омская область, г. Омск, ул. Мира, д. 5, ФКУ ИК-7 УФСИН России по Омской области"
ADDRESS = ("index", "region", "settlement", "street", "house", "facility", "recipient", "born")


def marked(text, which=None):
    lines = mark_page(text, [read_draft(text, "page", which)])
    return [(part.kind, part.text) for line in lines for part in line.parts if part.kind]


@pytest.mark.parametrize("name", sorted(path.name for path in PAGES.iterdir()))
def test_published_pages(name):
    kinds = [kind for kind, _text in marked((PAGES / name).read_text("utf-8"))]
    assert [kind for kind in kinds if kind in ADDRESS] == list(ADDRESS)
    assert {"title", "subtitle", "tip", "services"} <= {*kinds} | ({"services"} if name == "russian.txt" else set())


PLACES = [
    # the page, some of what is marked in it
    (f"{PLACE}, отряд 5, Копытову Глебу Ильичу, 1990 г. р.", {("note", "отряд 5")}),
    (f"{PLACE}, Копытову Глебу Ильичу, 1990 г. р.\nЛюбит шахматы и море.", {("rest", "Любит шахматы и море.")}),
    (
        "ФКУ СИЗО-1 УФСИН России по Алтайскому краю\n656021\nАлтайский край\nг. Барнаул\nКанатный проезд, д. 81\n"
        "Копытову Глебу Ильичу, 1990 г. р.",
        {("facility", "ФКУ СИЗО-1 УФСИН России по Алтайскому краю"), ("index", "656021"), ("house", "д. 81")},
    ),
    (f"{PLACE.replace('644009', '644 009')}, Копытову Глебу Ильичу, 1990 г. р.", {("index", "644 009")}),
]


@pytest.mark.parametrize(("text", "found"), PLACES)
def test_parts_are_marked_where_they_stand(text, found):
    assert found - {*marked(text)} == set()


def test_lines_are_whole_and_what_is_left_out_is_counted():
    text = "\n".join([*(f"Строка {number}" for number in range(50)), f"{PLACE}, Копытову Глебу Ильичу, 1990 г. р."])
    lines = mark_page(text, [read_draft(text, "page")])
    shown = ["".join(part.text for part in line.parts) for line in lines]
    assert shown[-1] == text.splitlines()[-1]
    assert sum(line.left_out for line in lines) + len(lines) == 51


def test_each_of_two_people_of_one_prison_is_marked_once():
    line = f"{PLACE}, Копытову Глебу Ильичу, 1990 г. р."
    text = f"{line}\n{line.replace('Глебу', 'Льву')}"
    lines = mark_page(text, [read_draft(text, "page", which) for which in (1, 2)])
    assert [[part.kind for part in one.parts if part.kind] for one in lines] == [list(ADDRESS)] * 2

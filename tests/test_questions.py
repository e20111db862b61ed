"""Knows what a page must be asked about before its person goes into the book as held."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from letters.app.add import AddRequest, CasePage, propose
from letters.errors import DataError
from tests.rows import rows

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases" / "questions.yaml").read_text("utf-8"))
LINE = (
    "656021, Алтайский край, г. Барнаул, Канатный проезд, д. 81, ФКУ СИЗО-1 УФСИН России по Алтайскому краю, "
    "Копытову Глебу Ильичу, 1990 г. р."
)

OTHER = (
    "431130, Республика Мордовия, п. Явас, ул. Школьная, д. 9, ФКУ ИК-2 УФСИН России по Республике Мордовия, "
    "Ветровой Пелагее Ильиничне, 1991 г. р."
)
THIRD = (
    "644009, г. Омск, ул. Мира, д. 176, ФКУ ИК-7 УФСИН России по Омской области, Соколову Захару Петровичу, 1984 г. р."
)


def request(folder: Path, text: str, **said: str) -> AddRequest:
    return AddRequest(folder / "book.yaml", (CasePage("page", text.encode()),), date(2026, 11, 22), **said)


def asked(folder: Path, text: str, **said: str) -> list[str]:
    """The fields that are asked for."""
    try:
        propose(request(folder, text, **said))
    except DataError as error:
        return [problem.field for problem in error.problems]
    return []


@rows("row", CASES["said"], ids=[row["says"] for row in CASES["said"]])
@rows("text", ["{0}\n\n{1}", "Глеб Копытов\n\n{1}\n\n{0}"], ids=["above", "below"])
def test_what_a_page_says(row, text, tmp_path):
    page = text.format(row["says"], LINE)
    assert asked(tmp_path, page) == ([row["asks"]] if row["asks"] else [])
    if not row["asks"]:
        (person,) = propose(request(tmp_path, page)).people
        assert person.planned.record["status"] == "held"
        assert ("warns" not in row) or row["warns"] in [doubt.code for doubt in person.doubts]


@rows("row", CASES["titles"], ids=[row["says"] for row in CASES["titles"]])
@rows("page", ["{}\n\n{}", "<html><h1>{}</h1><p>{}</p></html>"], ids=["text", "HTML"])
def test_whom_a_title_names(row, page, tmp_path):
    assert asked(tmp_path, page.format(row["says"], LINE)) == ([row["asks"]] if row["asks"] else [])


@pytest.mark.parametrize("row", CASES["several"], ids=[row["page"] for row in CASES["several"]])
def test_what_is_said_of_one_of_several(row, tmp_path):
    page = row["page"]
    for word, line in (("LINE", LINE), ("OTHER", OTHER), ("THIRD", THIRD)):
        page = page.replace(word, line)
    people = propose(request(tmp_path, page)).people
    held = [person.draft.recipient.nominative.first for person in people]
    assert sorted(held) == sorted(row["people"])


def test_an_answer_goes_into_the_book(tmp_path):
    page = f"Gleb was released on 1 August 2024.\n\n{LINE}"
    for status in ("released", "held"):
        (person,) = propose(request(tmp_path, page, status=status)).people
        assert person.planned.record["status"] == status
    page = f"Дело Дмитрия Орлова\n\n{LINE}"
    (person,) = propose(request(tmp_path, page, name="Копытов Глеб Ильич")).people
    assert person.planned.record["name"] == "Копытов Глеб Ильич"


def test_an_answer_changes_somebody_in_the_book(tmp_path):
    (tmp_path / "book.yaml").write_text(f"people:\n  - id: kop\n    address: {LINE}\n    status: held\n", "utf-8")
    (person,) = propose(request(tmp_path, f"{LINE}\n\nОсвобождён", status="released")).people
    assert [change.field for change in person.planned.changes if change.field == "status"] == ["status"]


def test_an_answer_that_is_none_is_refused(tmp_path):
    with pytest.raises(DataError, match="must be one of"):
        propose(request(tmp_path, f"{LINE}\n\nОсвобождён", status="free"))


LACKS = [
    # the name and year on the line, and the words in which `add` asks
    ("Яровой Анне Петровне, 1984 г. р.", "‹name›"),
    ("Копытову Г. И., 1984 г. р.", "‹name›"),
    ("Копытову Глебу Ильичу", "‹born=1990›"),
    ("Копытову Глебу Ильичу, 2090 г. р.", "‹born=1990›"),
]


@pytest.mark.parametrize(("name", "asks"), LACKS)
def test_what_a_line_lacks_is_asked_for_in_words_of_add(name, asks, tmp_path):
    with pytest.raises(DataError) as caught:
        propose(request(tmp_path, LINE.replace("Копытову Глебу Ильичу, 1990 г. р.", name)))
    hints = " ".join(problem.hint for problem in caught.value.problems)
    assert asks in hints
    assert "in the book" not in hints
    assert "`" not in hints


def test_a_dative_and_a_gender_can_be_said(tmp_path):
    (person,) = propose(request(tmp_path, LINE, dative="Копытову Глебу", gender="m")).people
    assert (person.planned.record["dative"], person.planned.record["gender"]) == ("Копытову Глебу", "m")

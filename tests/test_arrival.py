"""Whether a letter could arrive: what is refused, what is noted, what is kept of a line, and which prisons are two."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from letters.app.add import AddRequest, CasePage, propose
from letters.app.check import check_book
from letters.app.make import make
from letters.app.people import list_people
from letters.app.tables import ImportRequest, import_table
from letters.errors import DataError
from letters.russian.postal import fields, parse_line
from letters.russian.postal.block import address_lines
from letters.russian.postal.group import facility_heading, facility_key
from letters.russian.postal.placeholders import is_placeholder
from letters.russian.postal.words import table
from tests.conftest import TODAY, asked, book
from tests.rows import rows

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases/arrival.yaml").read_text("utf-8"))
PLACE = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
WHO = "Копытову Глебу Ильичу, 1990 г. р."


def whole(line: str) -> str:
    return line.replace("WHO", WHO).replace("PLACE", PLACE)


def problems_of(line: str, folder: Path) -> dict[str, tuple[str, str]]:
    """The level and the words of everything that `check` says of one person, by code."""
    (folder / "book.yaml").write_text(book({"address": whole(line)}), "utf-8")
    return {problem.code: (problem.level, problem.what) for problem in check_book(folder / "book.yaml", TODAY).problems}


@rows("row", CASES["refused"], ids=lambda row: row[0])
def test_refused(row: list[str], tmp_path: Path) -> None:
    line, code, words = row
    found = problems_of(line, tmp_path)
    assert code in found
    assert found[code][0] == "error"
    assert words in found[code][1]
    assert code in fields(parse_line(whole(line)))["warnings"]  # type: ignore[operator]


@pytest.mark.parametrize("row", CASES["noted"], ids=lambda row: row[0])
def test_noted(row: list[str], tmp_path: Path) -> None:
    line, code, words = row
    found = problems_of(line, tmp_path)
    assert {"error"} & {level for level, _ in found.values()} == set()
    assert words in found[code][1]


@rows("line", CASES["sound"])
def test_sound(line: str, tmp_path: Path) -> None:
    assert problems_of(line, tmp_path) == {}


@rows("case", CASES["kept"], ids=lambda case: case["line"])
def test_kept(case: dict[str, Any]) -> None:
    parsed = parse_line(whole(case["line"]))
    found = fields(parsed)
    assert {name: found.get(name) for name in case["fields"]} == case["fields"]
    assert parsed.faults == ()
    if "envelope" in case:
        assert parsed.address is not None
        lines = address_lines(parsed.address, "name", None, "postal")
        assert " / ".join(line.text for line in lines[1:-1]) == case["envelope"]


@rows("case", CASES["kept"], ids=lambda case: case["line"])
@rows("order", ["postal", "published"])
def test_every_part_of_the_address_is_printed(case: dict[str, Any], order: Any) -> None:
    parsed = parse_line(whole(case["line"]))
    assert parsed.address is not None
    printed = " ".join(line.text for line in address_lines(parsed.address, "name", None, order))
    unprinted = ("recipient", "born", "note")
    assert [part.text for part in parsed.parts if part.kind not in unprinted and part.text not in printed] == []


@pytest.mark.parametrize("pair", CASES["prisons"], ids=lambda pair: pair[0][0])
def test_two_prisons(pair: list[list[str]]) -> None:
    addresses = [parse_line(f"{line}, {WHO}").address for line, _ in pair]
    assert [facility_heading(address) for address in addresses if address] == [heading for _, heading in pair]
    assert len({facility_key(address) for address in addresses if address}) == 2


@pytest.mark.parametrize("pair", CASES["prisons"][:3], ids=lambda pair: pair[0][0])
def test_two_prisons_are_not_one_in_several_spellings(pair: list[list[str]], tmp_path: Path) -> None:
    people = [f"{pair[0][0]}, {WHO}", f"{pair[1][0]}, Щукину Льву Юрьевичу, 1991 г. р."]
    (tmp_path / "book.yaml").write_text(book(*({"address": line} for line in people)), "utf-8")
    assert check_book(tmp_path / "book.yaml", TODAY).problems == ()


@rows(("text", "wanted"), table("words")["placeholder"]["samples"].items())
def test_samples_of_placeholders(text: str, wanted: bool) -> None:
    assert is_placeholder(text) == wanted


# --- every door says so, and none lets it through

REFUSED = [
    next(row for row in CASES["refused"] if row[1] == code) for code in sorted({row[1] for row in CASES["refused"]})
]


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row[1])
def test_make_prints_no_envelope(row: list[str], tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(book({"address": whole(row[0])}, {"address": f"{PLACE}, {WHO}"}), "utf-8")
    run = asked(tmp_path / "book.yaml", tmp_path / "out", TODAY, only=("envelopes",))
    with pytest.raises(DataError) as caught:
        make(run)
    assert row[1] in {problem.code for problem in caught.value.problems}
    assert not (tmp_path / "out").exists()
    report = make(asked(tmp_path / "book.yaml", tmp_path / "out", TODAY, only=("envelopes",), keep_going=True))
    assert (report.people, [entry.id for entry in report.left_out]) == (1, ["p0"])


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row[1])
def test_import_takes_no_such_row(row: list[str], tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f'ФИО,Адрес\nКопытов Глеб Ильич,"{whole(row[0])}"\n', "utf-8")
    done = import_table(ImportRequest(tmp_path / "list.csv", tmp_path / "book.yaml", TODAY))
    assert (done.added, done.rejected) == ((), 1)
    assert any(word in problem.what for problem in done.problems for word in (row[2], row[2].strip("«»").split("»")[0]))


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row[1])
def test_add_takes_no_such_page(row: list[str], tmp_path: Path) -> None:
    page = CasePage("page.txt", f"Копытов Глеб Ильич\n\nНаписать письмо\n\n{whole(row[0])}\n".encode())
    with pytest.raises(DataError) as caught:
        propose(AddRequest(tmp_path / "book.yaml", (page,), TODAY))
    assert row[1] in {problem.code for problem in caught.value.problems}


def test_the_piles_of_lefortovo_and_butyrka(tmp_path: Path) -> None:
    """Sample 04: the same type, number and town, and two doors at which the letters are handed in."""
    (tmp_path / "book.yaml").write_text(
        book(*({"address": f"{line}, {WHO}"} for line, _ in reversed(CASES["prisons"][0]))), "utf-8"
    )
    listing = list_people(tmp_path / "book.yaml", "facility", TODAY)
    assert [listed.heading for listed in listing.people] == ["СИЗО-2, Москва", "СИЗО-2 ФСИН России, Москва"]

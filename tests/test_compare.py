"""`diff`: two books or lists side by side, for people and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.store.compare import Entry, compare
from tests.cases import cases
from tests.conftest import Say

CASES: list[dict[str, Any]] = cases("differences.yaml")
PRISONS = {
    "A": "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю",
    "B": "693008, г. Южно-Сахалинск, ул. Пограничная, д. 71, ФКУ ИК-1 УФСИН России по Сахалинской области",
}
KINDS = ("new", "moved", "rewritten", "status", "gone")


def line(text: str) -> str:
    prison, comma, rest = text.partition(", ")
    return f"{PRISONS.get(prison, prison)}{comma}{rest}"


def write(folder: Path, name: str, side: dict[str, str] | list[str]) -> str:
    """A book or a list; its name for the command line."""
    if isinstance(side, list):
        path, text = folder / f"{name}.txt", "\n".join(map(line, side))
    else:
        path, text = folder / f"{name}.yaml", "people:\n" + "".join(_entry(*item) for item in side.items())
    path.write_text(text, "utf-8")
    return str(path)


def _entry(name: str, text: str) -> str:
    address = line(text.removesuffix(" released"))
    status = "    status: released\n" if text.endswith(" released") else ""
    return f"  - id: {name}\n    address: {address}\n{status}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_differences(case: dict[str, Any], tmp_path: Path, say: Say) -> None:
    sides = write(tmp_path, "old", case["old"]), write(tmp_path, "new", case["new"])
    code, printed, said = say("diff", "--json", *sides)
    found = json.loads("\n".join(printed))
    assert (code, said, list(found)) == (0, [], [*KINDS, "same"])
    names = {kind: [row["name"] for row in found[kind]] for kind in KINDS if found[kind]}
    assert (names, found["same"]) == (case.get("says", {}), case.get("same", 0))
    people = say("diff", *sides)[1]
    assert people[-1].endswith(f"; {found['same']} as before.")


def test_a_move_has_both_addresses(tmp_path: Path, say: Say) -> None:
    old = write(tmp_path, "old", {"vetrov": "A, Ветрову Илье Сергеевичу, 1990 г. р."})
    new = write(tmp_path, "new", {"vetrov": "B, Ветрову Илье Сергеевичу, 1990 г. р."})
    assert say("diff", old, new)[1] == [
        "moved:",
        f"  vetrov: Ветров Илья Сергеевич, 1990  from  {PRISONS['A']}",
        f"                                       to    {PRISONS['B']}",
        "1 moved; 0 as before.",
    ]
    [moved] = json.loads("\n".join(say("diff", "--json", old, new)[1]))["moved"]
    assert (moved["old"]["address"], moved["new"]["address"]) == (PRISONS["A"], PRISONS["B"])
    assert moved["new"]["where"] == "new.yaml:3"


def test_a_status_has_both_values(tmp_path: Path, say: Say) -> None:
    old = write(tmp_path, "old", {"vetrov": "A, Ветрову Илье Сергеевичу, 1990 г. р."})
    new = write(tmp_path, "new", {"vetrov": "A, Ветрову Илье Сергеевичу, 1990 г. р. released"})
    assert say("diff", old, new)[1] == [
        "status changed:",
        "  vetrov: Ветров Илья Сергеевич, 1990  held → released",
        "1 with another status; 0 as before.",
    ]


def test_nothing_has_changed(tmp_path: Path, say: Say) -> None:
    side = write(tmp_path, "old", ["A, Ветрову Илье Сергеевичу, 1990 г. р."])
    assert say("diff", side, side) == (0, ["nobody is new, moved or gone; 1 as before."], [])


def test_a_line_without_an_address_is_named_and_left_out(tmp_path: Path, say: Say) -> None:
    old = write(tmp_path, "old", ["A, Ветрову Илье Сергеевичу, 1990 г. р."])
    new = write(tmp_path, "new", ["A, Ветрову Илье Сергеевичу, 1990 г. р.", "Адрес уточняется."])
    code, printed, said = say("diff", old, new)
    assert (code, printed) == (0, ["nobody is new, moved or gone; 1 as before."])
    assert said[0].startswith("note: new.txt:2: the line holds no postal address")


def test_a_book_with_a_mistake_is_not_compared(tmp_path: Path, say: Say) -> None:
    """Whoever has the mistake would look gone."""
    good = write(tmp_path, "good", {"vetrov": "A, Ветрову Илье Сергеевичу, 1990 г. р."})
    bad = write(tmp_path, "bad", {"vetrov": "B, Ветрову Илье Сергеевичу, 1990 г. р.\n    adress: x"})
    code, printed, said = say("diff", good, bad)
    assert (code, printed) == (1, [])
    assert said[0].startswith("bad.yaml:4: unknown field «adress».")


UNREADABLE = {
    "no such list": ("nobody.txt", None, 3, "nobody.txt: there is no such file. Check the name; "),
    "no such book": ("nobody.yaml", None, 3, "nobody.yaml: there is no such file. Check the name; "),
    "another encoding": ("list.txt", "Ветрову".encode("cp1251"), 1, "list.txt:1: is not UTF-8 text."),
}


@pytest.mark.parametrize(("name", "data", "code", "begins"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read(name: str, data: bytes | None, code: int, begins: str, tmp_path: Path, say: Say) -> None:
    good = write(tmp_path, "good", ["A, Ветрову Илье Сергеевичу, 1990 г. р."])
    if data is not None:
        (tmp_path / name).write_bytes(data)
    for sides in ((good, tmp_path / name), (tmp_path / name, good)):
        found, printed, said = say("diff", *map(str, sides))
        assert (found, printed) == (code, [])
        assert begins in said[0]


PEOPLE = st.builds(
    Entry,
    where=st.just("x:1"),
    id=st.sampled_from([None, "a", "b", "c"]),
    name=st.sampled_from(["Ветров Илья", "Кротов Пётр", "Кротов Петр", ""]),
    born=st.sampled_from([None, 1980, 1990]),
    place=st.none(),
)


@given(st.lists(PEOPLE, max_size=8), st.lists(PEOPLE, max_size=8))
def test_everybody_is_counted_once(old: list[Entry], new: list[Entry]) -> None:
    changes = compare(old, new)
    assert len(changes.new) + changes.same == len(new)
    assert len(changes.gone) + changes.same == len(old)

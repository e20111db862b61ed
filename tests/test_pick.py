"""Fair choice: who comes first, who is left out and why, second letters, groups; twelve months as a story."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from letters.app.letters_so_far import LettersSoFar
from letters.app.make import make, make_groups
from letters.app.pick import PickRequest, dealt, fair_choice, pick, with_second_letters
from letters.errors import CommandError, DataError
from letters.model import Person
from letters.pages.run import PeopleWish
from letters.russian.postal.group import facility_key
from letters.sentences import speak, translated
from letters.store.book import read_book
from letters.store.ledger import Event, Namesakes, new_mark, tally, writing
from tests.conftest import TODAY, Say, Tell, asked
from tests.pdf import read

PRISONS = (
    "663180, Красноярский край, г. Выдуманск, ул. Степная, д. 11, ФКУ ИК-1 ГУФСИН России по Красноярскому краю",
    "663180, Красноярский край, г. Выдуманск, ул. Степная, д. 12, ФКУ ИК-12 ГУФСИН России по Красноярскому краю",
    "430003, Республика Мордовия, г. Выдуманск, ул. Лесная, д. 3, ФКУ ИК-5 УФСИН России по Республике Мордовия",
)
NAMES = (
    *("Копытову", "Щукину", "Жукову", "Лосеву", "Оленину", "Барсукову"),
    *("Волкову", "Зайцеву", "Медведеву", "Лисину", "Совину", "Орлову"),
)


def friends(folder: Path, count: int = 12, **changes: dict[str, Any]) -> Path:
    """A book of invented people in three prisons."""
    rows = [
        {"id": f"p{place}", "address": f"{PRISONS[place % 3]}, {name} Льву Ильичу, {1970 + place} г. р."}
        | {"verified": str(TODAY)}
        | changes.get(f"p{place}", {})
        for place, name in enumerate(NAMES[:count])
    ]
    path = folder / "book.yaml"
    path.write_text(yaml.safe_dump({"people": rows}, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def noted(person: Person, ago: int, kind: Any = "posted", reason: Any = None) -> Event:
    """What happened to somebody's letter so many days before TODAY."""
    day = str(TODAY - timedelta(days=ago))
    return Event(new_mark(), new_mark(), day, kind, str(person.name), person.born, reason=reason)


def ledger(path: Path, *events: Event) -> None:
    with writing(path.with_name("ledger.db")) as file:
        file.append(events)


def so_far(events: list[Event], people: tuple[Person, ...]) -> LettersSoFar:
    names = Namesakes((str(person.name), person.born) for person in people)
    return LettersSoFar(names, tally(events, names), tuple(events), bool(events))


def people_of(path: Path) -> dict[str, Person]:
    return {person.id: person for person in read_book(path).people}


def chosen(path: Path, **wish: Any) -> list[str]:
    found = pick(PickRequest(path, TODAY, PeopleWish(**wish)))
    return [one.person.id for one in found.chosen]


# --- who comes first


def test_fewest_letters_then_longest_ago(tmp_path: Path) -> None:
    path = friends(tmp_path, 5)
    people = people_of(path)
    days = {"p0": (100, 50), "p1": (40,), "p2": (300,), "p3": (400, 420, 500), "p4": (364, 30)}
    ledger(path, *(noted(people[name], ago) for name, several in days.items() for ago in several))
    assert chosen(path, picked=5) == ["p3", "p2", "p1", "p0", "p4"]  # p3 had none in twelve months
    assert chosen(path, picked=2) == ["p3", "p2"]


def test_the_seed_decides_between_equals_and_always_in_the_same_way(tmp_path: Path) -> None:
    path = friends(tmp_path)
    orders = [chosen(path, picked=12, seed=seed) for seed in ("1", "1", "november", "december")]
    assert orders[0] == orders[1]
    assert len({tuple(order) for order in orders}) == 3
    assert all(sorted(order) == sorted(orders[0]) for order in orders)
    assert orders[2][:4] == ORDER_OF_NOVEMBER  # on any machine, in any year


ORDER_OF_NOVEMBER = ["p8", "p3", "p9", "p11"]

LEFT_OUT = [
    # what the ledger has of p0 (days ago, kind, reason), changes in the book, why p0 is left out
    ([(3, "posted", None)], {}, "had a letter on 2026-11-19, less than a week ago"),
    ([(7, "posted", None)], {}, None),
    (
        [(90, "posted", None), (20, "returned", "moved")],
        {"verified": str(TODAY - timedelta(days=21))},
        "a letter came back on 2026-11-02 (moved to another prison), and nobody has checked the address since",
    ),
    ([(90, "posted", None), (20, "returned", "moved")], {"verified": str(TODAY - timedelta(days=20))}, None),
    (
        [(90, "posted", None), (40, "returned", "unknown"), (20, "answered", None)],
        {"verified": "2026-01-01"},
        None,  # an answer came afterwards
    ),
    ([], {"status": "released"}, "was released: no envelope"),
    ([], {"dative": "Kopytov"}, "a mistake in the book"),
    ([], {"address": f"{PRISONS[0]}, Щукину Льву Ильичу, 1971 г. р."}, "is in the book as p1 too"),
]


@pytest.mark.parametrize(("events", "changes", "reason"), LEFT_OUT, ids=str)
def test_who_is_left_out_and_why(
    events: list[tuple[int, str, Any]], changes: dict[str, Any], reason: str | None, tmp_path: Path
) -> None:
    path = friends(tmp_path, 2)
    person = people_of(path)["p0"]
    ledger(path, *(noted(person, *one) for one in events))
    found = pick(PickRequest(friends(tmp_path, 2, p0=changes), TODAY, PeopleWish(picked=2, seed="3")))
    reasons = {one.id: one.reason for one in found.skipped}
    if reason is None:
        assert reasons == {}
    elif "is in the book as" in reason:
        assert "is in the book as" in " ".join(reasons.values())
        assert len(found.chosen) == 1
    else:
        assert reasons["p0"].startswith(reason)
    assert {one.person.id for one in found.chosen} | {*reasons} == {"p0", "p1"}


def test_why_a_letter_came_back_is_said_in_the_language_that_is_spoken(tmp_path: Path) -> None:
    path = friends(tmp_path, 1, p0={"verified": "2026-01-01"})
    ledger(path, noted(people_of(path)["p0"], 20, "returned", "moved"))
    [left_out] = pick(PickRequest(path, TODAY, PeopleWish(picked=1, seed="3"))).skipped
    speak("de")
    try:
        assert "(in ein anderes Gefängnis verlegt)" in translated(left_out.reason)
    finally:
        speak("en")


FILTERS = [
    ({"region": "Мордовия"}, ["p2", "p5", "p8", "p11"]),
    ({"region": "mordovia"}, ["p2", "p5", "p8", "p11"]),
    ({"facility": "ИК-1"}, ["p0", "p3", "p6", "p9"]),  # and not ИК-12
    ({"facility": "IK-12"}, ["p1", "p4", "p7", "p10"]),
    ({"tag": "Women"}, ["p4"]),
    ({"birthdays": "9"}, ["p7"]),
]


@pytest.mark.parametrize(("wish", "ids"), FILTERS, ids=str)
def test_only_some(wish: dict[str, str], ids: list[str], tmp_path: Path) -> None:
    day = f"{TODAY + timedelta(weeks=9, days=2):%m-%d}"
    path = friends(tmp_path, p4={"tags": ["women"]}, p7={"birthday": day})
    assert {*chosen(path, picked=12, **wish)} == {*ids}


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"region": "Атлантида"}, "There are: Красноярский край, Республика Мордовия."),
        ({"facility": "ИК-2"}, "There are: ИК-1, Красноярский край, ИК-12"),
        ({"tag": "men"}, "No `tags:` are in the book."),
        ({"groups": ("CON", "Köln")}, "cannot be the name of a folder"),
        ({"groups": ("Köln", "köln")}, "comes twice"),
        ({"groups": ("../x",)}, "cannot be the name of a folder"),
    ],
    ids=str,
)
def test_what_is_refused(wish: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises((DataError, CommandError), match=r".") as caught:
        chosen(friends(tmp_path), picked=3, **wish)
    assert said in str(caught.value)


def test_not_too_many_of_one_prison(tmp_path: Path) -> None:
    path = friends(tmp_path)
    people = people_of(path)
    ids = chosen(path, picked=12, at_most_per_facility=2)
    assert Counter(facility_key(people[name].address) for name in ids).most_common(1)[0][1] == 2
    assert len(ids) == 6


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> tuple[Person, ...]:
    return read_book(friends(tmp_path_factory.mktemp("book"))).people


HAPPENED = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 800), st.sampled_from(["posted", "posted", "answered", "returned"])),
    max_size=40,
)


@given(
    seed=st.text(max_size=4), happened=HAPPENED, count=st.integers(1, 12), most=st.one_of(st.none(), st.integers(1, 3))
)
def test_nobody_is_taken_while_another_usable_person_has_fewer_letters(
    everybody: tuple[Person, ...], seed: str, happened: list[tuple[int, int, str]], count: int, most: int | None
) -> None:
    """Said in other words than the program's."""
    events = [noted(everybody[who], ago, kind, "moved" if kind == "returned" else None) for who, ago, kind in happened]
    wish = PeopleWish(picked=count, seed=seed, at_most_per_facility=most)
    taken, skipped = fair_choice(everybody, wish, so_far(events, everybody), TODAY)
    assert {one.person.id for one in taken} | {one.id for one in skipped} == {person.id for person in everybody}
    year = [(who, ago) for who, ago, kind in happened if kind == "posted" and ago < 365]
    letters = Counter(f"p{who}" for who, _ in year)
    waiting = {one.id for one in skipped if one.reason.startswith("others have had fewer letters")}
    assert len(taken) == count or not waiting
    if taken:
        most_taken = max(letters[one.person.id] for one in taken)
        assert all(letters[name] >= most_taken for name in waiting)
    assert [one.letters for one in taken] == [letters[one.person.id] for one in taken]


# --- several tables


@given(st.integers(1, 12), st.integers(1, 5))
def test_everybody_is_dealt_to_one_group_and_prisons_are_spread(
    everybody: tuple[Person, ...], count: int, tables: int
) -> None:
    names = [f"table {number}" for number in range(tables)]
    hands = dealt(everybody[:count], names, lambda person: str(facility_key(person.address)))
    assert sorted(person.id for hand in hands.values() for person in hand) == sorted(p.id for p in everybody[:count])
    sizes = [len(hand) for hand in hands.values()]
    assert max(sizes) - min(sizes) <= 1
    for key in {facility_key(person.address) for person in everybody[:count]}:
        of_prison = [sum(facility_key(person.address) == key for person in hand) for hand in hands.values()]
        assert max(of_prison) - min(of_prison) <= 1


def test_groups_on_the_screen(tmp_path: Path, tell: Tell) -> None:
    path = friends(tmp_path)
    order = ("pick", "6", "--book", path, "--groups", "Berlin, Köln", "--date", TODAY)
    found = json.loads(tell(*order, "--json")[1])
    assert Counter(one["group"] for one in found["chosen"]) == {"Berlin": 3, "Köln": 3}
    assert len(found["left_out"]) == 6
    printed = tell(*order)[1].splitlines()
    assert [line for line in printed if line.endswith(":")] == ["Berlin:", "Köln:"]
    assert printed[-1].startswith("Next: make_letters.py make p")


def test_a_folder_for_each_group(tmp_path: Path) -> None:
    path, out = friends(tmp_path), tmp_path / "out"
    reports = make_groups(asked(path, out, picked=5, groups=("Berlin", "Köln"), only=("envelopes", "list")))
    assert [(report.folder.name, report.people) for report in reports] == [("Berlin", 3), ("Köln", 2)]
    ids = [
        [row["id"] for row in json.loads((out / name / "run.json").read_text("utf-8"))["people"]]
        for name in ("Berlin", "Köln")
    ]
    assert sorted(ids[0] + ids[1]) == sorted(chosen(path, picked=5))
    assert len(read(out / "Köln" / "envelopes.pdf")) == 2


def test_groups_are_written_all_or_none(tmp_path: Path) -> None:
    long = f"{PRISONS[0]} {'имени великого выдуманного деятеля ' * 40}, Совину Льву Ильичу, 1980 г. р."
    path, out = friends(tmp_path, p9={"address": long}, p10={"address": long}), tmp_path / "out"
    run = {"groups": ("Berlin", "Köln"), "only": ("envelopes",), "proof": True}
    with pytest.raises(DataError) as caught:
        make_groups(asked(path, out, **run))
    assert {name for name in ("p9", "p10") if f"({name})" in str(caught.value)} == {"p9", "p10"}  # one in each group
    assert not out.exists()
    reports = make_groups(asked(path, out, keep_going=True, **run))
    assert sorted(entry.id for report in reports for entry in report.left_out) == ["p10", "p9"]
    assert [report.people for report in reports] == [5, 5]


# --- more guests than people


@given(st.integers(1, 40))
def test_sets_for_guests(everybody: tuple[Person, ...], guests: int) -> None:
    events = [noted(person, 100 + place) for person in everybody for place in range(int(person.id[1:]))]
    sets = with_second_letters(everybody, guests, so_far(events, everybody), "1", TODAY)
    assert len(sets) == guests
    counts = Counter(person.id for person, _ in sets)
    assert max(counts.values()) - min(counts[person.id] for person in everybody) <= 1
    more = [person.id for person in everybody if counts[person.id] == max(counts.values())]
    assert guests % 12 == 0 or more == [f"p{place}" for place in range(guests % 12)]  # who had fewest letters


def test_who_had_fewest_letters_gets_a_second_one(tmp_path: Path) -> None:
    path, out = friends(tmp_path, 3), tmp_path / "out"
    people = people_of(path)
    ledger(path, noted(people["p0"], 60), noted(people["p2"], 90))
    report = make(asked(path, out, guests=4, only=("envelopes", "letters", "list", "kit")))
    assert (report.people, report.sets) == (3, 4)
    rows = json.loads((out / "run.json").read_text("utf-8"))["people"]
    assert [row["id"] for row in rows] == ["p0", "p1", "p1", "p2"]
    assert [row["pages"]["envelopes.pdf"] for row in rows] == [[1, 1], [2, 2], [3, 3], [4, 4]]
    text = " ".join(" ".join(sheet.text.split()) for sheet in read(out / "list.pdf"))
    assert "Лев Ильич Щукин (2)" in text
    kit = " ".join(" ".join(sheet.text.split()) for sheet in read(out / "kit.pdf"))
    assert "4" in kit


def test_fewer_guests_than_people_are_a_fair_choice(tmp_path: Path) -> None:
    """Nobody who had a letter this week; if too few are left, they get second letters."""
    path = friends(tmp_path, 4)
    people = people_of(path)
    ledger(path, noted(people["p0"], 2), noted(people["p1"], 90), noted(people["p2"], 3))
    for guests, ids in ((1, ["p3"]), (2, ["p1", "p3"]), (3, ["p1", "p3", "p3"])):
        out = tmp_path / f"out{guests}"
        make(asked(path, out, guests=guests, only=("list",)))
        sheets = " ".join(" ".join(sheet.text.split()) for sheet in read(out / "list.pdf"))
        assert [name for name in people for _ in range(sheets.count(str(people[name].name.last)))] == ids


def test_composed_letters_differ(tmp_path: Path, say: Say) -> None:
    path, texts = friends(tmp_path, 2), tmp_path / "texts"
    assert say("compose", "p0", "p0", "p1", "--book", path, "--out", texts, "--date", TODAY)[0] == 0
    assert sorted(file.name for file in texts.iterdir()) == ["p0.2.txt", "p0.txt", "p1.txt"]
    report = make(asked(path, tmp_path / "out", who=("p0", "p0"), letter=str(texts), only=("letters",)))
    assert "same-letters" not in {note.code for note in report.warnings}
    first, _, second, _ = (" ".join(sheet.text.split()) for sheet in read(tmp_path / "out" / "letters.pdf"))
    assert first != second


@pytest.mark.slow
def test_letters_composed_for_guests_are_those_of_the_run(tmp_path: Path, say: Say) -> None:
    path, texts = friends(tmp_path, 3), tmp_path / "texts"
    ledger(path, noted(people_of(path)["p1"], 60), noted(people_of(path)["p2"], 90))
    order = ("--book", path, "--guests", "4", "--date", TODAY)
    assert say("compose", *order, "--out", texts)[0] == 0
    assert sorted(file.name for file in texts.iterdir()) == ["p0.2.txt", "p0.txt", "p1.txt", "p2.txt"]
    code, _, said = say("make", *order, "--letter", texts, "--out", tmp_path / "out", "--only", "letters")
    assert (code, [line for line in said if "say the same" in line]) == (0, [])


def test_one_text_for_two_letters_is_a_note(tmp_path: Path) -> None:
    path = friends(tmp_path, 1)
    report = make(asked(path, tmp_path / "out", who=("p0", "p0"), letter="first", only=("letters",)))
    assert [note.what for note in report.warnings if note.code == "same-letters"] == [
        "these letters say the same: p0, p0.2."
    ]


def test_a_run_of_the_chosen_is_the_same_run(tmp_path: Path) -> None:
    """Same ledger, book and seed: the same bytes, whenever and how often."""
    path = friends(tmp_path)
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        make(asked(path, folder, picked=4, seed="november"))
    first, second = ({file.name: file.read_bytes() for file in folder.iterdir()} for folder in folders)
    assert first == second


# --- a year of two groups


def test_twelve_months_of_two_groups(tmp_path: Path, tell: Tell) -> None:
    """Evenings, birthdays, letters that come back, answers; merged, and read back from the PDFs."""
    berlin, koeln = tmp_path / "berlin", tmp_path / "koeln"
    for folder in (berlin, koeln):
        folder.mkdir()
    verified = {f"p{place}": {"verified": "2026-10-01"} for place in range(12)}
    book = friends(berlin, **verified | {"p3": {"verified": "2025-12-20", "birthday": "02-29"}})
    other = friends(koeln, **verified)
    other.write_text(other.read_text("utf-8").replace("id: p", "id: k"), "utf-8")  # ids of their own

    def evening(path: Path, month: int, people: int) -> list[str]:
        out, day = path.parent / f"out{month}", date(2025, 12, 5) + timedelta(days=30 * month)
        make(asked(path, out, today=day, picked=people, only=("envelopes",), envelope="DL"))
        code, _, said = tell(
            "ledger", "posted", "--run", out, "--day", day, "--occasion", f"evening {month}", "--book", path
        )
        assert code == 0, said
        return [row["id"] for row in json.loads((out / "run.json").read_text("utf-8"))["people"]]

    written = {"berlin": Counter[str](), "koeln": Counter[str]()}
    for month in range(0, 12, 3):
        written["berlin"].update(evening(book, month, 6))
        written["koeln"].update(name.replace("k", "p") for name in evening(other, month + 1, 3))
    assert set(written["berlin"].values()) == {2}  # 24 letters, 12 people: nobody is forgotten
    # a letter came back, somebody answered
    assert tell("ledger", "returned", "p3", "--reason", "moved", "--day", "2026-10-20", "--book", book)[0] == 0
    assert tell("ledger", "answered", "p5", "--day", "2026-11-01", "--book", book)[0] == 0
    for _ in range(2):  # the second time nothing is new
        assert tell("ledger", "merge", koeln / "ledger.db", "--book", book)[0] == 0
        assert tell("ledger", "merge", berlin / "ledger.db", "--book", other)[0] == 0
    reports = [json.loads(tell("ledger", "--json", "--book", path)[1]) for path in (book, other)]
    both = written["berlin"] + written["koeln"]
    assert {row["ids"][0]: row["letters"] for row in reports[0]["people"]} == dict(both)
    assert {row["ids"][0].replace("k", "p"): row["letters"] for row in reports[1]["people"]} == dict(both)
    assert [report["letters"] for report in reports] == [36, 36]
    # the next evening: who had fewest of both groups, and nobody whose letter came back
    report = make(asked(book, berlin / "next", today=TODAY, picked=4, only=("envelopes", "list")))
    envelopes = [" ".join(sheet.text.split()) for sheet in read(berlin / "next" / "envelopes.pdf")]
    usable = sorted((count, name) for name, count in both.items() if name != "p3")
    people = people_of(book)
    printed = [name for name in people for text in envelopes if people[name].dative in text]
    assert len(printed) == report.people == 4
    assert max(both[name] for name in printed) <= usable[3][0]
    listed = " ".join(" ".join(sheet.text.split()) for sheet in read(berlin / "next" / "list.pdf"))
    assert all(f"letters so far: {both[name]}," in listed for name in printed)
    # a birthday on February 29, nine weeks ahead
    birthdays = asked(book, berlin / "cards", today=date(2026, 12, 28), birthdays="8-10", only=("letters", "envelopes"))
    warnings = {note.code for note in make(birthdays).warnings}
    assert "letter-returned" in warnings
    card = " ".join(read(berlin / "cards" / "letters.pdf")[0].text.split())
    assert "Поздравляю Вас с днём рождения!" in card
    assert people["p3"].dative in " ".join(read(berlin / "cards" / "envelopes.pdf")[0].text.split())

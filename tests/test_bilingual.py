"""The address in two alphabets: Russian lines first, Latin ones under them, the country as the very last."""

from typing import Any

import pytest

from letters.app.make import make
from letters.errors import CommandError, DataError
from tests.conftest import TODAY, ZIMIN, Press, asked, book
from tests.pdf import Ink, covered

ALL = [
    "Dmitry Sergeevich Zimin (born 2003)",
    "Prison No. 2,",
    "Federal Penitentiary Service of Russia for Krasnoyarsk Krai",
    "ul. Dekabristov, d. 11",
    "YENISEYSK, Krasnoyarsk Krai 663180",
]
LONG = (
    "193230, Колпинский район, г. Санкт-Петербург, г. Колпино, Колпинская ул., д. 9, стр. 1, ФКУ СИЗО-1 ГУФСИН России "
    "по г. Санкт-Петербургу и Ленинградской области, "
    "Константинопольскому-Вознесенскому Максимилиану Апполинарьевичу, 1988 г. р."
)
LONGER = LONG.replace("Колпинская ул., д. 9", "микрорайон Новая Ижора, улица Красных партизан Ижорского завода, д. 9")


@pytest.mark.parametrize(
    ("options", "latin", "country"),
    [
        ({"country": "US"}, ALL, "RUSSIA"),
        ({"country": "LV"}, ALL, "RUSSIA"),
        ({"country": "BG"}, ALL, "RUSSIA"),
        ({"country": "KZ"}, ALL, "RUSSIA"),
        ({"country": "EE"}, ALL, "RUSSIA"),
        ({"country": "CZ"}, ALL[-1:], "RUSKO"),
        ({"country": "GE"}, ALL, "RUSSIA"),
        ({"country": "DE"}, [], "RUSSLAND"),
        ({"country": "DE", "bilingual": True}, ALL, "RUSSLAND"),
        ({"country": None, "bilingual": True}, ALL, "RUSSIA"),
        ({"country": "US", "bilingual": False}, [], "RUSSIA"),
    ],
    ids=str,
)
def test_lines(press: Press, options: dict[str, Any], latin: list[str], country: str) -> None:
    zimin, _ = press(**options, only=("envelopes",)).sheets("envelopes")
    assert zimin.texts == [*ZIMIN, *latin, country]


@pytest.mark.parametrize("options", [{}, {"bilingual": True}], ids=str)
def test_a_number_ten_has_room_for_both_where_the_russian_place_runs_on(press: Press, options: dict[str, Any]) -> None:
    sheets = press(country="US", envelope="#10", only=("envelopes",), **options).sheets("envelopes")
    batsenin = sheets[1].texts
    assert "ул. Пограничная, д. 71, г. Южно-Сахалинск, Сахалинская область 693008" in " ".join(batsenin)
    assert batsenin[-3:] == ["ul. Pogranichnaya, d. 71", "YUZHNO-SAKHALINSK, Sakhalin Oblast 693008", "RUSSIA"]
    for sheet in sheets:
        assert covered(sheet.ink).inside(Ink(15, 42, sheet.width - 15, sheet.height - 20))
        assert min(line.size for line in sheet.lines) >= 9


@pytest.mark.parametrize("envelope", ["C6", "DL", "C6/5", "C5", "C4"])
@pytest.mark.parametrize("country", ["US", "LV", "DE"])
def test_two_alphabets_stay_in_the_box_at_nine_points_or_more(press: Press, envelope: str, country: str) -> None:
    sheets = press(country=country, envelope=envelope, bilingual=True, only=("envelopes",)).sheets("envelopes")
    for sheet in sheets:
        assert covered(sheet.ink).inside(Ink(15, 42, sheet.width - 15, sheet.height - 20))
        assert len({round(line.start, 2) for line in sheet.lines}) == 1, "one block, flush left"
        assert min(line.size for line in sheet.lines) >= 9
        assert len({line.size for line in sheet.lines}) == 1


def test_what_does_not_fit_says_which_envelope_is_large_enough(press: Press) -> None:
    with pytest.raises(DataError) as caught:
        press(book({"id": "long", "address": LONGER}), country="LV", only=("envelopes",))
    [problem] = caught.value.problems
    assert "long" in problem.where
    assert "in Russian and Latin letters does not fit C6" in problem.what
    assert problem.hint.startswith("It fits with ‹envelope=C5›.")
    assert "‹bilingual=no›" in problem.hint
    large = press(book({"id": "long", "address": LONGER}), country="LV", envelope="C5", only=("envelopes",))
    [sheet] = large.sheets("envelopes")
    assert sheet.texts[-1] == "RUSSIA"


def test_many_that_do_not_fit_a_card_are_counted_and_told_what_holds_them_all(press: Press) -> None:
    people = ({"id": f"long{n}", "address": LONGER} for n in range(3))
    with pytest.raises(DataError) as caught:
        press(book(*people), country="LV", envelope="postcard", only=("envelopes",))
    together, *each = caught.value.problems
    assert str(together) == (
        "‹envelope=postcard›: is too small for the addresses of 3 of 3 people. All of them fit on ‹envelope=C5›."
    )
    assert [problem.code for problem in each] == ["address-too-long"] * 3


def test_a_wish_gives_way_to_the_address(press: Press) -> None:
    """Georgia has no rule: what does not fit is left away, and nothing stops."""
    [sheet] = press(book({"address": LONG}), country="GE", envelope="#10", only=("envelopes",)).sheets("envelopes")
    assert sheet.texts[-1] == "RUSSIA"
    assert not [text for text in sheet.texts if "Federal" in text]


@pytest.mark.parametrize(
    ("address", "last"),
    [
        ("101000, г. Москва, ул. Лесная, д. 5, ФКУ СИЗО-1 ГУФСИН России по г. Москве", "MOSCOW, 101000"),
        (
            "629400, Ямало-Ненецкий автономный округ, пгт. Харп, ул. Гагарина, д. 1а, ФКУ ИК-3 УФСИН России по ЯНАО",
            "KHARP SETTLEMENT, Yamalo-Nenets Autonomous Okrug 629400",
        ),
    ],
)
def test_the_place_line(press: Press, address: str, last: str) -> None:
    text = book({"address": f"{address}, Ветрову Илье Сергеевичу, 1990 г. р."})
    [sheet] = press(text, country="CZ", envelope="C5", only=("envelopes",)).sheets("envelopes")
    assert " ".join(sheet.texts).endswith(f" {last} RUSKO")


def test_inside_russia_there_is_one_alphabet(press: Press) -> None:
    with pytest.raises(CommandError, match="‹bilingual=yes›"):
        press(country="RU", bilingual=True, only=("envelopes",))


def test_without_the_latin_lines_a_run_says_who_wants_them(tmp_path: Any) -> None:
    (tmp_path / "book.yaml").write_text(book({"address": LONGER}), "utf-8")

    def notes(**options: Any) -> list[str]:
        run = asked(tmp_path / "book.yaml", tmp_path / "out", TODAY, only=("envelopes",), **options)
        return [note.what for note in make(run).warnings if "Latin" in note.what]

    assert notes(country="US", bilingual=False) == [
        "the post of United States asks for the address in Latin letters as well."
    ]
    assert notes(country="DE") == []
    assert notes(country="US") == [
        "everybody's address has only the place in Latin letters: the whole of p0 does not fit C6."
    ]


SHORT = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
VETROV = {"id": "short", "address": f"{SHORT}, Ветрову Илье Сергеевичу, 1990 г. р."}
PEOPLE = book(VETROV, {"id": "long", "address": LONGER})
NEAR_THE_EDGE = book(VETROV, {"id": "long", "address": LONG.replace("Колпинский район, ", "")})


@pytest.mark.parametrize(
    ("options", "people"),
    [
        ({}, PEOPLE),
        ({"sheet": "L7163"}, NEAR_THE_EDGE),
        ({"window": "din", "envelope": "DL", "paper": "a4", "only": ("letters",)}, NEAR_THE_EDGE),
    ],
    ids=["envelopes", "labels", "a window"],
)
def test_one_rule_for_a_run(options: dict[str, Any], people: str, tmp_path: Any) -> None:
    """If the whole address of one does not fit in Latin letters, nobody's is whole, and the run says so once."""
    (tmp_path / "book.yaml").write_text(people, "utf-8")
    asked_for: dict[str, Any] = {"only": ("envelopes",), "country": "US", **options}
    report = make(asked(tmp_path / "book.yaml", tmp_path / "out", TODAY, **asked_for))
    [note] = [note for note in report.warnings if "in Latin letters" in note.what]
    assert "does not fit" in note.what
    assert "‹envelope=C5›" in note.hint


def test_one_rule_for_a_run_on_paper(press: Press) -> None:
    sheets = press(PEOPLE, country="US", only=("envelopes",)).sheets("envelopes")
    assert [any("Federal" in text for text in sheet.texts) for sheet in sheets] == [False, False]
    assert sheets[0].texts[-2:] == ["YENISEYSK, Krasnoyarsk Krai 663180", "RUSSIA"]
    [alone] = press(
        book({"id": "short", "address": f"{SHORT}, Ветрову Илье Сергеевичу, 1990 г. р."}),
        country="US",
        only=("envelopes",),
    ).sheets("envelopes")
    assert any("Federal" in text for text in alone.texts)

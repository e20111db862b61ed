"""A letter for electronic services: the fields in order, what is known of limits and what is not, nothing sent."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from letters.app.online import FIELDS, OnlineRequest, electronic_letter, plain_text
from letters.cli import main
from letters.errors import CommandError, DataError
from letters.services import services
from tests.conftest import book

TODAY = date(2026, 11, 22)
ADDRESS = (
    "601967, Владимирская область, Ковровский район, п. Мелехово, ул. Первомайская, д. 261а, "
    "ФКУ ИК-6 УФСИН России по Владимирской области, Гурьянову Тимофею Аркадьевичу, 1988 г. р."
)
Paste = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def say(folder: Path, capsys: pytest.CaptureFixture[str]) -> Paste:
    """`say("zimin", …)` -> exit code, lines of output, messages."""

    def run(*arguments: str) -> tuple[int, list[str], str]:
        code = main(["online", *arguments])
        printed = capsys.readouterr()
        return code, printed.out.splitlines(), printed.err

    return run


def test_the_fields_stand_in_the_order_of_the_form(say: Paste) -> None:
    code, printed, said = say("zimin", "--service", "f-pismo", "--sign", "Анна")
    rows = [line.split(")", 1)[1].strip() for line in printed if line.startswith("    ")]
    assert (code, rows[:6]) == (
        0,
        [
            *("Красноярский край", "ФКУ Т-2 ГУФСИН России по Красноярскому краю"),
            *("Зимин", "Дмитрий", "Сергеевич", "2003"),
        ],
    )
    assert rows[6:] == [
        *["[yours]"] * 4,
        "[the letter below]",
        "[if you like]",
        "[yes, so that an answer is possible]",
        "[as the service asks]",
    ]
    assert printed[-1] == "Анна"
    assert "Здравствуйте, Дмитрий!" in printed
    assert "this program sends nothing" in said


def test_each_service_of_the_person_and_no_other(say: Paste) -> None:
    names = {service.name for service in services().values()}
    for who, expected in {"zimin": 5, "batsenin": 1}.items():
        headings = [line.split(" · ")[0] for line in say(who)[1] if line.split(" · ")[0] in names]
        assert len(headings) == expected


def test_what_is_known_of_limits_has_a_year_and_what_is_not_is_said(say: Paste) -> None:
    printed = "\n".join(say("zimin")[1])
    assert "2000 characters a page (2013, " in printed
    assert ": this letter is about 1 page" in printed
    assert "3 pages (2020, " in printed
    assert "how many characters make a page is not known" in printed
    assert printed.count("none is known; that does not mean that there is none") == 2
    assert "the order here is not known" in printed


@pytest.mark.parametrize(
    ("characters", "pages", "exceeded"), [(1900, 1, False), (2001, 2, False), (21_000, 11, False), (21_100, 11, True)]
)
def test_a_letter_is_measured(characters: int, pages: int, exceeded: bool, folder: Path, say: Paste) -> None:
    ending = "\n\nАнна"
    text = "Сегодня дождь, "[:15] * (characters // 15 + 1)
    (folder / "my.txt").write_text(text[: characters - len(ending) - 1] + "я" + ending, "utf-8")
    allow = [word for rule in ("date", "length") for word in ("--allow", rule)]
    found = json.loads("\n".join(say("zimin", "--letter", "my.txt", "--json", *allow)[1]))
    assert found["characters"] == characters
    forms = {form["id"]: form for form in found["services"]}
    assert forms["f-pismo"]["pages"] == pages
    assert forms["prisonmail"]["exceeded"] == (["characters"] if exceeded else [])
    assert forms["zt"]["pages"] is None
    shown = "\n".join(say("zimin", "--letter", "my.txt", *allow)[1])
    assert ("TOO LONG" in shown) is exceeded


def test_inside_russia_no_organisation_is_named(say: Paste) -> None:
    code, printed, said = say("zimin", "--from", "RU")
    text = "\n".join(printed) + said
    assert code == 0
    assert not any(word in text for word in ("OVD", "ОВД", "Memorial", "Мемориал", "lettersnow"))
    assert say("zimin", "--from", "RU", "--service", "ovd-info")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nobody"], 2, "addresses.yaml: nobody in the book has the id 'nobody'."),
        (["batsenin", "--service", "f-pismo"], 2, "--service f-pismo: the book does not say that it reaches batsenin."),
        (["zimin", "--sign", "Anna"], 1, "--sign: line 1, column 1: Latin letters («Anna»)."),
        (["zimin", "--letter", "war.txt"], 1, "war.txt: line 1, column 1: war or army («Война»)."),
        (["zimin", "--allow", "wra"], 2, "--allow wra: there is no such rule."),
        (["zimin", "--letter", "no.txt"], 3, "no.txt: there is no such file."),
    ],
)
def test_what_cannot_be_done(arguments: list[str], code: int, said: str, folder: Path, say: Paste) -> None:
    (folder / "war.txt").write_text("Война\n\nАнна", "utf-8")
    found, printed, messages = say(*arguments)
    assert (found, printed) == (code, [])
    assert messages.startswith(said)


@pytest.mark.parametrize(
    ("fields", "error"), [({"status": "released", "services": ["zt"]}, DataError), ({"services": []}, CommandError)]
)
def test_nobody_is_reached(fields: dict[str, object], error: type[Exception], tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(book({"address": ADDRESS, **fields}), "utf-8")
    with pytest.raises(error):
        electronic_letter(OnlineRequest(tmp_path / "b.yaml", "p0", TODAY))


def test_what_a_web_form_takes() -> None:
    letter = '> 22 ноября\n\n# Здравствуйте!\n\nЯ *очень* рад "книге" - да.\n\n____\n\nАнна\n\n____ 1'
    text = plain_text(letter)
    assert text.split("\n\n") == ["22 ноября", "Здравствуйте!", "Я очень рад «книге» — да.", "Анна"]
    assert not {"\u00a0", "\u00ad", "_", "*"} & set(text)


def test_the_table_of_services_is_whole() -> None:
    for service in services().values():
        assert set(service.form) <= set(FIELDS)
        assert [limit for limit in service.limits if not (limit.most > 0 and limit.year and limit.source)] == []
        assert service.link is None or service.link.url.startswith("https://")
        assert date(2025, 1, 1) <= service.checked_on <= date.today()
    named = {
        "f-pismo",
        "zt",
        "prisonmail",
        "ovd-info",
        "memorial-france",
        "rosuznik",
        "crimean-solidarity",
        "svoya-svyaz",
    }
    assert named <= set(services())

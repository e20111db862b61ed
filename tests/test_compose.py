"""The composer: reviewed letters to both published people from every writer; slots, seasons, bad wishes."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench.invented import write_book
from letters.app.compose import Composition, compose_letters
from letters.app.make import make
from letters.cli import main
from letters.errors import CommandError, DataError
from letters.model import Name
from letters.pages.compose import Wish, compose, composed_for
from letters.pages.slots import read_slots
from letters.russian.lint import check_text
from letters.russian.names.cyrillic import usual_names, usual_place
from letters.russian.phrases import ALONE, MEANINGS, WRITERS, Writer, bank, find
from letters.russian.season import MONTHS, season_of
from letters.store.book import read_book
from tests.conftest import SAMPLE, TODAY, asked
from tests.pdf import read
from tests.rows import rows
from tests.test_lint import WORDS

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "cases/letters"
PEOPLE = {person.id: person for person in read_book(ROOT / "addresses.yaml").people}
WINTER, SPRING = date(2026, 12, 2), date(2026, 4, 18)
NAMES = {"m": "Томас", "f": "Анна", "plural": "Анна и Томас", "neutral": "Анна"}
PHRASES = ("G1", "W1", "N2", "B1", "Q1", "U3")


def wish(writer: Writer = "f", **more: Any) -> Wish:
    values = {"slots": {"writer": NAMES[writer], "city": "Вена"}, **more}
    return Wish(**{"writer": writer, "today": WINTER, **values})


def composition(folder: Path, **more: Any) -> Composition:
    book = folder / "book.yaml"
    if not book.exists():
        book.write_text(SAMPLE, "utf-8")
    return Composition(**{"book": book, "out": folder / "texts", "today": TODAY, "writer": "f", "words": 80, **more})


# --- letters that were read line by line


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("writer", WRITERS)
def test_letters_as_they_were_reviewed(who: str, writer: Writer) -> None:
    text = compose(PEOPLE[who], wish(writer, words=80), bank()).text
    assert text == (GOLDEN / f"{who}-{writer}.txt").read_text("utf-8")


def test_every_letter_of_the_golden_texts_is_another() -> None:
    texts = [path.read_text("utf-8") for path in GOLDEN.glob("*.txt")]
    assert len(texts) == len({text.split("#}")[1] for text in texts}) == 8


@pytest.mark.one_quick
@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("writer", WRITERS)
def test_whatever_the_chance_a_letter_is_sound(writer: Writer, seed: int) -> None:
    for day in (SPRING, WINTER):
        for person in PEOPLE.values():
            done = compose(person, wish(writer, words=80, seed=str(seed), today=day), bank())
            body = done.text.split("#}\n")[1]
            assert not re.search(r"[A-Za-z]|[{}]", body.replace("{{ date }}", ""))
            assert [p for p in check_text(body.replace("{{ date }}", WORDS["date"]), "x") if p.level == "error"] == []
            assert len(done.phrases) == len(set(done.phrases))
            assert done.problems == ()
            assert 60 <= len(re.findall("[А-Яа-яё]+", body)) <= 105
            assert body.startswith("\n> {{ date }}\n\n# ")
            if writer == "neutral":
                assert all(phrase.is_neutral for phrase in bank() if phrase.id in done.phrases)


@pytest.mark.parametrize(
    ("name", "is_asked"),
    [
        (Name("Зимин", "Дмитрий", "Сергеевич"), True),
        (Name("Ким", "Анна"), False),
        (Name("Мишель", "Поль"), False),
        (Name("Мамедов", "Рашад", "Гусейн оглы"), False),
        (Name("Алиева", "Лейла", "Рашид кызы"), False),
    ],
)
def test_only_who_has_a_patronymic_is_asked_about_it(name: Name, is_asked: bool) -> None:
    person = replace(PEOPLE["zimin"], name=name)
    found = {
        phrase
        for seed in range(60)
        for phrase in compose(person, wish(words=90, seed=str(seed), phrases=("question",) * 3), bank()).phrases
    }
    assert ("Q9" in found) is is_asked
    if not is_asked:
        with pytest.raises(CommandError, match="Q9 is for somebody with a patronymic of one word"):
            compose(person, wish(phrases=("Q9",)), bank())


def test_letters_differ_by_person_and_seed() -> None:
    bodies = {
        compose(replace(PEOPLE["zimin"], id=f"p{n}"), wish(words=80, seed=seed), bank()).body
        for n in range(100)
        for seed in ("1", "2")
    }
    assert len(bodies) == 200
    again = [compose(PEOPLE["zimin"], wish(words=80), bank()) for _ in range(2)]
    assert again[0] == again[1]


# --- sentences by id and tag


def test_sentences_by_id_stand_in_their_order() -> None:
    done = compose(PEOPLE["zimin"], wish(phrases=PHRASES), bank())
    assert done.text.split("#}\n\n")[1] == (
        "> {{ date }}\n\n# Здравствуйте, Дмитрий Сергеевич!\n\nМеня зовут Анна. Мой город — Вена.\n\n"
        "Сегодня у нас выпал первый снег.\n\nСейчас я читаю очень хорошую книгу.\n\nЧто Вы любите читать?\n\n"
        "Желаю Вам здоровья и сил.\n\nС уважением,\n\nАнна\n"
    )
    assert done.phrases == (*PHRASES, "C7")


def test_without_a_name_there_is_a_line_to_sign_on() -> None:
    text = compose(PEOPLE["zimin"], wish(phrases=("U3",), slots={}), bank()).text
    assert text.endswith("# Здравствуйте, Дмитрий!\n\nЖелаю Вам здоровья и сил.\n\nС уважением,\n\n____ 1\n")


def test_a_tag_takes_a_sentence_that_fits() -> None:
    for person in PEOPLE.values():
        done = compose(person, wish(phrases=("nature", "birthday", "nature"), today=SPRING), bank())
        seasons = [phrase.when.seasons for phrase in bank() if phrase.id in done.phrases]
        assert all(not some or "spring" in some for some in seasons)
        assert done.problems == ()


def test_greetings_go_by_gender_and_age() -> None:
    young, woman = PEOPLE["zimin"], replace(PEOPLE["zimin"], gender="f", born=1960)
    for seed in range(20):
        greeting = wish(phrases=("greeting",), seed=str(seed))
        assert "Сергеевич" not in compose(young, greeting, bank()).text
        formal = compose(woman, greeting, bank()).text
        assert "Дмитрий Сергеевич" in formal
        assert not re.search("Дорогой|Уважаемый", formal)


@pytest.mark.parametrize(
    ("writer", "age", "said"),
    [
        ("m", "1", "Мне 1 год."),
        ("f", "22", "Мне 22 года."),
        ("neutral", "111", "Мне 111 лет."),
        ("plural", "21", "Нам по 21 году."),
        ("plural", "34", "Нам по 34 года."),
        ("plural", "40", "Нам по 40 лет."),
    ],
)
def test_years_go_with_their_number(writer: Writer, age: str, said: str) -> None:
    slots = {"writer": NAMES[writer], "age": age}
    assert said in compose(PEOPLE["zimin"], wish(writer, phrases=("W3",), slots=slots), bank()).text


def test_a_letter_with_a_number_is_dated_by_it() -> None:
    done = compose(PEOPLE["zimin"], wish(phrases=("C10", "G9"), slots={"number": "2"}, today=TODAY), bank())
    assert "\n> Письмо № 2, 22\u00a0ноября\u00a02026\u00a0г.\n\n# Здравствуйте, Дмитрий!\n\nЭто моё" in done.text


SEASONS = [
    ("2026-11-22", "DE", "autumn"),
    ("2026-12-01", None, "winter"),
    ("2026-02-28", "US", "winter"),
    ("2026-03-01", "FR", "spring"),
    ("2026-08-31", "RU", "summer"),
    ("2026-11-22", "AU", "spring"),
    ("2026-07-01", "AR", "winter"),
]


@pytest.mark.parametrize(("day", "country", "season"), SEASONS)
def test_seasons(day: str, country: str | None, season: str) -> None:
    assert season_of(date.fromisoformat(day), country) == season


OUT_OF_TIME = [
    ("N4", "2026-11-30", "DE", "N4 is for spring; where you are it is autumn."),
    ("N4", "2026-03-02", "DE", "N4 is for April or May; where you are it is March."),
    ("N4", "2026-10-05", "AR", None),
    ("N2", "2026-02-16", "PL", "N2 is for October or November or December; where you are it is February."),
    ("N2", "2026-06-15", "CL", None),
    ("B8", "2026-11-29", "FR", "B8 is for Monday or Tuesday or Wednesday; where you are it is Sunday."),
    ("B8", "2026-11-30", "FR", None),
    (
        "H7",
        "2026-11-28",
        None,
        "H7 is for Monday or Tuesday or Wednesday or Thursday or Friday; where you are it is Saturday.",
    ),
    ("S6", "2026-11-29", None, "S6 is for Monday or Tuesday or Wednesday or Thursday; where you are it is Sunday."),
    ("Y2", "2026-12-15", "AU", None),
    ("Y2", "2026-06-15", "AU", "Y2 is for November or December; where you are it is June."),
]


@pytest.mark.parametrize(("name", "day", "country", "said"), OUT_OF_TIME)
def test_what_is_not_true_on_the_day_is_a_note(name: str, day: str, country: str | None, said: str | None) -> None:
    asked = wish("f", phrases=("W1", name), today=date.fromisoformat(day), country=country)
    found = [problem.what for problem in compose(PEOPLE["zimin"], asked, bank()).problems]
    assert found == ([said] if said else [])


@pytest.mark.parametrize("month", range(12), ids=MONTHS)
def test_nothing_by_chance_is_out_of_its_time(month: int) -> None:
    """All days of a fortnight, in the north and in the south; weekends, working days and seasons."""
    for day in range(1, 15):
        for country in ("DE", "AU"):
            today = date(2027, month + 1, day)
            asked = wish("f", words=90, seed=f"{day}{country}", today=today, country=country)
            assert compose(PEOPLE["batsenin"], asked, bank()).problems == ()


# --- a first letter says who writes


@rows("seed", range(20))
@rows(
    ("slots", "said"),
    [
        ({"writer": "Анна", "city": "Вена"}, "Я пишу Вам впервые. Меня зовут Анна. Мой город — Вена."),
        ({"writer": "Анна"}, "Я пишу Вам впервые. Меня зовут Анна."),
    ],
)
def test_a_first_letter_says_who_writes(slots: dict[str, str], said: str, seed: int) -> None:
    body = compose(PEOPLE["zimin"], wish("f", words=90, seed=str(seed), slots=slots), bank()).body
    assert body.startswith(said)
    assert body.count("Меня зовут") == 1
    if "city" not in slots:
        assert not re.search(r"(?:моего|нашего) города", body)


def test_a_letter_that_does_not_say_who_writes_is_a_note() -> None:
    [doubt] = compose(PEOPLE["zimin"], wish("f", words=60, slots={}), bank()).problems
    said = "the letter does not say who writes. Add ‹name=…› and ‹slot=city=…›, in Russian letters."
    assert (doubt.code, f"{doubt.what} {doubt.hint}") == ("writer-unsaid", said)


def test_our_town_is_named_before_anything_speaks_of_it() -> None:
    for phrases, is_said in ((("S4", "W1"), False), (("W1", "S4"), True), (("Q6",), False), (("G9", "Q6"), True)):
        found = compose(PEOPLE["zimin"], wish("f", phrases=phrases), bank()).problems
        assert [problem.code for problem in found] == ([] if is_said else ["town-unsaid"])


@pytest.mark.parametrize("later", ["G9", "G11", "thanks", "Q5"])
def test_a_later_letter_is_not_the_first(later: str) -> None:
    for seed in range(10):
        done = compose(PEOPLE["zimin"], wish("f", words=90, seed=str(seed), phrases=(later,)), bank())
        assert not {"G8", "W1", "W14", "W9"} & {*done.phrases}
        assert done.problems == ()


def test_sentences_stand_beside_what_they_follow() -> None:
    body = compose(PEOPLE["zimin"], wish("f", words=40, phrases=("H5", "W7", "B1", "B3")), bank()).body
    assert "перевести это письмо. Я учу русский язык: он трудный, но красивый.\n" in body
    assert "Сейчас я читаю очень хорошую книгу. Больше всего мне понравился финал." in body


@pytest.mark.parametrize(("told", "asked"), [("A1", {"A4"}), ("B7", {"Q2"}), ("H2", {"Q11"}), ("N6", {"Q3"})])
def test_the_question_goes_on_from_what_is_told(told: str, asked: set[str]) -> None:
    by_id = {phrase.id: phrase for phrase in bank()}
    slots = {"writer": "Анна", "city": "Вена", "pet": "Мурка"}
    for seed in range(10):
        done = compose(PEOPLE["zimin"], wish("f", words=20, seed=str(seed), phrases=(told,), slots=slots), bank())
        questions = {name for name in done.phrases if by_id[name].tag == "question"}
        assert len(questions) == 1
        assert questions == asked


def test_a_letter_printed_in_another_season_is_a_note(tmp_path: Path) -> None:
    wanted = composition(tmp_path, who=("zimin",), phrases=("W14", "N9", "B8"), words=None, today=SPRING)
    [file], _ = compose_letters(replace(wanted, slots=(("writer", "Анна"),)))
    more = {"who": ("zimin",), "letter": str(file.path), "only": ("letters",)}
    autumn = make(asked(wanted.book, tmp_path / "out", TODAY, **more))
    hint = "Change the sentence, or leave it out."
    assert [(note.what, note.hint) for note in autumn.warnings if "is for" in note.what] == [
        ("«Вернулись ласточки.» is for spring; on the day of the letter it is autumn.", hint),
        (
            "«В выходные я была на выставке.» is for Monday or Tuesday or Wednesday; "
            "on the day of the letter it is Sunday.",
            hint,
        ),
    ]
    spring = make(asked(wanted.book, tmp_path / "out", date(2027, 4, 20), **more))
    assert [note for note in spring.warnings if "is for" in note.what] == []


def test_a_sentence_out_of_season_is_a_note() -> None:
    [doubt] = compose(PEOPLE["zimin"], wish(phrases=("N4",)), bank()).problems
    assert str(doubt) == "‹phrases›: N4 is for spring; where you are it is winter. Take it only if it is true."
    assert doubt.level == "warning"


BAD = [
    (wish(phrases=("N44",)), "‹phrases=N44›: there is no such sentence or tag. Did you mean N4?"),
    (wish(phrases=("A1",)), "a sentence leaves open {pet}, the name of your pet. Add ‹slot=pet=…›"),
    (
        wish(phrases=("W1",), slots={}),
        "{writer}, the name you sign with; {city}, your city. Add ‹name=…› ‹slot=city=…›",
    ),
    (wish("neutral", phrases=("W9",)), "W9 is not the same for a man and a woman («Я узнал о Вас"),
    (
        wish(phrases=("G4",)),
        "G4 is for a woman, and zimin is not known as one. Take another sentence, or the tag «greeting».",
    ),
    (wish(phrases=("holiday",)), "no sentence with the tag holiday is left for zimin and this season."),
    (wish("plural", phrases=("U1",), slots={"writer": "Анна"}), "several people who write sign with several names."),
]


@pytest.mark.parametrize(("asked", "said"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_composed_is_said(asked: Wish, said: str) -> None:
    with pytest.raises(CommandError) as caught:
        compose(PEOPLE["zimin"], asked, bank())
    assert said in str(caught.value)


# --- what the writer is told of the letter


@pytest.mark.parametrize(
    ("language", "phrases", "typed", "told"),
    [
        ("de", ("W1",), {"writer": "Anna", "city": "Wien"}, "Ich heiße Anna. Meine Stadt ist Wien."),
        ("en", ("C10",), {"number": "3"}, "Letter No. 3, 22 November 2026"),
        ("fr", ("G2",), {}, "Dmitry"),
        ("en", ("W1",), {"writer": "Anna", "city": "#} Wien"}, "My name is Anna. My city is Вена."),
    ],
)
def test_meanings_are_told_in_latin_letters_as_they_were_typed(
    language: str, phrases: tuple[str, ...], typed: dict[str, str], told: str
) -> None:
    slots = {"writer": "Анна", "city": "Вена", "number": "3"}
    asked = wish(phrases=phrases, language=language, typed=typed, slots=slots, today=TODAY)
    comment, _, _ = compose(PEOPLE["zimin"], asked, bank()).text.partition("#}")
    assert told in comment


# --- slots


def test_what_is_known_becomes_russian() -> None:
    given = {"writer": "Анна и Джон", "city": "Wien", "country": "AT", "pet": "Мурка", "age": "007"}
    values = {"writer": "Анна и Джон", "city": "Вена", "country": "Австрия", "pet": "Мурка", "age": "7"}
    assert read_slots(given, {}) == values
    assert read_slots({"writer": "Zenzi"}, {"Zenzi": "Ценци"}) == {"writer": "Ценци"}


LATIN = [
    ("writer", "Michel", "‹name=Michel›: is in Latin letters. Usual is ‹name=Мишель›: write that if it is right, "),
    ("writer", "Anna", "‹name=Anna›: is in Latin letters. Usual is ‹name=Анна›: "),
    ("writer", "Peter", "Usual is ‹name=Питер› or ‹name=Петер›: "),
    ("writer", "Zenzi", "‹name=Zenzi›: is in Latin letters. Write it as it sounds in Russian letters; "),
    ("writer", "Анна и John", "Usual is ‹name=Анна и Джон›: "),
    ("pet", "Max", "‹slot=pet=Max›: is in Latin letters. Usual is ‹slot=pet=Макс›: "),
    ("city", "Kleinkleckersdorf", "‹slot=city=Kleinkleckersdorf›: is in Latin letters. Write it as it sounds"),
]


@pytest.mark.parametrize(("slot", "typed", "said"), LATIN, ids=[typed for _, typed, _ in LATIN])
def test_a_name_in_latin_letters_is_asked_for(slot: str, typed: str, said: str) -> None:
    """The usual form is offered, and nothing is used without a yes."""
    with pytest.raises(CommandError) as caught:
        read_slots({slot: typed}, {})
    assert said in str(caught.value)


def test_all_names_in_latin_letters_are_told_at_once() -> None:
    with pytest.raises(CommandError) as caught:
        read_slots({"writer": "Michel", "pet": "Max", "age": "0"}, {})
    assert [problem.code for problem in caught.value.problems] == ["name-in-latin", "name-in-latin", "slot-number"]


@pytest.mark.parametrize("country", ["Austria", "austria", "AT", "Австрия"])
def test_countries(country: str) -> None:
    assert read_slots({"country": country}, {}) == {"country": "Австрия"}


@rows(
    ("slot", "value"),
    [
        ("city", "דימונה"),
        ("writer", "דניאל"),
        ("writer", "محمد"),
        ("writer", "Ελένη"),
        ("writer", "太郎"),
        ("writer", "Олексій"),
        ("profession", "doctor"),
        ("city", "{{ date }}"),
        ("city", "#} Вена"),
        ("city", "При\u202eвет"),
        ("news", "слово " * 60),
        ("age", "восемь"),
        ("age", "0"),
        ("age", "1000"),
        ("age", "٢٥"),
        ("town", "Вена"),
    ],
)
def test_values_that_no_letter_may_hold(slot: str, value: str) -> None:
    field = "name" if slot == "writer" else f"slot={slot}"
    with pytest.raises(CommandError, match=f"^‹{field}›: "):
        read_slots({slot: value}, {})


def cyrillic(table: str) -> dict[str, str]:
    import tomllib

    return dict(tomllib.loads((ROOT / "letters/data/cyrillic.toml").read_text("utf-8"))[table])


@rows(("text", "offered"), cyrillic("samples").items())
def test_usual_names(text: str, offered: str) -> None:
    assert usual_names(text) == tuple(filter(None, offered.split(" / ")))


def test_the_table_of_names_holds_russian_words() -> None:
    words = [form for form in cyrillic("names").values()] + [*cyrillic("places").values()]
    assert [text for text in words if not re.fullmatch(r"[А-ЯЁ][а-яё]+(?:(?:, |-)[А-ЯЁ][а-яё]+)*", text)] == []
    assert all(key == key.casefold() for table in ("names", "places") for key in cyrillic(table))
    assert len(cyrillic("names")) > 400
    assert usual_place("New  york") == "Нью-Йорк"


# --- files


def test_texts_are_written_and_printed(tmp_path: Path) -> None:
    wanted = composition(tmp_path, slots=(("writer", "Анна"),))
    files, notes = compose_letters(wanted)
    assert [file.path.name for file in files] == ["zimin.txt", "batsenin.txt"]
    assert notes == ()
    assert [composed_for(file.path.read_text("utf-8")) for file in files] == ["zimin", "batsenin"]
    report = make(asked(wanted.book, tmp_path / "out", TODAY, letter=str(wanted.out), only=("letters", "guides")))
    assert {file.kind: file.pages for file in report.files} == {"letters": 4, "guides": 4}
    with pytest.raises(CommandError, match=r"is there already\. Write over it with ‹force›"):
        compose_letters(wanted)
    assert compose_letters(replace(wanted, force=True))[0] == files


@pytest.mark.parametrize("language", MEANINGS)
def test_the_meanings_on_top_are_in_the_writers_language(language: str) -> None:
    letter = compose(PEOPLE["zimin"], replace(wish("f", words=80), language=language), bank())
    top = letter.text.split("#}")[0]
    for name in letter.phrases:
        if not find(bank(), name).slots("f") and find(bank(), name).tag not in ALONE:
            assert f"{name:4}{find(bank(), name).meaning(language)}" in top
    assert letter.text.split("#}")[1] == compose(PEOPLE["zimin"], wish("f", words=80), bank()).text.split("#}")[1]


def test_letters_that_are_alike_are_said(tmp_path: Path) -> None:
    _, notes = compose_letters(composition(tmp_path, words=None, phrases=("U3", "N8")))
    assert [str(note) for note in notes] == [
        "these 2 letters say the same: zimin, batsenin. Change them, take tags (nature, books), or let ‹words› and "
        "another ‹shuffle› choose."
    ]


def test_a_letter_goes_to_nobody_else(tmp_path: Path) -> None:
    wanted = composition(tmp_path, who=("zimin",))
    [file], _ = compose_letters(wanted)
    with pytest.raises(DataError, match=r"this letter was composed for zimin\. Name that person, ‹make=zimin›"):
        make(asked(wanted.book, tmp_path / "out", TODAY, letter=str(file.path)))
    with pytest.raises(DataError, match=r"has no text for batsenin\. Write batsenin\.txt there; ‹compose=batsenin›"):
        make(asked(wanted.book, tmp_path / "out", TODAY, letter=str(wanted.out)))
    assert not (tmp_path / "out").exists()


def test_the_return_address_stands_inside_if_wished(tmp_path: Path) -> None:
    sender = "sender:\n  country: DE\n  return_address: |\n    A. Example\n    10115 Berlin\n  names: {Anna: Аня}\n"
    (tmp_path / "book.yaml").write_text(sender + SAMPLE, "utf-8")
    wanted = composition(
        tmp_path, who=("zimin",), return_address=True, slots=(("writer", "Anna"),)
    )  # a yes of the book
    [file], _ = compose_letters(wanted)
    text = file.path.read_text("utf-8")
    assert "\n> {{ return_address }}\n\n> {{ date }}\n" in text
    assert text.endswith(",\n\nАня\n")
    make(asked(wanted.book, tmp_path / "out", TODAY, letter=str(file.path), who=("zimin",), only=("letters",)))
    without = composition(tmp_path / "..", book=ROOT / "addresses.yaml", out=tmp_path / "no", return_address=True)
    with pytest.raises(CommandError, match="‹return_address›: the book has none"):
        compose_letters(without)


def test_nothing_is_written_when_something_is_wrong(tmp_path: Path) -> None:
    for more in ({"phrases": ("N44",)}, {"slots": (("city", "דימונה"),)}, {"who": ("nobody",)}):
        with pytest.raises(CommandError):
            compose_letters(composition(tmp_path, **more))
    assert not (tmp_path / "texts").exists()


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    assert (
        main(["compose", "zimin", "--writer", "f", "--name", "Анна", "--phrases", "g2, U3", "--date", "2026-11-22"])
        == 0
    )
    assert capsys.readouterr().out.splitlines() == [
        "texts/zimin.txt: G2 U3 C7",
        "Open the text, and change or delete what is not true of you. Then:",
        "  python3 make_letters.py make zimin --letter texts/zimin.txt --as copy",
    ]
    assert main(["compose", "--slot", "city", "--force"]) == 2
    assert capsys.readouterr().err.splitlines() == ["--slot city: has no value. Write it as --slot city=Wien."]
    assert main(["compose", "--date", "today", "--force"]) == 2
    capsys.readouterr()
    assert main(["compose", "--from", "Oz", "--force"]) == 2
    said = "--from Oz: unknown country. Write the two-letter code, such as DE, FR, US or RU."
    assert capsys.readouterr().err.splitlines() == [said]


def test_too_many_letters_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("letters.app.compose.MOST_LETTERS", 1)
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    assert main(["compose"]) == 2
    said = "letters for 2 people cannot be composed at once; 1 are the most. Name some people, such as `compose zimin`."
    assert capsys.readouterr().err.splitlines() == [said]


def test_open_words_are_asked_for_at_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asked: list[str] = []
    monkeypatch.setattr("click.prompt", lambda words: asked.append(words) or "Мурка")
    assert main(["compose", "zimin", "--phrases", "A1"]) == 0
    assert asked == ["pet (the name of your pet)"]
    assert "У меня есть кошка, её зовут Мурка." in (tmp_path / "texts/zimin.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "answers", "questions", "said"),
    [
        (
            "Michel",
            ["Lyon", ""],
            ["city (your city), or Enter", "Michel is usually Мишель in Russian: Enter takes that, or type it"],
            "Меня зовут Мишель. Мой город — Лион.",
        ),
        ("Michel", ["", "Мишл"], ["city (", "Michel is usually Мишель"], "Меня зовут Мишл."),
        (
            "Paul",
            ["Вена", "Поль"],
            ["city (", "Paul is usually Пол in Russian (also Пауль, Поль): "],
            "Меня зовут Поль.",
        ),
        ("Zenzi", ["Вена", "Ценци"], ["city (", "Zenzi in Russian letters, as it sounds"], "Меня зовут Ценци."),
        (None, ["Анна", "Вена"], ["writer (", "city ("], "Меня зовут Анна. Мой город — Вена."),
    ],
)
def test_a_terminal_asks_for_names_in_russian_letters(
    typed: str | None,
    answers: list[str],
    questions: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asked: list[str] = []

    def prompt(words: str, default: str = "", **_: object) -> str:
        asked.append(words)
        return answers[len(asked) - 1] or default

    monkeypatch.setattr("click.prompt", prompt)
    assert main(["compose", "zimin", "--date", "2026-11-30", *(("--name", typed) if typed else ())]) == 0
    assert [words.startswith(begins) for words, begins in zip(asked, questions, strict=True)] == [True] * len(questions)
    text = (tmp_path / "texts/zimin.txt").read_text("utf-8")
    assert f" {said} " in text.replace("\n", " ")
    assert f"My name is {typed or 'Анна'}." in text


def test_a_name_in_latin_letters_without_a_terminal_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    assert main(["compose", "zimin", "--name", "Michel"]) == 2
    said = (
        "--name Michel: is in Latin letters. Usual is --name Мишель: write that if it is right, or else as it sounds."
    )
    assert capsys.readouterr().err.splitlines() == [said]
    assert not (tmp_path / "texts").exists()


def test_a_fault_in_the_aliases_has_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "book.yaml").write_text("sender:\n  names: {Anna: Anna}\n" + SAMPLE, "utf-8")
    assert main(["check", "--book", str(tmp_path / "book.yaml")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert "book.yaml:2: sender.names must hold Russian letters behind each colon, not «Anna»." in " ".join(said)


FOREIGN = {
    "Hebrew": ("שלום, מה שלומך?", "letter"),
    "Arabic": ("Привет, سلام!", "letter"),
    "Greek": ("Γειά σου!", "letter"),
    "Ukrainian": ("Привіт!", "letter"),
    "English": ("Hello, how are you?", "Latin letters"),
    "turned round": ("При\u202eвет!", "hidden character"),
    "fifty pages": ("Сегодня вечером очень яркая луна. " * 5000, "longer than 60000 characters"),
}


@pytest.mark.parametrize(("text", "said"), FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("shape", ["text", "form", "copy", "trace"])
def test_texts_that_stop_a_run_in_every_shape(text: str, said: str, shape: Any, tmp_path: Path) -> None:
    path = tmp_path / "my.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=said):
        make(asked(ROOT / "addresses.yaml", tmp_path / "out", TODAY, letter=str(path), shape=shape))
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_letter_by_chance_fits_one_page_as_a_copy_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path / "book.yaml", 40)
    assert main(["compose", "--book", "book.yaml"]) == 0
    assert main(["make", "--book", "book.yaml", "--letter", "texts", "--as", "copy", "--only", "letters"]) == 0
    assert len(read(tmp_path / "out" / "letters.pdf")) == 2 * 40

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
from letters.pages.compose import Wish, compose, composed_for, read_slots, season_of
from letters.russian.lint import check_text
from letters.russian.names.cyrillic import cyrillic, is_guessed
from letters.russian.phrases import ALONE, MEANINGS, WRITERS, Writer, bank, find
from letters.store.book import read_book
from tests.conftest import SAMPLE, TODAY, asked
from tests.pdf import read
from tests.test_lint import WORDS

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "cases/letters"
PEOPLE = {person.id: person for person in read_book(ROOT / "addresses.yaml").people}
NAMES = {"m": "Томас", "f": "Анна", "plural": "Анна и Томас", "neutral": "Анна"}
PHRASES = ("G1", "W1", "N2", "B1", "Q1", "U3")


def wish(writer: Writer = "f", **more: Any) -> Wish:
    values = {"slots": {"writer": NAMES[writer], "city": "Вена"}, **more}
    return Wish(**{"writer": writer, "season": "winter", "today": TODAY, **values})


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


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("writer", WRITERS)
def test_whatever_the_chance_a_letter_is_sound(writer: Writer, seed: int) -> None:
    for season in ("spring", "winter"):
        for person in PEOPLE.values():
            done = compose(person, wish(writer, words=80, seed=str(seed), season=season), bank())
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
        done = compose(person, wish(phrases=("nature", "birthday", "nature"), season="spring"), bank())
        seasons = [phrase.seasons for phrase in bank() if phrase.id in done.phrases]
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
    done = compose(PEOPLE["zimin"], wish(phrases=("C10", "G9"), slots={"number": "2"}), bank())
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
    asked = wish(
        phrases=phrases, language=language, typed=typed, slots={"writer": "Анна", "city": "Вена", "number": "3"}
    )
    comment, _, _ = compose(PEOPLE["zimin"], asked, bank()).text.partition("#}")
    assert told in comment


# --- slots


def test_names_become_russian() -> None:
    given = {"writer": "Anna and John", "city": "Wien", "country": "AT", "pet": "Мурка", "age": "007"}
    values, notes = read_slots(given, {})
    assert values == {"writer": "Анна и Джон", "city": "Вена", "country": "Австрия", "pet": "Мурка", "age": "7"}
    assert notes == ()
    values, notes = read_slots({"writer": "Zenzi"}, {})
    assert values == {"writer": "Зензи"}
    assert [str(note) for note in notes] == [
        "‹name=Zenzi›: is written «Зензи» in Russian letters. Ask somebody who reads Russian; a name that is right "
        "can be kept in the book, under «sender:» as «names:»."
    ]
    assert read_slots({"writer": "Zenzi"}, {"Zenzi": "Ценци"}) == ({"writer": "Ценци"}, ())


@pytest.mark.parametrize("country", ["Austria", "austria", "AT", "Австрия"])
def test_countries(country: str) -> None:
    assert read_slots({"country": country}, {})[0] == {"country": "Австрия"}


@pytest.mark.parametrize(
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


def samples() -> dict[str, str]:
    import tomllib

    return dict(tomllib.loads((ROOT / "letters/data/cyrillic.toml").read_text("utf-8"))["samples"])


@pytest.mark.parametrize(("text", "russian"), samples().items())
def test_spellings(text: str, russian: str) -> None:
    assert cyrillic(text) == russian
    assert cyrillic(russian) == russian
    assert not is_guessed(russian)


# --- files


def test_texts_are_written_and_printed(tmp_path: Path) -> None:
    wanted = composition(tmp_path, slots=(("writer", "Anna"),))
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
        "another ‹seed› choose."
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
    wanted = composition(tmp_path, who=("zimin",), return_address=True, slots=(("writer", "Anna"),))
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
        main(["compose", "zimin", "--writer", "f", "--name", "Anna", "--phrases", "g2, U3", "--date", "2026-11-22"])
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


def test_a_letter_by_chance_fits_one_page_as_a_copy_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path / "book.yaml", 40)
    assert main(["compose", "--book", "book.yaml"]) == 0
    assert main(["make", "--book", "book.yaml", "--letter", "texts", "--as", "copy", "--only", "letters"]) == 0
    assert len(read(tmp_path / "out" / "letters.pdf", pictures=False)) == 2 * 40

"""Knows what a pasted case page gives: both published pages, a Russian one, saved HTML, and pages that are none."""

import time
import tomllib
import tracemalloc
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from letters.errors import CommandError, DataError
from letters.intake import MOST_BYTES, Draft, Offer, SeveralAddressesError, decode, read_draft
from letters.intake.birth import births_on
from letters.intake.markup import read_markup
from letters.intake.words import is_aside, is_hard, is_tip, payment_kind
from letters.services import services
from tests.rows import rows

ROOT = Path(__file__).parent.parent
PAGES = Path(__file__).parent / "cases" / "pages"
BOOK = {row["id"]: row for row in yaml.safe_load((ROOT / "addresses.yaml").read_text("utf-8"))["people"]}
WORDS = tomllib.loads((ROOT / "letters/intake/words.toml").read_text("utf-8"))

PLACE = "644009, Омская область, г. Омск, ул. 10 лет Октября, д. 176, ФКУ ИК-7 УФСИН России по Омской области"
LINE = f"{PLACE}, Соколову Захару Петровичу, 1984 г. р."
ENGLISH = (
    "Zakhar Petrovich Sokolov (born 1984), Penal Colony No. 7, Federal Penitentiary Service of Russia for Omsk Oblast, "
    "176 10 Let Oktyabrya Street, Omsk, Omsk Oblast, 644009, Russia."
)
TIP = "Please note that letters in languages other than Russian are unlikely to reach him."


def draft(text: str, **options: object) -> Draft:
    """The draft of a page called «page»."""
    return read_draft(text, "page", **options)  # type: ignore[arg-type]


def page(name: str) -> str:
    return (PAGES / name).read_text("utf-8")


# --- the name


@pytest.mark.parametrize(("latin", "name"), [("Lugovaya", "Луговая"), ("Lugova", "Лугова")])
def test_the_english_line_of_the_page_decides_between_two_surnames(latin: str, name: str) -> None:
    english = ENGLISH.replace("Zakhar Petrovich Sokolov", f"Maria {latin}")
    found = draft(f"{PLACE}, Луговой Марии, 1984 г. р.\n\n{english}")
    assert (str(found.name), found.english) == (f"{name} Мария", english)


# --- whole pages


@pytest.mark.parametrize("person", ["zimin", "batsenin"])
def test_published_page_gives_the_record_of_the_book(person):
    found = draft(page(f"{person}.txt"), case=BOOK[person]["case"]).fields()
    del found["about"]
    assert found == {key: value for key, value in BOOK[person].items() if key not in ("id", "about")}


@pytest.mark.parametrize(
    ("person", "about"), [("zimin", "A medical student from Buryatia."), ("batsenin", "A resident of Khabarovsk.")]
)
def test_nothing_of_the_case_is_proposed(person, about):
    found = draft(page(f"{person}.txt"))
    assert found.about == {"en": about}
    assert found.title.endswith("is a political prisoner")
    assert found.subtitle.startswith(("A medical student", "A resident of Khabarovsk"))


def test_payment_notes_are_those_of_the_page():
    russian, other, free = "for payment with Russian bank cards", "for payment with other bank cards", "free of charge"
    assert draft(page("zimin.txt")).offers == (
        Offer("f-pismo", russian),
        Offer("zt", russian),
        Offer("prisonmail", other),
        Offer("ovd-info", free),
        Offer("memorial-france", free),
    )
    assert not any(offer.usual for offer in draft(page("zimin.txt")).offers)


@pytest.mark.parametrize("person", ["zimin", "batsenin"])
def test_a_published_page_is_understood(person):
    assert draft(page(f"{person}.txt")).not_understood == ()


@pytest.mark.parametrize(("sentence", "expected"), WORDS["asides"]["samples"].items())
def test_what_is_said_to_everybody_need_not_be_read_again(sentence, expected):
    assert is_aside(sentence) is expected
    assert (draft(f"{LINE}\n\n{sentence}").not_understood == ()) is expected


_ADDRESS = "141200, Московская обл., г. Пушкино, ул. Лесная, д. 5, ФКУ СИЗО-1 УФСИН России по Московской области"


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ((f"{person}{born}", _ADDRESS), ())
        for person in ("Ивановой Анне Петровне", "Кому: Ивановой Анне Петровне", "Иванова Анна Петровна")
        for born in (" 1990 г.р.", ", 1990", " (1990 года рождения)", " 12.03.1990")
    ]
    + [
        (("Ивановой Анне Петровне", _ADDRESS, "Г.р.: 1990"), ()),
        (("Ивановой Анне Петровне", _ADDRESS, "Дата рождения: 12.03.1990"), ()),
        (("Ивановой Анне Петровне", _ADDRESS, "Дата рождения: 03/04/1990"), ("Дата рождения: 03/04/1990",)),
        (("Ивановой Анне Петровне 1990 г.р.", _ADDRESS, "Анна любит шахматы"), ("Анна любит шахматы",)),
    ],
)
def test_a_line_of_which_every_word_went_into_the_address_is_understood(lines, left):
    assert draft("\n".join(lines)).not_understood == left


def test_russian_page():
    found = draft(page("russian.txt"))
    assert found.fields() == {
        "address": "431130, Республика Мордовия, Зубово-Полянский р-н, п. Явас, ул. Школьная, д. 9, "
        "ФКУ ИК-2 УФСИН России по Республике Мордовия, Ветровой Пелагее Ильиничне, 1991 г. р.",
        "services": ["f-pismo", "zt", "prisonmail", "rosuznik"],
        "about": {"ru": "Пелагея Ветрова выросла в посёлке на Волге, работает пчеловодом и поёт в хоре."},
        "tip": {"ru": "Письма на других языках, скорее всего, не дойдут."},
        "status": "held",
    }
    assert (str(found.name), found.born, found.title) == (
        "Ветрова Пелагея Ильинична",
        1991,
        "Ветрова Пелагея Ильинична",
    )
    assert found.not_understood == (
        "Пелагея просит не присылать посылки",
        "Пелагея будет рада письмам о книгах и кошках.",
    )
    assert [problem.what for problem in found.warnings] == [
        "rosuznik: the page says «оплата российскими картами», templates/services.toml says «free of charge»."
    ]


def test_saved_html():
    found = draft(page("saved.html"))
    assert found.fields() == {
        "address": LINE,
        "english": ENGLISH,
        "case": "https://example.org/en/zakhar-sokolov?a=1&b=2",
        "services": ["zt"],
        "about": {"en": "A radio repairman from a village on the Volga."},
        "tip": {"en": "Letters in languages other than Russian will not reach him."},
        "status": "held",
    }
    assert (found.title, found.not_understood) == ("Zakhar Sokolov", ("© Example",))


def test_script_and_style_are_neither_run_nor_read():
    text = "\n".join(read_markup(page("saved.html")).lines)
    assert not any(word in text for word in ("Скриптов", "Стилев", "steal", "alert", "color"))


# --- labels, wrapped lines, sources of the case address

SPELLINGS = [
    # page, expected fields that differ from the address alone
    (LINE, {}),
    (f"RU: {LINE}\nENG: {ENGLISH}", {"english": ENGLISH}),
    (f"In Russian:\n{LINE}\nIn English:\n{ENGLISH}", {"english": ENGLISH}),
    (f"In Russian:\n\n{LINE}\n\nIn English:\n\n{ENGLISH}\n", {"english": ENGLISH}),
    (f"RU: {LINE} ENG: {ENGLISH} {TIP}", {"english": ENGLISH, "tip": {"en": TIP}}),
    (f"Написать письмо: {LINE}", {}),
    (f"Написать письмо можно по адресу:\n{LINE}", {}),
    (f"\ufeff  {LINE.replace(' ', chr(160))}  \r\n", {}),
    (LINE.replace("д. 176, ", "д. 176,\n").replace("Соколову ", "Соколову\n"), {}),
    (f"{LINE}\n{LINE}", {}),
    (f"{LINE}\n{ENGLISH.replace(', Penal', ',' + chr(10) + 'Penal')}", {"english": ENGLISH}),
    (f"https://example.org/en/page\n{LINE}", {"case": "https://example.org/en/page"}),
    (
        f'<head><meta property="og:url" content="https://example.org/og"></head><p>{LINE}</p>',
        {"case": "https://example.org/og"},
    ),
    (f'<p>{LINE}</p><link rel="canonical" href="javascript:alert(1)">', {}),
    (
        f"<!-- saved from url=(0020)https://example.org/old --><html><p>{LINE}</p>",
        {"case": "https://example.org/old"},
    ),
    (f"<p>{LINE}<p>Электронные письма: «Зонателеком», «Ф-письмо».", {"services": ["zt", "f-pismo"]}),
    (f"{LINE}\nПоддержать ОВД-Инфо", {}),
]


@rows(("text", "expected"), SPELLINGS, ids=range(len(SPELLINGS)))
def test_spelling(text, expected):
    assert draft(text).fields() == {"address": LINE, **expected, "status": "held"}


def test_doubts_stay_on_the_line_and_other_words_do_not():
    found = draft(f"Предыдущий адрес (СИЗО): {LINE} (предположительно). Захар любит шахматы.")
    assert found.address == f"Предыдущий адрес (СИЗО): {LINE} (предположительно)"
    assert found.not_understood == ("Захар любит шахматы",)


def test_year_of_the_english_line_counts_when_the_russian_has_none():
    found = draft(f"{PLACE}, Соколову Захару Петровичу\n{ENGLISH}")
    assert found.fields()["born"] == "1984"
    assert "only in the English line" in found.warnings[0].what


def test_title_gives_the_name_that_the_line_does_not_prove():
    line = f"{PLACE}, Яровой Анне Петровне, 1984 г. р."  # Ярова or Яровая
    assert "name" not in draft(line).fields()
    assert draft(f"Яровая Анна Петровна\n\n{line}").fields()["name"] == "Яровая Анна Петровна"


def test_doubts_in_other_sentences_of_the_line_are_shown():
    found = draft(f"Адрес колонии уточняется. Предыдущий адрес (СИЗО): {LINE}")
    assert "Адрес колонии уточняется" in f"{found.address} {found.not_understood}"


def test_title_with_another_name_is_a_question():
    found = draft(f"Соколовский Захар Петрович\n\n{LINE}")
    assert "«Соколовский Захар Петрович»" in found.questions[0].what
    assert found.questions[0].field == "name"
    assert "name" not in found.fields()


def test_services_unknown_to_the_program_are_named_and_left_out(monkeypatch):
    known = {key: row for key, row in services().items() if key != "zt"}
    monkeypatch.setattr("letters.intake.services.services", lambda: known)
    found = draft(f"{LINE}\nПисьма можно отправлять через сервисы «Зонателеком» и «Ф-письмо».")
    assert found.fields()["services"] == ["f-pismo"]
    assert "the service «zt», which the program does not know" in found.warnings[0].what


# --- several addresses


def test_several_addresses_ask_which():
    other = LINE.replace("ИК-7", "ИК-8")
    with pytest.raises(SeveralAddressesError) as caught:
        draft(f"{LINE}\n\n{other}")
    assert [str(problem) for problem in caught.value.problems] == [
        "page: this page has 2 addresses. Say which one is meant:",
        f"‹which=1›: {LINE}",
        f"‹which=2›: {other}",
    ]
    assert draft(f"{LINE}\n\n{other}", which=2).address == other
    with pytest.raises(CommandError):
        draft(f"{LINE}\n\n{other}", which=3)


def test_what_is_said_of_one_person_is_not_said_of_another():
    other = LINE.replace("Соколову Захару Петровичу", "Лебедеву Илье Львовичу").replace("1984", "1990")
    text = f"{LINE}\n{ENGLISH}\nYou can write through ZT.\n{other}\nYou can write through F-Pismo."
    first, second = draft(text, which=1), draft(text, which=2)
    assert (first.english, [offer.id for offer in first.offers]) == (ENGLISH, ["zt"])
    assert (second.address, [offer.id for offer in second.offers]) == (other, ["f-pismo"])


# --- pages that are none

NO_ADDRESS = [
    ("Dmitry is a student.\nHe likes chess.", "no postal address (yet)", ""),
    ("Адрес уточняется. Соколову Захару Петровичу, 1984 г. р.", "no postal address (yet)", "«Адрес уточняется."),
    (PLACE, "this page has no complete postal address", "lacks the name"),
    (LINE.removeprefix("644009, "), "this page has no complete postal address", "lacks the postcode"),
    ("штраф 300000 рублей", "no postal address (yet)", ""),
    ("ж" * 1_000_000, "no postal address (yet)", "a line of 1000000 characters was not searched"),
    (f"{LINE} " * 7000, "no postal address (yet)", "was not searched"),
    ("".join(f"{LINE}\n".replace("176", str(n)) for n in range(400)), "more than 300 lines look like addresses", ""),
    ("<script>" + LINE, "no postal address (yet)", ""),
    (f"<p hidden><!-- {LINE}", "no postal address (yet)", ""),
]


@pytest.mark.parametrize(("text", "what", "more"), NO_ADDRESS, ids=range(len(NO_ADDRESS)))
def test_page_without_an_address_says_why(text, what, more):
    with pytest.raises(DataError) as caught:
        draft(text)
    assert what in caught.value.problems[0].what
    assert more in str(caught.value)


@pytest.mark.slow
def test_a_long_line_beside_an_address_is_a_warning():
    assert "1 line of more than" in str(draft("ж" * 1_000_000 + "\n" + LINE).warnings[0])


BAD_BYTES = [
    (b"", "is empty"),
    (b" \n", "is empty"),
    (b"a\0b", "holds NUL bytes"),
    (b"%PDF-1.7", "is a PDF"),
    (b"PK\x03\x04", "is an office document or an archive"),
    (b"MIME-Version: 1.0\n", "is a web archive"),
    (b"ok\n\xff\xfe\xfa", "page:2: is not UTF-8 text"),
    (b"x" * (MOST_BYTES + 1), "is longer than 4 MB"),
]


@pytest.mark.parametrize(("data", "what"), BAD_BYTES, ids=range(len(BAD_BYTES)))
def test_bytes_that_are_no_page(data, what):
    with pytest.raises(DataError, match=what):
        decode(data, "page")


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1251", '<meta charset="windows-1251">'),
        ("koi8-r", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'),
        ("utf-8", '<meta charset="utf-7">'),
    ],
)
def test_encodings_of_russian_pages(encoding, head):
    assert draft(decode(f"{head}<p>{LINE}</p>".encode(encoding), "page")).address == LINE


# --- time and memory stay bounded (the standard library's parser alone takes a minute for some of these)

BROKEN = [
    "<",
    "<a ",
    "<!--",
    "</",
    "&#",
    "<a href='",
    "<script>",
    "<a b=c ",
    "<a/<",
    '<a ="',
    "'\"<",
    "<p>x",
    "<meta a=b>",
]


@pytest.mark.one_quick
@pytest.mark.parametrize("piece", BROKEN)
def test_broken_markup_takes_time_in_proportion(piece):
    text = f"<p>{LINE}</p>" + piece * (200_000 // len(piece))
    begin = time.perf_counter()
    assert draft(text).address == LINE
    assert time.perf_counter() - begin < 20  # about one second; a quadratic reader needs a quarter of an hour


DENSE = [("123456, ФКУ " * 600 + "\n") * 50, (", " * 3900 + "\n") * 50, "Aa (born 1984), b, 644009, Russia\n" * 5000]


@pytest.mark.parametrize("text", DENSE, ids=range(len(DENSE)))
def test_dense_lines_take_time_in_proportion(text):
    begin = time.perf_counter()
    assert draft(text + LINE).address == LINE
    assert time.perf_counter() - begin < 30


@pytest.mark.slow
def test_memory_is_a_small_multiple_of_the_page():
    text = "<p>" + "<i>a</i>" * 30_000 + f"<p>{LINE}"
    tracemalloc.start()
    draft(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * len(text)


@given(st.text(st.sampled_from("<>/!-\"'= apdivscripthrefmeta&;#\n"), max_size=300))
def test_any_markup_is_read(text):
    assert LINE in read_markup(f"<p>{LINE}</p>{text}").lines


# --- the words


@pytest.mark.parametrize(("note", "kind"), WORDS["payment"]["samples"].items())
def test_payment_kind(note, kind):
    assert payment_kind(note) == (kind or None)


@pytest.mark.parametrize(("sentence", "expected"), WORDS["tip"]["samples"].items())
def test_tip(sentence, expected):
    assert is_tip(sentence) is expected


@pytest.mark.parametrize(("sentence", "expected"), WORDS["hard"]["samples"].items())
def test_hard(sentence, expected):
    assert is_hard(sentence) is expected


@rows(("sentence", "year"), WORDS["born"]["samples"].items())
def test_year_of_birth(sentence, year):
    assert [found.number for found in births_on([sentence])] == ([year] if year else [])


ABOUT = [
    # title and first lines, what `about` may take
    (
        "Gleb Kopytov\nA teacher from Omsk has been sentenced to five years\n"
        "Gleb grew up in Omsk and taught physics there. He was arrested in 2022.",
        {"en": "A teacher from Omsk. Gleb grew up in Omsk and taught physics there."},
    ),
    (
        "Соколов Захар Петрович\nЖитель Омска приговорён к 12 годам колонии\n"
        "Захар вырос на Волге и чинит часы. Его осудили.\nГлавная\nО проекте",
        {"ru": "Житель Омска. Захар вырос на Волге и чинит часы."},
    ),
    ("Захар Соколов, учитель физики из Омска, осуждён на 5 лет", {"ru": "Захар Соколов, учитель физики из Омска."}),
    ("Zakhar Sokolov\nZakhar repairs clocks and plays chess.", {"en": "Zakhar repairs clocks and plays chess."}),
    ("Zakhar Sokolov is a political prisoner\nAn engineer who was sentenced for a post", {"en": "An engineer."}),
    ("Zakhar Sokolov is a political prisoner", {}),
    ("Захар Соколов осуждён", {}),
    ("Zakhar Sokolov\nHe was fined 300,000 roubles and lost his job.", {}),
    ("Захар Соколов\n\nЕму выписали штраф за комментарий в сети.", {}),
    ("Zakhar Sokolov\n\nYou can donate to help all of our friends.", {}),
    ("Zakhar Sokolov\n\nHome News About us Contacts Search", {}),
    # copied with the menu of the site and its question about cookies
    (
        "Skip to content\nNews\nThis site stores small files to know you.\nZakhar Sokolov is a political prisoner\n"
        "A teacher from Omsk has been sentenced to five years",
        {"en": "A teacher from Omsk."},
    ),
    (
        "Главная\nСписок\nСоколов Захар Петрович\nРодился 1 марта 1984 года. Учитель из Омска.",
        {"ru": "Учитель из Омска."},
    ),
]


@pytest.mark.parametrize(("above", "about"), ABOUT, ids=range(len(ABOUT)))
def test_the_first_lines_of_a_page_give_what_is_neutral(above, about):
    assert draft(f"{above}\n\n{LINE}").about == about

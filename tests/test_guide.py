"""The pages that are kept, read back from the PDF: the writer's guide and the organiser's list."""

from itertools import combinations
from typing import Any

import pytest

from letters.errors import DataError
from letters.layout.guide import explain, kept_text
from letters.russian.phrases import find_in
from letters.services import Service, services
from letters.wording import guide_languages, guide_texts
from tests.conftest import Press, book
from tests.pdf import Area, Ink, Line, Sheet, covered

PAPER = Ink(16, 12, 194, 286)
BANNER = "НЕ ОТПРАВЛЯТЬ · DO NOT POST: this page stays with you"
CASE = "https://memopzk.org/en/news/my-schitaem-politzaklyuchyonnym-"
CASES = [CASE + "dmitriya-zimina", CASE + "aleksandra-baczenina"]
EVERY_SERVICE = ["f-pismo", "zt", "prisonmail", "ovd-info", "memorial-france"]
ORGANISATIONS = ["memorial", "мемориал", "ovd", "овд", "memopzk", "http", "www", ".org", "politzeki", "rosuznik"]

ADDRESS = (
    "601967, Владимирская область, Ковровский район, п. Мелехово, ул. Первомайская, д. 261а, "
    "ФКУ ИК-6 УФСИН России по Владимирской области, {}, 1988 г. р."
)
ENGLISH = (
    "{} (born 1988), Penal Colony No. 6, Federal Penitentiary Service of Russia for Vladimir Oblast, "
    "261a Pervomayskaya Street, Melekhovo, Kovrovsky District, Vladimir Oblast, 601967, Russia."
)
# As long as the longest published line: 206 letters, with a name longer than any.
LONG_ADDRESS = (
    "641230, Курганская область, Варгашинский муниципальный район, р. п. Варгаши, ул. Социалистическая, д. 117, "
    "ФКУ ИК-3 УФСИН России по Курганской области, Христорождественскому Александру Всеволодовичу, 1971 г. р."
)
ABOUT = {"en": "A neutral sentence about books and birds. " * 3}
PEOPLE: dict[str, dict[str, Any]] = {
    "plain": {"address": ADDRESS.format("Гурьянову Тимофею Аркадьевичу")},
    "case": {"address": ADDRESS.format("Гурьянову Тимофею Аркадьевичу"), "case": "https://example.org/a"},
    "full": {
        "address": ADDRESS.format("Гурьянову Тимофею Аркадьевичу"),
        "english": ENGLISH.format("Timofey Arkadyevich Guryanov"),
        "case": CASES[0],
        "services": EVERY_SERVICE,
        "about": ABOUT,
    },
    "two-lines": {
        "address": "196655, г. Санкт-Петербург, г. Колпино, Колпинская ул., д. 9, "
        "ФКУ СИЗО-1 УФСИН России по г. Санкт-Петербургу и Ленинградской области, "
        "Христорождественскому Александру Всеволодовичу, 1999 г. р.",
        "case": "https://example.org/b",
    },
    "woman": {"address": ADDRESS.format("Мамедовой Лейле Гусейн кызы"), "services": ["zt"]},
    "long": {"address": LONG_ADDRESS, "case": CASES[1], "services": EVERY_SERVICE},
    "no-patronymic": {"address": ADDRESS.format("Ким Анне"), "gender": "f", "name": "Ким Анна", "dative": "Ким Анне"},
    "wide-about": {
        "address": ADDRESS.format("Гурьянову Тимофею Аркадьевичу"),
        "case": "https://example.org/" + "w" * 60,
        "about": {"en": "The words of this sentence run as far to the right as they may. " * 5},
    },
}
BOOK = book(*({"id": key, **row} for key, row in PEOPLE.items()))


LEAST_TYPE = 8.99  # points


def overlaps(sheet: Sheet) -> list[tuple[str, str]]:
    return [(one.text, other.text) for one, other in combinations(sheet.lines, 2) if one.touches(other, -0.2)]


def code_of(sheet: Sheet) -> tuple[Ink, float]:
    """The box of the code on a guide, and the side of a module."""
    return covered(sheet.modules()), min(min(area.width, area.height) for area in sheet.modules())


def plain(text: str) -> str:
    """A text as it is read back: no-break spaces are spaces."""
    return text.replace("\u00a0", " ")


def text_of(sheet: Sheet) -> str:
    """The text in one line, with the link on one piece."""
    return " ".join(sheet.texts)


# --- the guide


@pytest.fixture(scope="module")
def sample(press: Press) -> list[Sheet]:
    return press(country="DE", only=("guides",)).sheets("guides")


@pytest.fixture(scope="module")
def guides(press: Press) -> dict[str, Sheet]:
    sheets = press(BOOK, country="DE", only=("guides",)).sheets("guides")
    return dict(zip(PEOPLE, sheets, strict=True))


@pytest.fixture(scope="module")
def inside(press: Press) -> dict[str, Sheet]:
    sheets = press(BOOK, country="RU", only=("guides",)).sheets("guides")
    return dict(zip(PEOPLE, sheets, strict=True))


def test_each_person_has_one_page_with_the_banner(sample: list[Sheet]) -> None:
    assert len(sample) == 2
    for sheet in sample:
        banner = sheet.line(BANNER)
        [black] = [area for area in sheet.areas if area.width > 100]
        assert banner.inside(black)
        assert black.grey == 0
        assert sheet.picture.getpixel((int((black.left + 3) * 150 / 25.4), int((black.top + 1) * 150 / 25.4))) < 30


@pytest.mark.one_quick
@pytest.mark.parametrize("language", guide_languages())
def test_one_page_a_person_in_every_language(press: Press, language: str) -> None:
    sheets = press(country="DE", only=("guides",), language=language).sheets("guides")
    assert len(sheets) == 2
    texts = guide_texts(language)
    for sheet, case in zip(sheets, CASES, strict=True):
        assert sheet.texts[0] == plain(texts["banner"])
        assert [part for part in ("write", "avoid", "enclose", "services", "phrases") if
                texts[part]["heading"] not in sheet.texts] == []  # fmt: skip
        assert plain(texts["more"]["europe"])[:40] in text_of(sheet)
        assert [ink for ink in sheet.ink if not ink.inside(PAPER, 0.6)] == []
        assert overlaps(sheet) == []
        assert sheet.codes == [case]


@pytest.mark.one_quick
@pytest.mark.parametrize("language", guide_languages())
def test_one_page_on_the_paper_of_america_too(press: Press, language: str) -> None:
    """A page for the guide, and one for what the letter says with the alphabet; who reads Russian needs no second."""
    printed = press(country="US", letter="first", only=("guides",), language=language)
    assert len(printed.sheets("guides")) == (2 if language == "ru" else 4)


@pytest.mark.one_quick
@pytest.mark.parametrize(
    ("country", "key"),
    [
        *(("DE", "europe"), ("GB", "europe"), ("UA", "europe"), ("LV", "europe"), ("CY", "europe")),
        *(
            ("US", "text"),
            ("CA", "text"),
            ("AU", "text"),
            ("GE", "text"),
            ("KZ", "text"),
            ("RU", "text"),
            (None, "text"),
        ),
    ],
)
def test_how_long_letters_take_is_said_for_where_they_are_posted(press: Press, country: str | None, key: str) -> None:
    more = guide_texts("en")["more"]
    for sheet in press(country=country, only=("guides",)).sheets("guides"):
        assert more[key] in text_of(sheet)
        assert ("Europe" in text_of(sheet)) is (key == "europe")


def test_who_reads_russian_is_not_told_how_to_say_it(press: Press) -> None:
    [sheet, _] = press(country="DE", only=("guides",), language="ru").sheets("guides")
    assert sheet.texts[1:4] == ["Дмитрий Сергеевич Зимин", "Dmitry Sergeevich Zimin", "2003 г. р."]
    assert "Ф-Письмо: российские карты" in text_of(sheet)


DAYS = {
    "en": "last checked on 5 March 2024:",
    "de": "zuletzt geprüft am 5. März 2024:",
    "fr": "dernière fois le 5 mars 2024 :",
    "es": "por última vez el 5 de marzo de 2024:",
    "it": "ultimo controllo 5 marzo 2024.",
    "pl": "sprawdzono ostatnio 5 marca 2024:",
    "ru": "адрес проверен 5 марта 2024 г.:",
}


@pytest.mark.parametrize("language", guide_languages())
def test_the_list_writes_days_as_people_do(press: Press, language: str) -> None:
    stale = book({**PEOPLE["plain"], "verified": "2024-03-05"})
    [sheet] = press(stale, country="DE", only=("list",), language=language).sheets("list")
    assert DAYS[language] in text_of(sheet)


@pytest.mark.parametrize("service", services().values(), ids=lambda service: service.id)
def test_payment_is_told_in_every_language(service: Service) -> None:
    assert set(service.payment) == set(guide_languages())
    assert all(service.payment.values())


LONG_NAME = {"address": ADDRESS.format("Рождественскому-Преображенскому Константину Вячеславовичу"), "case": CASES[1]}
SIGNS = ("ул.", "д.", "п.", "г.")


@pytest.mark.parametrize("large", [False, True])
def test_no_name_is_broken_and_no_line_of_the_address_ends_with_a_sign(press: Press, large: bool) -> None:
    sheets = press(book(LONG_NAME), large=large, letter="first", only=("guides",)).sheets("guides")
    words = [word for sheet in sheets for text in sheet.texts for word in text.split()]
    # on the guide and above what the letter says; in large print at the foot of each page too
    assert words.count("Рождественский-Преображенский") == (2 + len(sheets) if large else 2)
    assert [text for sheet in sheets for text in sheet.texts if text.endswith(SIGNS)] == []


def test_the_code_decodes_to_the_case_page(sample: list[Sheet]) -> None:
    for sheet, case in zip(sample, CASES, strict=True):
        assert sheet.codes == [case]
        assert "memopzk.org" in sheet.texts, "nobody types the whole link"
        assert "https" not in text_of(sheet)


def test_the_code_is_large_enough_and_stands_free(sample: list[Sheet], guides: dict[str, Sheet]) -> None:
    for sheet in [*sample, *(guide for guide in guides.values() if guide.codes)]:
        box, module = code_of(sheet)
        assert module >= 0.5
        assert box.right - box.left >= 25
        quiet = 4 * module - 0.01
        assert [line.text for line in sheet.lines if line.touches(box, quiet)] == []
        assert [ink for ink in (*sheet.strokes, *sheet.areas) if ink.touches(box, quiet) and not ink.inside(box)] == []
        assert box.right + quiet <= sheet.width


def test_what_the_guide_says(sample: list[Sheet]) -> None:
    text = text_of(sample[0])
    for words in [
        "Дмитрий Сергеевич Зимин",
        "Dmitry Sergeevich Zimin",
        "born 2003",
        "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю, "
        "Зимину Дмитрию Сергеевичу 2003 г. р.",
        "About Dmitry",
        "Здравствуйте, Дмитрий!",
        *("F-Pismo", "ZT (Zonatelecom)", "PrisonMail", "OVD-Info", "Memorial-France"),
    ]:
        assert words in text


@pytest.mark.parametrize("key", PEOPLE)
def test_nothing_leaves_the_margins_or_overlaps(guides: dict[str, Sheet], inside: dict[str, Sheet], key: str) -> None:
    for sheet in (guides[key], inside[key]):
        assert [ink for ink in sheet.ink if not ink.inside(PAPER, 0.6)] == []
        assert overlaps(sheet) == []
        assert BANNER in sheet.texts


def test_the_address_stands_in_its_frame(guides: dict[str, Sheet]) -> None:
    for key, sheet in guides.items():
        frame = covered([stroke for stroke in sheet.strokes if stroke.thickness > 0.3])
        address = PEOPLE[key]["address"]
        within = [line for line in sheet.lines if line.inside(frame, -1)]
        assert address in " ".join(line.text for line in within)
        assert not [line for line in sheet.lines if line.touches(frame) and line not in within]


@pytest.mark.one_quick
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", guide_languages())
def test_a_full_guide_is_one_page_too(press: Press, language: str, paper: str) -> None:
    """Every service, two lines about the person, a long name and an address to copy by hand."""
    for only in (("guides",), ("envelopes", "guides")):
        options = {"country": "DE", "language": language, "paper": paper, "only": only}
        [full, long] = press(book(PEOPLE["full"], PEOPLE["long"]), **options).sheets("guides")
        for sheet in (full, long):
            assert [line.text for line in sheet.lines if line.size < LEAST_TYPE] == []
            assert overlaps(sheet) == []
            assert [ink for ink in sheet.ink if not ink.inside(Ink(15, 11, sheet.width - 15, sheet.height - 10))] == []


def test_an_address_that_is_printed_stands_small_at_the_foot(press: Press, sample: list[Sheet]) -> None:
    """The person, the steps and what to leave out come first; who writes an envelope by hand has a frame."""
    printed = press(country="DE", only=("envelopes", "guides")).sheets("guides")[0]
    line = next(line for line in printed.lines if line.text.startswith("The address is already printed: 663180"))
    assert line.size == pytest.approx(9)
    below = " ".join(other.text for other in printed.lines if other.top > line.bottom)
    assert "Letters take a long time" in below
    assert "In Russian" not in below
    assert [stroke for stroke in printed.strokes if stroke.thickness > 0.3] == []
    by_hand = next(line for line in sample[0].lines if line.text.startswith("663180, Красноярский край"))
    assert by_hand.size >= 12


def test_three_steps_stand_side_by_side(sample: list[Sheet]) -> None:
    steps = [sample[0].line(number) for number in ("1", "2", "3")]
    assert len({step.baseline for step in steps}) == 1
    assert all(step.size == 26 for step in steps)
    greeting = sample[0].line("Здравствуйте, Дмитрий!")
    assert greeting.size >= 12
    assert steps[0].right < greeting.left < greeting.right < steps[1].left


def test_what_to_leave_out_stands_on_grey(sample: list[Sheet]) -> None:
    for sheet in sample:
        [ground] = [area for area in sheet.areas if 0.9 < area.grey < 0.95]
        within = [line.text for line in sheet.lines if line.inside(ground)]
        assert within[0] == "Please leave out"
        assert "pity and slogans; promises you may not keep" in within[-1]


LATIN_NAMES = [
    ("Ким Юлия", "f", "Yulia Kim (born 1988), Penal Colony No. 6, Russia.", "Yulia"),
    ("Ким Юлия", "f", None, "Yuliya"),
    ("Ким Александр", "m", "Alexander Kim (born 1988), Penal Colony No. 6, Russia.", "Alexander"),
    ("Ким Александр", "m", "Kim Alexander (born 1988), Penal Colony No. 6, Russia.", "Alexander"),
]


@pytest.mark.parametrize(("name", "gender", "english", "called"), LATIN_NAMES)
def test_a_page_spells_a_name_in_one_way(
    press: Press, name: str, gender: str, english: str | None, called: str
) -> None:
    dative = {"Ким Юлия": "Ким Юлии", "Ким Александр": "Ким Александру"}[name]
    row = {"address": ADDRESS.format(dative), "name": name, "gender": gender, "about": ABOUT, "english": english}
    row |= {"dative": dative, "services": ["zt"]}
    printed = press(book({key: value for key, value in row.items() if value}), only=("guides", "kit"), letter="first")
    guide, meanings = printed.sheets("guides")
    assert f"About {called}" in guide.texts
    assert f"write to {called} through" in text_of(guide)
    assert f"Hello, {called}!" in meanings.texts
    assert called in printed.sheets("kit")[0].texts


def test_without_a_case_page_there_is_no_code(guides: dict[str, Sheet]) -> None:
    assert guides["plain"].codes == []
    assert guides["plain"].modules() == []
    assert "case page" not in text_of(guides["plain"]).replace("The case page names no online service", "")


def test_services_are_those_of_the_person(guides: dict[str, Sheet]) -> None:
    text = text_of(guides["woman"])
    assert "ZT (Zonatelecom)" in text
    assert "PrisonMail" not in text
    assert "no online service" in text_of(guides["plain"])
    assert "no online service" not in text


def test_inside_russia_nobody_is_named_or_linked(press: Press, inside: dict[str, Sheet]) -> None:
    sheets = [*inside.values()]
    sheets += press(country="RU", only=("guides",)).sheets("guides") + press(country="RU").sheets("list")
    for sheet in sheets:
        assert sheet.codes == []
        text = text_of(sheet).casefold()
        assert [name for name in ORGANISATIONS if name in text] == []


def test_a_guide_that_is_too_long_says_what_to_shorten(press: Press) -> None:
    text = book({"id": "many", **PEOPLE["full"], "about": {"en": "A long story. " * 300}})
    with pytest.raises(DataError) as caught:
        press(text, only=("guides",))
    [problem] = caught.value.problems
    assert "many" in problem.where
    assert "too long for one page" in problem.what
    assert "about" in problem.hint


def test_a_long_name_and_address_with_every_service_still_fit(press: Press) -> None:
    line = (
        "641230, Курганская область, Варгашинский муниципальный район, р. п. Варгаши, ул. Бульвар Победителей, д. 117, "
        "корп. 3, ФКУ ИК-22 ГУФСИН России по г. Санкт-Петербургу и Ленинградской области, "
        "Константинопольскому-Вознесенскому Максимилиану Апполинарьевичу, 1971 г. р."
    )
    about = {"en": "Two sentences. And more."}
    text = book({"address": line, "case": CASES[0], "services": EVERY_SERVICE, "about": about})
    [sheet] = press(text, country="DE", only=("guides",)).sheets("guides")
    assert [ink for ink in sheet.ink if not ink.inside(PAPER, 0.6)] == []
    assert overlaps(sheet) == []


@pytest.mark.parametrize("length", [30, 120, 300, 600])
def test_a_long_link_never_makes_small_modules(press: Press, length: int) -> None:
    link = "https://example.org/".ljust(length, "a")
    text = book({"address": ADDRESS.format("Гурьянову Тимофею Аркадьевичу"), "case": link})
    try:
        printed = press(text, country="DE", only=("guides", "list"))
    except DataError as error:
        said = str(error)
    else:
        [sheet] = printed.sheets("guides")
        assert code_of(sheet)[1] >= 0.499
        assert sheet.codes == printed.sheets("list")[0].codes == [link]
        assert overlaps(sheet) == []
        return
    assert "link" in said
    assert "code" in said


# --- the list


@pytest.fixture(scope="module")
def listed(press: Press) -> list[Sheet]:
    return press(country="DE", only=("list",)).sheets("list")


def test_the_list_names_everybody_with_boxes_and_codes(listed: list[Sheet]) -> None:
    [sheet] = listed
    assert sheet.texts[0] == BANNER
    for words in ("Дмитрий Сергеевич Зимин", "663180", "Александр Дмитриевич Баценин", "693008"):
        assert words in text_of(sheet)
    assert sheet.codes == CASES
    boxes = [stroke for stroke in sheet.strokes if stroke.bottom - stroke.top < 7 and stroke.right - stroke.left < 7]
    assert len(boxes) == 4 * 3 * 2
    assert "2 people · 2 addresses to check" in sheet.texts
    for caption in ("who writes", "date"):
        places = [line for line in sheet.lines if line.text == caption]
        ruled = [
            rule
            for rule in sheet.rules
            if any(0 < rule.left - place.right < 3 and abs(rule.top - place.baseline) < 1 for place in places)
        ]
        assert len(places) == len(ruled) == 2


def test_the_columns_of_the_list_stand_in_line(press: Press) -> None:
    """Who has no case page has no code, and the same columns."""
    [sheet] = press(book(PEOPLE["case"], PEOPLE["plain"]), only=("list",)).sheets("list")
    assert len(sheet.codes) == 1
    for caption in ("envelope", "who writes", "date"):
        assert len({line.start for line in sheet.lines if line.text == caption}) == 1


def test_no_name_is_broken_on_the_list(press: Press) -> None:
    [sheet] = press(book(LONG_NAME), country="DE", only=("list",), language="de").sheets("list")
    assert "Рождественский-Преображенский" in text_of(sheet).split()


def test_the_codes_of_the_list_stand_free(listed: list[Sheet]) -> None:
    [sheet] = listed
    half = sorted(sheet.modules(), key=lambda area: area.top)
    gap = max(range(1, len(half)), key=lambda number: half[number].top - half[number - 1].top)
    for modules in (half[:gap], half[gap:]):
        box = covered(modules)
        module = min(min(area.width, area.height) for area in modules)
        assert module >= 0.5
        free: list[Line | Area | Ink] = [*sheet.lines, *sheet.strokes, *(a for a in sheet.areas if a not in modules)]
        assert [ink for ink in free if ink.touches(box, 4 * module - 0.01)] == []


@pytest.mark.one_quick
@pytest.mark.parametrize("country", ["DE", "RU"])
def test_a_long_list_runs_over_pages_and_overlaps_nowhere(press: Press, country: str) -> None:
    stale = {"verified": "2025-01-01"}
    people = [{**row, **stale, "id": f"{key}{copy}"} for copy in range(6) for key, row in PEOPLE.items()]
    sheets = press(book(*people), country=country, only=("list",)).sheets("list")
    assert len(sheets) > 2
    assert sum(text_of(sheet).count("Александр Всеволодович") for sheet in sheets) == 12
    for number, sheet in enumerate(sheets, 1):
        assert [ink for ink in sheet.ink if not ink.inside(PAPER, 0.6)] == []
        assert overlaps(sheet) == []
        assert sheet.texts[0] == BANNER
        assert number == 1 or f"Page {number}" in sheet.texts
        between = [rule for rule in sheet.rules if rule.right - rule.left > 150]
        assert [line.text for line in sheet.lines for rule in between if line.touches(rule, -0.05)] == []


def test_a_letter_of_which_little_is_known_gets_no_page_of_meanings() -> None:
    known = find_in(["Здравствуйте, Анна!", "Берегите себя."])
    length = sum(len(one.text) for one in known)
    assert [row.meaning for row in explain(known, "en", 3 * length, "Anna")] == [
        "Hello, Anna!",
        "Take care of yourself.",
    ]
    assert explain(known, "en", 3 * length + 1) == ()


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("with a capital letter everywhere", "with a_capital letter everywhere"),
        ("wielką literą В.", "wielką literą_В."),
        ("or be used against the person who receives it.", "or be used against the person who receives_it."),
        ("(dont 4 à lignes, pour les réponses)", "(dont 4_à_lignes, pour les réponses)"),
        ("из них 4 в линейку — для ответов", "из них 4_в_линейку_— для ответов"),
        ("**Never this page**, nor its code or link.", "**Never this page**, nor its code or_link."),
        ("C’est l’a b c", "C’est l’a b_c"),
    ],
)
def test_how_lines_end(text: str, held: str) -> None:
    assert kept_text(text).replace("\u00a0", "_") == held

"""Books of invented people: names drawn from lists, facilities and places made up on the pattern of real ones."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

_STEMS = (
    "Гурьян Копыт Мещеряк Щук Тихомир Огурц Плеще Астаф Бород Куриц Дежн Ведерник Сапожник Бочар Кожевник "
    "Мельник Рыбак Пастух Ямщик Звонар Пекар Столяр Корнил Савел Авер Вавил Гавр Дорм Евдок Ерм Захар Игнат "
    "Кирс Лукьян Макс Наз Осип Панкрат Родион Савост Тарас Устин Фад Харит Черныш Шестак Ярослав Белоус Бережк "
    "Бурлак Вешняк Голик Дубовик Ежик Жаворонк Зимник Калинк Ковыл Лебедк Малинк Небог Овсяник Перепелк Рогож "
    "Синичк Травник Уралк Филатк Хмельк Цветк"
)
_ENDINGS = ("ов", "енков", "кин", "овцев")
_GIVEN = (
    "Дмитрий Александр Тимофей Глеб Роман Павел Егор Никита Матвей Игорь Юрий Степан Лев Пётр Фёдор Артём Кирилл Антон"
)
_PATRONYMICS = (
    "Сергеевич Дмитриевич Аркадьевич Станиславович Данилович Ильич Ефимович Борисович Юрьевич Павлович "
    "Петрович Антонович Викторович Иванович Максимович Романович Семёнович Тимофеевич Фёдорович Львович"
)
_REGIONS = (
    ("Красноярский край", "Красноярскому краю", "66"),
    ("Сахалинская область", "Сахалинской области", "69"),
    ("Владимирская область", "Владимирской области", "60"),
    ("Омская область", "Омской области", "64"),
)
_STREETS = ("Декабристов", "Пограничная", "Степная", "Первомайская", "Заводская", "Лесная", "Речная", "Садовая")
_STEP = 7919  # a prime, so that neighbours differ in all three words and every name comes once
FACILITIES = 200


def _dative(surname: str, given: str, patronymic: str) -> str:
    """The dative of the names above, which are all regular except four."""
    odd = {"Лев": "Льву", "Пётр": "Петру", "Павел": "Павлу", "Никита": "Никите"}
    soft = given[:-1] + "ю" if given[-1] in "йь" else given + "у"
    return f"{surname}у {odd.get(given, soft)} {patronymic}у"


def invented_names() -> Iterator[tuple[str, str, str]]:
    """Surname, given name and patronymic of men, nominative; more than 100,000, none twice."""
    surnames = [stem + ending for stem in _STEMS.split() for ending in _ENDINGS]
    given, patronymics = _GIVEN.split(), _PATRONYMICS.split()
    count = len(surnames) * len(given) * len(patronymics)
    for number in range(count):
        rest, patronymic = divmod(number * _STEP % count, len(patronymics))
        surname, first = divmod(rest, len(given))
        yield surnames[surname], given[first], patronymics[patronymic]


def invented_lines(count: int) -> Iterator[str]:
    """Address lines of people who do not exist, as a case page would print them."""
    for number, name in enumerate(islice(invented_names(), count)):
        place = number * 7 % FACILITIES
        region, authority, prefix = _REGIONS[place % len(_REGIONS)]
        index = f"{prefix}{place % 4 if prefix in ('66', '60') else 3 if prefix == '69' else 4}{place:03d}"
        yield (
            f"{index}, {region}, г. Выдуманск-{place}, ул. {_STREETS[place % len(_STREETS)]}, д. {place % 90 + 1}, "
            f"ФКУ ИК-{place} УФСИН России по {authority}, {_dative(*name)}, {1955 + number % 52} г. р."
        )


def write_book(path: Path, count: int) -> None:
    """A book of `count` invented people, each with a case page of its own."""
    with path.open("w", encoding="utf-8") as book:
        book.write("people:\n")
        for number, line in enumerate(invented_lines(count)):
            book.write(
                f"  - id: p{number}\n    address: {line}\n    case: https://example.org/en/news/case-of-somebody-{number}\n"
                f"    services: [zt]\n    about:\n      en: An invented person, number {number}.\n"
                f"    verified: 2026-11-20\n"
            )

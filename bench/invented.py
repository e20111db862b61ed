"""Books of invented people: names drawn from lists, facilities and places made up on the pattern of real ones."""

import random
from collections.abc import Iterator
from pathlib import Path

_SURNAMES = "Гурьянов Ведерников Копытов Мещеряков Щукин Тихомиров Огурцов Плещеев Астафьев Бородин Курицын Дежнёв"
_GIVEN = "Дмитрий Александр Тимофей Глеб Роман Павел Егор Никита Матвей Игорь Юрий Степан Лев Пётр Фёдор"
_PATRONYMICS = "Сергеевич Дмитриевич Аркадьевич Станиславович Данилович Ильич Ефимович Борисович Юрьевич"
_REGIONS = (
    ("Красноярский край", "Красноярскому краю", "66"),
    ("Сахалинская область", "Сахалинской области", "69"),
    ("Владимирская область", "Владимирской области", "60"),
    ("Омская область", "Омской области", "64"),
)
_STREETS = ("Декабристов", "Пограничная", "Степная", "Первомайская", "Заводская", "Лесная", "Речная", "Садовая")
_FACILITIES = 200


def _dative(surname: str, given: str, patronymic: str) -> str:
    """The dative of the names above, which are all regular except three."""
    odd = {"Лев": "Льву", "Пётр": "Петру", "Павел": "Павлу", "Никита": "Никите"}
    soft = given[:-1] + "ю" if given[-1] in "йь" else given + "у"
    return f"{surname}у {odd.get(given, soft)} {patronymic}у"


def invented_lines(count: int, seed: int = 1) -> Iterator[str]:
    """Address lines of people who do not exist, the same for the same seed."""
    chance = random.Random(seed)
    surnames, given, patronymics = (words.split() for words in (_SURNAMES, _GIVEN, _PATRONYMICS))
    for _ in range(count):
        place = chance.randrange(_FACILITIES)
        region, authority, prefix = _REGIONS[place % len(_REGIONS)]
        name = _dative(chance.choice(surnames), chance.choice(given), chance.choice(patronymics))
        index = f"{prefix}{place % 4 if prefix in ('66', '60') else 3 if prefix == '69' else 4}{place:03d}"
        yield (
            f"{index}, {region}, г. Выдуманск-{place}, ул. {_STREETS[place % len(_STREETS)]}, д. {place % 90 + 1}, "
            f"ФКУ ИК-{place} УФСИН России по {authority}, {name}, {chance.randint(1955, 2006)} г. р."
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

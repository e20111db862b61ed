"""When a sentence of the phrase bank is true: the seasons, months and days of the week that it is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from letters.sentences import either, sentence

SEASONS = ("spring", "summer", "autumn", "winter")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Where the seasons are turned round.
SOUTHERN = frozenset({"AO", "AR", "AU", "BO", "BR", "CL", "MZ", "NA", "NZ", "PE", "PY", "UY", "ZA", "ZM", "ZW"})
# For translators: «… is for May or June; where you are it is December».
_NAMES = {
    "spring": sentence("spring"),
    "summer": sentence("summer"),
    "autumn": sentence("autumn"),
    "winter": sentence("winter"),
    "jan": sentence("January"),
    "feb": sentence("February"),
    "mar": sentence("March"),
    "apr": sentence("April"),
    "may": sentence("May"),
    "jun": sentence("June"),
    "jul": sentence("July"),
    "aug": sentence("August"),
    "sep": sentence("September"),
    "oct": sentence("October"),
    "nov": sentence("November"),
    "dec": sentence("December"),
    "mon": sentence("Monday"),
    "tue": sentence("Tuesday"),
    "wed": sentence("Wednesday"),
    "thu": sentence("Thursday"),
    "fri": sentence("Friday"),
    "sat": sentence("Saturday"),
    "sun": sentence("Sunday"),
}


@dataclass(frozen=True, slots=True)
class Missed:
    """What a sentence is for, and what there is instead, in English."""

    wanted: str
    found: str


@dataclass(frozen=True, slots=True)
class When:
    """Seasons, months and days of the week, none = any; the words are those of SEASONS, MONTHS and DAYS.

    Seasons and months are those of the north, and half a year later in the south; a feast is the same everywhere.
    """

    seasons: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    feast: bool = False

    def missed(self, day: date, country: str | None) -> Missed | None:
        """Why it is not true on that day in that country (ISO 3166), `None` if it is."""
        if not (self.seasons or self.months or self.days):
            return None
        turned = country in SOUTHERN and not self.feast
        months = [MONTHS[(MONTHS.index(month) + 6 * turned) % 12] for month in self.months]
        here = (season_of(day, country), MONTHS[day.month - 1], DAYS[day.weekday()])
        pairs = zip((self.seasons, months, self.days), here, strict=True)
        return next((_missed(wanted, found) for wanted, found in pairs if wanted and found not in wanted), None)


def season_of(day: date, country: str | None) -> str:
    """The season where the writer is."""
    place = (day.month // 3 - 1) % 4
    return SEASONS[(place + 2) % 4 if country in SOUTHERN else place]


def read_when(words: Sequence[str], feast: bool) -> When:
    """The seasons, months and days among some words."""
    seasons, months, days = (tuple(word for word in words if word in known) for known in (SEASONS, MONTHS, DAYS))
    return When(seasons, months, days, feast)


def _missed(wanted: Sequence[str], found: str) -> Missed:
    return Missed(either(_NAMES[word] for word in wanted), _NAMES[found])

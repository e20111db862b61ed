"""The electronic letter services the program knows, read from templates/services.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from letters import shipped
from letters.textfile import read_toml

MODEL = "f-pismo"  # whose form stands for those that nobody has described


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that one letter may hold, as somebody wrote it in that year."""

    of: str  # "characters", "characters a page", "pages", "photos"
    most: int
    year: str
    source: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where the service's form was met; `sure` = no other host is known."""

    url: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Service:
    """An electronic letter service; `payment` is a text by language, `seen` its address in public pages."""

    id: str
    name: str
    russian: str
    payment: Mapping[str, str]
    checked_on: date
    seen: str | None = None
    organisation: bool = False  # never named on a posted page, nor on any page of a run inside Russia
    link: Link | None = None
    limits: tuple[Limit, ...] = ()
    form: tuple[str, ...] = ()  # names of the fields, in order
    form_source: str | None = None  # `None` = the form is that of another service


@cache
def services() -> Mapping[str, Service]:
    """Every known service by its id."""
    table = read_toml(shipped.templates() / "services.toml")
    payments, form = table.pop("payments"), table[MODEL]["form"]
    return {key: _service(key, row, payments[row["payment"]], form) for key, row in table.items()}


def _service(key: str, row: Mapping[str, Any], payment: Mapping[str, str], form: list[str]) -> Service:
    return Service(
        id=key,
        name=row["name"],
        russian=row["russian"],
        payment=payment,
        checked_on=row["checked_on"],
        seen=row.get("seen"),
        organisation=row.get("organisation", False),
        link=Link(**row["link"]) if "link" in row else None,
        limits=tuple(Limit(**limit) for limit in row.get("limits", ())),
        form=tuple(row.get("form", form)),
        form_source=row.get("form_source"),
    )

"""The electronic letter services the program knows, read from templates/services.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from letters import shipped


@dataclass(frozen=True, slots=True)
class Service:
    """An electronic letter service; `payment` is a text by language, `seen` its address in public pages."""

    id: str
    name: str
    payment: Mapping[str, str]
    seen: str | None = None
    organisation: bool = False  # never named on a posted page, nor on any page of a run inside Russia


@cache
def services() -> Mapping[str, Service]:
    """Every known service by its id."""
    table = tomllib.loads((shipped.templates() / "services.toml").read_text(encoding="utf-8"))
    fields = ("name", "payment", "seen", "organisation")
    return {key: Service(key, **{field: row[field] for field in fields if field in row}) for key, row in table.items()}

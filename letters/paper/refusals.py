"""Which posts do not take letters to Russia, with day and source (data/refusals.toml): a warning, since it changes."""

from dataclasses import dataclass
from functools import cache

from letters import shipped
from letters.textfile import read_toml


@dataclass(frozen=True, slots=True)
class Refusal:
    """A post that stopped taking letters to Russia; days in English words."""

    since: str
    seen: str  # the last day on which a source says so
    sure: bool  # nothing says otherwise
    source: str


def find_refusal(code: str | None) -> Refusal | None:
    """What is known of the post of that country, `None` = nothing."""
    return _refusals().get(code or "")


@cache
def _refusals() -> dict[str, Refusal]:
    return {code: Refusal(**row) for code, row in read_toml(shipped.data() / "refusals.toml").items()}

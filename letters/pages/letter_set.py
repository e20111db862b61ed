"""One set: what one guest writes to one person with; who gets a second letter has a second set."""

from dataclasses import dataclass

from letters.model import Person


@dataclass(frozen=True, slots=True)
class LetterSet:
    """A person, which of their sets this is, and what the ledger says of the letters before this run."""

    person: Person
    number: int = 1
    letters: int | None = None  # so far; `None` = there is no ledger
    last: str | None = None  # the day of the last one

    @property
    def key(self) -> str:
        """«vetrov», and «vetrov.2» for a second set: no id has a dot in it."""
        return self.person.id if self.number == 1 else f"{self.person.id}.{self.number}"

"""What can go wrong, in words for the person at the keyboard: one value and one family of exceptions."""

from dataclasses import dataclass
from dataclasses import field as about
from typing import Literal

Level = Literal["error", "warning", "info"]


def named(name: str, value: str = "") -> str:
    """A field of a request, or a use case, as texts hold it until a door says it: «‹paper=a4›», «‹check›»."""
    plain = value.translate({ord("‹"): "<", ord("›"): ">"})
    return f"‹{name}={plain}›" if plain else f"‹{name}›"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it stands, what it is, what to do about it.

    `where` is "addresses.yaml:12", a person's id, or "" for the whole run. Texts that name another field or a use case
    hold it as ‹paper=a4› or ‹check›, which the door turns into its own words (`letters.messages`).
    """

    where: str
    what: str
    hint: str = ""
    level: Level = "error"
    code: str = about(default="", compare=False)  # the kind of problem, the same for ever: "stale"
    general: str = about(default="", compare=False)  # what all of the kind have in common, in place of `what`
    who: str = about(default="", compare=False)  # id of the person, if there is one
    field: str = ""  # of the request, "window"; a door says it in its own words
    value: str = ""  # what the field holds, where that helps: "din"

    def __str__(self) -> str:
        named = f"‹{self.field}={self.value}›" if self.value else f"‹{self.field}›" if self.field else ""
        text = ": ".join(filter(None, (self.where, named, self.what)))
        return f"{text} {self.hint}" if self.hint else text


class LettersError(Exception):
    """Every failure this program can explain; `problems` is never empty."""

    exit_code = 70

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    def __reduce__(self) -> tuple[type["LettersError"], tuple[Problem, ...]]:
        """So that a failure comes whole from one process to another."""
        return type(self), self.problems


class DataError(LettersError):
    """The book, a template or a letter holds something that must be mended first; nothing was written."""

    exit_code = 1
    outcome = "Nothing was written."


class PartError(DataError):
    """The same in a run of volumes, of which some are finished; `outcome` says which."""

    def __init__(self, outcome: str, *problems: Problem) -> None:
        super().__init__(*problems)
        self.outcome = outcome


class Stopped(KeyboardInterrupt):
    """Somebody stopped the run: how many people were laid out, of how many, and which volumes are whole."""

    def __init__(self, done: int, people: int, volumes: int | None) -> None:
        super().__init__()
        self.done, self.people, self.volumes = done, people, volumes


class CommandError(LettersError):
    """The command asks for something that does not exist: an envelope, a country, a person."""

    exit_code = 2


class FileError(LettersError):
    """A file cannot be read or written."""

    exit_code = 3

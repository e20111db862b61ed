"""What can go wrong, in words for the person at the keyboard: one value and one family of exceptions."""

from dataclasses import dataclass
from dataclasses import field as about
from typing import Literal

from letters.sentences import joined, sentence

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

    @property
    def place(self) -> str:
        """What is wrong where: `where`, the field, or both."""
        return joined(filter(None, (self.where, self.field and named(self.field, self.value))), ": ")

    def __str__(self) -> str:
        text = ": ".join(filter(None, (self.place, self.what)))
        return f"{text} {self.hint}" if self.hint else text


class LettersError(Exception):
    """Every failure this program can explain; `problems` is never empty."""

    exit_code = 70

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class DataError(LettersError):
    """The book, a template or a letter holds something that must be mended first; nothing was written."""

    exit_code = 1


class Stopped(KeyboardInterrupt):
    """Somebody stopped the run: how many people were laid out, of how many."""

    def __init__(self, done: int, people: int) -> None:
        super().__init__()
        self.done, self.people = done, people

    @property
    def told(self) -> str:
        """Where it was stopped, as a sentence."""
        if not self.done:
            return sentence("Stopped; the files are as they were before.")
        return sentence(
            "Stopped after {done} of {people} people; the files are as they were before.",
            done=self.done,
            people=self.people,
        )


class CommandError(LettersError):
    """The command asks for something that does not exist: an envelope, a country, a person."""

    exit_code = 2


class FileError(LettersError):
    """A file cannot be read or written."""

    exit_code = 3

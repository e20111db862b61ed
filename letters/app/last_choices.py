"""What was chosen for the last evening, to be offered for the next: no people, no texts, no names."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from letters.errors import LettersError

# The fields of a door's form that are kept, each a short word.
KEPT = frozenset(
    (
        *("country", "envelope", "size", "feed", "sheet", "window", "order", "bilingual", "stamp", "dots", "printer"),
        *("letter", "shape", "ruling", "align", "writer", "language", "qr", "alphabet", "html"),
        *("kit", "collate", "large", "reply", "paper", "by", "split", "keep_going", "only", "picked", "birthdays"),
    )
)
_LONGEST = 60


@dataclass(slots=True)
class LastChoices:
    """Read once; kept in a file of the user, or for this start of the program alone."""

    is_kept: bool = True
    _values: dict[str, str] | None = field(default=None)

    def read(self) -> dict[str, str]:
        """Texts by field; what is none of the fields, or no short word, is left aside."""
        if self._values is None:
            self._values = _known(_kept_choices()) if self.is_kept else {}
        return dict(self._values)

    def keep(self, values: Mapping[str, str]) -> None:
        """Keep what belongs here of these values; where no file can be written, until the program ends."""
        self._values = _known(values)
        if self.is_kept:
            from letters.store.last_choices import write_choices  # with all that is known of printers

            with suppress(LettersError):
                write_choices(self._values)


def _kept_choices() -> dict[str, str]:
    from letters.store.last_choices import read_choices

    return read_choices()


def _known(values: Mapping[str, str]) -> dict[str, str]:
    return {
        name: text for name, text in values.items() if name in KEPT and len(text) <= _LONGEST and text.isprintable()
    }

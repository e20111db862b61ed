"""Whether letters of one run say the same, which a prison that sees them side by side may stop."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b

from letters.errors import Problem
from letters.sentences import joined, sentence
from letters.wording import Block

FEWEST_WORDS = 8  # a greeting and a farewell are the same in all letters
MOST_REMEMBERED = 10_000  # texts; the memory of a run does not grow with its people


def text_key(blocks: Sequence[Block]) -> str | None:
    """The same for letters that say the same; `None` for one that says too little."""
    text = " ".join(span.text for block in blocks if block.kind == "text" for span in block.spans)
    if len(text.split(maxsplit=FEWEST_WORDS)) < FEWEST_WORDS:
        return None
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


class SameLetters:
    """Counts the letters whose text another one of the run has too; greeting, date and ruled lines left aside."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}
        self._pair: tuple[str, str] | None = None
        self._count = 0

    def add(self, person: str, key: str | None) -> None:
        """The letter to one person, by its `text_key`."""
        if key is None:
            return
        if other := self._seen.get(key):
            self._pair = self._pair or (other, person)
            self._count += 1
        elif len(self._seen) < MOST_REMEMBERED:
            self._seen[key] = person

    def problems(self) -> Iterator[Problem]:
        """A note, once a run."""
        if self._pair:
            people = joined(self._pair)
            if self._count > 1:
                people = sentence("{names} and {count} more", names=people, count=self._count - 1)
            what = sentence("these letters say the same: {people}.", people=people)
            hint = sentence(
                "A prison may stop such letters. ‹compose› writes a different one for each; or add lines by hand."
            )
            yield Problem("", what, hint, "warning", code="same-letters")

"""Anything at all, fed to every place where a stranger's text comes in: a result, or a failure that is explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

PIECES = st.sampled_from(
    (
        b"{{",
        b"}}",
        b"{%",
        b"<",
        b">",
        b"&",
        b"*",
        b"&a ",
        b"!!x ",
        b": ",
        b"\n",
        b"\x00",
        b"\xff",
        b'"',
        b"663180",
        b"\xd0",
    )
)


def changed(seed: bytes) -> st.SearchStrategy[bytes]:
    """The seed with a stretch of it replaced by something else, so that most of it still means something."""
    place, length = st.integers(0, len(seed)), st.integers(0, 30)
    middle = st.one_of(
        st.binary(max_size=40), PIECES, st.text(max_size=20).map(lambda text: text.encode("utf-8", "replace"))
    )
    return st.builds(lambda at, cut, put: seed[:at] + put + seed[at + cut :], place, length, middle)


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_in_is_taken_or_explained(name: str) -> None:
    target = TARGETS[name]

    @given(st.one_of(st.binary(max_size=400), *map(changed, target.seeds)))
    def feed(data: bytes) -> None:
        target(data)

    for seed in target.seeds:
        target(seed)
    feed()

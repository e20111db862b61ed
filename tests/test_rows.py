"""A table that is one test tells every row that is wrong, by its name and in the words of its own assertion."""

import pytest

from tests.rows import rows


@rows("by", [1, 2])
@rows(("text", "length"), [("", 0), ("ab", 3), ("абв", 6), (None, 0)], ids=["right", "first", "second", "raises"])
def table(by, text, length, tmp_path):
    assert [*tmp_path.iterdir()] == []
    assert len(text) * by == length


def test_every_wrong_row_is_told(tmp_path):
    with pytest.raises(AssertionError) as caught:
        table(tmp_path=tmp_path)
    said = str(caught.value)
    assert said.startswith("2 of 2 rows are wrong\n\n1: 3 of 4 rows are wrong\n\nfirst: assert (2 * 1) == 3")
    assert [name for name in ("right: ", "first: ", "second: ", "raises: object of type") if name in said][1:] == [
        "second: ",
        "raises: object of type",
    ]


def test_what_should_be_raised_and_is_not_is_told():
    @rows("text", ["1", "x"])
    def refused(text):
        with pytest.raises(ValueError, match="x"):
            int(text)

    with pytest.raises(AssertionError, match="'1': DID NOT RAISE"):
        refused()

"""Envelopes and the zones on them: a table of sizes, and what holds for an envelope of any size."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.errors import CommandError
from letters.paper import (
    Box,
    Edges,
    Envelope,
    Profile,
    Zones,
    envelope_names,
    find_envelope,
    zones_abroad,
    zones_russia,
)
from tests.cases import cases

ENVELOPES = cases("envelopes.yaml")
EDGE = 8  # mm that household printers do not reach
STAMP = (61, 14)


def edges(box: Box) -> list[float]:
    return [round(edge, 3) for edge in (box.left, box.top, box.right, box.bottom)]


def areas(envelope: Envelope, zones: Zones) -> dict[str, Box]:
    """All that must not overlap, with the code stamp if there is one."""
    stamp = {"code_stamp": Box(*zones.code_stamp, *STAMP)} if zones.code_stamp else {}
    return {
        "recipient": zones.recipient_area,
        "sender": zones.sender_area,
        "postage": zones.postage_area,
        **stamp,
    }


def overlapping(boxes: dict[str, Box]) -> list[tuple[str, str]]:
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes.items(), 2)
        if a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
    ]


def test_the_table_has_every_envelope() -> None:
    assert {*envelope_names()} < {row["name"] for row in ENVELOPES}


@pytest.mark.parametrize("row", ENVELOPES, ids=lambda row: row["name"])
def test_envelopes(row: dict[str, Any]) -> None:
    envelope = find_envelope(row["name"])
    assert [envelope.width, envelope.height] == row["size"]
    assert {find_envelope(name) for name in row["also"]} == {envelope}
    abroad, russia = zones_abroad(envelope), zones_russia(envelope)
    assert edges(abroad.recipient_area) == row["abroad"]
    assert edges(abroad.sender_area) == row["sender"]
    assert abroad.code_stamp is None
    assert edges(russia.recipient_area) == row["russia"]
    assert edges(russia.sender_area) == row["russian_sender"]
    assert [*map(round, russia.code_stamp or (), (3, 3))] == row["stamp"]


def test_a_country_may_want_a_higher_white_strip() -> None:
    zones = zones_abroad(find_envelope("C6"), Profile(clear=Edges(bottom=30)))
    assert edges(zones.recipient_area) == [47, 42, 147, 84]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("DLL", ["DLL", "Did you mean DL?", "DL", "#10", "200x120"]),
        ("", ["‹envelope›: there is no such envelope", "C6"]),
        ("80x60", ["80x60", "140x90", "353x250"]),
        ("500x400", ["500x400", "140x90", "353x250"]),
        ("0x0", ["0x0"]),
        ("200x120x3", ["200x120x3"]),
        ("1e3x200", ["1e3x200"]),
        ("-200x120", ["-200x120"]),
    ],
)
def test_what_is_no_envelope(name: str, words: list[str]) -> None:
    with pytest.raises(CommandError) as caught:
        find_envelope(name)
    assert [word for word in words if word not in str(caught.value)] == []
    assert (caught.value.problems[0].field, caught.value.problems[0].value) == ("envelope", name)


SIZES = st.tuples(st.integers(1400, 3530), st.integers(900, 2500)).map(lambda size: (size[0] / 10, size[1] / 10))


@given(SIZES)
def test_zones_of_any_envelope_keep_apart_and_off_the_edges(size: tuple[float, float]) -> None:
    envelope = find_envelope(f"{size[0]}x{size[1]}")
    for zones in (
        zones_abroad(envelope),
        zones_abroad(envelope, Profile(clear=Edges(bottom=30))),
        zones_russia(envelope),
    ):
        boxes = areas(envelope, zones)
        assert overlapping(boxes) == []
        for name in ("recipient", "sender"):
            box = boxes[name]
            assert box.width > 30
            assert box.height > 15
            assert box.left >= EDGE
            assert box.top >= EDGE
            assert box.right <= envelope.width - EDGE
            assert box.bottom <= envelope.height - EDGE


@given(SIZES)
def test_abroad_the_block_is_where_sorting_machines_read(size: tuple[float, float]) -> None:
    envelope = find_envelope(f"{size[0]}x{size[1]}")
    box = zones_abroad(envelope).recipient_area
    assert box.top >= 40
    assert envelope.width - box.right >= 15
    assert envelope.width - box.left <= 140
    assert envelope.height - box.bottom >= 15
    assert box.width <= 100.001

"""The left half of a postcard's address side: lines for a few words by hand, and the stroke between the halves."""

from collections.abc import Iterator

from letters.marks import Rule
from letters.paper import Zones

PITCH = 8.0
RULE_GREY = 0.45


def message_marks(zones: Zones, used: float) -> Iterator[Rule]:
    """Ruled lines from the foot of the message area up to `used`, the lower edge of what stands above."""
    area = zones.message_area
    if area is None:
        return
    clear = zones.postage_area.bottom + 2  # down to here the stamp of some posts reaches beyond the middle
    middle = area.right + (zones.recipient_area.left - area.right) / 2
    yield Rule(middle, clear, middle, area.bottom, 0.2, RULE_GREY)
    for number in range(int((area.bottom - used) / PITCH)):
        top = round(area.bottom - number * PITCH, 3)
        right = area.right if top > clear else zones.sender_area.right
        yield Rule(area.left, top, right, top, 0.15, RULE_GREY)

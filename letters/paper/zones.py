"""Where things may stand on the address side, in mm from the top-left corner: posted abroad, or inside Russia."""

from dataclasses import dataclass, replace

from letters.paper.profile import GENERAL, Profile
from letters.paper.sizes import Box, Envelope, rules

LARGER_THAN_B5 = 176  # mm of height


@dataclass(frozen=True, slots=True)
class Zones:
    """Where things may stand on an envelope."""

    recipient_area: Box
    sender_area: Box
    postage_area: Box
    code_stamp: tuple[float, float] | None = None  # top-left corner; only inside Russia
    characters: int | None = None  # the most on one line of the address
    sender_lines: int | None = None  # the most lines of the return address
    message_area: Box | None = None  # of a postcard


def zones_abroad(envelope: Envelope, profile: Profile = GENERAL) -> Zones:
    """The zones for posting outside Russia: the box that satisfies all, narrowed by what one post asks besides."""
    rule = rules()["abroad"]
    sender, clear = rule["sender"], profile.clear
    postage = [max(pair) for pair in zip(rule["postage"], profile.postage, strict=True)]
    clear_right = max(sender["clear_right"], profile.postage[0] + rule["sender_to_postage"])
    zones = Zones(
        _recipient_area_abroad(envelope, profile),
        Box.between(max(sender["left"], clear.left), sender["top"], envelope.width - clear_right, sender["bottom"]),
        _postage_area(envelope.width, postage),
        characters=profile.characters,
        sender_lines=profile.sender_lines,
    )
    return _on_card(zones, envelope, zones.recipient_area.bottom) if envelope.card else zones


def _on_card(zones: Zones, envelope: Envelope, message_bottom: float) -> Zones:
    """The zones of a postcard: address and stamp on the right half, sender and message on the left."""
    middle, gap = envelope.width / 2, rules()["card"]["from_middle"]
    recipient, sender = zones.recipient_area, zones.sender_area
    left_half = Box.between(sender.left, sender.top, middle - gap, message_bottom)
    return replace(
        zones,
        recipient_area=Box.between(max(recipient.left, middle + gap), recipient.top, recipient.right, recipient.bottom),
        sender_area=Box.between(sender.left, sender.top, min(sender.right, left_half.right), sender.bottom),
        message_area=left_half,
    )


def _recipient_area_abroad(envelope: Envelope, profile: Profile) -> Box:
    rule, address, clear = rules()["abroad"], profile.address, profile.clear
    width, height = envelope.width, envelope.height
    right = width - max(rule["right"], address.right, clear.right)
    bottom = height - max(rule["bottom"], address.bottom, _clear_bottom(envelope, profile))
    left = max(
        *(rule["left"], address.left, clear.left, width * profile.from_left),
        width - _least(rule["reach"], profile.reach),
        right - _least(rule["widest"], profile.widest),
    )
    top = max(
        *(rule["top"], address.top, clear.top),
        height - _least(height, profile.rise),
        bottom - _least(height, profile.highest),
    )
    return Box.between(left, top, right, bottom)


def _clear_bottom(envelope: Envelope, profile: Profile) -> float:
    return max(profile.clear.bottom, profile.clear_bottom_large if envelope.height > LARGER_THAN_B5 else 0)


def _least(general: float, asked: float | None) -> float:
    return general if asked is None else min(general, asked)


def zones_russia(envelope: Envelope) -> Zones:
    """The zones for posting inside Russia, with the place of the code stamp."""
    rule = rules()["russia"]
    sender = rule["sender"].get(envelope.name, rule["sender"]["other"])
    stamp = rule["stamp"]
    postage = _postage_area(envelope.width, rule["postage"])
    sender_right = min(sender["right"], postage.left - rule["clear"]["sender_to_postage"])
    corner = (stamp["left"], envelope.height - stamp["above_bottom"])
    zones = Zones(
        _russian_recipient_area(envelope),
        Box.between(sender["left"], sender["top"], sender_right, sender["bottom"]),
        postage,
        corner,
    )
    return _on_card(zones, envelope, corner[1] - rules()["card"]["above_stamp"]) if envelope.card else zones


def _russian_recipient_area(envelope: Envelope) -> Box:
    rule = rules()["russia"]
    edges = rule["recipient"].get(envelope.name)
    if edges is not None:
        return Box.between(edges["left"], edges["top"], edges["right"], edges["bottom"])
    far, width, height = rule["recipient"]["other"], envelope.width, envelope.height
    return Box.between(
        max(width - far["from_right"], rule["clear"]["least_left"]),
        max(height - far["from_bottom"], rule["clear"]["least_top"]),
        width - far["clear_right"],
        height - far["clear_bottom"],
    )


def _postage_area(width: float, size: list[float]) -> Box:
    return Box(width - size[0], 0, size[0], size[1])

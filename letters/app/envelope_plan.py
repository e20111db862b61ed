"""An envelope to scale, for a door to draw: its zones, and how it lies on the paper that the printer takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from letters.layout.sheet import Place, choose_imposition
from letters.marks import Page
from letters.pages.feeding import envelope_step
from letters.pages.run import Run
from letters.pages.setting import chosen_country
from letters.paper import Box, find_envelope, zones_abroad, zones_russia
from letters.russian.postal.country import DESTINATION, SOMEWHERE_ABROAD

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Held:
    """An envelope on its sheet: four corners in mm, from the envelope's own top-left corner on."""

    corners: tuple[Corner, Corner, Corner, Corner]

    @property
    def flap(self) -> tuple[Corner, Corner]:
        """The edge at which the flap is folded: the upper one."""
        return self.corners[0], self.corners[1]


@dataclass(frozen=True, slots=True)
class EnvelopePlan:
    """The address side in mm from the top-left corner, and the sheet with everything that lies on it."""

    name: str
    width: float
    height: float
    card: bool
    recipient: Box
    sender: Box
    postage: Box
    line: str | None  # the country as the last line; `None` = inside Russia there is none
    sheet: Corner  # width and height of the page that is printed
    held: tuple[Held, ...]
    is_upright: bool  # the sheet goes in by its upper edge, and is more than the envelope as it lies
    step: str  # how it is fed, in words


def plan_envelope(run: Run, country_of_book: str | None) -> EnvelopePlan:
    """The envelope of that run; raises CommandError for an envelope, a country or paper that does not exist."""
    country = chosen_country(run.post.country or country_of_book) or SOMEWHERE_ABROAD
    envelope, wish = find_envelope(run.post.envelope), run.print
    zones = zones_russia(envelope) if country.code == DESTINATION else zones_abroad(envelope, country.profile)
    plan = choose_imposition(envelope, wish.feed, wish.sheet, wish.start, wish.outlines)
    places = plan.places if plan else (Place(0, 0),)
    is_of_envelopes = wish.sheet is None
    return EnvelopePlan(
        envelope.name,
        envelope.width,
        envelope.height,
        envelope.card,
        zones.recipient_area,
        zones.sender_area,
        zones.postage_area,
        country.country_line,
        (plan.width, plan.height) if plan else (envelope.width, envelope.height),
        tuple(_held(places, envelope.width, envelope.height)) if is_of_envelopes else (),
        plan is not None,
        envelope_step(run, envelope),
    )


def _held(places: tuple[Place, ...], width: float, height: float) -> Iterator[Held]:
    page = Page(width, height, ())
    for place in places:
        on = place.hold(page)
        yield Held((on.at(0, 0), on.at(width, 0), on.at(width, height), on.at(0, height)))

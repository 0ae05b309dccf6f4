"""Places in free text: which grid of the district a message speaks of. No I/O; the caller gives the rows."""

from bot.places.coords import LngLat, check_range, gcj02_to_wgs84, is_in_china, wgs84_to_gcj02
from bot.places.gazetteer import Gazetteer
from bot.places.model import (
    Area,
    Candidate,
    Crossing,
    EstatePart,
    PlaceEntry,
    PlaceSpan,
    Poi,
    Region,
    Resolution,
    RoadRange,
    VillagePart,
)
from bot.places.resolve import Hint, resolve

__all__ = [
    "Area",
    "Candidate",
    "Crossing",
    "EstatePart",
    "Gazetteer",
    "Hint",
    "LngLat",
    "PlaceEntry",
    "PlaceSpan",
    "Poi",
    "Region",
    "Resolution",
    "RoadRange",
    "VillagePart",
    "check_range",
    "gcj02_to_wgs84",
    "is_in_china",
    "resolve",
    "wgs84_to_gcj02",
]

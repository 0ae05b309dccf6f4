"""The values of place matching: rows that a gazetteer is built from, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["district", "street", "community", "grid"]
Side = Literal["odd", "even", "all"]
Status = Literal["resolved", "ambiguous", "outside", "unknown", "none"]


@dataclass(frozen=True)
class Area:
    """A district, street, community or grid."""

    code: str
    """6, 9, 12 or 20 digits. Source: CJ/T 349-2010."""
    name: str
    """As officially written, e.g. 凤凰路街道."""
    level: Level
    """Which of the four levels it is."""
    parent: str = ""
    """Code of the area above, "" for the district."""
    aliases: tuple[str, ...] = ()
    """Other names that residents use."""


@dataclass(frozen=True)
class RoadRange:
    """Door numbers of a road that lie in one grid."""

    road: str
    """Name of the road."""
    aliases: tuple[str, ...]
    """Other names of the road."""
    side: Side
    """Which numbers of the range count."""
    from_no: int
    """First number."""
    to_no: int
    """Last number, inclusive."""
    grid_code: str
    """The grid."""


@dataclass(frozen=True)
class Crossing:
    """A place where two roads meet."""

    road_a: str
    """One road."""
    road_b: str
    """The other road."""
    grid_code: str
    """The grid that answers for the crossing."""
    lng: float
    """WGS-84 degrees."""
    lat: float
    """WGS-84 degrees."""


@dataclass(frozen=True)
class EstatePart:
    """An estate, or those of its buildings that lie in one grid."""

    estate: str
    """Name of the estate."""
    aliases: tuple[str, ...]
    """Other names of the estate."""
    community_code: str
    """The community that it belongs to."""
    grid_code: str
    """The grid."""
    buildings: str = ""
    """Numbers of the buildings, e.g. "1-12", both inclusive; "" for all."""
    road: str = ""
    """Road of the address, if known."""
    road_no: str = ""
    """Number of the address, if known."""


@dataclass(frozen=True)
class VillagePart:
    """The groups of a village that lie in one grid."""

    village: str
    """Name of the village."""
    group_from: int
    """First group."""
    group_to: int
    """Last group, inclusive."""
    grid_code: str
    """The grid."""
    aliases: tuple[str, ...] = ()
    """Other names of the village."""


@dataclass(frozen=True)
class Poi:
    """A point that people name: a school, a hospital, a market, a bridge."""

    poi: str
    """Its name."""
    aliases: tuple[str, ...]
    """Other names."""
    type: str
    """学校, 医院, 市场 and so on."""
    grid_code: str
    """The grid."""
    lng: float
    """WGS-84 degrees."""
    lat: float
    """WGS-84 degrees."""


@dataclass(frozen=True)
class Region:
    """A province, city or county, to recognise places outside the district."""

    name: str
    """Official name."""
    level: Literal["province", "city", "county"]
    """Its level."""
    parent: str
    """Name of the region above, "" for a province."""
    aliases: tuple[str, ...] = ()
    """Short names that are safe to recognise alone."""


PlaceEntry = RoadRange | Crossing | EstatePart | VillagePart | Poi | Region
"""Any row of a gazetteer beside its areas."""


@dataclass(frozen=True)
class Candidate:
    """A grid that a place may lie in."""

    grid_code: str
    """The grid."""
    grid_name: str
    """Its name."""
    path: tuple[str, ...]
    """Names from district to grid."""
    p: float
    """Probability that this is the right grid."""
    label: str
    """Words by which a resident can tell it from the others."""


@dataclass(frozen=True)
class PlaceSpan:
    """A place named in a text. Shape: offsets in characters of the given text, end exclusive."""

    text: str
    """The words as written."""
    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    candidates: tuple[Candidate, ...] = ()
    """Grids, most probable first; empty when outside, unknown or too wide."""
    status: Status = "unknown"
    """What this span alone amounts to."""
    area: Area | None = None
    """The smallest area that surely holds the place, when no grid is settled."""


@dataclass(frozen=True)
class Resolution:
    """What the places of one message amount to."""

    status: Status
    """Outcome for the main place; `none` when no place is named."""
    spans: tuple[PlaceSpan, ...] = ()
    """Every place found, in the order of the text."""
    main: PlaceSpan | None = None
    """The place that the message is about."""
    choices: tuple[Candidate, ...] = ()
    """At most 6 grids to choose from: one when resolved, several when ambiguous."""
    area: Area | None = None
    """Area that is sure although the grid is not, so that the caller can ask for the estate or the road."""

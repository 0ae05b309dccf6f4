"""Conversion between GCJ-02, which Chinese map services and WeChat use, and WGS-84, in which areas are kept."""

from __future__ import annotations

import math

LngLat = tuple[float, float]
"""Longitude and latitude in degrees, in this order."""

_SEMI_MAJOR = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_CHINA = (72.004, 0.8293, 137.8347, 55.8271)
_ENOUGH = 1e-9
"""Degrees; about a tenth of a millimetre."""


def check_range(lng: float, lat: float) -> None:
    """Refuses what cannot be a longitude and a latitude.

    Units: degrees.

    Raises:
        ValueError: A value is not finite, or outside -180..180 or -90..90.
    """
    if not (math.isfinite(lng) and math.isfinite(lat) and -180 <= lng <= 180 and -90 <= lat <= 90):
        raise ValueError("not a longitude and a latitude")


def is_in_china(lng: float, lat: float) -> bool:
    """Whether the point lies in the rectangle in which GCJ-02 differs from WGS-84."""
    left, bottom, right, top = _CHINA
    return left <= lng <= right and bottom <= lat <= top


def _shift(lng: float, lat: float) -> LngLat:
    """What GCJ-02 adds to a WGS-84 point, in degrees."""
    x, y = lng - 105.0, lat - 35.0
    wave = (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + wave
    north += (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    north += (160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + wave
    east += (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    east += (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    radians = math.radians(lat)
    magic = 1 - _ECCENTRICITY_SQUARED * math.sin(radians) ** 2
    root = math.sqrt(magic)
    east = math.degrees(east / (_SEMI_MAJOR / root * math.cos(radians)))
    north = math.degrees(north / (_SEMI_MAJOR * (1 - _ECCENTRICITY_SQUARED) / (magic * root)))
    return east, north


def wgs84_to_gcj02(lng: float, lat: float) -> LngLat:
    """The GCJ-02 point that a Chinese map shows for a WGS-84 point; unchanged outside China.

    Units: degrees.

    Raises:
        ValueError: See `check_range`.

    Source: The published reverse engineering of GCJ-02 on the Krasovsky 1940 ellipsoid; GB 20263-2006 names the
    rule, not the formula.
    """
    check_range(lng, lat)
    if not is_in_china(lng, lat):
        return lng, lat
    east, north = _shift(lng, lat)
    return lng + east, lat + north


def gcj02_to_wgs84(lng: float, lat: float) -> LngLat:
    """The WGS-84 point of a GCJ-02 point, by iteration, good to a millimetre; unchanged outside China.

    Units: degrees.

    Raises:
        ValueError: See `check_range`.

    Source: The inverse of `wgs84_to_gcj02`; the shift hardly changes over its own length, so a few steps suffice.
    """
    check_range(lng, lat)
    if not is_in_china(lng, lat):
        return lng, lat
    east, north = lng, lat
    for _ in range(10):
        shift_east, shift_north = _shift(east, north)
        step_east, step_north = lng - shift_east - east, lat - shift_north - north
        east, north = east + step_east, north + step_north
        if max(abs(step_east), abs(step_north)) < _ENOUGH:
            break
    return east, north

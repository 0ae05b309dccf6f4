"""Cuts a convex shape into convex pieces of given sizes, for the demo district."""

from __future__ import annotations

import itertools
import math
import random

import shapely
from shapely import affinity
from shapely.geometry import LineString, Polygon
from shapely.ops import split


def cut(shape: Polygon, share: float, angle: float) -> tuple[Polygon, Polygon]:
    """Two convex parts of a convex shape, the first with `share` of the area, left of a line at `angle`."""
    turned = affinity.rotate(shape, -angle, origin=(0, 0))
    left, bottom, right, top = turned.bounds
    low, high = bottom, top
    for _ in range(50):
        middle = (low + high) / 2
        part = turned.intersection(shapely.box(left - 1, middle, right + 1, top + 1)).area / turned.area
        low, high = (middle, high) if part > share else (low, middle)
    halves = list(split(turned, LineString([(left - 1, low), (right + 1, low)])).geoms)
    halves.sort(key=lambda half: -half.centroid.y)
    first, second = (affinity.rotate(half, angle, origin=(0, 0)) for half in halves)
    return first, second


def partition(shape: Polygon, weights: list[float], rng: random.Random) -> list[Polygon]:
    """The shape in `len(weights)` convex pieces with areas in these proportions, cut across the longer side."""
    if len(weights) == 1:
        return [shape]
    half = len(weights) // 2
    box = shapely.minimum_rotated_rectangle(shape)
    corners = list(box.exterior.coords)
    longest = max(itertools.pairwise(corners), key=lambda edge: math.dist(*edge))
    angle = (
        math.degrees(math.atan2(longest[1][1] - longest[0][1], longest[1][0] - longest[0][0])) + 90 + rng.uniform(-9, 9)
    )
    first, second = cut(shape, sum(weights[:half]) / sum(weights), angle)
    return partition(first, weights[:half], rng) + partition(second, weights[half:], rng)

"""Writes the demo district's files under data/district, the same bytes each time.

The size and the street names are those of 西安市阎良区 (the five source reports describe it); its boundaries,
estates, roads, numbers, villages and people are invented. The names come from
`data/district/demo_source.json`. `outside.csv` and `taxonomy.csv` are not made here.

Usage: python deploy/demo_district.py [OUTPUT_DIRECTORY]
"""

from __future__ import annotations

import csv
import itertools
import json
import math
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from partition import cut, partition
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, mapping
from shapely.ops import polygonize, unary_union

SOURCE = Path(__file__).resolve().parent.parent / "data" / "district" / "demo_source.json"
NAMES: dict[str, Any] = json.loads(SOURCE.read_text(encoding="utf-8"))
STREETS: list[tuple[str, str, int, str, str]] = NAMES["streets"]
CENTRE = (109.23, 34.66)
AREA_KM2 = 244.0
KM_PER_DEGREE = (111.320 * math.cos(math.radians(CENTRE[1])), 110.95)
COUNTY = "610114"
WITHIN = ("陕西省", "西安市")
GRID_OBJECT = "100001"
NUMBER_STEP_KM = 0.012
"""Door numbers rise by one every 12 metres of road."""

ABOUT = "演示数据，非官方：边界、网格、小区、道路门牌、村组与人员均为虚构，仅供演示测试，请以正式数据替换。"

# (share of the first part's area, angle of the cut in degrees, first part, second part); a leaf indexes STREETS.
SPLITS: Any = (
    60 / 244,
    80,
    5,
    (118 / 184, 95, (38 / 118, 5, 4, (40 / 80, 100, 3, (22 / 40, 80, 2, (8 / 18, 8, 0, 1)))), 6),
)

ORDINALS = "一二三四五六七八九"


@dataclass
class Area:
    """One area of the demo with its shape in kilometres around the centre."""

    code: str
    name: str
    level: str
    parent: str
    shape: Polygon
    kind: str = ""
    aliases: str = ""
    children: list[Area] = field(default_factory=list)


def split_streets(shape: Polygon, plan: Any, found: dict[int, Polygon]) -> None:
    """Fills `found` with the street shapes of the cutting plan."""
    if isinstance(plan, int):
        found[plan] = shape
        return
    share, angle, first, second = plan
    one, two = cut(shape, share, angle)
    split_streets(one, first, found)
    split_streets(two, second, found)


def build_areas(rng: random.Random) -> Area:
    """The district with its streets, communities and grids, shapes in kilometres."""
    outline = Polygon(
        [(-9.5, -5.6), (-3.0, -8.2), (6.2, -7.0), (10.2, -1.5), (8.9, 5.2), (2.0, 8.1), (-6.0, 6.9), (-10.4, 1.0)]
    )
    scale = math.sqrt(AREA_KM2 / outline.area)
    outline = affinity.scale(outline, scale, scale, origin=(0, 0))
    district = Area(COUNTY, "阎良区", "district", "", outline, aliases="阎良")
    shapes: dict[int, Polygon] = {}
    split_streets(outline, SPLITS, shapes)
    for index, (name, _, grids, aliases, communities) in enumerate(STREETS):
        street = Area(f"{COUNTY}{index + 1:03}", name, "street", COUNTY, shapes[index], aliases=aliases)
        district.children.append(street)
        names = communities.split()
        counts = [grids // len(names) + (n < grids % len(names)) for n in range(len(names))]
        pieces = partition(street.shape, [count**0.7 * rng.uniform(0.8, 1.25) for count in counts], rng)
        for number, (place, count, piece) in enumerate(zip(names, counts, pieces, strict=True), 1):
            kind = "村" if place.endswith("村") else "社区"
            alias = place[:-1] if kind == "村" and len(place) > 3 else ""
            community = Area(f"{street.code}{number:03}", place, "community", street.code, piece, kind, alias)
            street.children.append(community)
            for sequence, cell in enumerate(partition(piece, [rng.uniform(0.8, 1.25) for _ in range(count)], rng), 1):
                code = f"{GRID_OBJECT}{community.code}{sequence:02}"
                community.children.append(
                    Area(code, f"{place}第{ORDINALS[sequence - 1]}网格", "grid", community.code, cell)
                )
    return district


def degrees(x: float, y: float) -> tuple[float, float]:
    """WGS-84 longitude and latitude of a point given in kilometres, rounded to 6 decimals."""
    return round(CENTRE[0] + x / KM_PER_DEGREE[0], 6), round(CENTRE[1] + y / KM_PER_DEGREE[1], 6)


def shared_cells(grids: list[Area]) -> dict[str, Polygon]:
    """Grid polygons in degrees whose neighbours share the very same vertices, so that they tile without gaps."""
    to_degrees = [1 / KM_PER_DEGREE[0], 0, 0, 1 / KM_PER_DEGREE[1], *CENTRE]
    edges = unary_union([affinity.affine_transform(grid.shape, to_degrees).exterior for grid in grids])
    noded = unary_union(shapely.set_precision(edges, 1e-6))
    cells = {}
    tree = shapely.STRtree([affinity.affine_transform(grid.shape, to_degrees) for grid in grids])
    for face in polygonize(noded):
        found = tree.query(face.representative_point(), predicate="intersects")
        if len(found):
            cells[grids[int(found[0])].code] = face
    return cells


def write_areas(path: Path, district: Area) -> None:
    """The GeoJSON file of all areas, upper levels as unions of their grids."""
    everything = [district]
    for area in everything:
        everything.extend(area.children)
    cells = shared_cells([area for area in everything if area.level == "grid"])

    def outline(area: Area) -> Any:
        return unary_union([outline(child) for child in area.children]) if area.children else cells[area.code]

    def rounded(value: Any) -> Any:
        return round(value, 6) if isinstance(value, float) else [rounded(item) for item in value]

    features = []
    for area in everything:
        properties = {"code": area.code, "name": area.name, "level": area.level, "parent": area.parent}
        properties |= {"kind": area.kind} if area.kind else {}
        properties |= {"aliases": area.aliases.split("|") if area.aliases else [], "demo": True}
        properties |= {"within": list(WITHIN)} if area.level == "district" else {}
        shape = mapping(outline(area))
        features.append(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": shape["type"], "coordinates": rounded(shape["coordinates"])},
            }
        )
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    about = json.dumps(ABOUT, ensure_ascii=False)
    path.write_text(f'{{"type":"FeatureCollection","about":{about},"features":[\n{lines}\n]}}\n', encoding="utf-8")


class District:
    """The built areas with the look-ups that the other tables need."""

    def __init__(self, rng: random.Random) -> None:
        """Builds the areas."""
        self.rng = rng
        self.root = build_areas(rng)
        self.streets = {street.name: street for street in self.root.children}
        self.communities = {community.name: community for street in self.root.children for community in street.children}
        self.grids = [grid for community in self.communities.values() for grid in community.children]
        self.tree = shapely.STRtree([grid.shape for grid in self.grids])

    def grid_at(self, x: float, y: float) -> str:
        """Code of the grid that holds a point in kilometres, "" outside."""
        found = self.tree.query(Point(x, y), predicate="intersects")
        return self.grids[int(min(found))].code if len(found) else ""

    def point_in(self, grid: Area) -> tuple[float, float]:
        """A point well inside a grid, in kilometres."""
        centre = grid.shape.centroid
        left, bottom, right, top = grid.shape.bounds
        inner = grid.shape.buffer(-min(right - left, top - bottom) * 0.12)
        while True:
            x = centre.x + self.rng.uniform(-0.3, 0.3) * (right - left)
            y = centre.y + self.rng.uniform(-0.3, 0.3) * (top - bottom)
            if inner.contains(Point(x, y)):
                return x, y

    def middle(self, *names: str) -> tuple[float, float]:
        """The centre of some streets together, in kilometres."""
        centre = unary_union([self.streets[name].shape for name in names]).centroid
        return centre.x, centre.y


def road_lines(district: District) -> list[tuple[str, str, LineString]]:
    """Name, aliases and line in kilometres of every road."""
    roads = []
    town = district.middle("凤凰路街道", "新华路街道", "振兴街道")
    placed = [
        (n, a, s, town[0] + (0 if s == "h" else o), town[1] + (o if s == "h" else 0), length)
        for n, a, s, o, length in NAMES["town_roads"]
    ]
    for name, aliases, street, shape, length in NAMES["rural_roads"]:
        x, y = district.middle(street)
        placed.append((name, aliases, shape, x, y, length))
    for name, aliases, shape, x, y, length in placed:
        half = length / 2
        line = LineString([(x - half, y), (x + half, y)] if shape == "h" else [(x, y - half), (x, y + half)])
        line = affinity.rotate(line, 6.0, origin=town).intersection(district.root.shape)
        roads.append((name, aliases, line))
    return roads


def number_runs(district: District, line: LineString, odd: bool) -> list[tuple[int, int, str]]:
    """Runs (first, last, grid) of the door numbers of one side: odd on the left, even on the right."""
    (x1, y1), (x2, y2) = line.coords[0], line.coords[-1]
    length = math.dist((x1, y1), (x2, y2))
    shift = 0.02 if odd else -0.02
    runs: list[tuple[int, int, str]] = []
    for number in range(1 if odd else 2, int(length / NUMBER_STEP_KM), 2):
        share = number * NUMBER_STEP_KM / length
        x = x1 + (x2 - x1) * share - (y2 - y1) / length * shift
        y = y1 + (y2 - y1) * share + (x2 - x1) / length * shift
        grid = district.grid_at(x, y)
        if runs and runs[-1][2] == grid:
            runs[-1] = (runs[-1][0], number, grid)
        elif grid:
            runs.append((number, number, grid))
    return runs


def road_rows(district: District, roads: list[tuple[str, str, LineString]]) -> list[list[object]]:
    """Rows of roads.csv; a run that is the same grid on both sides is one row with side "all"."""
    rows: list[list[object]] = []
    for name, aliases, line in roads:
        odd, even = number_runs(district, line, True), number_runs(district, line, False)
        for first, last, grid in odd:
            twin = next((run for run in even if run[2] == grid and abs(run[0] - first) == 1), None)
            if twin and abs(twin[1] - last) == 1:
                even.remove(twin)
                rows.append([name, aliases, "all", min(first, twin[0]), max(last, twin[1]), grid])
            else:
                rows.append([name, aliases, "odd", first, last, grid])
        rows.extend([name, aliases, "even", *run] for run in even)
    return rows


def crossing_rows(district: District, roads: list[tuple[str, str, LineString]]) -> list[list[object]]:
    """Rows of intersections.csv, in the grid that holds the crossing point."""
    rows: list[list[object]] = []
    for (one, _, first), (two, _, second) in itertools.combinations(roads, 2):
        cross = first.intersection(second)
        grid = district.grid_at(cross.x, cross.y) if cross.geom_type == "Point" else ""
        if grid and one != two:
            rows.append([one, two, grid, *degrees(cross.x, cross.y)])
    return rows


def estate_rows(district: District, numbers: list[list[object]]) -> list[list[object]]:
    """Rows of estates.csv; a large estate has one row per grid with its range of buildings."""
    rng = district.rng
    by_grid: dict[object, list[list[object]]] = {}
    for row in numbers:
        by_grid.setdefault(row[5], []).append(row)

    def door(grid: str) -> tuple[object, object]:
        if grid not in by_grid:
            return "", ""
        row = rng.choice(by_grid[grid])
        first, last = int(str(row[3])), int(str(row[4]))
        return row[0], first + 2 * rng.randrange((last - first) // 2 + 1)

    rows: list[list[object]] = []

    def add(name: str, aliases: str, community: Area, buildings: int, spread: int) -> None:
        grids = community.children[:spread] if spread > 1 else [rng.choice(community.children)]
        size = math.ceil(buildings / len(grids))
        for part, grid in enumerate(grids):
            last = min(buildings, (part + 1) * size)
            span = f"{part * size + 1}-{last}" if buildings else ""
            rows.append([name, aliases, community.code, grid.code, span, *door(grid.code)])

    for name, aliases, place, buildings, spread in NAMES["named_estates"]:
        add(name, aliases, district.communities[place], buildings, spread)
    taken = {row[0] for row in NAMES["named_estates"]}
    names = [head + tail for head in NAMES["estate_heads"].split() for tail in NAMES["estate_tails"].split()]
    rng.shuffle(names)
    urban = [c for street in district.root.children[:4] for c in street.children if c.kind == "社区"]
    heads: dict[str, int] = {}
    for name in names:
        head = name[:-2]
        if name in taken or heads.get(head, 0) >= 3:
            continue
        heads[head] = heads.get(head, 0) + 1
        community = urban[len(rows) % len(urban)]
        buildings = rng.choice([0, 3, 5, 6, 8, 9, 12, 16])
        add(name, "", community, buildings, 2 if buildings >= 16 else 1)
        if len({(row[0], row[2]) for row in rows}) >= 136:
            break
    return rows


def village_rows(district: District) -> list[list[object]]:
    """Rows of villages.csv: the groups of every village shared out over its grids."""
    rows: list[list[object]] = []
    for community in district.communities.values():
        if community.kind != "村":
            continue
        groups = district.rng.randint(4, 11)
        size = math.ceil(groups / len(community.children))
        for part, grid in enumerate(community.children):
            rows.append([community.name, part * size + 1, min(groups, (part + 1) * size), grid.code, community.aliases])
    return rows


def poi_rows(district: District) -> list[list[object]]:
    """Rows of pois.csv, the named ones first, then everyday places of the communities."""
    wanted = [(n, a, kind, district.communities[place]) for n, a, kind, place in NAMES["named_pois"]]
    for index, community in enumerate(district.communities.values()):
        tail, kind = (
            NAMES["poi_tails"][index % len(NAMES["poi_tails"])] if community.kind == "社区" else ("村委会", "单位")
        )
        stem = community.name.removesuffix("社区").removesuffix("村")
        wanted.append((stem + ("村" if community.kind == "村" else "") + tail, "", kind, community))
        if community.kind == "社区":
            wanted.append((f"{stem}社区服务中心", f"{stem}社区居委会", "单位", community))
    rows: list[list[object]] = []
    for name, aliases, kind, community in wanted:
        grid = district.rng.choice(community.children)
        rows.append([name, aliases, kind, grid.code, *degrees(*district.point_in(grid))])
    return rows


def department_rows(district: District, taxonomy: Path) -> list[list[object]]:
    """Rows of departments.csv: every department of the taxonomy with what it does there, then the street offices."""
    duties: dict[str, list[str]] = {"grid_center": ["分类或位置待定的诉求研判与派遣"]}
    with taxonomy.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            duties.setdefault(row["department"], []).append(row["name"])
    rows: list[list[object]] = []
    for number, (code, names) in enumerate((c, n) for c, n in duties.items() if c != "@street"):
        name, short = NAMES["departments"][code]
        rows.append([code, f"阎良区{name}", short, COUNTY, f"000-0000-{number + 1:04}", "、".join(names)])
    for number, (name, pinyin, *_) in enumerate(STREETS, 1):
        short = f"{name.removesuffix('街道')}街办"
        rows.append(
            [
                f"street_{pinyin}",
                f"{name}办事处",
                short,
                district.streets[name].code,
                f"000-0002-{number:04}",
                "、".join(duties.get("@street", [])),
            ]
        )
    return rows


def worker_rows(district: District) -> list[list[object]]:
    """Rows of grid_workers.csv: one invented worker a grid, with names and numbers that belong to nobody."""
    surnames = "王李张刘陈杨赵黄周吴"
    return [
        [grid.code, f"gw{n:03}", f"{surnames[n % 10]}网格{n:02}", f"000-0001-{n:04}"]
        for n, grid in enumerate(district.grids, 1)
    ]


def write_table(path: Path, header: str, rows: list[list[object]]) -> None:
    """One CSV file in UTF-8 with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def main(target: Path) -> None:
    """Builds the district and writes all its files into `target`."""
    district = District(random.Random(610114))
    roads = road_lines(district)
    numbers = road_rows(district, roads)
    write_areas(target / "areas.geojson", district.root)
    write_table(target / "grid_workers.csv", "grid_code,worker_id,name,phone", worker_rows(district))
    write_table(target / "roads.csv", "road,aliases,side,from_no,to_no,grid_code", numbers)
    write_table(target / "intersections.csv", "road_a,road_b,grid_code,lng,lat", crossing_rows(district, roads))
    write_table(
        target / "estates.csv",
        "estate,aliases,community_code,grid_code,buildings,road,road_no",
        estate_rows(district, numbers),
    )
    write_table(target / "villages.csv", "village,group_from,group_to,grid_code,aliases", village_rows(district))
    write_table(target / "pois.csv", "poi,aliases,type,grid_code,lng,lat", poi_rows(district))
    taxonomy = Path(__file__).resolve().parent.parent / "data" / "district" / "taxonomy.csv"
    write_table(
        target / "departments.csv", "code,name,short_name,area_code,phone,duties", department_rows(district, taxonomy)
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "data" / "district")

"""Making the outlines: polygons of areas become one small TopoJSON file in which neighbours share their borders.

Hard because a border simplified twice leaves slivers and overlaps between neighbours. So each border is cut out once
where areas meet, simplified once (Douglas and Peucker 1973) and shared; a country is what is left of its areas'
borders when those that two of them share are taken away. Runs before anything is installed: standard library only.

Known gaps: islands smaller than `SMALLEST_KM2` are left out unless an area has nothing larger.
"""

import json
import math
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from marsad.base.errors import InputError

UNITS = 1000
"""Grid steps a degree: about 110 m."""
FINE_KM = 0.5
COARSE_KM = 4.0
"""How far a drawn border may lie from the source's, in fine countries and elsewhere."""
SMALL_SHARE = 0.03
"""An area is drawn at least this finely, as a share of its breadth: a city is not lost beside a desert."""
SMALLEST_KM2 = {True: 2.0, False: 60.0}
KM_A_UNIT = 111.195 / UNITS

Point = tuple[int, int]
Line = list[Point]
Rings = list[list[int]]
Corner = TypeVar("Corner")


def build_outlines(
    features: Iterable[dict[str, Any]],
    path: Path,
    source: dict[str, Any],
    covers: dict[str, list[str]],
    fine: frozenset[str],
) -> tuple[int, int]:
    """Write the outlines of areas and of their countries; gives how many areas and how many points of borders.

    `features` are GeoJSON features of Natural Earth's admin 1 in degrees; `source` (title, version, licence) is kept
    in the file; `covers` are ids of gazetteer areas by outline, where its own GeoNames code is wrong or missing;
    `fine` are the countries to be drawn finely.
    Raises InputError for a feature without a country, a code or a polygon.
    """
    read = (_read_area(feature, covers) for feature in features)
    areas = sorted(read, key=lambda area: (area[0]["country"], area[0]["id"]))
    cutter = _Cutter([ring for _, polygons in areas for rings in polygons for ring in rings])
    drawn = [(named, [[cutter.cut(ring) for ring in rings] for rings in polygons]) for named, polygons in areas]
    arcs, kept = _simplify(cutter.lines, drawn, fine)
    shapes = [{"type": "MultiPolygon", "id": named["id"], "properties": named, "arcs": shape} for named, shape in kept]
    countries = [
        {"type": "MultiPolygon", "id": code, "properties": {"country": code}, "arcs": shape}
        for code, shape in _merge_countries(kept, arcs)
    ]
    topology = {
        "type": "Topology",
        "source": source | {"tolerance_km": {"fine": FINE_KM, "elsewhere": COARSE_KM}, "fine": sorted(fine)},
        "transform": {"scale": [1 / UNITS, 1 / UNITS], "translate": [0, 0]},
        "objects": {
            "countries": {"type": "GeometryCollection", "geometries": countries},
            "areas": {"type": "GeometryCollection", "geometries": shapes},
        },
        "arcs": [_steps(arc) for arc in arcs],
    }
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(json.dumps(topology, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    part.replace(path)
    return len(shapes), sum(len(arc) for arc in arcs)


def _read_area(feature: dict[str, Any], covers: dict[str, list[str]]) -> tuple[dict[str, Any], list[list[Line]]]:
    """One feature as its names and its polygons on the grid."""
    known = feature.get("properties") or {}
    country, code = known.get("iso_a2"), known.get("adm1_code")
    geometry = feature.get("geometry") or {}
    if not country or not code or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise InputError(f"an outline without country, code or polygon: {country} {code} {geometry.get('type')}")
    shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    polygons = [
        [_wound(line, outer=number == 0) for number, ring in enumerate(rings) if (line := _on_grid(ring))]
        for rings in shapes
        if _on_grid(rings[0])
    ]
    geonames = known.get("gn_a1_code") or ""
    own = [f"geonames:{geonames}"] if geonames.partition(".")[2] else []
    named = {
        "id": code,
        "country": country,
        "level": 1,
        "name_ar": known.get("name_ar") or None,
        "name_en": known.get("name_en") or known.get("name") or None,
        "covers": covers.get(code, own),
    }
    return named, polygons


def _on_grid(ring: Sequence[Sequence[float]]) -> Line:
    """A ring's corners on the grid, open, without repeats; empty where less than a triangle is left."""
    line: Line = []
    for lon, lat in ring:
        point = (round(lon * UNITS), round(lat * UNITS))
        if not line or line[-1] != point:
            line.append(point)
    while len(line) > 1 and line[0] == line[-1]:
        line.pop()
    return line if len(line) > 2 else []


def _wound(line: Line, *, outer: bool) -> Line:
    """The ring walked against the clock where it is an outer one, with it where it is a hole."""
    return line if (ring_km2([*line, line[0]]) > 0) == outer else line[::-1]


class _Cutter:
    """Cuts rings where areas meet; the same stretch of border is one line, whichever ring it is met in."""

    def __init__(self, rings: list[Line]) -> None:
        beside: dict[Point, tuple[Point, Point]] = {}
        self._meets: set[Point] = set()
        for ring in rings:
            for before, here, after in zip([ring[-1], *ring], ring, [*ring[1:], ring[0]], strict=False):
                pair = (before, after) if before < after else (after, before)
                if beside.setdefault(here, pair) != pair:
                    self._meets.add(here)
        self.lines: list[Line] = []
        self._numbers: dict[tuple[Point, ...], int] = {}

    def cut(self, ring: Line) -> list[int]:
        """The numbers of the lines that a ring is made of; `~n` is line n walked backwards."""
        starts = [place for place, point in enumerate(ring) if point in self._meets]
        if not starts:
            first = ring.index(min(ring))
            turned = [*ring[first:], *ring[:first]]
            return [self._number([*turned, turned[0]])]
        turned = [*ring[starts[0] :], *ring[: starts[0]], ring[starts[0]]]
        numbers, begun = [], 0
        for place in range(1, len(turned)):
            if turned[place] in self._meets:
                numbers.append(self._number(turned[begun : place + 1]))
                begun = place
        return numbers

    def _number(self, line: Line) -> int:
        forward, back = tuple(line), tuple(reversed(line))
        if back in self._numbers:
            return ~self._numbers[back]
        if forward not in self._numbers:
            self._numbers[forward] = len(self.lines)
            self.lines.append(line)
        return self._numbers[forward]


Drawn = list[tuple[dict[str, Any], list[Rings]]]


def _simplify(lines: list[Line], drawn: Drawn, fine: frozenset[str]) -> tuple[list[Line], Drawn]:
    """Lines with fewer corners, and areas without their smallest islands; lines that nothing uses any more go."""
    allowed: dict[int, float] = {}
    for named, shape in drawn:
        size = sum(abs(ring_km2(join_arcs(rings[0], lines))) for rings in shape)
        tolerance_km = min(FINE_KM if named["country"] in fine else COARSE_KM, math.sqrt(size) * SMALL_SHARE)
        for n in (_line(n) for rings in shape for ring in rings for n in ring):
            allowed[n] = min(tolerance_km, allowed.get(n, tolerance_km))
    thin = [simplify_line(line, allowed.get(n, COARSE_KM)) for n, line in enumerate(lines)]
    kept: Drawn = []
    for named, shape in drawn:
        sized = [[(ring, abs(ring_km2(join_arcs(ring, thin)))) for ring in rings] for rings in shape]
        smallest = SMALLEST_KM2[named["country"] in fine]
        large = [[ring for ring, size in rings if size >= smallest] for rings in sized if rings[0][1] >= smallest]
        largest = [max(sized, key=lambda rings: rings[0][1])[0][0]] if sized else []
        kept.append((named, large or [largest]))
    used = sorted({_line(n) for _, shape in kept for rings in shape for ring in rings for n in ring})
    number = {old: new for new, old in enumerate(used)}
    renumbered = [
        (named, [[[number[n] if n >= 0 else ~number[~n] for n in ring] for ring in rings] for rings in shape])
        for named, shape in kept
    ]
    return [thin[old] for old in used], renumbered


def _line(number: int) -> int:
    return number if number >= 0 else ~number


def simplify_line(line: Line, tolerance_km: float) -> Line:
    """The line with only those corners without which it would move by more than the tolerance; ends stay."""
    if len(line) < 3:
        return line
    across = math.cos(math.radians(sum(y for _, y in line) / len(line) / UNITS))
    flat = [(x * across * KM_A_UNIT, y * KM_A_UNIT) for x, y in line]
    keep = [False] * len(line)
    keep[0] = keep[-1] = True
    spans = [(0, len(line) - 1)]
    if line[0] == line[-1]:
        far = max(range(len(line)), key=lambda n: math.dist(flat[n], flat[0]))
        keep[far] = True
        spans = [(0, far), (far, len(line) - 1)]
    while spans:
        begin, end = spans.pop()
        worst, at = 0.0, -1
        for n in range(begin + 1, end):
            off = distance_to_segment(flat[n], flat[begin], flat[end])
            if off > worst:
                worst, at = off, n
        if worst > tolerance_km:
            keep[at] = True
            spans += [(begin, at), (at, end)]
    return [point for point, kept in zip(line, keep, strict=True) if kept]


def distance_to_segment(point: Sequence[float], begin: Sequence[float], end: Sequence[float]) -> float:
    """How far a point lies from a segment, in the units of a plane."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = dx * dx + dy * dy
    along = ((point[0] - begin[0]) * dx + (point[1] - begin[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return math.hypot(point[0] - begin[0] - along * dx, point[1] - begin[1] - along * dy)


def join_arcs(numbers: Iterable[int], arcs: Sequence[Sequence[Corner]]) -> list[Corner]:
    """The closed ring that arcs make one after the other."""
    ring: list[Corner] = []
    for number in numbers:
        arc = list(arcs[number]) if number >= 0 else list(reversed(arcs[~number]))
        ring += arc if not ring else arc[1:]
    return ring


def ring_km2(ring: Line) -> float:
    """The area a closed ring encloses, roughly, in square kilometres; its sign is the sense of walking."""
    if len(ring) < 4:
        return 0.0
    across = math.cos(math.radians(sum(y for _, y in ring) / len(ring) / UNITS))
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return doubled / 2 * KM_A_UNIT**2 * across


def _merge_countries(kept: Drawn, arcs: list[Line]) -> list[tuple[str, list[Rings]]]:
    """Each country's polygons: its areas' arcs without those between two of them."""
    of_country: dict[str, list[int]] = defaultdict(list)
    for named, shape in kept:
        of_country[named["country"]] += [n for rings in shape for ring in rings for n in ring]
    merged = []
    for code, numbers in sorted(of_country.items()):
        walked = Counter(numbers)
        left = [n for n in walked for _ in range(walked[n] - walked[~n])]
        merged.append((code, _nest(_stitch(left, arcs), arcs)))
    return merged


def _stitch(numbers: list[int], arcs: list[Line]) -> Rings:
    """Rings out of loose arcs, each followed by one that begins where it ends; a ring closes where it meets itself."""
    begins: dict[Point, list[int]] = defaultdict(list)
    for number in numbers:
        begins[_ends(number, arcs)[0]].append(number)
    rings: Rings = []
    for start in list(begins):
        path: list[int] = []
        passed = [start]
        while begins[passed[-1]]:
            path.append(begins[passed[-1]].pop())
            end = _ends(path[-1], arcs)[1]
            if end in passed:
                at = passed.index(end)
                rings.append(path[at:])
                del path[at:], passed[at + 1 :]
            else:
                passed.append(end)
    return rings


def _ends(number: int, arcs: list[Line]) -> tuple[Point, Point]:
    arc = arcs[_line(number)]
    return (arc[0], arc[-1]) if number >= 0 else (arc[-1], arc[0])


def _nest(rings: Rings, arcs: list[Line]) -> list[Rings]:
    """Polygons: holes behind the ring that they lie in. Outer rings and holes are walked in opposite senses."""
    sized = sorted(((ring_km2(join_arcs(ring, arcs)), ring) for ring in rings), key=lambda one: -abs(one[0]))
    outer = [[ring] for size, ring in sized if size > 0]
    shapes = [join_arcs(polygon[0], arcs) for polygon in outer]
    for hole in (ring for size, ring in sized if size < 0):
        corner = arcs[_line(hole[0])][0]
        holder = next((n for n, shape in enumerate(shapes) if is_inside(corner, shape)), None)
        if holder is not None:
            outer[holder].append(hole)
    return outer


def is_inside(point: Sequence[float], ring: Sequence[Sequence[float]]) -> bool:
    """Whether a closed ring encloses a point (crossings of a ray to the east)."""
    x, y = point[0], point[1]
    inside = False
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _steps(arc: Line) -> list[list[int]]:
    """An arc as TopoJSON has it: the first point, then the steps from each to the next."""
    steps = [[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(arc)]
    return [list(arc[0]), *steps]

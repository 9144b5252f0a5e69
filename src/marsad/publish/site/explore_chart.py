"""The bars of the timeline, and the small drawing of them that stands where no script runs.

Time runs the way one reads: in Arabic the first bar stands on the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

WIDTH, HEIGHT, FOOT, HEAD = 900, 170, 26, 14
WIDEST_BAR = 36.0
FEW_LABELS = 7


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """What lies between two days, both included; `high_open` where the upper end of a sum is nobody's."""

    start: date
    end: date
    incidents: int
    killed_low: int | None = None
    killed_best: int | None = None
    killed_high: int | None = None
    high_open: bool = False
    reports: int | None = None


@dataclass(frozen=True)
class DrawnBar:
    """A bar of the drawing, and its label where it has one."""

    x: float
    y: float
    width: float
    height: float
    bar: Bar
    labelled: bool


@dataclass(frozen=True)
class DrawnChart:
    """The drawing: bars, and the number that its top line stands for."""

    width: int
    height: int
    foot: int
    top: int
    bars: tuple[DrawnBar, ...]


def draw_chart(bars: Sequence[Bar], *, backward: bool) -> DrawnChart | None:
    """The bars as they stand on the page, the first on the right where `backward`; None without any."""
    if not bars:
        return None
    top = max(bar.incidents for bar in bars)
    room = WIDTH / len(bars)
    wide = min(room * 0.82, WIDEST_BAR)
    every = max(1, -(-len(bars) // FEW_LABELS))
    drawn = []
    for position, bar in enumerate(bars):
        place = len(bars) - 1 - position if backward else position
        height = round((HEIGHT - FOOT - HEAD) * bar.incidents / max(top, 1), 1)
        drawn.append(
            DrawnBar(
                x=round(place * room + (room - wide) / 2, 1), y=round(HEIGHT - FOOT - height, 1), width=round(wide, 1),
                height=height, bar=bar, labelled=position % every == 0,
            )
        )  # fmt: skip
    return DrawnChart(width=WIDTH, height=HEIGHT, foot=HEIGHT - FOOT, top=top, bars=tuple(drawn))

"""A pen for flat pictures. Coordinates run from 0 to 100, the origin is top left."""

import random
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]

WHITE: Colour = (255, 255, 255)
INK: Colour = (45, 52, 66)
PAPER: Colour = (250, 246, 238)
WOOD: Colour = (190, 140, 94)
STEEL: Colour = (176, 184, 194)
BRASS: Colour = (205, 166, 88)
LEAF: Colour = (92, 140, 96)
CLAY: Colour = (200, 118, 84)
GLASS: Colour = (214, 230, 234)
GLOW: Colour = (255, 232, 170)

SHADES: tuple[Colour, ...] = (
    (200, 105, 74),
    (214, 160, 62),
    (122, 152, 118),
    (52, 80, 118),
    (46, 111, 115),
    (128, 78, 110),
    (218, 146, 132),
    (62, 72, 88),
    (226, 112, 88),
    (112, 156, 192),
    (110, 124, 66),
    (150, 84, 66),
)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a share (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def darker(colour: Colour, share: float = 0.2) -> Colour:
    return mix(colour, (28, 30, 48), share)


def lighter(colour: Colour, share: float = 0.3) -> Colour:
    return mix(colour, WHITE, share)


class Pen:
    """Draws on one picture. `dice` decides what differs between two things of a kind."""

    def __init__(self, canvas: Image.Image, dice: random.Random) -> None:
        self._unit = canvas.width / 100
        self._draw = ImageDraw.Draw(canvas)
        self.dice = dice
        self.body, self.accent = dice.sample(SHADES, 2)
        self.dark, self.light = darker(self.body), lighter(self.body)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour, round_by: float = 0) -> None:
        corners = self._scaled((left, top), (right, bottom))
        self._draw.rounded_rectangle(corners, round_by * self._unit, fill=colour)

    def oval(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self._draw.ellipse(self._scaled((left, top), (right, bottom)), fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self.oval(x - radius, y - radius, x + radius, y + radius, colour)

    def shape(self, colour: Colour, *points: Point, soft: float = 0) -> None:
        """A polygon; `soft` rounds its corners by that radius, growing it as much."""
        self._draw.polygon(self._scaled(*points), fill=colour)
        if soft:
            self.line(colour, 2 * soft, *points, points[0])

    def line(self, colour: Colour, width: float, *points: Point) -> None:
        """A line with round joints and ends."""
        self._draw.line(self._scaled(*points), fill=colour, width=round(width * self._unit), joint="curve")
        for x, y in points:
            self.disc(x, y, width / 2, colour)

    def curve(self, colour: Colour, width: float, *points: Point) -> None:
        """A smooth line through all points."""
        self.line(colour, width, *smooth(points))

    def blob(self, colour: Colour, *points: Point) -> None:
        """A smooth closed shape through all points."""
        looped = smooth((points[-1], *points, points[0], points[1]))
        self._draw.polygon(self._scaled(*looped[8:-8]), fill=colour)

    def arc(self, x: float, y: float, radius: float, start: float, end: float, width: float, colour: Colour) -> None:
        """Part of a ring, clockwise between two angles in degrees, 0 being three o'clock."""
        outer = radius + width / 2
        box = self._scaled((x - outer, y - outer), (x + outer, y + outer))
        self._draw.arc(box, start, end, fill=colour, width=round(width * self._unit))

    def half(
        self, left: float, top: float, right: float, bottom: float, start: float, end: float, fill: Colour
    ) -> None:
        """A slice of an ellipse between two angles in degrees, cut off straight."""
        self._draw.chord(self._scaled((left, top), (right, bottom)), start, end, fill=fill)

    def _scaled(self, *points: Point) -> list[Point]:
        return [(x * self._unit, y * self._unit) for x, y in points]


def smooth(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """Points of a Catmull-Rom spline through `points`, `steps` of them a span."""
    padded = [points[0], *points, points[-1]]
    spans = zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    curve = [_on_span(*span, step / steps) for span in spans for step in range(steps)]
    return [*curve, points[-1]]


def _on_span(before: Point, start: Point, end: Point, after: Point, t: float) -> Point:
    x, y = (_blend(*values, t) for values in zip(before, start, end, after, strict=True))
    return x, y


def _blend(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def leaf(pen: Pen, foot: Point, tip: Point, width: float, colour: Colour) -> None:
    """One leaf from its foot to its tip, with a midrib."""
    (x, y), (to_x, to_y) = foot, tip
    middle = ((x + to_x) / 2, (y + to_y) / 2)
    length = max(1.0, ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5)
    across = (-(to_y - y) / length * width / 2, (to_x - x) / length * width / 2)
    sides = [(middle[0] + sign * across[0], middle[1] + sign * across[1]) for sign in (1, -1)]
    for one, other in pairwise([foot, tip, foot]):
        side = sides[0] if one == foot else sides[1]
        pen.shape(colour, *smooth((one, side, other)))
    pen.line(darker(colour, 0.12), 0.6, foot, tip)

"""Small things of the living room: clocks, candles, vases."""

from scripts.demo.drawing.pen import BRASS, GLOW, INK, LEAF, PAPER, WHITE, WOOD, Colour, Pen, darker, leaf, lighter


def wall_clock(pen: Pen) -> None:
    pen.disc(50, 50, 31, WOOD)
    pen.disc(50, 50, 27, PAPER)
    for x, y in ((50, 27), (73, 50), (50, 73), (27, 50)):
        pen.disc(x, y, 1.6, INK)
    pen.line(INK, 2.4, (50, 50), (38, 40))
    pen.line(INK, 1.8, (50, 50), (62, 32))
    pen.disc(50, 50, 2.6, pen.body)


def alarm_clock(pen: Pen) -> None:
    for x in (36, 64):
        pen.disc(x, 30, 9, BRASS)
        pen.line(pen.dark, 3, (x, 70), (50 + (x - 50) * 1.5, 80))
    pen.line(pen.dark, 2, (50, 30), (50, 20))
    pen.disc(50, 54, 25, pen.body)
    pen.disc(50, 54, 19.5, PAPER)
    pen.line(INK, 2.2, (50, 54), (50, 41))
    pen.line(INK, 2.2, (50, 54), (60, 58))


def mirror(pen: Pen) -> None:
    pen.disc(50, 45, 29, BRASS)
    pen.disc(50, 45, 26.5, (222, 234, 238))
    pen.line(WHITE, 2.4, (36, 48), (52, 30))
    pen.line(WHITE, 1.4, (44, 52), (56, 39))
    pen.box(26, 70, 74, 74, WOOD, 1)
    pen.box(56, 62, 66, 70, pen.body, 2)


def candles(pen: Pen) -> None:
    wax = pen.dice.choice((lighter(pen.body, 0.4), (238, 204, 130), PAPER))
    for x, top in ((40, 34), (60, 26)):
        pen.box(x - 4, top, x + 4, 68, wax, 2)
        pen.shape(darker(wax, 0.1), (x + 1, top + 3), (x + 4, top + 3), (x + 4, 68), (x + 1, 68))
        flame(pen, x, top - 2)
        pen.box(x - 10, 74, x + 10, 79, BRASS, 2)
        pen.box(x - 5, 66, x + 5, 75, BRASS, 1)


def jar_candle(pen: Pen) -> None:
    pen.box(30, 42, 70, 78, pen.body, 5)
    pen.box(61, 45, 70, 75, pen.dark, 4)
    pen.oval(30, 37, 70, 48, pen.light)
    pen.oval(33, 39, 67, 47, PAPER)
    flame(pen, 50, 38)
    pen.box(38, 55, 62, 68, PAPER, 1)
    leaf(pen, (43, 65), (57, 58), 5, LEAF)


def flame(pen: Pen, x: float, y: float) -> None:
    pen.line(INK, 0.8, (x, y + 2), (x, y - 2))
    pen.blob((246, 176, 78), (x, y - 14), (x + 3.6, y - 5), (x, y), (x - 3.6, y - 5))
    pen.disc(x, y - 4, 1.8, GLOW)


def vase(pen: Pen) -> None:
    for tip in ((36, 14), (48, 8), (62, 13)):
        pen.curve(LEAF, 1.1, (50, 46), (50 + (tip[0] - 50) * 0.4, 30), tip)
        _blossom(pen, *tip, pen.accent)
    pen.blob(pen.body, (44, 38), (56, 38), (55, 46), (69, 62), (60, 80), (40, 80), (31, 62), (45, 46))
    pen.blob(pen.light, (41, 54), (44, 54), (41, 72), (36, 64))
    pen.oval(43, 35, 57, 40, pen.dark)


def tall_vase(pen: Pen) -> None:
    pen.shape(pen.body, (38, 24), (62, 24), (58, 80), (42, 80), soft=2)
    for x in (42, 46, 50, 54, 58):
        pen.line(pen.light, 1.1, (x, 27), (50 + (x - 50) * 0.7, 79))
    pen.oval(36, 20, 64, 27, pen.dark)


def bud_vases(pen: Pen) -> None:
    for x, top, colour in ((28, 54, pen.body), (50, 44, pen.light), (72, 58, pen.accent)):
        pen.line(LEAF, 1.1, (x, top), (x + 2, top - 24))
        _blossom(pen, x + 2, top - 25, pen.dice.choice((pen.accent, pen.body)))
        pen.box(x - 2.6, top - 2, x + 2.6, top + 12, colour, 1.4)
        pen.oval(x - 9, top + 6, x + 9, 80, colour)


def moon_jar(pen: Pen) -> None:
    pen.box(40, 24, 60, 34, PAPER, 2)
    pen.disc(50, 54, 27, PAPER)
    pen.half(23, 27, 77, 81, 310, 100, darker(PAPER, 0.07))
    pen.line(darker(PAPER, 0.06), 0.7, (24, 56), (76, 55))
    pen.oval(40, 22, 60, 28, darker(PAPER, 0.25))


def pitcher(pen: Pen) -> None:
    pen.arc(67, 48, 12, 270, 100, 4, pen.dark)
    pen.blob(pen.body, (36, 24), (62, 24), (61, 40), (70, 62), (62, 80), (38, 80), (30, 62), (39, 40))
    pen.shape(pen.body, (28, 21), (46, 23), (40, 36), soft=1)
    pen.blob(pen.light, (39, 50), (43, 50), (40, 70), (36, 62))


def tealight_house(pen: Pen) -> None:
    pen.shape(pen.dark, (24, 46), (50, 22), (76, 46), soft=2)
    pen.box(30, 44, 70, 80, pen.body, 1.5)
    for x in (36, 46, 56):
        pen.box(x, 50, x + 8, 60, GLOW, 1)
    pen.box(44, 66, 56, 80, GLOW, 3)


def _blossom(pen: Pen, x: float, y: float, colour: Colour) -> None:
    for dx, dy in ((0, -4), (4, -1), (2.5, 3.6), (-2.5, 3.6), (-4, -1)):
        pen.disc(x + dx, y + dy, 3, colour)
    pen.disc(x, y, 2.2, GLOW)


DRAWINGS = {
    each.__name__: each
    for each in (
        *(wall_clock, alarm_clock, mirror, candles, jar_candle, tealight_house),
        *(vase, tall_vase, bud_vases, moon_jar, pitcher),
    )
}

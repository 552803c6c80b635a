"""Lamps, furniture and textiles of the living room."""

from scripts.demo.drawing.pen import BRASS, GLOW, INK, LEAF, PAPER, WHITE, WOOD, Pen, darker, leaf, lighter, mix


def desk_lamp(pen: Pen) -> None:
    pen.box(32, 76, 62, 80, pen.dark, 2)
    pen.line(pen.dark, 2.8, (46, 77), (34, 52), (54, 30))
    pen.disc(34, 52, 2.6, BRASS)
    pen.half(54, 30, 78, 54, 150, 330, GLOW)
    pen.shape(pen.body, (50, 30), (57, 23), (79, 34), (58, 53), soft=1.5)
    pen.disc(70, 45, 4.5, GLOW)


def dome_lamp(pen: Pen) -> None:
    pen.oval(24, 46, 76, 60, GLOW)
    pen.half(22, 22, 78, 82, 180, 360, pen.body)
    pen.half(22, 22, 78, 82, 290, 360, pen.dark)
    pen.oval(22, 47, 78, 57, pen.light)
    pen.oval(26, 48, 74, 56, GLOW)
    pen.shape(pen.dark, (46, 54), (54, 54), (56, 76), (44, 76))
    pen.box(34, 75, 66, 80, pen.dark, 2.5)


def clip_lamp(pen: Pen) -> None:
    pen.curve(INK, 2.4, (36, 70), (30, 50), (42, 32), (58, 32))
    pen.shape(pen.body, (54, 28), (62, 25), (74, 40), (56, 46), soft=2)
    pen.half(56, 32, 76, 52, 120, 320, GLOW)
    pen.box(24, 66, 48, 74, pen.dark, 2)
    pen.box(18, 74, 82, 79, WOOD, 1)


def floor_lamp(pen: Pen) -> None:
    for foot in (34, 50, 66):
        pen.line(WOOD, 2.2, (50, 42), (foot, 81))
    pen.shape(pen.light, (40, 20), (60, 20), (68, 44), (32, 44), soft=1)
    pen.shape(mix(pen.light, GLOW, 0.6), (44, 20), (54, 20), (58, 44), (40, 44))


def arc_lamp(pen: Pen) -> None:
    pen.curve(BRASS, 2, (68, 78), (72, 50), (62, 24), (42, 18), (31, 30))
    pen.half(18, 26, 44, 52, 180, 360, pen.body)
    pen.half(22, 32, 40, 46, 0, 180, GLOW)
    pen.box(58, 74, 80, 81, PAPER, 1.5)
    pen.line(darker(PAPER, 0.15), 0.6, (61, 79), (68, 75), (76, 78))


def paper_lamp(pen: Pen) -> None:
    pen.box(38, 18, 62, 76, mix(PAPER, GLOW, 0.6), 8)
    for y in range(23, 76, 6):
        pen.line(mix(WOOD, GLOW, 0.4), 0.7, (38.5, y), (61.5, y))
    for x in (41, 59):
        pen.line(INK, 1.6, (x, 74), (x, 81))


def pendant(pen: Pen) -> None:
    pen.line(INK, 1, (50, 0), (50, 32))
    pen.disc(50, 62, 6, GLOW)
    pen.box(46, 28, 54, 38, BRASS, 2)
    pen.shape(pen.body, (45, 36), (55, 36), (78, 60), (22, 60), soft=1.5)
    pen.shape(pen.dark, (52, 36), (55, 36), (78, 60), (64, 60), soft=1.5)
    pen.oval(21, 56, 79, 65, pen.light)
    pen.oval(27, 58, 73, 64, GLOW)


def globe(pen: Pen) -> None:
    pen.line(BRASS, 1.4, (50, 0), (50, 34))
    pen.disc(50, 54, 23, mix(WHITE, GLOW, 0.35))
    pen.disc(46, 49, 14, mix(WHITE, GLOW, 0.1))
    pen.box(43, 29, 57, 35, BRASS, 1.5)


def chair(pen: Pen) -> None:
    pen.curve(pen.body, 3.4, (32, 50), (32, 24), (50, 17), (68, 24), (68, 50))
    for x in (40, 46.5, 53.5, 60):
        pen.line(pen.dark, 1.4, (x, 21), (x, 50))
    for top, foot in ((35, 28), (65, 72), (42, 40), (58, 60)):
        pen.line(pen.dark, 2.6, (top, 54), (foot, 82))
    pen.box(27, 49, 73, 56, pen.body, 3.5)


def lounge(pen: Pen) -> None:
    for points in (((26, 80), (34, 56), (66, 62), (72, 80)), ((30, 46), (58, 50), (66, 62))):
        pen.line(WOOD, 3, *points)
    pen.shape(pen.body, (26, 24), (34, 20), (46, 54), (72, 56), (72, 63), (40, 63), soft=3)
    pen.blob(PAPER, (28, 22), (37, 22), (47, 50), (60, 55), (50, 59), (39, 55))


def stool(pen: Pen) -> None:
    for top, foot in ((38, 30), (50, 50), (62, 70)):
        pen.line(darker(WOOD, 0.1), 3.4, (top, 46), (foot, 82))
    pen.oval(26, 36, 74, 50, WOOD)
    pen.oval(28, 35, 72, 46, lighter(WOOD, 0.25))


def office_chair(pen: Pen) -> None:
    pen.line(INK, 2.6, (50, 58), (50, 72))
    for foot in (32, 50, 68):
        pen.line(INK, 2.6, (50, 72), (foot, 78))
        pen.disc(foot, 80, 2.4, INK)
    pen.box(34, 18, 66, 52, pen.body, 8)
    for y in range(25, 48, 4):
        pen.line(pen.dark, 0.7, (38, y), (62, y))
    pen.box(30, 52, 70, 60, pen.dark, 4)


def table(pen: Pen) -> None:
    for x in (24, 76):
        pen.shape(darker(WOOD, 0.1), (x - 2, 46), (x + 2, 46), (x + 1, 78), (x - 1, 78), soft=1)
    pen.box(14, 41, 86, 48, WOOD, 2)
    pen.line(lighter(WOOD, 0.3), 1, (17, 43), (83, 43))
    pen.blob(pen.body, (46, 28), (54, 28), (57, 36), (54, 41), (46, 41), (43, 36))
    for tip in ((42, 16), (50, 12), (59, 17)):
        leaf(pen, (50, 28), tip, 5, LEAF)


def side_table(pen: Pen) -> None:
    for top, foot in ((38, 32), (50, 50), (62, 68)):
        pen.line(WOOD, 2.4, (top, 48), (foot, 82))
    pen.box(24, 40, 76, 49, pen.dark, 3)
    pen.oval(24, 35, 76, 46, pen.body)
    pen.oval(27, 36, 73, 44, pen.light)


def desk(pen: Pen) -> None:
    for x in (26, 74):
        pen.line(INK, 3, (x, 50), (x, 79))
        pen.line(INK, 3, (x - 6, 80), (x + 6, 80))
    pen.box(14, 46, 86, 51, WOOD, 1.5)
    pen.box(36, 22, 66, 41, INK, 2)
    pen.box(38, 24, 64, 39, pen.light, 1)
    pen.line(INK, 2.4, (51, 41), (51, 46))


def ladder_shelf(pen: Pen) -> None:
    for x, top in ((32, 40), (68, 60)):
        pen.line(WOOD, 2.4, (x, 82), (top, 16))
    for step, y in enumerate((28, 41, 54, 67, 79)):
        reach = 11 + 2.4 * step
        pen.box(50 - reach, y, 50 + reach, y + 3, darker(WOOD, 0.1), 1)
        pen.box(44 - step, y - 7, 48 - step, y, pen.dice.choice((pen.body, pen.accent)), 0.6)
        pen.box(48 - step, y - 9, 51 - step, y, pen.dice.choice((pen.light, pen.dark)), 0.6)


def wall_shelf(pen: Pen) -> None:
    pen.box(14, 58, 86, 64, WOOD, 1.5)
    left = 22.0
    for colour in (pen.body, pen.accent, pen.light, pen.dark, pen.body):
        width = pen.dice.uniform(4, 7)
        pen.box(left, 58 - pen.dice.uniform(18, 27), left + width, 58, colour, 0.8)
        left += width + 0.6
    pen.box(62, 46, 76, 58, PAPER, 2)
    for tip in ((58, 30), (69, 24), (80, 31)):
        leaf(pen, (69, 46), tip, 7, LEAF)


def cube(pen: Pen) -> None:
    for left, top, colour in ((22, 50, pen.body), (51, 50, lighter(WOOD, 0.2)), (22, 21, lighter(WOOD, 0.3))):
        pen.box(left, top, left + 28, top + 28, colour, 2)
        pen.box(left + 3, top + 3, left + 25, top + 25, darker(colour, 0.35), 1)
    pen.box(28, 34, 32, 46, pen.accent, 0.6)
    pen.box(32.5, 31, 37, 46, pen.light, 0.6)
    pen.disc(65, 69, 6, pen.accent)


def blanket(pen: Pen) -> None:
    for row, colour in enumerate((pen.accent, pen.light, pen.body)):
        top = 32 + 14 * row
        pen.box(22 - row, top, 78 + row, top + 16, colour, 7)
        pen.line(darker(colour, 0.12), 1, (28, top + 8), (72, top + 8))
    for x in range(26, 77, 4):
        pen.line(pen.light, 1, (x, 75), (x + pen.dice.uniform(-1, 1), 81))


def cushion(pen: Pen) -> None:
    pen.blob(pen.body, (22, 26), (50, 30), (78, 26), (74, 51), (78, 77), (50, 73), (22, 77), (26, 51))
    if pen.dice.random() < 0.5:
        for x in (36, 43, 57, 64):
            pen.line(pen.light, 1.8, (x, 31), (x, 72))
    pen.disc(50, 51, 2, pen.light)
    pen.curve(pen.dark, 0.9, (38, 48), (46, 50), (42, 60))


def floor_cushion(pen: Pen) -> None:
    pen.box(20, 46, 80, 74, pen.body, 13)
    pen.oval(22, 40, 78, 58, pen.light)
    pen.disc(50, 49, 1.8, pen.dark)
    for x in (30, 40, 60, 70):
        pen.line(pen.dark, 0.8, (x, 60), (x, 71))


DRAWINGS = {
    each.__name__: each
    for each in (
        *(desk_lamp, dome_lamp, clip_lamp, floor_lamp, arc_lamp, paper_lamp, pendant, globe),
        *(chair, lounge, stool, office_chair, table, side_table, desk, ladder_shelf, wall_shelf, cube),
        *(blanket, cushion, floor_cushion),
    )
}

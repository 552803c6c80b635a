"""Things to carry other things in."""

from scripts.demo.drawing.pen import BRASS, INK, PAPER, STEEL, WOOD, Pen, darker, lighter, mix


def backpack(pen: Pen) -> None:
    pen.arc(50, 22, 7, 180, 360, 3, pen.dark)
    for x in (24, 76):
        pen.box(x - 5, 50, x + 5, 74, pen.dark, 4)
    pen.box(26, 20, 74, 80, pen.body, 14)
    pen.line(pen.dark, 1.2, (30, 42), (70, 42))
    pen.box(33, 50, 67, 74, pen.light, 5)
    pen.line(pen.dark, 1.4, (37, 57), (63, 57))
    pen.disc(61, 59, 1.4, BRASS)


def roll_top(pen: Pen) -> None:
    pen.shape(pen.body, (30, 30), (70, 30), (74, 80), (26, 80), soft=2)
    pen.box(27, 20, 73, 32, pen.dark, 5)
    pen.line(pen.light, 1, (31, 26), (69, 26))
    for x in (40, 60):
        pen.line(WOOD, 2.8, (x, 30), (x, 56))
        pen.box(x - 3, 50, x + 3, 56, BRASS, 1)
    pen.box(33, 58, 67, 75, pen.dark, 2)


def trekking_pack(pen: Pen) -> None:
    pen.box(22, 48, 78, 72, pen.dark, 6)
    pen.box(30, 28, 70, 82, pen.body, 8)
    pen.box(27, 18, 73, 34, pen.accent, 6)
    for x in (40, 60):
        pen.line(INK, 1.8, (x, 32), (x, 78))
    pen.box(36, 50, 64, 68, pen.light, 3)
    pen.box(24, 12, 76, 19, mix(PAPER, pen.body, 0.4), 3.5)


def fox_bag(pen: Pen) -> None:
    fox = (222, 126, 66)
    for side in (-1, 1):
        pen.shape(fox, (50 + side * 28, 20), (50 + side * 8, 32), (50 + side * 26, 46), soft=2)
        pen.shape(darker(fox, 0.5), (50 + side * 25, 26), (50 + side * 15, 33), (50 + side * 24, 40))
    pen.box(24, 28, 76, 80, fox, 16)
    pen.blob(PAPER, (26, 60), (42, 56), (50, 66), (58, 56), (74, 60), (66, 78), (34, 78))
    for x in (39, 61):
        pen.disc(x, 50, 2.6, INK)
    pen.disc(50, 67, 3.2, INK)


def tote(pen: Pen) -> None:
    pen.arc(50, 36, 14, 180, 360, 3, pen.dark)
    pen.shape(pen.body, (26, 36), (74, 36), (78, 80), (22, 80), soft=1.5)
    pen.shape(pen.dark, (23, 70), (77, 70), (78, 80), (22, 80), soft=1.5)
    pen.disc(50, 54, 8, pen.light)
    pen.disc(50, 54, 5, pen.body)


def string_bag(pen: Pen) -> None:
    pen.arc(50, 34, 13, 180, 360, 2, pen.dark)
    for x, y, fruit in (
        (40, 62, (236, 168, 60)),
        (57, 60, (222, 104, 78)),
        (48, 72, (150, 176, 84)),
        (62, 70, (236, 168, 60)),
    ):
        pen.disc(x, y, 9, fruit)
    for step in range(7):
        x = 29 + 7 * step
        pen.curve(pen.body, 0.9, (50 + (x - 50) * 0.6, 36), (x + 3, 58), (50 + (x - 50) * 0.5, 82))
        pen.curve(pen.body, 0.9, (50 - (x - 50) * 0.6, 36), (103 - x - 6, 58), (50 - (x - 50) * 0.5, 82))
    pen.line(pen.dark, 2, (36, 36), (64, 36))


def shopper(pen: Pen) -> None:
    leather = mix(WOOD, pen.body, 0.3)
    pen.arc(50, 38, 15, 180, 360, 2.6, darker(leather, 0.35))
    pen.shape(leather, (22, 38), (78, 38), (72, 80), (28, 80), soft=2)
    pen.line(lighter(leather, 0.3), 0.8, (25, 42), (75, 42))
    for x in (35, 65):
        pen.box(x - 2.5, 36, x + 2.5, 48, darker(leather, 0.35), 1)
        pen.disc(x, 45, 1.1, BRASS)


def suitcase(pen: Pen) -> None:
    for x in (42, 58):
        pen.line(STEEL, 1.8, (x, 12), (x, 26))
    pen.line(INK, 3.4, (41, 12), (59, 12))
    pen.box(28, 24, 72, 79, pen.body, 7)
    for x in (36, 43, 50, 57, 64):
        pen.line(pen.dark, 1.2, (x, 30), (x, 73))
    pen.box(46, 45, 54, 51, pen.light, 1.5)
    for x in (34, 66):
        pen.disc(x, 81, 2.8, INK)


def weekender(pen: Pen) -> None:
    pen.arc(50, 44, 17, 180, 360, 3, darker(WOOD, 0.3))
    pen.box(14, 42, 86, 78, pen.body, 14)
    pen.box(14, 68, 86, 78, pen.dark, 5)
    for x in (34, 62):
        pen.box(x, 42, x + 4, 78, darker(WOOD, 0.2))
    pen.line(pen.light, 1, (22, 47), (78, 47))


def packing_cubes(pen: Pen) -> None:
    for left, top, right, bottom, colour in (
        (22, 52, 78, 79, pen.body),
        (22, 28, 54, 50, pen.accent),
        (56, 28, 78, 50, pen.light),
    ):
        pen.box(left, top, right, bottom, colour, 3)
        pen.box(left + 4, top + 6, right - 4, bottom - 4, lighter(colour, 0.35), 1.5)
        pen.line(PAPER, 1, (left + 4, top + 3), (right - 4, top + 3))


def wallet(pen: Pen) -> None:
    leather = mix(WOOD, pen.body, 0.35)
    pen.box(30, 28, 66, 46, pen.accent, 2)
    pen.box(26, 32, 70, 48, PAPER, 2)
    pen.box(20, 36, 80, 74, leather, 4)
    pen.box(20, 36, 80, 44, darker(leather, 0.25), 3)
    pen.line(lighter(leather, 0.35), 0.7, (23, 71), (77, 71))
    pen.disc(71, 58, 2.4, BRASS)


def passport(pen: Pen) -> None:
    pen.box(40, 18, 72, 70, PAPER, 2)
    pen.box(28, 24, 66, 80, pen.body, 4)
    pen.arc(47, 47, 8, 0, 360, 1.4, BRASS)
    pen.line(BRASS, 1.2, (39, 47), (55, 47))
    pen.line(BRASS, 1.2, (47, 39), (47, 55))
    pen.box(38, 63, 56, 66, BRASS, 1)


def laptop_sleeve(pen: Pen) -> None:
    pen.box(22, 22, 78, 40, STEEL, 3)
    pen.box(16, 32, 84, 78, pen.body, 4)
    pen.box(44, 28, 56, 58, WOOD, 3)
    pen.disc(50, 53, 1.8, BRASS)
    pen.line(pen.light, 0.8, (20, 74), (80, 74))


def pannier(pen: Pen) -> None:
    pen.box(28, 30, 72, 80, pen.body, 5)
    pen.box(26, 22, 74, 34, pen.dark, 4)
    for x in (38, 62):
        pen.line(INK, 2.2, (x, 22), (x, 52))
    pen.box(38, 58, 62, 66, lighter(STEEL, 0.5), 1)


DRAWINGS = {
    each.__name__: each
    for each in (
        *(backpack, roll_top, trekking_pack, fox_bag, tote, string_bag, shopper),
        *(suitcase, weekender, packing_cubes, wallet, passport, laptop_sleeve, pannier),
    )
}

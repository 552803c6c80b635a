"""Things of the kitchen."""

from scripts.demo.drawing.pen import (
    BRASS,
    GLASS,
    INK,
    PAPER,
    STEEL,
    WHITE,
    WOOD,
    Colour,
    Pen,
    darker,
    lighter,
    mix,
)

COFFEE: Colour = (92, 62, 46)


def mug(pen: Pen) -> None:
    pen.arc(68, 53, 11, 0, 360, 5, pen.dark)
    pen.box(29, 32, 68, 76, pen.body, 6)
    pen.box(60, 36, 68, 72, pen.dark, 4)
    pen.oval(29, 28, 68, 38, pen.light)
    pen.oval(32, 30, 65, 37, COFFEE)
    _glaze(pen)


def cups(pen: Pen) -> None:
    for left, top, colour in ((20, 42, pen.accent), (46, 48, pen.body)):
        pen.half(left, top - 26, left + 34, top + 26, 0, 180, colour)
        pen.oval(left, top - 5, left + 34, top + 5, lighter(colour))
        pen.oval(left + 3, top - 3, left + 31, top + 4, COFFEE)
        pen.box(left + 11, top + 24, left + 23, top + 28, darker(colour), 1)


def travel_mug(pen: Pen) -> None:
    pen.shape(pen.body, (36, 32), (64, 32), (60, 78), (40, 78), soft=2)
    pen.shape(pen.dark, (57, 32), (64, 32), (60, 78), (55, 78), soft=2)
    pen.box(33, 24, 67, 33, INK, 3)
    pen.box(40, 20, 54, 25, darker(INK, 0.4), 2)
    pen.shape(pen.light, (37, 46), (63, 46), (62, 58), (38, 58))


def tumbler(pen: Pen) -> None:
    for left, top in ((24, 34), (52, 42)):
        pen.shape(GLASS, (left, top), (left + 24, top), (left + 21, top + 36), (left + 3, top + 36), soft=1.5)
        pen.shape(
            mix(GLASS, pen.accent, 0.55),
            (left + 1.5, top + 12),
            (left + 22.5, top + 12),
            (left + 20.5, top + 35),
            (left + 3.5, top + 35),
        )
        for rib in (7, 12, 17):
            pen.line(WHITE, 0.8, (left + rib, top + 3), (left + rib, top + 33))


def wine_glass(pen: Pen) -> None:
    for x in (38, 62):
        pen.line(GLASS, 1.6, (x, 55), (x, 77))
        pen.oval(x - 10, 75, x + 10, 79, GLASS)
        pen.blob(GLASS, (x - 9, 24), (x + 9, 24), (x + 12, 42), (x, 57), (x - 12, 42))
        pen.half(x - 11.5, 26, x + 11.5, 56, 0, 180, (150, 54, 70))
        pen.line(WHITE, 1, (x - 7, 28), (x - 8.5, 38))


def jar(pen: Pen) -> None:
    pen.box(32, 32, 68, 78, GLASS, 7)
    pen.box(35, 46, 65, 75, pen.body, 5)
    for _ in range(14):
        pen.disc(pen.dice.uniform(39, 61), pen.dice.uniform(49, 71), 2.6, pen.light)
    pen.box(31, 24, 69, 33, STEEL, 2)
    pen.line(pen.accent, 2, (31, 34), (69, 34))
    pen.line(WHITE, 1.4, (37, 40), (37, 66))


def carafe(pen: Pen) -> None:
    pen.blob(GLASS, (44, 22), (56, 22), (54, 40), (68, 66), (62, 79), (38, 79), (32, 66), (46, 40))
    pen.half(33, 46, 67, 80, 0, 180, mix(GLASS, (120, 176, 200), 0.6))
    pen.disc(50, 20, 6.5, WOOD)
    pen.line(WHITE, 1.4, (40, 58), (38, 68))


def dripper(pen: Pen) -> None:
    pen.shape(pen.body, (28, 24), (72, 24), (56, 50), (44, 50), soft=2)
    pen.shape(pen.dark, (62, 24), (72, 24), (56, 50), (52, 50), soft=2)
    pen.oval(27, 20, 73, 29, lighter(pen.body, 0.5))
    pen.oval(32, 22, 68, 28, COFFEE)
    pen.box(36, 51, 64, 55, pen.dark, 2)
    pen.box(37, 56, 63, 80, GLASS, 5)
    pen.box(39, 67, 61, 78, COFFEE, 4)


def press(pen: Pen) -> None:
    pen.arc(68, 54, 11, 270, 90, 4, INK)
    pen.line(STEEL, 1.6, (50, 14), (50, 30))
    pen.disc(50, 14, 3.4, INK)
    pen.box(34, 32, 66, 78, GLASS, 3)
    pen.box(36, 46, 64, 76, COFFEE, 2)
    pen.half(33, 22, 67, 42, 180, 360, STEEL)
    for x in (34, 66):
        pen.line(pen.body, 2.4, (x, 36), (x, 80))
    pen.line(pen.body, 2.4, (34, 62), (66, 62))


def moka(pen: Pen) -> None:
    pen.line(INK, 4.5, (64, 28), (76, 32), (74, 50))
    pen.shape(STEEL, (36, 26), (64, 26), (58, 50), (42, 50), soft=1)
    pen.shape(STEEL, (42, 54), (58, 54), (66, 79), (34, 79), soft=1)
    pen.shape(darker(STEEL), (54, 54), (58, 54), (66, 79), (57, 79), soft=1)
    pen.shape(darker(STEEL), (56, 26), (64, 26), (58, 50), (53, 50), soft=1)
    pen.box(40, 49, 60, 55, pen.body, 1)
    pen.shape(lighter(STEEL), (37, 25), (63, 25), (50, 17))
    pen.disc(50, 16, 2.6, INK)


def grinder(pen: Pen) -> None:
    pen.line(STEEL, 2.4, (50, 22), (74, 22))
    pen.disc(75, 21, 4, WOOD)
    pen.box(40, 26, 60, 62, pen.body, 3)
    pen.box(54, 28, 60, 60, pen.dark, 3)
    pen.box(39, 60, 61, 80, WOOD, 3)
    pen.box(38, 24, 62, 30, STEEL, 2)


def kettle(pen: Pen) -> None:
    pen.curve(pen.dark, 3.4, (40, 68), (26, 62), (26, 44), (18, 36))
    pen.curve(INK, 4, (64, 40), (80, 40), (80, 62))
    pen.shape(pen.body, (42, 40), (64, 40), (70, 76), (36, 76), soft=3)
    pen.shape(pen.dark, (59, 40), (64, 40), (70, 76), (61, 76), soft=3)
    pen.oval(41, 34, 65, 42, pen.light)
    pen.disc(53, 33, 3, INK)


def teapot(pen: Pen) -> None:
    pen.arc(71, 54, 11, 250, 110, 4.5, pen.dark)
    pen.shape(pen.dark, (36, 66), (18, 42), (24, 39), (40, 52), soft=1.5)
    pen.oval(28, 36, 74, 78, pen.body)
    pen.half(28, 36, 74, 78, 300, 100, mix(pen.body, pen.dark, 0.5))
    pen.half(38, 30, 64, 46, 180, 360, pen.light)
    pen.disc(51, 29, 3.2, pen.accent)
    pen.box(40, 75, 62, 79, pen.dark, 2)


def skillet(pen: Pen) -> None:
    iron = mix(INK, pen.body, 0.16)
    pen.line(iron, 6, (62, 40), (84, 20))
    pen.disc(84, 20, 4.4, iron)
    pen.disc(84, 20, 1.6, lighter(iron, 0.6))
    pen.disc(45, 56, 27, iron)
    pen.disc(45, 56, 23, lighter(iron, 0.12))
    if pen.dice.random() < 0.6:
        pen.blob(PAPER, (34, 50), (46, 44), (58, 54), (52, 66), (38, 66))
        pen.disc(47, 56, 5.6, (240, 178, 60))


def pot(pen: Pen) -> None:
    for x in (22, 78):
        pen.arc(x, 53, 5, 0, 360, 3, pen.dark)
    pen.box(24, 44, 76, 77, pen.body, 7)
    pen.box(66, 46, 76, 75, pen.dark, 6)
    pen.half(23, 28, 77, 60, 180, 360, pen.light)
    pen.line(pen.dark, 2, (24, 44), (76, 44))
    pen.disc(50, 27, 4, BRASS)


def dish(pen: Pen) -> None:
    for inset, top, colour in ((0, 50, pen.body), (7, 40, pen.accent), (14, 31, pen.light)):
        pen.box(18 + inset, top + 2, 82 - inset, top + 7, darker(colour, 0.1), 2)
        pen.shape(
            colour, (22 + inset, top + 6), (78 - inset, top + 6), (74 - inset, top + 20), (26 + inset, top + 20), soft=2
        )


def steamer(pen: Pen) -> None:
    for top in (40, 58):
        pen.box(24, top, 76, top + 17, WOOD, 3)
        for y in (top + 5, top + 12):
            pen.line(darker(WOOD, 0.14), 1.2, (26, y), (74, y))
        pen.box(44, top, 48, top + 17, lighter(WOOD, 0.25), 0.5)
    pen.half(23, 26, 77, 56, 180, 360, lighter(WOOD, 0.2))
    pen.curve(darker(WOOD), 2, (44, 27), (50, 22), (56, 27))


def knife(pen: Pen) -> None:
    pen.blob(STEEL, (17, 17), (40, 36), (62, 56), (55, 63), (34, 50), (22, 32))
    pen.curve(lighter(STEEL, 0.6), 1.6, (18, 21), (23, 33), (35, 49), (54, 61))
    pen.line(darker(STEEL), 6.5, (58, 58), (60, 60))
    pen.line(pen.body, 7.5, (62, 62), (80, 80))
    for x in (65, 71, 77):
        pen.disc(x, x, 1.2, BRASS)


def board(pen: Pen) -> None:
    pen.box(44, 14, 56, 34, WOOD, 5)
    pen.box(26, 26, 74, 80, WOOD, 7)
    pen.disc(50, 21, 2.4, darker(WOOD, 0.5))
    for x in (36, 45, 54, 64):
        pen.line(darker(WOOD, 0.1), 0.9, (x, 32), (x + pen.dice.uniform(-2, 2), 74))
    pen.line(lighter(WOOD, 0.3), 1.6, (31, 34), (31, 70))


def stone(pen: Pen) -> None:
    pen.box(18, 60, 82, 70, WOOD, 2)
    pen.box(23, 46, 77, 54, lighter(pen.body, 0.2), 1)
    pen.box(23, 53, 77, 61, darker(STEEL, 0.4), 1)


def cutlery(pen: Pen) -> None:
    pen.line(STEEL, 3.4, (34, 42), (34, 80))
    pen.line(STEEL, 3.4, (66, 46), (66, 80))
    pen.line(STEEL, 3.4, (50, 50), (50, 80))
    pen.oval(60, 20, 72, 48, STEEL)
    pen.blob(STEEL, (48, 20), (54, 30), (53, 54), (48, 54))
    for x in (29.5, 34, 38.5):
        pen.line(STEEL, 2, (x, 20), (x, 38))
    pen.curve(STEEL, 2.4, (29.5, 38), (34, 44), (38.5, 38))


def mills(pen: Pen) -> None:
    for x, colour in ((38, WOOD), (62, darker(WOOD, 0.5))):
        pen.blob(colour, (x - 7, 36), (x + 7, 36), (x + 5, 52), (x + 10, 78), (x - 10, 78), (x - 5, 52))
        pen.disc(x, 30, 7, lighter(colour, 0.15))
        pen.disc(x, 21, 2.4, STEEL)


def bowl(pen: Pen) -> None:
    pen.half(20, 22, 80, 78, 0, 180, pen.body)
    pen.half(20, 22, 80, 78, 0, 70, pen.dark)
    pen.oval(20, 43, 80, 57, pen.light)
    pen.oval(24, 45, 76, 56, darker(pen.body, 0.35))
    pen.box(40, 76, 60, 81, pen.dark, 1.5)


def plate(pen: Pen) -> None:
    pen.disc(50, 51, 31, pen.body)
    pen.disc(50, 51, 29.5, pen.light)
    pen.disc(50, 51, 20, mix(pen.light, pen.body, 0.4))
    pen.disc(50, 51, 18.6, lighter(pen.light, 0.25))
    for _ in range(26):
        pen.disc(pen.dice.gauss(50, 11), pen.dice.gauss(51, 11), 0.5, pen.dark)


def butter_dish(pen: Pen) -> None:
    pen.box(18, 66, 82, 72, pen.dark, 3)
    pen.box(27, 42, 73, 67, pen.body, 6)
    pen.box(31, 45, 69, 50, pen.light, 2)
    pen.disc(50, 38, 4.6, pen.accent)


def apron(pen: Pen) -> None:
    pen.arc(50, 26, 10, 180, 360, 2.2, pen.dark)
    pen.shape(pen.body, (39, 26), (61, 26), (64, 44), (74, 50), (72, 80), (28, 80), (26, 50), (36, 44), soft=1.5)
    pen.line(pen.dark, 1.8, (26, 50), (16, 56))
    pen.line(pen.dark, 1.8, (74, 50), (84, 56))
    pen.box(38, 56, 62, 70, pen.light, 2)
    pen.line(pen.dark, 0.8, (50, 57), (50, 69))


def towels(pen: Pen) -> None:
    for left, bottom, colour in ((46, 72, pen.accent), (26, 80, lighter(pen.body, 0.45))):
        pen.box(left, 24, left + 28, bottom, colour, 1.5)
        for y in (bottom - 12, bottom - 8, bottom - 6):
            pen.line(pen.body, 1.2, (left + 1, y), (left + 27, y))
    pen.line(WOOD, 3, (18, 24), (82, 24))


def mitt(pen: Pen) -> None:
    pen.blob(pen.body, (36, 66), (34, 36), (44, 22), (58, 24), (63, 40), (74, 36), (76, 44), (64, 58), (62, 66))
    pen.box(34, 64, 64, 78, pen.light, 3)
    for x, y in ((43, 36), (52, 36), (43, 47), (52, 47), (43, 58), (52, 58)):
        pen.disc(x, y, 1.3, pen.light)


def _glaze(pen: Pen) -> None:
    """What makes one mug differ from its neighbour: bands, speckles, or a dipped foot."""
    style = pen.dice.randrange(3)
    if style == 0:
        pen.box(29, 48, 68, 53, pen.accent)
        pen.box(29, 55, 68, 57, pen.accent)
    elif style == 1:
        for _ in range(30):
            pen.disc(pen.dice.uniform(32, 65), pen.dice.uniform(41, 73), 0.6, pen.dark)
    else:
        pen.box(29, 60, 68, 76, PAPER, 6)
        pen.box(29, 58, 68, 66, PAPER)


DRAWINGS = {
    each.__name__: each
    for each in (
        *(mug, cups, travel_mug, tumbler, wine_glass, jar, carafe, dripper, press, moka, grinder, kettle, teapot),
        *(skillet, pot, dish, steamer, knife, board, stone, cutlery, mills, bowl, plate, butter_dish),
        *(apron, towels, mitt),
    )
}

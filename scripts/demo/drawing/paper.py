"""Things to read, and to write with."""

from scripts.demo.drawing.pen import BRASS, GLASS, GLOW, INK, LEAF, PAPER, STEEL, WOOD, Pen, darker, leaf, lighter, mix


def cookbook(pen: Pen) -> None:
    _cover(pen)
    pen.half(38, 36, 62, 60, 0, 180, PAPER)
    pen.line(PAPER, 1.4, (36, 48), (64, 48))
    for x in (45, 50, 55):
        pen.curve(PAPER, 1, (x, 44), (x - 1.6, 40), (x + 1, 36), (x, 33))
    _title(pen)


def novel(pen: Pen) -> None:
    _cover(pen)
    style = pen.dice.randrange(3)
    if style == 0:
        pen.disc(58, 36, 6, GLOW)
        pen.blob(pen.dark, (32, 60), (44, 46), (54, 54), (64, 44), (68, 60))
    elif style == 1:
        pen.shape(PAPER, (47, 56), (53, 56), (51.6, 36), (48.4, 36))
        pen.shape(GLOW, (52, 34), (67, 28), (67, 42))
        pen.box(47, 32, 53, 36, pen.accent, 0.6)
    else:
        for y in (34, 42, 50):
            pen.curve(PAPER, 1.8, (36, y + 4), (44, y), (52, y + 4), (64, y))
    _title(pen)


def nature_book(pen: Pen) -> None:
    _cover(pen)
    for tip in ((38, 40), (45, 31), (55, 31), (62, 40)):
        leaf(pen, (50, 58), tip, 7, mix(PAPER, LEAF, 0.3))
    pen.line(PAPER, 1, (50, 62), (50, 36))
    _title(pen)


def travel_book(pen: Pen) -> None:
    _cover(pen)
    pen.disc(60, 34, 5, GLOW)
    pen.shape(PAPER, (34, 60), (45, 38), (56, 60))
    pen.shape(pen.light, (46, 60), (56, 44), (66, 60))
    _title(pen)


def bird_book(pen: Pen) -> None:
    _cover(pen)
    pen.blob(PAPER, (39, 42), (46, 38), (56, 46), (64, 56), (52, 56), (42, 52))
    pen.shape(pen.accent, (39, 42), (34, 44), (40, 46))
    pen.disc(43, 43, 0.9, INK)
    pen.line(PAPER, 1.2, (36, 59), (66, 59))
    _title(pen)


def notebook(pen: Pen) -> None:
    pen.box(32, 20, 74, 81, darker(PAPER, 0.1), 3)
    pen.box(28, 18, 71, 79, pen.body, 3)
    pen.box(28, 18, 35, 79, pen.dark, 2)
    pen.line(pen.accent, 1.8, (62, 18), (62, 79))
    pen.line(pen.accent, 1.6, (46, 79), (46, 86))
    pen.box(42, 32, 57, 42, PAPER, 1)


def pocket_books(pen: Pen) -> None:
    for left, top, colour in ((44, 22, pen.accent), (34, 28, pen.light), (24, 34, pen.body)):
        pen.box(left, top, left + 32, top + 46, colour, 2.5)
        pen.line(darker(colour), 0.8, (left + 3, top + 2), (left + 3, top + 44))
    pen.box(32, 44, 48, 52, PAPER, 1)


def planner(pen: Pen) -> None:
    pen.box(14, 28, 86, 76, pen.dark, 3)
    for left in (17, 51):
        pen.box(left, 26, left + 32, 73, PAPER, 2)
        for y in range(36, 72, 8):
            pen.line(mix(PAPER, INK, 0.2), 0.6, (left + 4, y), (left + 28, y))
        pen.box(left + 4, 30, left + 12, 33, pen.body, 0.6)
    pen.line(pen.accent, 1.6, (50, 26), (50, 84))


def sketchbook(pen: Pen) -> None:
    pen.box(22, 26, 78, 80, pen.body, 2)
    pen.box(25, 29, 75, 77, PAPER, 1.5)
    for x in range(27, 76, 6):
        pen.line(INK, 1.4, (x, 22), (x, 30))
    pen.disc(60, 44, 5, mix(pen.accent, PAPER, 0.3))
    pen.blob(mix(pen.body, PAPER, 0.4), (30, 70), (42, 52), (52, 62), (62, 54), (70, 70))


def fountain_pen(pen: Pen) -> None:
    pen.curve(pen.body, 1.4, (18, 76), (28, 70), (34, 78), (42, 72))
    pen.line(pen.body, 7.5, (50, 54), (76, 26))
    pen.line(pen.light, 1.6, (55, 46), (74, 25))
    pen.line(INK, 6, (44, 60), (51, 53))
    pen.shape(BRASS, (34, 71), (41, 58), (47, 63))
    pen.line(INK, 0.7, (36, 69), (42, 62))


def pencils(pen: Pen) -> None:
    for x, top, colour in ((32, 34, pen.body), (44, 26, pen.accent), (56, 31, pen.light), (68, 24, pen.dark)):
        pen.box(x - 4, top + 10, x + 4, 80, colour)
        pen.box(x + 1.5, top + 10, x + 4, 80, darker(colour, 0.15))
        pen.shape(lighter(WOOD, 0.4), (x - 4, top + 10), (x + 4, top + 10), (x, top))
        pen.shape(INK, (x - 1.3, top + 3.4), (x + 1.3, top + 3.4), (x, top))


def ballpoint(pen: Pen) -> None:
    pen.curve(INK, 1, (20, 74), (27, 66), (32, 76), (38, 68))
    pen.line(BRASS, 6.5, (42, 62), (74, 30))
    pen.line(lighter(BRASS, 0.5), 1.4, (45, 56), (72, 29))
    pen.shape(STEEL, (33, 71), (38, 60), (44, 66))
    pen.line(darker(BRASS), 3, (76, 28), (80, 24))


def ink_bottle(pen: Pen) -> None:
    pen.shape(GLASS, (30, 46), (70, 46), (78, 79), (22, 79), soft=2)
    pen.shape(pen.body, (29, 56), (71, 56), (76, 77), (24, 77), soft=1)
    pen.box(38, 26, 62, 44, INK, 2)
    pen.box(40, 43, 60, 47, GLASS)
    pen.box(38, 60, 62, 72, PAPER, 1)


def _cover(pen: Pen) -> None:
    pen.box(32, 20, 74, 82, darker(PAPER, 0.08), 1)
    pen.box(28, 17, 71, 79, pen.body, 1.5)
    pen.box(28, 17, 32, 79, pen.dark, 1)


def _title(pen: Pen) -> None:
    pen.box(38, 66, 64, 68.4, PAPER, 1)
    pen.box(43, 71, 59, 73, pen.light, 1)
    pen.box(38, 22, 64, 25, pen.light, 1)


DRAWINGS = {
    each.__name__: each
    for each in (
        *(cookbook, novel, nature_book, travel_book, bird_book, notebook, pocket_books, planner, sketchbook),
        *(fountain_pen, pencils, ballpoint, ink_bottle),
    )
}

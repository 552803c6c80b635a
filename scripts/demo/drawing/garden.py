"""Things that grow, and what they grow in."""

from scripts.demo.drawing.pen import CLAY, INK, LEAF, PAPER, STEEL, WOOD, Colour, Pen, Point, darker, leaf, lighter, mix

FAN: tuple[Point, ...] = ((26, 34), (34, 20), (50, 14), (66, 20), (74, 34))


def monstera(pen: Pen) -> None:
    for index, (x, y) in enumerate(FAN):
        pen.line(darker(LEAF), 1.4, (50, 62), (x, y + 8))
        green = LEAF if index % 2 else darker(LEAF, 0.15)
        pen.blob(green, (x, y - 8), (x + 10, y), (x + 6, y + 11), (x, y + 9), (x - 6, y + 11), (x - 10, y))
        pen.line(lighter(green, 0.25), 0.8, (x, y - 6), (x, y + 9))
    _pot(pen, pen.body)


def snake_plant(pen: Pen) -> None:
    for foot, tip in ((44, (34, 22)), (48, (44, 12)), (52, (56, 16)), (56, (68, 26)), (50, (50, 28))):
        leaf(pen, (foot, 66), tip, 9, pen.dice.choice((LEAF, darker(LEAF, 0.2), mix(LEAF, (220, 210, 120), 0.25))))
    _pot(pen, pen.body)


def tree(pen: Pen) -> None:
    pen.curve(darker(WOOD, 0.3), 2.6, (50, 64), (49, 48), (51, 36))
    olive = mix(LEAF, STEEL, 0.3)
    for x, y, radius in ((50, 26, 15), (39, 33, 10), (61, 34, 10)):
        pen.disc(x, y, radius, olive)
    for _ in range(22):
        left, top = pen.dice.uniform(36, 64), pen.dice.uniform(19, 40)
        leaf(pen, (left, top), (left + pen.dice.choice((-4, 4)), top - 4), 2.6, lighter(olive, 0.3))
    _pot(pen, CLAY)


def trailing_plant(pen: Pen) -> None:
    for side in (30, 70):
        pen.line(INK, 0.8, (side, 38), (50, 4))
    pen.half(28, 14, 72, 62, 0, 180, pen.body)
    pen.oval(28, 34, 72, 42, mix(LEAF, INK, 0.2))
    for x in range(28, 74, 4):
        for y in range(38, pen.dice.randint(50, 86), 5):
            pen.disc(x + pen.dice.uniform(-0.7, 0.7), y, 2.3, pen.dice.choice((LEAF, lighter(LEAF, 0.2))))


def pilea(pen: Pen) -> None:
    for x, y in ((32, 42), (38, 28), (50, 20), (62, 28), (68, 42), (44, 40), (57, 38)):
        pen.line(darker(LEAF), 1, (50, 62), (x, y))
        pen.disc(x, y, 7, pen.dice.choice((LEAF, lighter(LEAF, 0.14))))
        pen.disc(x, y + 1, 1.1, lighter(LEAF, 0.6))
    _pot(pen, pen.body)


def fern(pen: Pen) -> None:
    for tip in ((18, 46), (24, 28), (38, 16), (50, 12), (62, 16), (76, 28), (82, 46)):
        middle = (50 + (tip[0] - 50) * 0.55, tip[1] + 6)
        pen.curve(darker(LEAF, 0.1), 1, (50, 62), middle, tip)
        for share in (0.4, 0.55, 0.7, 0.85, 1):
            x, y = 50 + (tip[0] - 50) * share, 62 + (tip[1] - 62) * share - 4 * (1 - share)
            pen.disc(x, y, 3.6 - share * 1.6, LEAF)
    _pot(pen, pen.body)


def cacti(pen: Pen) -> None:
    for x, top, green in ((26, 46, LEAF), (50, 30, darker(LEAF, 0.12)), (74, 50, lighter(LEAF, 0.12))):
        pen.box(x - 7, top, x + 7, 70, green, 7)
        for y in range(int(top) + 6, 64, 6):
            pen.disc(x - 3, y, 0.7, PAPER)
            pen.disc(x + 3, y + 3, 0.7, PAPER)
        pen.shape(CLAY, (x - 9, 64), (x + 9, 64), (x + 6.5, 80), (x - 6.5, 80), soft=0.6)
    pen.disc(50, 29, 3.4, pen.accent)
    pen.line(darker(LEAF, 0.12), 4.6, (56, 48), (63, 46), (63, 40))


def rubber_plant(pen: Pen) -> None:
    burgundy: Colour = (96, 56, 66)
    pen.line(darker(WOOD, 0.4), 2, (50, 64), (50, 18))
    for side in (-1, 1):
        for step, y in enumerate((54, 44, 34, 25)):
            leaf(pen, (50, y), (50 + side * (24 - 3 * step), y - 10), 9, mix(burgundy, LEAF, 0.14 * step))
    _pot(pen, pen.body)


def pot_and_saucer(pen: Pen) -> None:
    pen.oval(24, 73, 76, 82, darker(CLAY, 0.25))
    pen.shape(CLAY, (30, 40), (70, 40), (64, 77), (36, 77), soft=1)
    pen.shape(darker(CLAY, 0.14), (61, 40), (70, 40), (64, 77), (58, 77), soft=1)
    pen.box(26, 30, 74, 42, lighter(CLAY, 0.15), 2)
    pen.oval(28, 28, 72, 34, darker(CLAY, 0.5))


def hanging_pot(pen: Pen) -> None:
    for x in (30, 50, 70):
        pen.line(PAPER, 1.2, (50, 6), (x, 50))
    for tip in ((26, 40), (38, 30), (50, 26), (62, 30), (74, 40)):
        leaf(pen, (50, 54), tip, 8, LEAF)
    pen.half(26, 26, 74, 78, 0, 180, pen.body)
    pen.oval(26, 47, 74, 57, pen.light)
    pen.oval(30, 49, 70, 56, darker(WOOD, 0.5))


def planter(pen: Pen) -> None:
    for tip in ((32, 28), (42, 18), (52, 16), (62, 22), (70, 32)):
        leaf(pen, (50, 48), tip, 8, LEAF)
    pen.box(27, 44, 73, 80, pen.body, 7)
    pen.box(27, 44, 73, 56, CLAY, 4)
    pen.box(64, 58, 69, 76, lighter(pen.body, 0.5), 2)


def trough(pen: Pen) -> None:
    for x in (28, 50, 72):
        for lean in (-9, -4, 0, 4, 9):
            leaf(pen, (x, 58), (x + lean, 32 + abs(lean)), 5, mix(LEAF, (150, 190, 110), (x - 28) / 60))
    pen.box(14, 54, 86, 76, pen.body, 4)
    pen.box(14, 54, 86, 60, pen.light, 3)
    pen.box(12, 75, 88, 80, pen.dark, 2)


def trowel(pen: Pen) -> None:
    pen.blob(STEEL, (22, 78), (24, 58), (36, 50), (48, 52), (50, 64), (40, 76))
    pen.line(lighter(STEEL, 0.5), 1.2, (28, 72), (44, 56))
    pen.line(STEEL, 3, (46, 54), (58, 42))
    pen.line(WOOD, 8, (60, 40), (78, 22))
    pen.line(pen.body, 8, (78, 22), (79, 21))


def secateurs(pen: Pen) -> None:
    pen.curve(pen.body, 6, (50, 46), (36, 60), (38, 82))
    pen.curve(pen.dark, 6, (50, 46), (64, 60), (62, 82))
    pen.blob(STEEL, (48, 48), (44, 30), (54, 14), (58, 30), (54, 48))
    pen.curve(darker(STEEL), 4, (50, 46), (64, 36), (62, 22))
    pen.disc(50, 46, 3.6, INK)


def watering_can(pen: Pen) -> None:
    pen.curve(STEEL, 4.5, (34, 66), (22, 48), (12, 36))
    pen.shape(darker(STEEL), (6, 38), (16, 28), (19, 33), (11, 42), soft=1)
    pen.arc(66, 46, 17, 190, 70, 3.4, darker(STEEL))
    pen.shape(STEEL, (34, 44), (66, 44), (69, 79), (31, 79), soft=2)
    pen.shape(lighter(STEEL, 0.3), (37, 46), (43, 46), (41, 77), (35, 77))
    pen.line(pen.body, 2.4, (32, 58), (68, 58))


def seeds(pen: Pen) -> None:
    pen.box(30, 18, 72, 82, darker(PAPER, 0.12), 2)
    pen.box(28, 16, 70, 80, PAPER, 2)
    pen.box(28, 16, 70, 28, pen.body, 2)
    for x, y in ((42, 46), (56, 44), (49, 56)):
        pen.disc(x, y, 7, pen.accent)
        pen.disc(x - 2, y - 2, 1.6, lighter(pen.accent, 0.5))
        leaf(pen, (x, y - 6), (x + 5, y - 11), 4, LEAF)
    pen.box(38, 70, 60, 72.5, mix(PAPER, INK, 0.4), 1)


def meadow_seeds(pen: Pen) -> None:
    pen.box(30, 18, 72, 82, darker(PAPER, 0.12), 2)
    pen.box(28, 16, 70, 80, mix(PAPER, LEAF, 0.2), 2)
    for x, y, colour in ((37, 44, pen.accent), (46, 34, pen.body), (54, 46, (240, 196, 80)), (62, 36, pen.light)):
        pen.line(LEAF, 1, (x, y), (x, 70))
        for dx, dy in ((0, -3), (3, 0), (0, 3), (-3, 0)):
            pen.disc(x + dx, y + dy, 2.4, colour)
        pen.disc(x, y, 1.6, PAPER)
    pen.box(28, 66, 70, 80, LEAF, 2)


def seed_box(pen: Pen) -> None:
    for x in (30, 40, 50, 60, 70):
        pen.box(x - 4, 30, x + 4, 60, lighter(WOOD, 0.35), 1.5)
        leaf(pen, (x, 46), (x, 34), 4.5, LEAF)
    pen.box(20, 48, 80, 78, pen.body, 3)
    pen.box(20, 48, 80, 53, pen.dark, 2)
    pen.box(36, 58, 64, 70, PAPER, 1)


def _pot(pen: Pen, colour: Colour) -> None:
    pen.shape(colour, (36, 62), (64, 62), (60, 81), (40, 81), soft=1)
    pen.shape(darker(colour, 0.15), (58, 62), (64, 62), (60, 81), (55, 81), soft=1)
    pen.box(33, 58, 67, 65, lighter(colour, 0.2), 1.5)


DRAWINGS = {
    each.__name__: each
    for each in (
        *(monstera, snake_plant, tree, trailing_plant, pilea, fern, cacti, rubber_plant),
        *(pot_and_saucer, hanging_pot, planter, trough, trowel, secateurs, watering_can),
        *(seeds, meadow_seeds, seed_box),
    )
}

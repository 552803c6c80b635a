"""Things for outside, and for rainy days."""

from scripts.demo.drawing.pen import (
    BRASS,
    GLOW,
    INK,
    LEAF,
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

SUITS: tuple[Colour, ...] = ((200, 60, 60), INK)


def enamel_mug(pen: Pen) -> None:
    pen.arc(69, 54, 10, 270, 90, 3.4, pen.dark)
    pen.box(30, 34, 68, 77, pen.body, 3)
    for _ in range(50):
        pen.disc(pen.dice.uniform(32, 66), pen.dice.uniform(40, 75), 0.7, lighter(pen.body, 0.7))
    pen.oval(28, 30, 70, 39, INK)
    pen.oval(31, 32, 67, 38, PAPER)


def tent(pen: Pen) -> None:
    pen.shape(pen.dark, (50, 24), (88, 78), (62, 78), soft=1)
    pen.shape(pen.body, (50, 24), (62, 78), (16, 78), soft=1)
    pen.shape(INK, (48, 36), (52, 78), (30, 78))
    pen.shape(pen.light, (48, 36), (42, 78), (30, 78))
    for x in (12, 90):
        pen.line(PAPER, 0.7, (50 + (x - 50) * 0.5, 48), (x, 80))


def lantern(pen: Pen) -> None:
    pen.arc(50, 30, 14, 180, 360, 1.8, INK)
    pen.box(38, 24, 62, 34, pen.body, 3)
    pen.box(36, 34, 64, 66, mix(WHITE, GLOW, 0.7), 4)
    pen.disc(50, 50, 8, GLOW)
    for x in (37, 63):
        pen.line(INK, 1.6, (x, 34), (x, 68))
    pen.box(32, 66, 68, 80, pen.body, 4)


def bottle(pen: Pen) -> None:
    pen.box(42, 14, 58, 25, INK, 3)
    pen.arc(50, 17, 6, 180, 360, 2, INK)
    pen.box(36, 24, 64, 82, pen.body, 9)
    pen.box(55, 28, 64, 79, pen.dark, 7)
    pen.box(36, 64, 64, 68, STEEL)
    pen.line(pen.light, 1.6, (41, 34), (41, 58))


def stove(pen: Pen) -> None:
    for x, height in ((42, 20), (50, 28), (58, 18)):
        pen.blob((240, 150, 66), (x, 48 - height), (x + 6, 42), (x, 50), (x - 6, 42))
        pen.blob(GLOW, (x, 52 - height / 2), (x + 3, 45), (x, 50), (x - 3, 45))
    pen.box(30, 46, 70, 80, STEEL, 3)
    pen.box(61, 48, 70, 78, darker(STEEL), 2)
    for x in (37, 45, 53):
        pen.disc(x, 72, 2, INK)
    pen.line(WOOD, 3, (20, 81), (44, 78))


def helmet(pen: Pen) -> None:
    pen.curve(INK, 1.6, (32, 60), (40, 80), (60, 80), (68, 60))
    pen.half(18, 24, 82, 96, 180, 360, pen.body)
    pen.half(18, 24, 82, 96, 290, 360, pen.dark)
    pen.box(16, 56, 84, 64, pen.dark, 4)
    for x in (38, 50, 62):
        pen.line(pen.dark, 3, (x, 36), (50 + (x - 50) * 1.2, 50))


def bell(pen: Pen) -> None:
    pen.line(INK, 5, (14, 74), (86, 74))
    pen.half(28, 32, 72, 92, 180, 360, BRASS)
    pen.half(28, 32, 72, 92, 285, 360, darker(BRASS, 0.15))
    pen.curve(lighter(BRASS, 0.6), 1.6, (35, 54), (38, 44), (45, 38))
    pen.line(INK, 2.4, (68, 60), (80, 54))
    pen.disc(50, 32, 2.4, INK)


def pump(pen: Pen) -> None:
    pen.curve(INK, 2, (54, 74), (72, 70), (74, 44), (64, 34))
    pen.line(STEEL, 2, (50, 18), (50, 36))
    pen.line(WOOD, 5, (36, 18), (64, 18))
    pen.box(45, 32, 55, 76, pen.body, 3)
    pen.disc(50, 64, 8, INK)
    pen.disc(50, 64, 6, PAPER)
    pen.line(pen.accent, 1, (50, 64), (53, 60))
    pen.box(32, 76, 68, 81, INK, 2)


def cycle_lights(pen: Pen) -> None:
    for x, glow in ((32, GLOW), (68, (226, 84, 76))):
        pen.box(x - 13, 34, x + 13, 70, INK, 6)
        pen.disc(x, 50, 10, lighter(glow, 0.2))
        pen.disc(x, 50, 6, glow)
        pen.box(x - 6, 70, x + 6, 78, pen.body, 2)


def mat(pen: Pen) -> None:
    pen.shape(pen.body, (30, 62), (84, 62), (92, 80), (30, 80), soft=0.5)
    pen.shape(pen.light, (40, 65), (82, 65), (86, 73), (40, 73))
    for radius, colour in ((19, pen.dark), (15.5, pen.body), (12, pen.dark), (8.5, pen.body), (5, pen.dark)):
        pen.disc(30, 62, radius, colour)


def blocks(pen: Pen) -> None:
    for left, top, right in ((22, 58, 66), (34, 34, 78)):
        pen.box(left, top, right, top + 22, mix(WOOD, PAPER, 0.25), 3)
        for _ in range(40):
            x, y = pen.dice.uniform(left + 2, right - 2), pen.dice.uniform(top + 2, top + 20)
            pen.disc(x, y, 0.6, darker(WOOD, 0.2))


def kettlebell(pen: Pen) -> None:
    iron = mix(INK, pen.body, 0.3)
    pen.arc(50, 36, 14, 150, 30, 6, iron)
    pen.disc(50, 60, 21, iron)
    pen.half(29, 39, 71, 81, 300, 100, darker(iron, 0.3))
    pen.disc(48, 60, 8, pen.body)


def rope(pen: Pen) -> None:
    pen.curve(INK, 1.8, (30, 40), (20, 70), (50, 84), (80, 70), (70, 40))
    for x, lean in ((30, 6), (70, -6)):
        pen.line(pen.body, 6, (x, 42), (x + lean, 18))
        pen.line(WOOD, 6, (x + lean * 0.6, 28), (x + lean, 18))


def chess(pen: Pen) -> None:
    pen.box(16, 68, 84, 80, darker(WOOD, 0.3), 2)
    for column in range(8):
        pen.box(18 + 8 * column, 69, 26 + 8 * column, 75, lighter(WOOD, 0.4) if column % 2 else darker(WOOD, 0.5))
    for x, top, colour in ((36, 30, lighter(WOOD, 0.45)), (62, 40, darker(WOOD, 0.5))):
        pen.shape(colour, (x - 4, top + 8), (x + 4, top + 8), (x + 9, 68), (x - 9, 68), soft=1)
        pen.disc(x, top + 4, 7, colour)
    pen.line(lighter(WOOD, 0.45), 2, (36, 18), (36, 32))
    pen.line(lighter(WOOD, 0.45), 2, (32, 22), (40, 22))


def puzzle(pen: Pen) -> None:
    for left, top, colour in ((24, 28, pen.body), (51, 28, pen.accent), (24, 55, pen.light), (56, 60, pen.dark)):
        pen.box(left, top, left + 25, top + 25, colour, 1.5)
    for x, y, colour in (
        (50, 40, pen.body),
        (37, 54, pen.body),
        (50, 67, pen.light),
        (64, 54, pen.accent),
        (69, 59, pen.dark),
    ):
        pen.disc(x, y, 4.4, colour)


def cards(pen: Pen) -> None:
    for shift, colour in enumerate((pen.body, *SUITS)):
        left, top = 24 + 14 * shift, 30 - 4 * shift
        pen.box(left - 0.8, top - 0.8, left + 28.8, top + 44.8, mix(INK, PAPER, 0.6), 3)
        pen.box(left, top, left + 28, top + 44, PAPER, 3)
        pen.shape(colour, (left + 14, top + 13), (left + 21, top + 22), (left + 14, top + 31), (left + 7, top + 22))


def dice(pen: Pen) -> None:
    for left, top, colour, dots in ((20, 46, lighter(WOOD, 0.35), 5), (52, 38, pen.body, 3), (40, 16, PAPER, 2)):
        pen.box(left, top, left + 27, top + 27, darker(colour, 0.2), 5)
        pen.box(left, top, left + 25, top + 25, colour, 5)
        ink = INK if colour != pen.body else PAPER
        for x, y in ((7, 7), (18, 18), (12.5, 12.5), (18, 7), (7, 18))[:dots]:
            pen.disc(left + x, top + y, 2.2, ink)


def marble_run(pen: Pen) -> None:
    for x in (24, 76):
        pen.box(x - 3, 22, x + 3, 80, darker(WOOD, 0.1), 1)
    for start, end in (((20, 28), (76, 38)), ((80, 46), (24, 56)), ((20, 64), (80, 75))):
        pen.line(WOOD, 4, start, end)
    for x, y, colour in ((44, 28, pen.body), (56, 45.5, pen.accent), (40, 63, LEAF)):
        pen.disc(x, y, 4, colour)
        pen.disc(x - 1.2, y - 1.2, 1, WHITE)


DRAWINGS = {
    each.__name__: each
    for each in (
        *(enamel_mug, tent, lantern, bottle, stove, helmet, bell, pump, cycle_lights),
        *(mat, blocks, kettlebell, rope, chess, puzzle, cards, dice, marble_run),
    )
}

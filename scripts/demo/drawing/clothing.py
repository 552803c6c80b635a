"""Things to wear."""

from scripts.demo.drawing.pen import BRASS, INK, PAPER, WOOD, Colour, Pen, darker, lighter, mix


def tshirt(pen: Pen) -> None:
    _short_sleeves(pen, pen.body)
    pen.half(41, 16, 59, 34, 0, 180, pen.dark)
    pen.box(40, 42, 47, 49, pen.light, 0.8)


def striped_top(pen: Pen) -> None:
    _short_sleeves(pen, PAPER)
    for y in range(38, 78, 6):
        pen.line(pen.body, 2, (34, y), (66, y))
    pen.half(38, 18, 62, 30, 0, 180, darker(PAPER, 0.2))


def whale_shirt(pen: Pen) -> None:
    _short_sleeves(pen, pen.light)
    pen.half(41, 16, 59, 34, 0, 180, pen.body)
    pen.half(37, 40, 61, 64, 0, 180, pen.dark)
    pen.shape(pen.dark, (57, 54), (66, 44), (64, 53), (61, 57), soft=0.8)
    pen.disc(42, 55, 1, PAPER)
    pen.curve(pen.dark, 1.2, (46, 48), (46, 42), (42, 40))


def shirt(pen: Pen) -> None:
    _long_sleeves(pen, pen.body)
    pen.shape(pen.light, (41, 20), (50, 30), (45, 36), (37, 24), soft=0.8)
    pen.shape(pen.light, (59, 20), (50, 30), (55, 36), (63, 24), soft=0.8)
    pen.line(pen.dark, 0.8, (50, 31), (50, 78))
    for y in (40, 49, 58, 67):
        pen.disc(51.6, y, 1, PAPER)
    pen.box(54, 42, 62, 51, pen.dark, 1)


def check_shirt(pen: Pen) -> None:
    shirt(pen)
    for x in (38, 44, 56, 62):
        pen.line(pen.dark, 1, (x, 38), (x, 78))
    for y in range(42, 78, 8):
        pen.line(pen.light, 1, (35, y), (65, y))


def overshirt(pen: Pen) -> None:
    shirt(pen)
    for left in (37, 54):
        pen.box(left, 41, left + 9, 51, pen.dark, 1)
        pen.box(left - 1, 60, left + 10, 73, pen.dark, 1)


def jumper(pen: Pen) -> None:
    _long_sleeves(pen, pen.body)
    pen.box(41, 17, 59, 25, pen.dark, 3)
    for x in (40, 46, 54, 60):
        pen.line(pen.light, 1, (x, 30), (x, 72))
    for y in range(32, 72, 5):
        pen.curve(pen.light, 1, (47, y), (50, y + 2.5), (53, y))
    pen.box(34, 73, 66, 80, pen.dark, 2)


def cardigan(pen: Pen) -> None:
    _long_sleeves(pen, pen.body)
    pen.shape(PAPER, (43, 19), (57, 19), (50, 44))
    pen.line(pen.dark, 3.6, (42, 20), (50, 46), (50, 78))
    pen.line(pen.dark, 3.6, (58, 20), (50, 46))
    for y in (52, 61, 70):
        pen.disc(50, y, 1.5, WOOD)
    for left in (36, 55):
        pen.box(left, 62, left + 9, 73, pen.light, 1)


def slipover(pen: Pen) -> None:
    pen.shape(
        pen.body,
        (36, 20),
        (42, 20),
        (50, 40),
        (58, 20),
        (64, 20),
        (63, 34),
        (68, 44),
        (67, 80),
        (33, 80),
        (32, 44),
        (37, 34),
    )
    for x in (39, 50, 61):
        for y in range(46, 72, 6):
            pen.curve(pen.light, 1.2, (x - 3, y), (x, y + 3), (x + 3, y))
    pen.line(pen.dark, 2, (42, 21), (50, 40), (58, 21))
    pen.box(32, 74, 68, 81, pen.dark, 1.5)


def sneaker(pen: Pen) -> None:
    pen.blob(pen.body, (20, 44), (34, 42), (46, 50), (62, 58), (80, 62), (82, 72), (50, 74), (20, 72))
    pen.shape(pen.dark, (20, 44), (28, 43), (30, 70), (20, 71), soft=1)
    pen.box(17, 69, 85, 77, PAPER, 4)
    for x, y in ((39, 47), (46, 51), (53, 55)):
        pen.line(PAPER, 1.6, (x, y), (x - 4, y + 7))
    pen.line(pen.light, 1, (20, 73), (82, 73))


def boot(pen: Pen) -> None:
    leather = darker(pen.body, 0.25)
    pen.shape(leather, (32, 22), (54, 22), (55, 52), (78, 62), (80, 72), (32, 72), soft=2)
    pen.shape(INK, (42, 24), (50, 24), (52, 46), (46, 48), soft=0.5)
    pen.curve(lighter(leather, 0.25), 1, (60, 57), (70, 61), (76, 66))
    pen.box(29, 72, 83, 78, INK, 2)
    pen.box(29, 74, 46, 82, INK, 1)


def rain_boot(pen: Pen) -> None:
    for shift, colour in ((12, pen.dark), (0, pen.body)):
        pen.shape(
            colour,
            (26 + shift, 20),
            (45 + shift, 20),
            (46 + shift, 58),
            (64 + shift, 66),
            (66 + shift, 75),
            (26 + shift, 75),
            soft=2,
        )
        pen.box(24 + shift, 18, 47 + shift, 25, lighter(colour, 0.35), 2)
        pen.box(24 + shift, 75, 68 + shift, 80, darker(colour, 0.4), 2)


def slipper(pen: Pen) -> None:
    for x, colour in ((34, pen.body), (66, pen.body)):
        pen.box(x - 13, 22, x + 13, 80, pen.dark, 13)
        pen.box(x - 10, 26, x + 10, 77, pen.light, 10)
        pen.box(x - 13, 22, x + 13, 54, colour, 13)
        pen.half(x - 10, 44, x + 10, 64, 180, 360, pen.light)


def beanie(pen: Pen) -> None:
    pen.half(24, 24, 76, 92, 180, 360, pen.body)
    for x in (36, 43, 50, 57, 64):
        pen.curve(pen.dark, 1, (50 + (x - 50) * 0.4, 27), (x - 0.5, 42), (x, 58))
    pen.box(21, 56, 79, 73, pen.light, 5)
    for x in range(27, 77, 5):
        pen.line(pen.body, 1, (x, 59), (x, 70))
    pen.disc(50, 22, 7, pen.accent)


def sun_hat(pen: Pen) -> None:
    straw: Colour = (226, 190, 124)
    pen.oval(12, 54, 88, 74, straw)
    pen.oval(16, 55, 84, 70, lighter(straw, 0.2))
    pen.half(30, 26, 70, 92, 180, 360, straw)
    pen.box(30, 50, 70, 60, pen.body, 1)
    for y in (34, 40, 46):
        pen.curve(darker(straw, 0.12), 0.8, (36, y + 1), (50, y - 1), (64, y + 1))


def scarf(pen: Pen) -> None:
    pen.shape(pen.dark, (52, 40), (64, 38), (70, 78), (56, 80))
    pen.shape(pen.body, (38, 42), (52, 44), (48, 80), (32, 78))
    pen.blob(pen.body, (28, 34), (50, 24), (72, 34), (68, 46), (50, 50), (32, 46))
    pen.oval(36, 29, 64, 40, darker(pen.body, 0.4))
    for y in (54, 62, 70):
        pen.line(pen.light, 1.6, (36, y), (50, y))
        pen.line(pen.accent, 1.6, (57, y), (67, y - 1))


def socks(pen: Pen) -> None:
    for shift, colour in ((14, pen.accent), (0, pen.body)):
        pen.shape(
            colour,
            (28 + shift, 22),
            (44 + shift, 22),
            (44 + shift, 52),
            (62 + shift, 64),
            (56 + shift, 76),
            (30 + shift, 62),
            soft=3,
        )
        pen.box(25 + shift, 18, 47 + shift, 28, lighter(colour, 0.35), 2)
        pen.disc(58 + shift, 70, 7, lighter(colour, 0.35))
        pen.line(lighter(colour, 0.35), 1.6, (26 + shift, 36), (46 + shift, 36))


def belt(pen: Pen) -> None:
    leather = mix(WOOD, pen.body, 0.4)
    for radius, colour in ((26, leather), (21, darker(leather, 0.25)), (16, darker(leather, 0.45))):
        pen.arc(48, 50, radius, 0, 360, 5, colour)
    pen.box(66, 40, 88, 60, BRASS, 3)
    pen.box(70, 44, 84, 56, leather, 1.5)
    pen.line(BRASS, 2, (68, 50), (80, 50))


def gloves(pen: Pen) -> None:
    for shift, colour in ((24, pen.dark), (0, pen.body)):
        for x, top in ((30, 30), (36, 24), (42, 25), (48, 31)):
            pen.line(colour, 6, (x + shift, top), (x + shift, 54))
        pen.line(colour, 6.5, (30 + shift, 60), (21 + shift, 46))
        pen.box(27 + shift, 44, 51 + shift, 68, colour, 4)
        pen.box(27 + shift, 66, 51 + shift, 79, lighter(colour, 0.4), 2)


def _short_sleeves(pen: Pen, cloth: Colour) -> None:
    pen.shape(
        darker(cloth, 0.12), (36, 24), (64, 24), (82, 38), (75, 48), (66, 42), (34, 42), (25, 48), (18, 38), soft=2
    )
    pen.shape(cloth, (38, 23), (62, 23), (67, 40), (66, 79), (34, 79), (33, 40), soft=2)


def _long_sleeves(pen: Pen, cloth: Colour) -> None:
    pen.shape(
        darker(cloth, 0.14),
        (38, 23),
        (62, 23),
        (74, 32),
        (82, 70),
        (74, 72),
        (64, 44),
        (36, 44),
        (26, 72),
        (18, 70),
        (26, 32),
        soft=2,
    )
    pen.shape(cloth, (39, 22), (61, 22), (67, 36), (65, 78), (35, 78), (33, 36), soft=2)


DRAWINGS = {
    each.__name__: each
    for each in (
        *(tshirt, striped_top, whale_shirt, shirt, check_shirt, overshirt, jumper, cardigan, slipover),
        *(sneaker, boot, rain_boot, slipper, beanie, sun_hat, scarf, socks, belt, gloves),
    )
}

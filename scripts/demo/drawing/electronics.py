"""Things with a plug or a battery."""

from scripts.demo.drawing.pen import BRASS, GLOW, INK, PAPER, STEEL, WHITE, WOOD, Pen, darker, lighter, mix


def headphones(pen: Pen) -> None:
    pen.arc(50, 50, 28, 180, 360, 5, pen.dark)
    pen.arc(50, 50, 24, 205, 335, 3.4, pen.light)
    for x, cushion_x in ((23, 29), (77, 71)):
        pen.box(cushion_x - 5, 46, cushion_x + 5, 76, INK, 5)
        pen.box(x - 6.5, 44, x + 6.5, 78, pen.body, 6)
        pen.box(x - 2.5, 50, x + 2.5, 72, pen.light, 2.5)


def open_headphones(pen: Pen) -> None:
    pen.arc(50, 48, 27, 180, 360, 3.4, INK)
    for x in (25, 75):
        pen.disc(x, 60, 17, INK)
        pen.disc(x, 60, 14.5, pen.body)
        for radius in (11, 7.5, 4):
            pen.arc(x, 60, radius, 0, 360, 1, pen.light)


def headset(pen: Pen) -> None:
    headphones(pen)
    pen.curve(INK, 2, (22, 74), (28, 86), (44, 85))
    pen.disc(45, 85, 3.2, pen.accent)


def earbuds(pen: Pen) -> None:
    for x, lean in ((36, -4), (64, 4)):
        pen.line(pen.light, 5.4, (x, 32), (x + lean, 54))
        pen.disc(x, 30, 9, pen.light)
        pen.disc(x - lean, 30, 4.6, INK)
    pen.box(26, 58, 74, 82, pen.body, 11)
    pen.line(pen.dark, 0.9, (27, 66), (73, 66))
    pen.disc(50, 73, 1.4, PAPER)


def earphones(pen: Pen) -> None:
    for x, side in ((34, -1), (66, 1)):
        pen.curve(pen.dark, 1.6, (x, 34), (x + side * 2, 52), (50, 64), (50, 82))
        pen.disc(x, 29, 8, pen.body)
        pen.disc(x - side * 3, 29, 4.6, INK)
    pen.box(48, 60, 52, 68, BRASS, 1)


def bone_phones(pen: Pen) -> None:
    pen.arc(50, 44, 26, 20, 160, 4, pen.body)
    for x, side in ((25, -1), (75, 1)):
        pen.curve(pen.body, 4, (x, 54), (x + side * 2, 34), (x - side * 6, 26), (x - side * 10, 38))
        pen.disc(x - side * 10, 42, 6, pen.dark)


def stand(pen: Pen) -> None:
    pen.box(30, 76, 70, 81, WOOD, 2)
    pen.curve(WOOD, 5, (50, 78), (50, 40), (50, 26))
    pen.arc(50, 42, 20, 180, 360, 4, INK)
    pen.box(24, 40, 35, 60, pen.body, 5)
    pen.box(65, 40, 76, 60, pen.body, 5)
    pen.box(42, 19, 58, 25, darker(WOOD), 2)


def ear_pads(pen: Pen) -> None:
    for x, colour in ((33, pen.body), (67, pen.dark)):
        pen.oval(x - 16, 30, x + 16, 72, colour)
        pen.oval(x - 14, 32, x + 14, 70, lighter(colour, 0.15))
        pen.oval(x - 8, 39, x + 8, 63, darker(colour, 0.5))


def shelf_speakers(pen: Pen) -> None:
    for left in (20, 54):
        pen.box(left, 26, left + 26, 78, darker(WOOD, 0.25), 2)
        pen.box(left + 3, 29, left + 23, 75, INK, 1.5)
        pen.disc(left + 13, 38, 4.6, STEEL)
        pen.disc(left + 13, 59, 9, lighter(INK, 0.25))
        pen.disc(left + 13, 59, 3.4, pen.body)


def portable_speaker(pen: Pen) -> None:
    pen.curve(pen.dark, 2, (24, 44), (16, 34), (28, 30), (34, 38))
    pen.box(18, 38, 82, 70, pen.body, 13)
    for x in range(30, 72, 5):
        for y in range(45, 66, 5):
            pen.disc(x, y, 1.1, pen.dark)
    pen.box(42, 35, 58, 39, pen.light, 2)


def ball_speaker(pen: Pen) -> None:
    pen.disc(50, 54, 25, pen.body)
    pen.half(25, 29, 75, 79, 180, 360, mix(pen.body, WOOD, 0.85))
    pen.line(pen.dark, 1.2, (25, 54), (75, 54))
    for x in range(36, 66, 5):
        pen.disc(x, 63, 1.2, pen.dark)
    pen.curve(INK, 1.8, (50, 29), (56, 20), (62, 27))


def radio(pen: Pen) -> None:
    pen.line(STEEL, 1.2, (66, 34), (78, 14))
    pen.box(16, 34, 84, 76, pen.body, 5)
    pen.box(20, 38, 54, 72, darker(WOOD, 0.1), 2)
    for y in range(42, 70, 5):
        pen.line(lighter(WOOD, 0.25), 1.6, (23, y), (51, y))
    pen.box(59, 40, 79, 50, GLOW, 1.5)
    for x in (62, 69, 76):
        pen.disc(x, 61, 2.8, PAPER)


def soundbar(pen: Pen) -> None:
    pen.box(26, 24, 74, 54, INK, 2)
    pen.box(28, 26, 72, 52, mix(INK, pen.body, 0.6), 1)
    pen.box(12, 62, 88, 73, pen.dark, 4)
    for x in range(18, 84, 3):
        pen.line(lighter(pen.dark, 0.15), 0.7, (x, 64.5), (x, 70.5))


def turntable(pen: Pen) -> None:
    pen.box(14, 26, 86, 78, WOOD, 3)
    pen.box(16, 28, 84, 76, lighter(WOOD, 0.2), 2)
    pen.disc(44, 52, 22, INK)
    for radius in (19, 15, 11.5):
        pen.arc(44, 52, radius, 0, 360, 0.5, lighter(INK, 0.25))
    pen.disc(44, 52, 8, pen.body)
    pen.disc(44, 52, 1.2, PAPER)
    pen.disc(75, 36, 4.4, STEEL)
    pen.line(STEEL, 1.8, (75, 36), (72, 56), (58, 64))


def suitcase_player(pen: Pen) -> None:
    pen.shape(pen.dark, (22, 18), (78, 18), (82, 48), (18, 48), soft=2)
    pen.shape(lighter(pen.body, 0.5), (26, 22), (74, 22), (77, 46), (23, 46), soft=1)
    pen.box(14, 48, 86, 78, pen.body, 3)
    pen.oval(24, 51, 68, 68, INK)
    pen.oval(39, 57, 53, 62, pen.accent)
    pen.line(STEEL, 1.6, (76, 53), (74, 62), (62, 63))
    pen.box(44, 74, 56, 81, BRASS, 1.5)


def brush(pen: Pen) -> None:
    pen.disc(42, 60, 20, INK)
    pen.disc(42, 60, 7, pen.accent)
    pen.box(36, 22, 84, 36, pen.body, 3)
    for x in range(39, 83, 2):
        pen.line(INK, 0.8, (x, 36), (x, 44))


def cleaning_kit(pen: Pen) -> None:
    pen.box(20, 40, 42, 80, pen.body, 3)
    pen.box(27, 30, 35, 41, INK, 1.5)
    pen.box(23, 52, 39, 66, PAPER, 1)
    pen.disc(65, 56, 23, INK)
    pen.disc(65, 56, 7.5, pen.accent)
    pen.disc(65, 56, 1.2, PAPER)
    pen.box(48, 72, 82, 81, lighter(pen.body, 0.5), 2)


def keyboard(pen: Pen) -> None:
    pen.box(12, 36, 88, 70, pen.dark, 4)
    pen.box(12, 34, 88, 67, pen.body, 4)
    for row in range(3):
        for column in range(11):
            colour = pen.accent if pen.dice.random() < 0.08 else PAPER
            pen.box(16 + column * 6.3, 38 + row * 7, 21 + column * 6.3, 43.6 + row * 7, colour, 1)
    for left, right in ((16, 27), (28.6, 71), (72.7, 84)):
        pen.box(left, 59, right, 64.4, PAPER, 1)


def mouse(pen: Pen) -> None:
    pen.box(33, 24, 67, 80, pen.body, 17)
    pen.half(33, 40, 67, 80, 330, 90, pen.dark)
    pen.line(pen.dark, 0.9, (50, 25), (50, 46))
    pen.line(pen.dark, 0.9, (34, 48), (66, 48))
    pen.box(47.5, 32, 52.5, 42, pen.light, 2.5)


def trackball(pen: Pen) -> None:
    pen.blob(pen.body, (30, 40), (48, 24), (70, 34), (74, 64), (60, 80), (34, 76), (24, 58))
    pen.disc(36, 50, 10, darker(pen.body, 0.4))
    pen.disc(36, 50, 8, pen.accent)
    pen.disc(33.5, 47, 2.2, lighter(pen.accent, 0.6))
    pen.line(pen.dark, 1, (56, 30), (54, 50))


def wrist_rest(pen: Pen) -> None:
    pen.box(16, 34, 84, 46, mix(INK, pen.body, 0.5), 2)
    for x in range(20, 80, 6):
        pen.box(x, 36, x + 4.4, 40, PAPER, 0.8)
    pen.box(14, 54, 86, 68, darker(WOOD, 0.3), 4)
    pen.line(WOOD, 1.6, (19, 57), (81, 57))


def charger(pen: Pen) -> None:
    pen.curve(pen.accent, 2.2, (50, 70), (52, 84), (68, 84), (78, 72))
    pen.box(34, 34, 66, 72, lighter(pen.body, 0.55), 6)
    pen.box(58, 37, 66, 69, lighter(pen.body, 0.35), 5)
    for x in (43, 57):
        pen.box(x - 2, 20, x + 2, 34, STEEL, 1)
    for y in (58, 64):
        pen.box(43, y, 55, y + 2.6, INK, 1.2)


def cable(pen: Pen) -> None:
    for radius in (22, 18, 14):
        pen.arc(50, 50, radius, 0, 360, 2.6, pen.body if radius != 18 else pen.light)
    pen.curve(pen.body, 2.6, (64, 66), (74, 74), (82, 70))
    pen.box(77, 64, 87, 74, INK, 2)
    pen.box(86, 67, 91, 71, STEEL, 0.8)
    pen.box(44, 70, 56, 75, pen.accent, 1.5)


def pad(pen: Pen) -> None:
    pen.curve(INK, 2, (50, 70), (50, 82), (70, 84))
    pen.disc(50, 48, 28, darker(WOOD, 0.15))
    pen.disc(50, 47, 27, lighter(WOOD, 0.12))
    for _ in range(60):
        pen.disc(pen.dice.uniform(30, 70), pen.dice.uniform(28, 66), 0.6, darker(WOOD, 0.15))
    pen.box(40, 24, 60, 68, INK, 3)
    pen.box(41.5, 26, 58.5, 66, pen.body, 2)


def power_bank(pen: Pen) -> None:
    pen.box(34, 20, 66, 80, pen.body, 6)
    pen.box(58, 23, 66, 77, pen.dark, 5)
    pen.box(40, 28, 56, 36, INK, 1.5)
    pen.box(42, 30, 52, 34, (150, 220, 160), 0.6)
    pen.box(44, 76, 54, 79, INK, 1)


def amplifier(pen: Pen) -> None:
    pen.curve(INK, 2.4, (50, 40), (50, 24), (62, 18))
    pen.box(36, 40, 64, 72, pen.body, 4)
    pen.disc(50, 54, 7, STEEL)
    pen.line(INK, 1.2, (50, 54), (50, 49))
    pen.disc(50, 73, 2.6, BRASS)


def camera(pen: Pen) -> None:
    pen.box(24, 26, 48, 40, pen.dark, 3)
    pen.box(16, 34, 84, 76, pen.body, 6)
    pen.box(16, 62, 84, 76, PAPER, 5)
    pen.disc(50, 54, 17, INK)
    pen.disc(50, 54, 12.5, mix(INK, pen.accent, 0.5))
    pen.disc(46, 50, 3.4, lighter(pen.accent, 0.7))
    pen.box(68, 39, 79, 46, GLOW, 1.5)
    pen.disc(27, 43, 3, pen.accent)


def film(pen: Pen) -> None:
    for x, top, colour in ((26, 44, pen.accent), (50, 34, pen.body), (74, 46, pen.light)):
        pen.box(x - 9, top, x + 9, top + 32, colour, 2)
        pen.box(x - 10, top - 2, x + 10, top + 3, INK, 1)
        pen.box(x - 10, top + 30, x + 10, top + 35, INK, 1)
        pen.box(x - 3, top - 7, x + 3, top - 1, INK, 1)
        pen.box(x - 9, top + 12, x + 9, top + 18, WHITE)


def tripod(pen: Pen) -> None:
    for foot in (28, 50, 72):
        pen.line(INK, 3, (50, 48), (foot, 81))
    pen.disc(50, 44, 4, pen.accent)
    pen.box(37, 22, 63, 40, pen.body, 3)
    pen.disc(50, 31, 6.5, INK)
    pen.disc(48, 29, 1.8, pen.light)


def strap(pen: Pen) -> None:
    pen.curve(pen.body, 3.6, (34, 66), (18, 40), (38, 22), (62, 22), (82, 40), (66, 66))
    for x in range(34, 68, 4):
        pen.line(pen.dark, 0.8, (x, 20), (x + 2, 24))
    for x in (34, 66):
        pen.box(x - 4, 62, x + 4, 76, WOOD, 2)
        pen.arc(x, 79, 3.4, 0, 360, 1.4, STEEL)


DRAWINGS = {
    each.__name__: each
    for each in (
        *(headphones, open_headphones, headset, earbuds, earphones, bone_phones, stand, ear_pads),
        *(shelf_speakers, portable_speaker, ball_speaker, radio, soundbar),
        *(turntable, suitcase_player, brush, cleaning_kit, keyboard, mouse, trackball, wrist_rest),
        *(charger, cable, pad, power_bank, amplifier, camera, film, tripod, strap),
    )
}

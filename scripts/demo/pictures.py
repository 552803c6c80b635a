"""Draws a product's picture: a recognisable thing before a calm background in the colour of its room.

The same kind and seed give the same bytes, so that a second start of the shop changes nothing.
`python -m scripts.demo.pictures sheet.png` draws all of them on one sheet, to be looked at.
"""

import io
import random
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from scripts.demo.content import Product, products
from scripts.demo.drawing import ROOMS, Drawing
from scripts.demo.drawing.pen import Colour, Pen, darker, mix
from scripts.demo.kinds import kind_of

SIZE = 640
# Drawn twice as large and shrunk: Pillow's own edges are jagged.
CANVAS = 2 * SIZE

BACKGROUNDS: dict[str, tuple[Colour, Colour]] = {
    "Kitchen": ((250, 241, 228), (236, 211, 184)),
    "Home": ((244, 240, 234), (216, 206, 194)),
    "Electronics": ((238, 243, 248), (200, 214, 228)),
    "Clothing": ((250, 238, 235), (236, 206, 200)),
    "Bags & Travel": ((241, 245, 234), (208, 220, 194)),
    "Books & Paper": ((252, 246, 226), (240, 221, 172)),
    "Garden": ((236, 246, 239), (194, 222, 204)),
    "Sport & Play": ((240, 240, 250), (206, 204, 230)),
}
DRAWINGS: dict[str, tuple[str, Drawing]] = {
    kind: (room, drawing) for room, drawings in ROOMS.items() for kind, drawing in drawings.items()
}


def pictures_of(wanted: Iterable[Product]) -> dict[str, bytes]:
    """The products' pictures by SKU, WebP, 640 pixels square."""
    # Pillow frees the interpreter while it shrinks and encodes, so threads do help.
    with ThreadPoolExecutor() as pool:
        drawn = pool.map(lambda product: (product.sku, draw(kind_of(product), product.sku)), wanted)
        return dict(drawn)


def draw(kind: str, seed: str) -> bytes:
    """A picture of one thing of that kind, WebP, 640 pixels square. Raises KeyError for an unknown kind."""
    file = io.BytesIO()
    painted(kind, seed).save(file, "WEBP", quality=76, method=1)
    return file.getvalue()


def painted(kind: str, seed: str) -> Image.Image:
    room, drawing = DRAWINGS[kind]
    dice = random.Random(f"{kind} {seed}")
    canvas = _background(room, dice)
    drawing(Pen(canvas, dice))
    return canvas.reduce(CANVAS // SIZE)


def _background(room: str, dice: random.Random) -> Image.Image:
    """A gradient with a soft shadow on the ground, painted small: enlarging it makes it soft."""
    top, bottom = BACKGROUNDS[room]
    tilt = dice.uniform(0, 0.3)
    corners = Image.new("RGB", (2, 2))
    for place, share in (((0, 0), 0), ((1, 0), tilt), ((0, 1), 1 - tilt), ((1, 1), 1)):
        corners.putpixel(place, mix(top, bottom, share))
    small = corners.resize((80, 80), Image.Resampling.BILINEAR, box=(0.5, 0.5, 1.5, 1.5))
    ImageDraw.Draw(small).ellipse((17, 61.5, 63, 67.5), fill=darker(bottom, 0.14))
    soft = small.filter(ImageFilter.GaussianBlur(1.6)).resize((SIZE, SIZE), Image.Resampling.BICUBIC)
    return soft.resize((CANVAS, CANVAS), Image.Resampling.NEAREST)


def contact_sheet(columns: int = 17, side: int = 120) -> Image.Image:
    """All pictures of the shop side by side."""
    shown = [painted(kind_of(product), product.sku).resize((side, side)) for product in products()]
    sheet = Image.new("RGB", (columns * side, -(-len(shown) // columns) * side), "white")
    for index, picture in enumerate(shown):
        sheet.paste(picture, (index % columns * side, index // columns * side))
    return sheet


if __name__ == "__main__":
    contact_sheet().save(Path(sys.argv[1]))

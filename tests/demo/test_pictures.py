"""Every product has a picture: small, square, its own, and always the same."""

import io
from collections import Counter

import pytest
from PIL import Image

from scripts.demo.content import Product, products
from scripts.demo.drawing import ROOMS
from scripts.demo.kinds import BY_CATEGORY, BY_NAME, kind_of
from scripts.demo.pictures import BACKGROUNDS, DRAWINGS, draw, pictures_of

# One product of four, which takes two seconds rather than eight; the demo itself is opened with all of them.
SOME = products()[::4]


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    return pictures_of(SOME)


def test_each_picture_decodes_as_a_square_webp(pictures: dict[str, bytes]) -> None:
    forms = set()
    for data in pictures.values():
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            forms.add((picture.format, picture.size))

    assert list(pictures) == [product.sku for product in SOME]
    assert forms == {("WEBP", (640, 640))}


def test_the_pictures_are_small(pictures: dict[str, bytes]) -> None:
    sizes = [len(data) for data in pictures.values()]

    assert max(sizes) < 25_000
    assert sum(sizes) / len(sizes) < 10_000


def test_no_two_products_look_the_same(pictures: dict[str, bytes]) -> None:
    assert [count for count in Counter(pictures.values()).values() if count > 1] == []


def test_the_same_product_always_looks_the_same() -> None:
    assert draw("mug", "MUG-HARBOUR") == draw("mug", "MUG-HARBOUR")


@pytest.mark.parametrize("kind", sorted(DRAWINGS))
def test_a_kind_draws_something_before_its_background(kind: str) -> None:
    with Image.open(io.BytesIO(draw(kind, "seed"))) as picture:
        distinct = picture.convert("RGB").resize((40, 40)).getcolors(maxcolors=1600)

    assert distinct is not None
    assert len({(red // 32, green // 32, blue // 32) for _, (red, green, blue) in distinct}) > 3  # type: ignore[misc]


def test_no_kind_stands_in_two_rooms() -> None:
    assert sum(len(drawings) for drawings in ROOMS.values()) == len(DRAWINGS)
    assert set(ROOMS) == set(BACKGROUNDS)


def test_all_names_and_categories_lead_to_a_kind_that_can_be_drawn() -> None:
    assert {kind for _, kind in BY_NAME} | set(BY_CATEGORY.values()) <= set(DRAWINGS)
    assert set(ROOMS) <= set(BY_CATEGORY)


def test_every_kind_is_shown_in_the_shop_or_stands_for_a_category() -> None:
    shown = {kind_of(product) for product in products()}

    assert set(DRAWINGS) - shown - set(BY_CATEGORY.values()) == set()


@pytest.mark.parametrize(
    ("name", "category", "kind"),
    [
        ("Harbour Mug", "Kitchen > Drinkware > Mugs", "mug"),
        ("Headphone Extension Cable, 3 m", "Electronics > Desk Setup > Chargers & Cables", "cable"),
        ("Cable-Knit Slipover", "Clothing > Knitwear", "slipover"),
        ("Night Train to Trieste", "Books & Paper > Books > Fiction", "novel"),
        ("Something Unheard Of", "Garden > Houseplants", "monstera"),
        ("Something Unheard Of", "Home > Lighting > Table Lamps", "table"),
    ],
)
def test_the_name_decides_the_kind_else_the_nearest_category(name: str, category: str, kind: str) -> None:
    assert kind_of(Product("SKU", name, (category,))) == kind

"""Goods that nobody sells, but somebody might: for benchmarks on big catalogues. The same seed, the same goods."""

from collections.abc import Iterator, Sequence
from random import Random

from src.modules.catalog.contracts import ProductDraft, VariantDraft

TREE: dict[str, dict[str, list[str]]] = {
    "Home": {
        "Kitchen": ["Mug", "Teapot", "Pan", "Kettle", "Knife", "Bowl", "Cutting board"],
        "Living room": ["Lamp", "Cushion", "Rug", "Vase", "Clock", "Candle"],
        "Bathroom": ["Towel", "Mirror", "Soap dish", "Bath mat"],
    },
    "Clothes": {
        "Tops": ["Shirt", "Sweater", "Hoodie", "Blouse", "Vest"],
        "Bottoms": ["Jeans", "Skirt", "Shorts", "Leggings"],
        "Shoes": ["Sneaker", "Boot", "Sandal", "Slipper"],
    },
    "Electronics": {
        "Audio": ["Headphones", "Speaker", "Microphone", "Turntable"],
        "Computers": ["Keyboard", "Mouse", "Monitor", "Laptop stand"],
        "Photography": ["Camera", "Tripod", "Lens", "Camera bag"],
    },
    "Outdoors": {
        "Camping": ["Tent", "Sleeping bag", "Lantern", "Stove"],
        "Garden": ["Spade", "Watering can", "Planter", "Hose", "Bench"],
        "Cycling": ["Helmet", "Pannier", "Bicycle pump", "Saddle"],
    },
}
COLOURS = ["Red", "Blue", "Green", "Black", "White", "Grey", "Yellow", "Navy", "Crème", "Olive"]
MATERIALS = ["Oak", "Steel", "Linen", "Wool", "Cotton", "Ceramic", "Glass", "Leather", "Bamboo", "Cork", "Copper"]
STYLES = [
    "Classic",
    "Modern",
    "Rustic",
    "Compact",
    "Foldable",
    "Light",
    "Sturdy",
    "Vintage",
    "Everyday",
    "Professional",
]
MAKERS = ["Aldern", "Brask", "Corvel", "Dunmore", "Ekholm", "Fjordby", "Grünwald", "Halvik", "Ibsen & Sons", "Jutland"]
SIZES = ["S", "M", "L", "XL"]
SENTENCES = [
    "Made to be used every day and to look better for it.",
    "The finish is applied by hand, so that no two are alike.",
    "Comes in a plain box of recycled paper.",
    "Easy to clean, hard to break, simple to repair.",
    "Designed in a small workshop by people who use it themselves.",
    "Goes well with everything else of the series.",
    "Tested for ten thousand uses before it left the house.",
    "The material was chosen for how it feels in the hand.",
    "Spare parts are kept for at least ten years.",
    "A present for somebody who has everything else.",
]
# One product in so many has variants; one in so many is sold out.
WITH_VARIANTS, SOLD_OUT = 5, 7


def invented(first: int, count: int, leaves: Sequence[tuple[int, int, str]], currency: str) -> Iterator[ProductDraft]:
    """Products number `first` to `first + count - 1`. A leaf: its category's id, its parent's, what is sold there."""
    for number in range(first, first + count):
        chance = Random(number)  # noqa: S311  nothing here is a secret
        leaf, parent, noun = leaves[int(chance.triangular(0, len(leaves) - 0.01, 0))]
        yield _product(number, chance, [leaf, parent], noun, currency)


def invented_stars(number: int) -> list[int]:
    """What people think of it; of many goods nobody thinks anything."""
    chance = Random(-number)  # noqa: S311  nothing here is a secret
    usual = chance.randint(2, 5)
    return [
        max(1, min(5, usual + chance.choice([-1, 0, 0, 1]))) for _ in range(chance.choice([0, 0, 0, 1, 2, 3, 5, 8]))
    ]


def _product(number: int, chance: Random, places: list[int], noun: str, currency: str) -> ProductDraft:
    colour, material, style, maker = (chance.choice(words) for words in (COLOURS, MATERIALS, STYLES, MAKERS))
    sku = f"{noun[:3].upper()}-{number:07d}"
    price = round(chance.lognormvariate(3.2, 0.8) * 100) // 10 * 10 + 9
    paragraphs = " ".join(chance.sample(SENTENCES, 4))
    return ProductDraft(
        name=f"{style} {colour.lower()} {material.lower()} {noun.lower()} by {maker}",
        slug=f"{noun}-{number}",
        description=f"<p>{paragraphs}</p><p>A {style.lower()} {noun.lower()} of {material.lower()}.</p>",
        currency=currency,
        sku=sku,
        variants=list(_variants(chance, sku, price)),
        category_ids=places,
    )


def _variants(chance: Random, sku: str, price: int) -> Iterator[VariantDraft]:
    stock = 0 if chance.randrange(SOLD_OUT) == 0 else chance.randint(1, 200)
    if chance.randrange(WITH_VARIANTS):
        yield VariantDraft(sku=sku, price=price, stock=stock)
        return
    for colour in chance.sample(COLOURS, 2):
        for position, size in enumerate(SIZES[: chance.randint(2, 4)]):
            options = {"Colour": colour, "Size": size}
            yield VariantDraft(sku=f"{sku}-{colour}-{size}", price=price + 100 * position, stock=stock, options=options)

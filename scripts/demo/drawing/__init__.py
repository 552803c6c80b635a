"""The kinds of thing that the demo's pictures show, by room: name of the kind to the function that draws it."""

from collections.abc import Callable, Mapping

from scripts.demo.drawing import bags, clothing, decoration, electronics, garden, home, kitchen, paper, sport
from scripts.demo.drawing.pen import Pen

Drawing = Callable[[Pen], None]

ROOMS: dict[str, Mapping[str, Drawing]] = {
    "Kitchen": kitchen.DRAWINGS,
    "Home": home.DRAWINGS | decoration.DRAWINGS,
    "Electronics": electronics.DRAWINGS,
    "Clothing": clothing.DRAWINGS,
    "Bags & Travel": bags.DRAWINGS,
    "Books & Paper": paper.DRAWINGS,
    "Garden": garden.DRAWINGS,
    "Sport & Play": sport.DRAWINGS,
}

"""What the cart adds to identity: its part of a person's data, and that a guest's cart comes along at a log-in."""

from src.modules.cart.selectors import held_about
from src.modules.cart.services import bring_along, forget
from src.modules.identity import public as identity

identity.contribute_export("cart", held_about)
identity.contribute_erasure("cart", forget)
identity.contribute_greeting(bring_along)

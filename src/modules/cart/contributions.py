"""What the cart adds to identity: its part of a person's data."""

from src.modules.cart.selectors import held_about
from src.modules.cart.services import forget
from src.modules.identity import public as identity

identity.contribute_export("cart", held_about)
identity.contribute_erasure("cart", forget)

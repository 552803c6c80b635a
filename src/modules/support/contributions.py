"""What support adds to what lies below it: a person's data."""

from src.modules.identity import public as identity
from src.modules.support.selectors import held_about
from src.modules.support.services import forget

identity.contribute_export("support", held_about)
identity.contribute_erasure("support", forget)

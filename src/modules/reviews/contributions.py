"""What reviews add to what lies below them: a person's data, and a look whether the books agree."""

from src.modules.catalog import public as catalog
from src.modules.identity import public as identity
from src.modules.orders import public as orders
from src.modules.reviews.selectors import discrepancies, held_about
from src.modules.reviews.services import forget, invent_reviews

identity.contribute_export("reviews", held_about)
identity.contribute_erasure("reviews", forget)
orders.contribute_discrepancies(discrepancies)
catalog.contribute_opinions(invent_reviews)

"""What notifications add to what lies below them: counts for the streams, a person's data."""

from src.modules.catalog import public as catalog
from src.modules.identity import public as identity
from src.modules.notifications.selectors import held_about
from src.modules.notifications.services import forget
from src.platform.sse.counts import counts_come_from

counts_come_from(catalog.sold_counts)
identity.contribute_export("notifications", held_about)
identity.contribute_erasure("notifications", forget)

"""What orders add to modules below: what a gateway tells is acted upon in the transaction that writes it down; and
what they hold about a person."""

from src.modules.identity import public as identity
from src.modules.orders.selectors import held_about
from src.modules.orders.services.privacy import forget
from src.modules.orders.services.settlement import settle
from src.modules.payments import public as payments

payments.when_settled(settle)
identity.contribute_export("orders", held_about)
identity.contribute_erasure("orders", forget)

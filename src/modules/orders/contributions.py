"""What orders add to modules below: what a gateway tells is acted upon in the transaction that writes it down."""

from src.modules.orders.services.settlement import settle
from src.modules.payments import public as payments

payments.when_settled(settle)

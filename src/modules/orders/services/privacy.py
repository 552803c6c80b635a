"""Forgetting a customer: the books stay, and say no more whose they were."""

from uuid import UUID

from src.modules.orders.models import Order
from src.platform.db.transactions import inside_transaction

# What a tax office asks for years later: where the goods went.
KEPT = ("country", "region")


@inside_transaction
def forget(user_id: UUID) -> None:
    """Empty the addresses and notes of the person's orders. One that was not yet shipped can only be cancelled then."""
    emptied = list(Order.objects.filter(customer_id=user_id).select_for_update(no_key=True).order_by("pk"))
    for order in emptied:
        order.note = ""
        order.shipping_address = {part: value if part in KEPT else "" for part, value in order.shipping_address.items()}
    Order.objects.bulk_update(emptied, ["note", "shipping_address"])

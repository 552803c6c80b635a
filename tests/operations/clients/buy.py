"""A purchase in version 1, with the generated client. Arguments: address, e-mail, password."""

import sys

from mercer_v1 import AuthenticatedClient, Client
from mercer_v1.api.auth import log_in
from mercer_v1.api.cart import add_to_cart, show_cart_total
from mercer_v1.api.orders import place_order
from mercer_v1.api.products import list_products, show_product
from mercer_v1.models import AddressIn, CartItemIn, LogInIn, PaymentIn, PlaceOrderIn

address, email, password = sys.argv[1:]
signed_in = log_in.sync(client=Client(base_url=address), body=LogInIn(email=email, password=password))
shop = AuthenticatedClient(base_url=address, token=signed_in.access)

page = list_products.sync(client=shop, in_stock="true", page_size=50)
whole = (show_product.sync(str(item.id), client=shop) for item in page.results)
variant = next(variant for product in whole for variant in product.variants if variant.stock > 10)

cart = add_to_cart.sync(client=shop, body=CartItemIn(variant_id=variant.id, quantity=1))
total = show_cart_total.sync(client=shop)
wish = PlaceOrderIn(
    shipping_address=AddressIn(
        full_name="Ann Example", line1="1 High Street", city="London", postal_code="SW1A 1AA", country="GB"
    ),
    payment=PaymentIn(method="test", token="tok_ok"),
    expected_total=total.total,
)
order = place_order.sync(client=shop, body=wish, idempotency_key="python-client")
print(order.status, order.payment_status, order.currency)  # noqa: T201

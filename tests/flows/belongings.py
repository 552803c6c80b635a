"""A small shop in which a customer and a seller own one thing of each kind, and strangers nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import ImageDraft
from src.modules.identity import public as identity
from src.modules.identity.models import User
from src.modules.notifications.contracts import Kind
from src.modules.notifications.models import Notification
from src.platform.auth.roles import Role
from src.platform.auth.tokens import read
from tests.factories.callers import PASSWORD, Caller
from tests.factories.shops import ADDRESS, fill_cart, goods, place

ROLES = {
    "customer": Role.CUSTOMER,
    "other customer": Role.CUSTOMER,
    "waiting seller": Role.SELLER,
    "seller": Role.SELLER,
    "other seller": Role.SELLER,
    "admin by the customers' door": Role.ADMIN,
    "admin": Role.ADMIN,
}
NOBODY = "nobody"
CALLERS = [NOBODY, *ROLES]
FILE = ("goods.csv", b"name,price,sku\nMug,1.00,M\n")
# What there is none of, for parts of an address that the shop below has nothing for.
ABSENT = {"uuid": "01890000-0000-7000-8000-000000000000"}


def everybody(version: int) -> dict[str, Caller]:
    """Each signed in by their own door, and somebody who is not."""
    known = {NOBODY: Caller(version)}
    for number, (name, role) in enumerate(ROLES.items()):
        email = f"person-{number}@example.com"
        person = identity.enrol(email=email, password=PASSWORD, role=role)
        if name == "waiting seller":
            User.objects.filter(pk=person).update(seller_approved=False)
        known[name] = Caller(version)
        known[name].log_in(email, door=f"auth/{'admin/' if name == 'admin' else ''}login/")
    return known


def belongings(callers: dict[str, Caller]) -> dict[str, str]:
    """Ids by the names that they have in addresses. The customer bought from the seller."""
    customer, seller = _id(callers["customer"]), _id(callers["seller"])
    variant = goods(seller=seller, images=[ImageDraft(url="https://example.com/mug.png", alt="")])
    product = catalog.sellables([variant])[variant].product_id
    order = place(customer, {variant: 1})
    fill_cart(customer, {variant: 1})
    note = {"kind": Kind.PAID, "title": "t", "body": "b", "order_id": order.id}
    own, shop = Caller(), Caller()
    own.access, shop.access = callers["customer"].access, callers["seller"].access
    return {
        "order_id": str(order.id),
        "variant_id": str(variant),
        "product_id": str(product),
        "image_key": str(own.get(f"products/{product}/").json()["images"][0]["id"]),
        "variant_key": str(own.get(f"products/{product}/").json()["variants"][0]["id"]),
        "item_id": str(own.get("cart/").json()["items"][0]["id"]),
        "address_id": own.post("auth/me/addresses/", ADDRESS).json()["id"],
        "session_id": own.get("auth/sessions/").json()["results"][0]["id"],
        "user_id": str(_id(callers["other customer"])),
        "notification_id": str(Notification.objects.create(user_id=customer, event_id=1, **note).pk),
        "upload_id": shop.send_file("products/bulk_upload/", FILE).json()["id"],
        "review_id": str(own.post(f"products/{product}/reviews/", {"rating": 4}).json()["id"]),
        "ticket_id": own.post("support/tickets/", {"subject": "Broken", "body": "It leaks."}).json()["id"],
        "gateway": "test",
    }


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is undone; for services it is no transaction, as a test's own is none."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def _id(caller: Caller) -> UUID:
    principal = read(caller.access)
    assert principal is not None
    return principal.user_id

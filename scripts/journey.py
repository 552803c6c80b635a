"""The journey of the Postman collection: from sign-up to a delivered order, call by call."""

from dataclasses import dataclass, field
from typing import Any

ADDRESS = {
    "full_name": "Ann Example", "line1": "1 High Street", "city": "London", "postal_code": "SW1A 1AA", "country": "GB",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A call by its operation id, what it must answer, and what is kept of it for the next ones."""

    call: str
    status: int
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    # The variable with the token of who calls.
    caller: str = ""
    checks: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    name: str = ""


def keep(variable: str, value: str) -> str:
    """Remember a part of the answer."""
    return f'pm.environment.set("{variable}", {value});'


def check(said: str, value: str, expected: str) -> str:
    """Test a part of the answer."""
    return f'pm.test("{said}", () => pm.expect({value}).to.eql({expected}));'


ANSWER = "const answer = pm.response.json();"

SIGNING_UP = (
    Step(
        "create_account", 201, {"email": "{{email}}", "password": "{{password}}", "name": "Ann Example"},
        before=('pm.environment.set("email", `ann-${Date.now()}@example.com`);',),
        checks=(ANSWER, check("the address waits for its proof", "answer.email_verified", "false")),
    ),
    Step(
        "log_in", 403, {"email": "{{email}}", "password": "{{password}}"}, name="Log in too early",
        checks=(ANSWER, check("the address is not proved yet", "answer.code", '"email_not_verified"')),
    ),
)  # fmt: skip

BUYING = (
    Step(
        "verify_email", 200, {"key": "{{verification_key}}"},
        checks=(ANSWER, check("the address is proved", "answer.email_verified", "true")),
    ),
    Step(
        "log_in", 200, {"email": "{{email}}", "password": "{{password}}"},
        checks=(ANSWER, keep("access", "answer.access"), keep("refresh", "answer.refresh")),
    ),
    Step(
        "list_products", 200, query={"in_stock": "true", "page_size": "1"},
        checks=(ANSWER, check("one product", "answer.results.length", "1"), keep("product_id", "answer.results[0].id")),
    ),
    Step(
        "show_product", 200, ids={"key": "{{product_id}}"},
        checks=(ANSWER, keep("sku", "answer.variants.find(variant => variant.stock > 0).sku")),
    ),
    Step(
        "add_to_cart", 201, {"sku": "{{sku}}", "quantity": 1}, caller="access",
        checks=(ANSWER, check("one thing in the cart", "answer.item_count", "1")),
    ),
    Step(
        "show_cart_total", 200, caller="access", checks=(ANSWER, keep("expected_total", "answer.total")),
    ),
    Step(
        "place_order", 201,
        {
            "shipping_address": ADDRESS, "expected_total": "{{expected_total}}",
            "payment": {"method": "test", "token": "tok_ok"},
        },
        headers={"Idempotency-Key": "{{$guid}}"}, caller="access",
        checks=(
            ANSWER, check("it waits to be shipped", "answer.status", '"pending"'),
            check("it is paid", "answer.payment_status", '"paid"'), keep("order_id", "answer.id"),
        ),
    ),
    Step(
        "log_in_as_admin", 200, {"email": "{{admin_email}}", "password": "{{admin_password}}"},
        checks=(ANSWER, keep("admin_access", "answer.access")),
    ),
    Step(
        "move_order", 200, {"status": "shipped", "tracking_number": "TRACK-1"}, ids={"order_id": "{{order_id}}"},
        caller="admin_access", name="Ship the order",
        checks=(ANSWER, check("it is under way", "answer.status", '"shipped"')),
    ),
    Step(
        "move_order", 200, {"status": "delivered"}, ids={"order_id": "{{order_id}}"}, caller="admin_access",
        name="Deliver the order", checks=(ANSWER, check("it has arrived", "answer.status", '"delivered"')),
    ),
    Step(
        "show_order", 200, ids={"order_id": "{{order_id}}"}, caller="access",
        checks=(
            ANSWER, check("the customer sees so", "answer.status", '"delivered"'),
            check(
                "with its history", "answer.history.map(move => move.status)", '["pending", "shipped", "delivered"]'
            ),
        ),
    ),
)  # fmt: skip

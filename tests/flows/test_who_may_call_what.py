"""Every route of every version, called by everybody. A new route is a customer's, or stands in one of the lists below;
one that shows or changes what belongs to somebody stands in OWNED."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.contracts.documents import current
from tests.flows.belongings import ABSENT, CALLERS, FILE, belongings, everybody, undone

pytestmark = pytest.mark.django_db

ANYONE = {
    "create_account", "verify_email", "resend_verification", "log_in", "log_in_as_admin", "refresh_tokens",
    "forget_password", "reset_password", "ask_for_code", "log_in_by_code", "go_to_google", "come_back_from_google",
    "log_in_by_google",
    "list_categories", "show_category", "list_products", "show_product",
    "list_variants", "show_variant", "list_images", "search_products", "suggest",
    "list_reviews",
    "receive_payment_webhook",
    "open_guest_cart", "show_guest_cart", "clear_guest_cart", "show_guest_cart_total", "add_to_guest_cart",
    "change_guest_cart_item", "remove_from_guest_cart",
}  # fmt: skip
MERCHANTS = {
    "create_product", "replace_product", "change_product", "delete_product", "add_image", "delete_image",
    "create_variant", "replace_variant", "change_variant", "delete_variant", "keep_products",
    "list_stock_movements", "correct_stock", "move_order",
    "download_products", "upload_products", "show_upload", "cancel_upload", "download_upload_errors",
    "show_summary", "download_summary",
}  # fmt: skip
ADMINS = {
    "list_users", "create_user", "show_user", "change_user", "erase_user",
    "create_category", "replace_category", "change_category", "delete_category",
    "refund_order",
}  # fmt: skip
# Whose the thing in the address is; the others hear the status: 403 of what everybody may know of, else 404.
OWNED = {
    "end_session": ({"customer"}, 404),
    "show_address": ({"customer"}, 404),
    "replace_address": ({"customer"}, 404),
    "change_address": ({"customer"}, 404),
    "remove_address": ({"customer"}, 404),
    "read_notification": ({"customer"}, 404),
    "change_cart_item": ({"customer"}, 404),
    "remove_from_cart": ({"customer"}, 404),
    "show_order": ({"customer", "seller", "admin"}, 404),
    "move_order": ({"seller", "admin"}, 404),
    "cancel_order": ({"customer", "admin"}, 404),
    "pay_order": ({"customer"}, 404),
    "list_order_payments": ({"customer", "admin"}, 404),
    "replace_product": ({"seller", "admin"}, 403),
    "change_product": ({"seller", "admin"}, 403),
    "create_variant": ({"seller", "admin"}, 403),
    "replace_variant": ({"seller", "admin"}, 403),
    "change_variant": ({"seller", "admin"}, 403),
    "delete_variant": ({"seller", "admin"}, 403),
    "delete_product": ({"seller", "admin"}, 403),
    "add_image": ({"seller", "admin"}, 403),
    "delete_image": ({"seller", "admin"}, 403),
    "list_stock_movements": ({"seller", "admin"}, 403),
    "correct_stock": ({"seller", "admin"}, 403),
    "show_upload": ({"seller", "admin"}, 404),
    "cancel_upload": ({"seller", "admin"}, 404),
    "download_upload_errors": ({"seller", "admin"}, 404),
    "post_review": ({"customer"}, 403),
    "change_review": ({"customer", "admin"}, 403),
    "delete_review": ({"customer", "admin"}, 403),
    "show_ticket": ({"customer", "admin"}, 404),
    "change_ticket": ({"customer", "admin"}, 404),
    "post_ticket_message": ({"customer", "admin"}, 404),
}

# Bodies for calls that look at them before they look at whose the thing is.
BODIES: dict[str, Any] = {
    "replace_address": {
        "full_name": "Ann", "line1": "Lane 1", "city": "Berlin", "postal_code": "10115", "country": "DE",
    },
    "change_cart_item": {"quantity": 1},
    "move_order": {"status": "shipped"},
    "pay_order": {"method": "test", "token": "tok_ok"},
    "replace_product": {"name": "Mug", "description": "", "price": "1.00", "category_ids": [1]},
    "create_variant": {"options": {"Size": "M"}, "price": "1.00"},
    "replace_variant": {"options": {"Size": "M"}, "price": "1.00"},
    "correct_stock": {"delta": 1, "reason": "found"},
    "post_review": {"rating": 5},
    "post_ticket_message": {"body": "And?"},
}  # fmt: skip
FILES = {"upload_products": FILE, "add_image": ("mug.png", b"no picture")}


@pytest.fixture(autouse=True)
def _quick_and_unlimited(settings, tmp_path: Path):
    cache.clear()
    settings.RATE_LIMIT_SCALE = 0
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    private = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"private": private}


def operations(version):
    return [
        (verb.upper(), path.removeprefix(f"/api/v{version}/"), operation)
        for path, verbs in current(version)["paths"].items()
        for verb, operation in verbs.items()
    ]


def address(path, operation, there):
    """The path with the ids of what there is; a product's `key` is its id."""
    formats = {one["name"]: one["schema"].get("format") for one in operation.get("parameters", [])}
    known = there | ({"key": there["product_id"]} if path.startswith("products/") else {})
    return re.sub(r"\{(\w+)\}", lambda name: known.get(name[1]) or ABSENT.get(formats[name[1]], "987654321"), path)


def expected(name):
    """What each caller must hear: 401, 403, 404 for what is not theirs, or none of these."""
    if name in ANYONE:
        return dict.fromkeys(CALLERS, "in")
    allowed = {"admin"} if name in ADMINS else {"seller", "other seller", "admin"} if name in MERCHANTS else CALLERS[1:]
    owners, refusal = OWNED.get(name, (set(CALLERS), None))
    return {
        caller: 401 if caller == "nobody" else 403 if caller not in allowed else "in" if caller in owners else refusal
        for caller in CALLERS
    }


def hears(caller, verb, path, name):
    """What matters here of the answer to a call that leaves nothing behind."""
    with undone():
        if name in FILES:
            status = caller.send_file(path, FILES[name]).status_code
        else:
            status = caller(verb, path, None if verb == "GET" else BODIES.get(name, {})).status_code
    return status if status in {401, 403, 500} or (status == 404 and name in OWNED) else "in"


@pytest.mark.parametrize("version", ["1", "2"])
def test_each_route_lets_in_whom_it_should(version):
    callers = everybody(int(version))
    there = belongings(callers)

    heard, right = {}, {}
    for verb, path, operation in operations(version):
        name, target = operation["operationId"], address(path, operation, there)
        heard[f"{verb} {path}"] = {who: hears(caller, verb, target, name) for who, caller in callers.items()}
        right[f"{verb} {path}"] = expected(name)

    assert {route: heard[route] for route in heard if heard[route] != right[route]} == {}
    assert len(heard) > 50


def test_the_lists_name_routes_that_exist():
    names = {operation["operationId"] for version in ("1", "2") for _, _, operation in operations(version)}

    assert (ANYONE | MERCHANTS | ADMINS | OWNED.keys() | BODIES.keys() | FILES.keys()) - names == set()

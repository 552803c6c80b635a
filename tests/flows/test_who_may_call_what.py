"""Every route, called by everybody. A new route is a customer's, or stands in one of the lists below."""

import re

import pytest
from django.core.cache import cache

from api_versions.v1 import api as v1
from src.modules.identity import public as identity
from src.modules.identity.models import User
from src.platform.auth.roles import Role
from tests.factories.callers import PASSWORD, Caller

pytestmark = pytest.mark.django_db

ANYONE = {
    "create_account", "verify_email", "resend_verification", "log_in", "log_in_as_admin", "refresh_tokens",
    "forget_password", "reset_password", "ask_for_code", "log_in_by_code", "go_to_google", "come_back_from_google",
    "log_in_by_google",
    "list_categories", "show_category", "list_products", "show_product",
    "receive_payment_webhook",
}  # fmt: skip
MERCHANTS = {
    "create_product", "replace_product", "change_product", "delete_product", "add_image", "delete_image",
    "list_stock_movements", "correct_stock", "move_order",
    "download_products", "upload_products", "show_upload", "cancel_upload", "download_upload_errors",
    "show_summary", "download_summary",
}  # fmt: skip
ADMINS = {
    "list_users", "create_user", "show_user", "change_user", "erase_user",
    "create_category", "replace_category", "change_category", "delete_category",
    "refund_order",
}  # fmt: skip

CALLERS = ["nobody", "customer", "waiting seller", "seller", "admin by the customers' door", "admin"]


@pytest.fixture(autouse=True)
def _quick_and_unlimited(settings):
    cache.clear()
    settings.RATE_LIMIT_SCALE = 0
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]


def operations():
    return [
        pytest.param(verb.upper(), path, operation, id=operation["operationId"])
        for path, verbs in v1.get_openapi_schema()["paths"].items()
        for verb, operation in verbs.items()
    ]


@pytest.fixture
def callers():
    """Everybody, each signed in by their own door."""
    roles = dict(zip(CALLERS[1:], [Role.CUSTOMER, Role.SELLER, Role.SELLER, Role.ADMIN, Role.ADMIN], strict=True))
    everybody = {"nobody": Caller()}
    for number, (name, role) in enumerate(roles.items()):
        person = identity.enrol(email=f"person-{number}@example.com", password=PASSWORD, role=role)
        User.objects.filter(pk=person).update(seller_approved=name == "seller")
        everybody[name] = Caller()
        everybody[name].log_in(f"person-{number}@example.com", door=f"auth/{'admin/' if name == 'admin' else ''}login/")
    return everybody


def address(path, operation):
    """The path with ids of things that are not there."""
    formats = {one["name"]: one["schema"].get("format") for one in operation.get("parameters", [])}
    absent = {"uuid": "01890000-0000-7000-8000-000000000000"}
    filled = re.sub(r"\{(\w+)\}", lambda name: absent.get(formats[name[1]], "987654321"), path)
    return filled.removeprefix("/api/v1/")


def expected(name):
    """What each caller must hear: 401, 403, or neither."""
    if name in ANYONE:
        return dict.fromkeys(CALLERS, "in")
    allowed = {"admin"} if name in ADMINS else {"seller", "admin"} if name in MERCHANTS else set(CALLERS[1:])
    return {caller: "in" if caller in allowed else 403 for caller in CALLERS} | {"nobody": 401}


@pytest.mark.parametrize(("verb", "path", "operation"), operations())
def test_each_route_lets_in_whom_it_should(verb, path, operation, callers):
    heard = {
        name: caller(verb, address(path, operation), None if verb == "GET" else {}).status_code
        for name, caller in callers.items()
    }

    assert {
        name: status if status in (401, 403) else "in" for name, status in heard.items()
    } == expected(operation["operationId"])  # fmt: skip
    assert 500 not in heard.values()


def test_the_lists_name_routes_that_exist():
    names = {operation.id for operation in operations()}

    assert (ANYONE | MERCHANTS | ADMINS) - names == set()

"""Version 2: carts of people who are not signed in, opened by a token; and everybody's, as they were read."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models.functions import Now

from src.modules.cart import services
from src.modules.cart.contracts import Holder
from src.modules.cart.models import Cart
from src.modules.identity import public as identity
from tests.factories.callers import PASSWORD, Caller
from tests.factories.shops import caller_of, fill_cart, goods, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0


@pytest.fixture
def mug():
    return goods(stock=10, price=1990, sku="MUG", name="Blue mug")


@pytest.fixture
def guest():
    return Caller(2)


@pytest.fixture
def cart(guest):
    return guest.post("carts/").json()


def token_of(cart):
    return {"X-Cart-Token": cart["token"]}


def refusal(answer):
    return answer.status_code, answer.json()["code"]


def units(answer):
    return [(item["product"]["sku"], item["quantity"]) for item in answer.json()["items"]]


def test_a_guest_gets_a_cart_and_a_token(guest):
    answer = guest.post("carts/")

    assert (answer.status_code, set(answer.json())) == (201, {"id", "token"})
    assert Cart.objects.get().token_hash != answer.json()["token"].encode()
    shown = guest.get(f"carts/{answer.json()['id']}/", **token_of(answer.json()))
    assert shown.json() == {
        "id": answer.json()["id"], "items": [], "subtotal": {"amount": "0.00", "currency": "EUR"}, "currency": "EUR",
        "item_count": 0,
    }  # fmt: skip


def test_a_guest_fills_changes_and_empties_the_cart(guest, cart, mug):
    here = f"carts/{cart['id']}/"

    added = guest.post(f"{here}items/", {"variant_id": mug, "quantity": 2}, **token_of(cart))
    item = added.json()["items"][0]

    assert (added.status_code, item["quantity"], item["options"]) == (201, 2, {})
    assert item["line_total"] == {"amount": "39.80", "currency": "EUR"}
    assert units(guest.patch(f"{here}items/{item['id']}/", {"quantity": 5}, **token_of(cart))) == [("MUG", 5)]
    total = guest.get(f"{here}total/", **token_of(cart)).json()
    assert (total["total"], total["item_count"]) == ({"amount": "99.50", "currency": "EUR"}, 5)
    assert guest.delete(f"{here}items/{item['id']}/", **token_of(cart)).status_code == 204
    assert units(guest.get(here, **token_of(cart))) == []


@pytest.mark.parametrize("token", ["", "guessed", "é"])
def test_without_its_token_there_is_no_such_cart(guest, cart, mug, token):
    shown = {"X-Cart-Token": token} if token else {}

    assert refusal(guest.get(f"carts/{cart['id']}/", **shown)) == (404, "unknown_cart")
    assert refusal(guest.post(f"carts/{cart['id']}/items/", {"variant_id": mug}, **shown)) == (404, "unknown_cart")


def test_the_token_of_one_cart_does_not_open_another(guest, cart, mug):
    other = guest.post("carts/").json()

    assert refusal(guest.get(f"carts/{cart['id']}/", **token_of(other))) == (404, "unknown_cart")
    refused = guest.post(f"carts/{cart['id']}/items/", {"variant_id": mug}, **token_of(other))
    assert refusal(refused) == (404, "unknown_cart")


def signed_in(guest, cart, email="ann@example.com"):
    user = identity.enrol(email=email, password=PASSWORD, verified=True)
    return user, guest.post("auth/login/", {"email": email, "password": PASSWORD}, **token_of(cart))


def test_a_log_in_brings_the_cart_along(guest, cart, mug, django_capture_on_commit_callbacks):
    guest.post(f"carts/{cart['id']}/items/", {"variant_id": mug, "quantity": 4}, **token_of(cart))

    with django_capture_on_commit_callbacks(execute=True):
        guest.keep(signed_in(guest, cart)[1])

    assert units(guest.get("cart/")) == [("MUG", 4)]
    assert refusal(guest.get(f"carts/{cart['id']}/", **token_of(cart))) == (404, "unknown_cart")


def test_what_comes_along_is_capped_at_what_there_is(guest, cart, mug):
    ann, lamp = person(), goods(stock=1, sku="LAMP")
    fill_cart(ann, {mug: 7})
    for variant, quantity in {mug: 4, lamp: 1}.items():
        services.add(Holder(token=cart["token"]), variant_id=variant, quantity=quantity)

    services.bring_along(ann, cart["token"])
    services.bring_along(ann, cart["token"])

    assert units(caller_of(ann).get("cart/")) == [("MUG", 10), ("LAMP", 1)]


def test_goods_of_another_currency_stay_the_guests(guest, cart, mug):
    ann, yen = person(), goods(currency="JPY", price=500)
    fill_cart(ann, {mug: 1})
    services.add(Holder(token=cart["token"]), variant_id=yen, quantity=1)

    services.bring_along(ann, cart["token"])

    assert units(caller_of(ann).get("cart/")) == [("MUG", 1)]
    assert len(guest.get(f"carts/{cart['id']}/", **token_of(cart)).json()["items"]) == 1


def test_carts_that_nobody_comes_back_for_are_dropped(guest, cart, mug):
    kept = guest.post("carts/").json()
    services.add(Holder(token=cart["token"]), variant_id=mug, quantity=1)
    fill_cart(person(), {mug: 1})
    Cart.objects.exclude(pk=kept["id"]).update(updated_at=Now() - timedelta(days=31))

    services.prune_guest_carts()

    assert set(Cart.objects.filter(customer=None).values_list("pk", flat=True)) == {UUID(kept["id"])}


def test_a_cart_changes_only_as_it_was_read(mug):
    customer = caller_of(person(), version=2)
    first = customer.post("cart/", {"variant_id": mug, "quantity": 1})
    item = first.json()["items"][0]["id"]
    assert customer.get("cart/", **{"If-None-Match": customer.get("cart/")["ETag"]}).status_code == 304

    second = customer.patch(f"cart/{item}/", {"quantity": 2}, **{"If-Match": first["ETag"]})
    late = {"If-Match": first["ETag"]}

    assert (second.status_code, units(second)) == (200, [("MUG", 2)])
    assert refusal(customer.patch(f"cart/{item}/", {"quantity": 3}, **late)) == (412, "stale")
    assert refusal(customer.delete(f"cart/{item}/", **late)) == (412, "stale")
    assert refusal(customer.delete("cart/", **late)) == (412, "stale")
    assert customer.delete("cart/", **{"If-Match": second["ETag"]}).status_code == 204


def test_fields_are_chosen_and_unknown_ones_refused(mug):
    customer = caller_of(person(), version=2)

    assert set(customer.get("cart/?fields=id,subtotal").json()) == {"id", "subtotal"}
    assert refusal(customer.get("cart/?fields=price")) == (422, "validation_failed")
    assert refusal(customer.get("cart/?expand=seller")) == (422, "validation_failed")


def test_putting_something_into_a_cart_takes_four_statements(django_assert_num_queries, mug):
    ann = person()
    fill_cart(ann, {goods(): 1, goods(): 1})

    with django_assert_num_queries(4 + 2):  # and the test's own savepoint
        services.add(Holder(customer_id=ann), variant_id=mug, quantity=1)

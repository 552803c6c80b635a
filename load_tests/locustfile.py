"""The journeys, in a realistic mix: most people look, few buy, fewer keep the shop."""

import random
import time
from typing import Any

from locust import between, task

from load_tests.people import Person, SignedIn

WORDS = ["lamp", "mug", "blue", "steel", "wood", "chair", "cotton", "garden", "light", "desk"]
ORDERS = ["price", "-price", "-created_at", "-rating", "-sold", "name"]
ADDRESS = {
    "full_name": "Ann Example", "line1": "Hauptstr. 1", "city": "Berlin", "postal_code": "10115", "country": "DE",
}  # fmt: skip
SELLS_OUT = (200, 201, 409)


class Visitor(Person):
    """Looks around."""

    weight = 80
    wait_time = between(1, 4)
    tag = ""

    @task(6)
    def browse(self) -> None:
        self.call("GET", f"products/?page_size=20&ordering={random.choice(ORDERS)}")

    @task(4)
    def look_closely(self) -> None:
        product = self.some_product()
        if product:
            self.call("GET", f"products/{product['id']}/", "products/{id}/")

    @task(3)
    def search(self) -> None:
        self.call("GET", f"products/?search={random.choice(WORDS)}", "products/?search=")

    @task(2)
    def filter(self) -> None:
        lowest = random.choice([5, 10, 20])
        self.call("GET", f"products/?in_stock=true&min_price={lowest}&max_price={lowest * 5}", "products/?filtered")

    @task(1)
    def categories(self) -> None:
        self.call("GET", "categories/")

    @task(1)
    def ask_again(self) -> None:
        """A browser that has the answer asks whether it is still true."""
        with self.client.get(
            "/api/v1/categories/", headers={"If-None-Match": self.tag or '"none"'}, name="GET categories/ 304",
            catch_response=True,
        ) as answer:  # fmt: skip
            if answer.status_code in (200, 304):
                self.tag = answer.headers.get("ETag", "")
                answer.success()


class Buyer(SignedIn):
    """Fills a cart, changes its mind, pays."""

    weight = 12
    wait_time = between(2, 6)

    @task(3)
    def buy(self) -> None:
        self.mine("DELETE", "cart/", expected=(204,))
        if sum(self._put_into_cart() for _ in range(2)):
            self.mine("GET", "cart/")
            self._pay()

    @task(1)
    def look_at_orders(self) -> None:
        self.mine("GET", "orders/")

    def _put_into_cart(self) -> bool:
        product = self.some_product()
        detail = product and self.call("GET", f"products/{product['id']}/", "products/{id}/")
        there = [one["id"] for one in detail["variants"] if one["stock"]] if detail else []
        if not there:
            return False
        line = {"variant_id": random.choice(there), "quantity": 1}
        added = self.mine("POST", "cart/", expected=SELLS_OUT, json=line)
        return bool(added and "items" in added)

    def _pay(self) -> None:
        payment = {"method": "test", "token": "tok_ok"}
        order = self.mine(
            "POST", "orders/", expected=SELLS_OUT, json={"shipping_address": ADDRESS, "payment": payment}
        )  # fmt: skip
        if order and "number" in order:
            self.mine("GET", f"orders/{order['id']}/", "orders/{id}/")


class Seller(SignedIn):
    """Keeps the own goods."""

    weight, role = 3, "seller"
    wait_time = between(3, 8)
    goods: "list[dict[str, Any]]" = []

    def on_start(self) -> None:
        super().on_start()
        me = self.mine("GET", "auth/me/")
        found = self.call("GET", f"products/?seller={me['id']}", "products/?seller=") if me else None
        self.goods = found["results"] if found else []

    @task(3)
    def look_at_orders(self) -> None:
        self.mine("GET", "orders/?as=seller")

    @task(1)
    def correct_stock(self) -> None:
        if self.goods:
            product = random.choice(self.goods)
            self.mine(
                "POST", f"products/{product['id']}/stock/", "products/{id}/stock/", (201, 409),
                json={"delta": random.randint(1, 5), "reason": "found in the store room"},
            )  # fmt: skip

    @task(1)
    def describe(self) -> None:
        if self.goods:
            product = random.choice(self.goods)
            text = f"<p>Described anew at {time.time():.0f}.</p>"
            self.mine("PATCH", f"products/{product['id']}/", "products/{id}/", json={"description": text})


class Admin(SignedIn):
    """Watches the shop."""

    weight, role, door = 1, "admin", "auth/admin/login/"
    wait_time = between(4, 10)

    @task
    def look_at_orders(self) -> None:
        self.mine("GET", "orders/")

    @task
    def look_for_people(self) -> None:
        self.mine("GET", "users/?search=a")

    @task
    def summary(self) -> None:
        self.mine("GET", "analytics/summary/")


class Listener(Person):
    """Has a page open that shows how many were sold."""

    weight = 4
    wait_time = between(1, 2)

    @task
    def listen(self) -> None:
        """Twenty seconds of events; what is measured is the time to the first line of the stream."""
        address, began = f"{self.host}/api/v1/events/products/?ids=1,2,3", time.monotonic()
        with self.client.get(address, stream=True, name="GET events/products/", catch_response=True) as stream:
            # One byte at a time: events are short, and a larger piece would be waited for.
            for _ in stream.iter_content(chunk_size=1):
                if time.monotonic() - began > 20:
                    break
            stream.success()

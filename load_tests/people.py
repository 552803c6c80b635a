"""What people of a shop have in common: an address, a language (JSON), and a log-in that ends after five minutes."""

import random
import time
from typing import Any

from locust import FastHttpUser

from load_tests.accounts import account

# Seconds before an access token ends at which a new one is taken.
EARLY, LASTS = 60, 300


class Person(FastHttpUser):
    """Calls the API by name: numbers in paths are one route."""

    abstract = True

    def call(self, method: str, path: str, name: str = "", expected: tuple[int, ...] = (200,), **more: Any) -> Any:
        """The answer's JSON (None without one). Another status than expected counts as a failure."""
        named = f"{method} {name or path.partition('?')[0]}"
        with self.client.request(method, f"/api/v1/{path}", name=named, catch_response=True, **more) as answer:
            if answer.status_code not in expected:
                answer.failure(f"{answer.status_code} {answer.text[:120] if answer.text else ''}")
                return None
            answer.success()
            return answer.json() if answer.text else None

    def some_product(self) -> dict[str, Any] | None:
        """A product from a page that people look at: the first ones most of all."""
        page = min(int(random.paretovariate(1.2)), 20)
        found = self.call("GET", f"products/?page={page}", expected=(200, 404))
        return random.choice(found["results"]) if found and found.get("results") else None


class SignedIn(Person):
    """Somebody with an account of the demo shop."""

    abstract = True
    role = "customer"
    door = "auth/login/"

    def on_start(self) -> None:
        self.sign_in()

    def sign_in(self) -> None:
        known = account(self.role)
        tokens = self.call("POST", self.door, json={name: known[name] for name in ("email", "password")})
        self.keep(tokens)

    def keep(self, tokens: dict[str, str] | None) -> None:
        self.refresh = tokens["refresh"] if tokens else ""
        self.until = time.monotonic() + LASTS
        self.client.auth_header = None
        self.token = tokens["access"] if tokens else ""

    def mine(self, method: str, path: str, name: str = "", expected: tuple[int, ...] = (200,), **more: Any) -> Any:
        """A call in one's own name, with a new token where the old one is about to end."""
        if time.monotonic() > self.until - EARLY and self.refresh:
            self.keep(self.call("POST", "auth/refresh/", json={"refresh": self.refresh}))
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.call(method, path, name, expected, headers=headers, **more)

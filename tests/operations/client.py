"""A client of the shop, as a front end would be: HTTP and nothing else."""

import json
from collections.abc import Iterator
from typing import Any

import httpx

ADDRESS = {
    "full_name": "Ann Example", "line1": "1 High Street", "city": "London", "postal_code": "SW1A 1AA", "country": "GB",
}  # fmt: skip
TEST_CARD = {"method": "test", "token": "tok_ok"}


class Client:
    """One caller. Calls that did not get through raise httpx.TransportError; what is answered is given back."""

    def __init__(self, port: int) -> None:
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", timeout=20)

    def sign_in(self, email: str, password: str, *, door: str = "auth/login/") -> "Client":
        answer = self.call("POST", door, {"email": email, "password": password})
        self.http.headers["Authorization"] = f"Bearer {answer.json()['access']}"
        return self

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return self.http.request(method, f"/{path}", json=body, headers=headers)

    def order(self, key: str) -> httpx.Response:
        """Turn the cart into a paid order."""
        wish = {"shipping_address": ADDRESS, "payment": TEST_CARD}
        return self.call("POST", "orders/", wish, **{"Idempotency-Key": key})

    def events(self, path: str) -> Iterator[dict[str, Any]]:
        """What a stream says, from now on."""
        with self.http.stream("GET", f"/{path}", timeout=20) as stream:
            for line in stream.iter_lines():
                if line.startswith("data:") and line != "data:":
                    yield json.loads(line.removeprefix("data:"))

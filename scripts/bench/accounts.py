"""How many sign in a second, and who waits: python -m scripts.bench.accounts http://127.0.0.1:8000 EMAIL PASSWORD

Against a running shop. With RATE_LIMIT_SCALE=0 in its environment nobody is refused: log-ins a second, and a crowd of
them takes every thread. With 1 the crowd is refused (429) so that `GET products/` goes on as if nobody signed in.
Prints log-ins, refreshes and authenticated reads a second, and the times of `GET products/` alone and while log-ins
run. The statements of each are counted by tests: tests/modules/identity/test_attacks.py.
"""

import argparse
import http.client
import json
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

Call = Callable[[http.client.HTTPConnection], int]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    for name in ("address", "email", "password"):
        arguments.add_argument(name)
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--clients", type=int, default=8, help="who sign in at once")
    options = arguments.parse_args()
    person = {"email": options.email, "password": options.password}
    connection = http.client.HTTPConnection(urlsplit(options.address).netloc)
    _, tokens = ask(connection, "POST", "auth/login/", person)
    with ThreadPoolExecutor(32) as threads:
        bench = Bench(connection, options.seconds, threads)
        bench.show("GET products/", bench.begin(reading("products/"), 2))
        bench.show("GET auth/me/", bench.begin(reading("auth/me/", tokens["access"]), 2))
        bench.show("POST auth/refresh/", bench.begin(refreshing(tokens["refresh"]), 1))
        crowd = bench.begin(lambda one: ask(one, "POST", "auth/login/", person)[0], options.clients)
        bench.show("GET products/ meanwhile", bench.begin(reading("products/"), 2))
        bench.show("POST auth/login/", crowd)


class Bench:
    """Calls of several clients at once, each over a connection of its own, for so many seconds."""

    def __init__(self, like: http.client.HTTPConnection, seconds: float, threads: ThreadPoolExecutor) -> None:
        self.host, self.port, self.seconds, self.threads = like.host, like.port, seconds, threads

    def begin(self, call: Call, clients: int) -> list[Future[dict[int, list[float]]]]:
        return [self.threads.submit(self._answers, call) for _ in range(clients)]

    def show(self, name: str, crowd: list[Future[dict[int, list[float]]]]) -> None:
        """Wait for the end; print the answers by status, and the milliseconds of those that were a 200."""
        found = [one.result() for one in crowd]
        statuses = {status: sum(len(one.get(status, ())) for one in found) for one in found for status in one}
        took = sorted(seconds * 1000 for one in found for seconds in one.get(200, ())) or [0.0]
        middle, late = took[len(took) // 2], took[int(len(took) * 0.99)]
        print(f"{name:26}{len(took) / self.seconds:8.1f}/s   p50 {middle:7.1f} ms   p99 {late:7.1f} ms   {statuses}")

    def _answers(self, call: Call) -> dict[int, list[float]]:
        connection, took = http.client.HTTPConnection(self.host, self.port), dict[int, list[float]]()
        end = time.perf_counter() + self.seconds
        while (start := time.perf_counter()) < end:
            took.setdefault(call(connection), []).append(time.perf_counter() - start)
        return took


def reading(path: str, access: str = "") -> Call:
    return lambda connection: ask(connection, "GET", path, access=access)[0]


def refreshing(first: str) -> Call:
    """One client that renews its own tokens again and again."""
    newest = [first]

    def renew(connection: http.client.HTTPConnection) -> int:
        status, tokens = ask(connection, "POST", "auth/refresh/", {"refresh": newest[-1]})
        newest.append(tokens.get("refresh", ""))
        return status

    return renew


def ask(
    connection: http.client.HTTPConnection, verb: str, path: str, body: Any = None, access: str = ""
) -> tuple[int, Any]:
    """Status and answer of a call."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {access}"} if access else {})
    connection.request(verb, f"/api/v1/{path}", body and json.dumps(body), headers)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


if __name__ == "__main__":
    main()

"""How counts of units sold are spaced out, whatever comes in."""

import asyncio
from typing import Any

from src.platform.sse.following import Follower
from src.platform.sse.streams import Audience


def sent(*counts: int) -> list[int]:
    """The counts that go out at once and when their time has come, of those that come in together."""
    found: list[int] = []

    class Ear:
        def offer(self, number: int | None, message: bytes) -> None:
            found.append(int(message.partition(b'"sold":')[2].partition(b"}")[0]))

    async def happen() -> None:
        audience: Any = Audience()
        audience.listeners = lambda *channels: {ear}
        follower = Follower(audience, None, None)  # type: ignore[arg-type]
        for count in counts:
            follower.count(7, count)
        for product in list(follower._due):
            follower._send_due(product)

    ear = Ear()
    asyncio.run(happen())
    return found


def test_the_first_count_goes_out_at_once_and_the_newest_of_the_rest_later():
    assert sent(1, 2, 3) == [1, 3]


def test_a_count_that_did_not_change_is_not_sent_again():
    assert sent(5, 5) == [5]

"""Follows what is told, and hands it to the streams; takes up again by itself where it was when Valkey was away."""

import asyncio
import time
from typing import Any

import orjson
import structlog
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import RedisError

from src.platform.sse import journal, tickets
from src.platform.sse.channels import CONTROL, Push, numbered
from src.platform.sse.streams import Audience, encoded

# Milliseconds that Valkey may hold a read back, and messages a read.
BLOCK, CHUNK = 2000, 500
# Seconds: between tries while Valkey is away; between two counts of one product.
# (a little more than the second that is promised: a client's clock starts when it reads); memory of a count.
RETRY_AFTER, COUNT_EVERY, REMEMBERED = 0.2, 1.05, 60.0
ALL_PRODUCTS = "product:*"

log = structlog.get_logger("stream")


class Follower:
    """One a process, however many streams it holds."""

    def __init__(self, audience: Audience, reading: "AsyncRedis", calls: "AsyncRedis") -> None:
        self._audience, self._calls = audience, calls
        # redis-py says of every answer that it may be anything.
        self._reading: Any = reading
        # The last event handed on, and the one before the first; None until Valkey has told where it is.
        self.position: int | None = None
        self.beginning: int | None = None
        # Whether the relay was still filling Valkey when we first looked.
        self._waited = False
        # When a product's count was last sent, and to all; and the newest count that waits for its time.
        self._sent_at: dict[int, float] = {}
        self._sent: dict[int, int] = {}
        self._due: dict[int, int] = {}
        self._background: set[asyncio.Task[Any]] = set()

    async def follow(self) -> None:
        """For ever: whatever happens, the streams are not left without a follower."""
        away, connected = False, False
        while True:
            try:
                if not connected:
                    await self._take_up()
                    connected, away = self.position is not None, False
                if connected:
                    await self._read()
                else:
                    await asyncio.sleep(RETRY_AFTER)
            except Exception as error:
                connected = False
                if not away:
                    log.warning("streams wait", error=type(error).__name__, exc_info=_unexpected(error))
                away = True
                await asyncio.sleep(RETRY_AFTER)

    async def _take_up(self) -> None:
        """Start from the newest event; or go on, ending all streams if some were trimmed away: they get a replay."""
        if self.position is None:
            await self._begin()
            return
        first = await self._reading.xrange(journal.EVERYTHING, count=1)
        if first and _seq(first[0][0]) > self.position and await self._was_trimmed():
            log.warning("fell behind: streams are ended, to be replayed")
            for stream in self._audience:
                stream.close()

    async def _begin(self) -> None:
        """Streams that were opened while the relay was away hear all that it tells when it comes."""
        floor, beginning = await self._reading.mget(journal.FLOOR, journal.BEGINNING)
        if floor is None or beginning is None:
            self._waited = True
        elif self._waited:
            self.position = int(beginning)
        else:
            last = await self._reading.xrevrange(journal.EVERYTHING, count=1)
            self.position = _seq(last[0][0]) if last else 0
        self.beginning = self.position

    async def _was_trimmed(self) -> bool:
        return bool(await self._reading.xlen(journal.EVERYTHING) >= journal.MOST_ENTRIES)

    async def _read(self) -> None:
        found = await self._reading.xread({journal.EVERYTHING: f"{self.position}-0"}, count=CHUNK, block=BLOCK)
        for _, entries in found or ():
            for entry_id, fields in entries:
                self._hand_on(_seq(entry_id), orjson.loads(fields[b"m"]))

    def _hand_on(self, seq: int, pushes: list[Push]) -> None:
        for number, (channel, type, data) in numbered(seq, pushes):
            if number is None:
                self._unkept(channel, data)
                continue
            listeners = self._audience.listeners(channel)
            if listeners:
                message = encoded(type, orjson.dumps(data).decode(), number)
                for stream in listeners:
                    stream.offer(number, message)
        self.position = seq

    def _unkept(self, channel: str, data: dict[str, Any]) -> None:
        if channel == CONTROL:
            self._end(data["session_id"])
        else:
            self.count(data["product_id"], data["sold"])

    def _end(self, session_id: str) -> None:
        """Signed out or locked out: their streams end now, and no pass brings them back."""
        for stream in self._audience:
            if stream.principal and str(stream.principal.session_id) == session_id:
                stream.close()
        self._in_background(tickets.end(self._calls, session_id))

    def _in_background(self, call: Any) -> None:
        task = asyncio.ensure_future(call)
        self._background.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._background.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.warning("passes not ended", error=type(error).__name__)

    def count(self, product_id: int, sold: int) -> None:
        """Send the count to who watches the product: now, or when a second has passed since the last one."""
        if product_id in self._due:
            self._due[product_id] = sold
            return
        wait = self._sent_at.get(product_id, 0.0) + COUNT_EVERY - time.monotonic()
        if wait <= 0:
            self._send_count(product_id, sold)
        else:
            self._due[product_id] = sold
            asyncio.get_running_loop().call_later(wait, self._send_due, product_id)

    def counted(self, product_ids: Any) -> None:
        """Somebody was just shown these counts: the next come a second later."""
        now = time.monotonic()
        self._sent_at.update(dict.fromkeys((p for p in product_ids if p not in self._due), now))

    def _send_due(self, product_id: int) -> None:
        self._send_count(product_id, self._due.pop(product_id))

    def _send_count(self, product_id: int, sold: int) -> None:
        # Placed and paid in one go are two facts with one count.
        if self._sent.get(product_id) == sold:
            return
        self._sent_at[product_id], self._sent[product_id] = time.monotonic(), sold
        listeners = self._audience.listeners(f"product:{product_id}", ALL_PRODUCTS)
        message = count_message(product_id, sold)
        for stream in listeners:
            stream.offer(None, message)

    def forget_old_counts(self) -> None:
        """Forget products that nothing was heard of for a while."""
        before = time.monotonic() - REMEMBERED
        self._sent_at = {product: at for product, at in self._sent_at.items() if at > before}
        self._sent = {product: sold for product, sold in self._sent.items() if product in self._sent_at}


def _unexpected(error: Exception) -> Exception | None:
    """Errors worth a trace: not that Valkey is away."""
    return None if isinstance(error, RedisError | OSError) else error


def count_message(product_id: int, sold: int) -> bytes:
    """`product.sold`, without an id: a newer count replaces it, a replay would be noise."""
    return encoded("product.sold", orjson.dumps({"product_id": product_id, "sold": sold}).decode(), None)


def _seq(entry_id: bytes) -> int:
    return int(entry_id.partition(b"-")[0])

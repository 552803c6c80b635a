"""The counts of units sold: who knows them, and how a stream process asks without keeping a connection a stream."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor

from django.db import Error, close_old_connections

Read = Callable[[Collection[int]], dict[int, int]]

# A handful of threads, each with one connection, however many streams are opened.
THREADS = 2

_readers: list[Read] = []


def counts_come_from(read: Read) -> None:
    """Say who knows how often products were sold: ids in, counts of those that a visitor may see out."""
    _readers.append(read)


class CountsUnavailable(RuntimeError):
    """The database is away."""


class Current:
    """Answers for many streams at once: those who ask while a query runs share the next one."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="counts")
        self._wanted: set[int] = set()
        self._next: asyncio.Task[dict[int, int]] | None = None
        self._turn = asyncio.Semaphore(THREADS)

    async def of(self, product_ids: Iterable[int]) -> dict[int, int]:
        """The counts of those that are on show. Raises CountsUnavailable."""
        ids = list(product_ids)
        self._wanted.update(ids)
        if self._next is None:
            self._next = asyncio.create_task(self._ask())
        counts = await asyncio.shield(self._next)
        return {product_id: counts[product_id] for product_id in ids if product_id in counts}

    async def _ask(self) -> dict[int, int]:
        async with self._turn:
            wanted, self._wanted, self._next = self._wanted, set(), None
            return await asyncio.get_running_loop().run_in_executor(self._pool, _read, wanted)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _read(product_ids: Collection[int]) -> dict[int, int]:
    close_old_connections()
    try:
        return {product: count for read in _readers for product, count in read(product_ids).items()}
    except Error as error:
        raise CountsUnavailable from error

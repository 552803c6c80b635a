"""What an open stream costs, and how soon a commit is heard: python -m scripts.bench.streams [--open 10000]

Starts a PostgreSQL and a Valkey of its own, the relay and the stream process; opens so many streams; then has so many
order events a second committed while so many customers listen.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil

from scripts.bench import services

SETTLE = 3.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--open", type=int, default=10_000, help="streams whose memory is measured")
    arguments.add_argument("--listeners", type=int, default=1_000, help="customers who listen while events come")
    arguments.add_argument("--rate", type=int, default=100, help="order events a second")
    arguments.add_argument("--seconds", type=int, default=20)
    options = arguments.parse_args()
    if "BENCH_INSIDE" in os.environ:
        asyncio.run(measure(options))
    else:
        services.with_services("scripts.bench.streams")


async def measure(options: argparse.Namespace) -> None:
    """All figures, one line each."""
    import django

    django.setup()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    socket = str(Path(os.environ["DATA_DIR"]) / "bench.sock")
    quiet = ["--log-level", "error", "--no-access-log", "--timeout-graceful-shutdown", "2"]
    silent = {"stdout": subprocess.DEVNULL}
    stream = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "src.platform.sse.asgi:application", "--uds", socket, *quiet], **silent  # type: ignore[call-overload]
    )  # fmt: skip
    relay = subprocess.Popen([sys.executable, "manage.py", "run_relay"], **silent)  # type: ignore[call-overload]
    try:
        while not Path(socket).exists():
            await asyncio.sleep(0.1)
        await measure_memory(options, socket, psutil.Process(stream.pid))
        await measure_latency(
            options, socket, {"relay": psutil.Process(relay.pid), "stream": psutil.Process(stream.pid)}
        )
        began = time.monotonic()
        stream.send_signal(signal.SIGTERM)
        await asyncio.to_thread(stream.wait)
        print(f"stop with streams open: {time.monotonic() - began:.2f} s")
    finally:
        for process in (stream, relay):
            process.terminate()
            process.wait()


async def measure_memory(options: argparse.Namespace, socket: str, process: psutil.Process) -> None:
    customers = await asyncio.to_thread(make_customers, 1)
    before, began = process.memory_info().rss, time.monotonic()
    clients = []
    for _ in range(options.open):
        clients.append(await open_stream(socket, customers[0]))
    took = time.monotonic() - began
    await asyncio.sleep(SETTLE)
    each = (process.memory_info().rss - before) / options.open / 1024
    connections = await asyncio.to_thread(database_connections)
    print(f"{options.open} streams opened in {took:.1f} s: {each:.1f} KB each, {process.num_threads()} threads, ")
    print(f"{connections} connections to the database besides the relay's and this script's")
    for _, writer in clients:
        writer.close()
    await asyncio.sleep(SETTLE)


async def measure_latency(options: argparse.Namespace, socket: str, processes: dict[str, psutil.Process]) -> None:
    """How soon, and at what cost: processor time says the same on a busy machine."""
    customers = await asyncio.to_thread(make_customers, options.listeners)
    heard: dict[str, float] = {}
    clients = [await open_stream(socket, customer) for customer in customers]
    readers = [asyncio.create_task(listen(reader, heard)) for reader, _ in clients]
    results: multiprocessing.Queue[dict[str, float]] = multiprocessing.get_context("spawn").Queue()
    writer = multiprocessing.get_context("spawn").Process(target=publish, args=(customers, options, results))
    writer.start()
    before = {name: cpu(process) for name, process in processes.items()}
    committed = await asyncio.to_thread(results.get)
    await asyncio.sleep(SETTLE)
    spent = {name: (cpu(process) - before[name]) / len(committed) * 1000 for name, process in processes.items()}
    delays = sorted((heard[number] - at) * 1000 for number, at in committed.items() if number in heard)
    print(f"{len(committed)} events at {options.rate}/s to {options.listeners} listeners: {len(delays)} heard")
    p99 = delays[int(len(delays) * 0.99) - 1]
    print(f"commit to client: p50 {statistics.median(delays):.1f} ms, p99 {p99:.1f} ms, last {delays[-1]:.1f} ms")
    print("processor time an event: " + ", ".join(f"{name} {ms:.2f} ms" for name, ms in spent.items()))
    for reader in readers:
        reader.cancel()
    await asyncio.to_thread(writer.join)


def cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def open_stream(socket: str, customer: UUID) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    from src.platform.auth import tokens
    from src.platform.auth.principal import Principal, Role

    token = tokens.issue(Principal(customer, Role.CUSTOMER, customer))
    reader, writer = await asyncio.open_unix_connection(socket, limit=4096)
    writer.write(f"GET /api/v1/events/orders/ HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    await reader.readuntil(b"id: ")
    return reader, writer


async def listen(reader: asyncio.StreamReader, heard: dict[str, float]) -> None:
    while line := await reader.readline():
        if line.startswith(b"data: "):
            heard.setdefault(json.loads(line[6:])["number"], time.time())


def make_customers(count: int) -> list[UUID]:
    from src.modules.identity.models import User
    from src.platform.ids import uuid7

    users = [User(id=uuid7(), email=f"{uuid7()}@example.com", password="!") for _ in range(count)]  # noqa: S106
    User.objects.bulk_create(users)
    return [user.pk for user in users]


def database_connections() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        row = cursor.fetchone()
    # The relay's ear, hand and keeper of the cache, and this one.
    return int(row[0]) - 4 if row else 0


def publish(customers: list[UUID], options: argparse.Namespace, results: Any) -> None:
    """Commit events at an even rate, and say when each commit returned."""
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from src.modules.orders.events import OrderStatusChanged
    from src.platform.events.outbox import publish
    from src.platform.ids import uuid7

    committed, began = {}, time.monotonic()
    for number in range(options.rate * options.seconds):
        time.sleep(max(0.0, began + number / options.rate - time.monotonic()))
        with transaction.atomic():
            publish(
                OrderStatusChanged(
                    order_id=uuid7(), number=str(number), customer_id=customers[number % len(customers)],
                    status="shipped", payment_status="paid", previous_status="pending", at=timezone.now(),
                )
            )  # fmt: skip
        committed[str(number)] = time.time()
    results.put(committed)


if __name__ == "__main__":
    main()

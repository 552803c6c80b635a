"""How fast a product file lands, and what buyers feel meanwhile: python -m scripts.bench.imports [--rows 10000 100000]

Starts a shop of its own (scripts/serve, without goods), sends files as a merchant would, and asks for their progress
until they have ended. While one more of 20,000 rows lands, a buyer checks out again and again. `--faulty` adds a file
of 107 MB whose last row is broken.
"""

import argparse
import contextlib
import csv
import json
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil

HEADER = ["name", "description", "price", "currency", "sku", "stock", "categories", "images"]
ADMIN, PASSWORD = "admin@bench.example", "a long password of the bench"
ADDRESS = {"full_name": "Ann Buyer", "line1": "Way 1", "city": "Berlin", "postal_code": "10115", "country": "DE"}
BESIDE = 20_000
FAULTY_ROWS, FAULTY_DESCRIPTION = 100_000, 960


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    arguments.add_argument("--port", type=int, default=8230)
    arguments.add_argument("--faulty", action="store_true")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="mercer-bench-", ignore_cleanup_errors=True) as scratch:
        # PostgreSQL runs as another user under root.
        Path(scratch).chmod(0o711)
        shop = Shop(Path(scratch), options.port)
        try:
            shop.wait()
            measure(shop, options)
        finally:
            shop.close()


class Shop:
    """A shop of the bench's own, as `scripts/serve` runs it."""

    def __init__(self, scratch: Path, port: int) -> None:
        self.scratch, self.data = scratch, scratch / "data"
        self.base = f"http://127.0.0.1:{port}/api/v1/"
        command = ["./scripts/serve", "--no-demo", "--port", str(port), "--data-dir", str(self.data)]
        environment = {**os.environ, "RATE_LIMIT_SCALE": "0", "TEST_GATEWAY": "true"}
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )

    def wait(self) -> None:
        """Until it answers; then its admin exists."""
        said: Iterable[str] = self._process.stdout or []
        next(line for line in said if line.startswith("ready"))
        threading.Thread(target=lambda: [*said], daemon=True).start()
        self.manage("createsuperuser", "--noinput")

    def manage(self, *command: str) -> None:
        who = {"DJANGO_SUPERUSER_EMAIL": ADMIN, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
        environment = {**os.environ, **who, "DATA_DIR": str(self.data)}
        subprocess.run(["./scripts/manage", *command], env=environment, check=True, capture_output=True)

    def signed_in(self) -> httpx.Client:
        client = httpx.Client(base_url=self.base, timeout=300)
        answer = client.post("auth/admin/login/", json={"email": ADMIN, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access']}"
        return client

    def worker_memory(self) -> float:
        """Megabytes of the largest worker."""
        sizes = [0.0]
        for process in psutil.Process(self._process.pid).children(recursive=True):
            # Helpers of PostgreSQL come and go.
            with contextlib.suppress(psutil.Error):
                if "run_worker" in " ".join(process.cmdline()):
                    sizes.append(process.memory_info().rss / 2**20)
        return max(sizes)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


def measure(shop: Shop, options: argparse.Namespace) -> None:
    columns = "file", "rows", "products", "variants", "errors", "seconds", "peak MB", "checkouts", "p50 ms", "p99 ms"
    print("".join(f"{name:>11}" for name in columns))
    land(shop, stock_file(shop.scratch / "buyers.csv", 1, prefix="BUY", stock=1_000_000), 1, buying=False)
    for rows in options.rows:
        file = stock_file(shop.scratch / f"{rows}.csv", rows, prefix=f"R{rows}")
        land(shop, file, rows, buying=False)
    file = stock_file(shop.scratch / "meanwhile.csv", BESIDE, prefix="M")
    land(shop, file, BESIDE, buying=True)
    if options.faulty:
        file = stock_file(shop.scratch / "faulty.csv", FAULTY_ROWS, prefix="F", description=FAULTY_DESCRIPTION)
        with file.open("a") as sheet:
            sheet.write('Last,"never closed,1.00,EUR,LAST,1,Bench,\n')
        land(shop, file, FAULTY_ROWS + 1, buying=False)


def stock_file(path: Path, rows: int, *, prefix: str, stock: int = 50, description: int = 100) -> Path:
    """A native CSV file of single products in forty categories."""
    text = ("A <b>fine</b> cup of our own kiln, good for coffee &amp; tea. " * 20)[:description].rpartition("<")[0]
    with path.open("w", newline="") as sheet:
        table = csv.writer(sheet)
        table.writerow(HEADER)
        for n in range(rows):
            price, place, picture = f"{n % 90 + 10}.{n % 100:02d}", f"Bench > Shelf {n % 40}", f"https://i.example/{n}"
            words = f"<p>{text} Number {n}.</p>"
            table.writerow([f"Cup {prefix} {n}", words, price, "EUR", f"{prefix}-{n}", stock, place, picture])
    return path


def land(shop: Shop, file: Path, rows: int, *, buying: bool) -> None:
    """One line of the table."""
    client, peak, looked, took = shop.signed_in(), 0.0, 0.0, list[float]()
    stop = threading.Event()
    buyer = threading.Thread(target=lambda: took.extend(checkouts(shop, stop)), daemon=True)
    began = time.monotonic()
    with file.open("rb") as content:
        upload = client.post("products/bulk_upload/", files={"file": content}).raise_for_status().json()
    if buying:
        buyer.start()
    while (state := show(shop, client, upload["id"]))["status"] in ("queued", "running"):
        # Looking through all processes takes time of the two cores that work.
        if time.monotonic() > looked + 2:
            peak, looked = max(peak, shop.worker_memory()), time.monotonic()
        time.sleep(0.2)
    seconds = time.monotonic() - began
    stop.set()
    if buying:
        buyer.join()
    size = f"{file.stat().st_size / 1e6:.1f} MB"
    # A row of these files is a product with one variant.
    figures = [size, rows, state["created"], state["created"], state["failed"], f"{seconds:.1f}", f"{peak:.0f}"]
    print("".join(f"{figure!s:>11}" for figure in [*figures, *quantiles(took)]), flush=True)


def show(shop: Shop, client: httpx.Client, upload_id: str) -> dict[str, Any]:
    """The upload as it stands; access tokens live five minutes."""
    answer = client.get(f"products/bulk_upload/{upload_id}/")
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        client.headers["Authorization"] = shop.signed_in().headers["Authorization"]
        answer = client.get(f"products/bulk_upload/{upload_id}/")
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def checkouts(shop: Shop, stop: threading.Event) -> Iterator[float]:
    """Milliseconds of one checkout after the other, of what is sold to everybody."""
    client = shop.signed_in()
    body = json.dumps({"shipping_address": ADDRESS, "payment": {"method": "test", "token": "tok_ok"}})
    while not stop.is_set():
        client.post("cart/", json={"sku": "BUY-0", "quantity": 1}).raise_for_status()
        began = time.monotonic()
        client.post("orders/", content=body, headers={"Content-Type": "application/json"}).raise_for_status()
        yield (time.monotonic() - began) * 1000


def quantiles(took: list[float]) -> list[str]:
    if len(took) < 2:
        return []
    ranked = statistics.quantiles(took, n=100)
    return [str(len(took)), f"{ranked[49]:.0f}", f"{ranked[98]:.0f}"]


if __name__ == "__main__":
    main()

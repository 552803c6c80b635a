"""A pytest plug-in: each worker of xdist has a database of Valkey and metrics to itself, as it has one of PostgreSQL.

Loaded by `-p`, which comes before the settings are read.
"""

import os
from urllib.parse import parse_qsl, urlencode

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def numbered(url: str, database: int) -> str:
    """The same Valkey, another database of it."""
    address, _, query = url.partition("?")
    return f"{address}?{urlencode({**dict(parse_qsl(query)), 'db': str(database)})}"


if WORKER and "CACHE_URL" in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = f"{os.environ['DATA_DIR']}/metrics-{WORKER}"
    os.environ["CACHE_URL"] = numbered(os.environ["CACHE_URL"], 1 + int(WORKER.removeprefix("gw")))

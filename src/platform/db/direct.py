"""A connection past any pooler, for what belongs to a session: LISTEN, and advisory locks that end with it."""

from typing import Any

import psycopg
from django.conf import settings

# Seconds. A server that does not answer is tried again by whoever asked.
CONNECT_TIMEOUT = 5


def connect_directly(purpose: str) -> psycopg.Connection[Any]:
    """In autocommit. `purpose` is shown in pg_stat_activity. Raises psycopg.OperationalError."""
    return psycopg.connect(
        settings.DATABASE_DIRECT_URL,
        autocommit=True,
        application_name=f"mercer {purpose}",
        connect_timeout=CONNECT_TIMEOUT,
        # A server that vanished without a word is noticed within half a minute.
        keepalives_idle=15,
        keepalives_interval=5,
        keepalives_count=3,
    )

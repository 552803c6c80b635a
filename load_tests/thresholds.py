"""What every route must hold, in milliseconds, whatever the load; a run that does not has failed."""

P95, P99 = 50.0, 150.0
# These hash a password, on purpose slowly.
SLOW_ON_PURPOSE = dict.fromkeys(("POST auth/login/", "POST auth/admin/login/"), (1500.0, 3000.0))
# Of a hundred calls so many may fail.
ERRORS = 0.0


def limits(name: str) -> tuple[float, float]:
    """The p95 and p99 that a route must stay below."""
    return SLOW_ON_PURPOSE.get(name, (P95, P99))

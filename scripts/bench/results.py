"""What was measured, and what follows from it."""

from dataclasses import dataclass, field

from scripts.bench.load import Measured


@dataclass
class Results:
    """By name: our calls, their references, and CPU of `web` in milliseconds a call."""

    products: int
    ours: dict[str, dict[int, Measured]] = field(default_factory=dict)
    bare: dict[int, Measured] = field(default_factory=dict)
    same: dict[str, Measured] = field(default_factory=dict)
    drf: dict[str, Measured] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)
    pgbench: dict[int, float] = field(default_factory=dict)
    pairs: int = 0
    stale: int = 0

    def against_bare(self, call: str, connections: int = 16) -> float:
        """How many times the bare view's rate."""
        return self.ours[call][connections].rate / self.bare[connections].rate

    def against_same(self, call: str, connections: int = 16) -> float:
        """How many times the rate of a bare view that sends the same statements."""
        return self.ours[call][connections].rate / self.same[call].rate

    def against_drf(self, call: str, connections: int = 16) -> float:
        """How many times the rate of the reference shop."""
        return self.ours[call][connections].rate / self.drf[call.split(",")[0]].rate

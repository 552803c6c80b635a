"""Many products at once: each stands or falls by itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from src.platform.errors import Refusal

T = TypeVar("T")


@dataclass(frozen=True)
class Result:
    """What became of one: the status that its own call would have had, and of which product."""

    status: int
    id: int | None
    errors: list[dict[str, Any]] = field(default_factory=list)

    @property
    def members(self) -> dict[str, Any]:
        """As clients read it: `errors` only where there are any."""
        return {"status": self.status, "id": self.id} | ({"errors": self.errors} if self.errors else {})


def each(keep: Callable[[T], Result], items: Iterable[T]) -> list[Result]:
    """Keep one after the other, whatever becomes of those before."""
    return [_one(keep, item) for item in items]


def _one(keep: Callable[[T], Result], item: T) -> Result:
    try:
        return keep(item)
    except Refusal as refusal:
        whole = [{"field": "", "code": refusal.code, "message": str(refusal)}]
        named = item.get("id") if isinstance(item, dict) else None
        known = named if isinstance(named, int) and not isinstance(named, bool) else None
        return Result(refusal.status, known, refusal.details.get("errors", whole))

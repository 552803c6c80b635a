"""What an operation may answer beside its success, said where the operation is; the documents read it from there.

What follows from the operation itself (a body, an id in the path, a guard, a limit) needs no word: see openapi.py.
"""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from src.platform.errors import Refusal

View = TypeVar("View", bound=Callable[..., object])


class Trait(Enum):
    """A convention that an operation keeps."""

    TAGGED = "its answer has an ETag, and If-None-Match gives 304"
    MATCHED = "If-Match makes it wait for nobody else's change: 412"
    ONCE = "Idempotency-Key makes repeating it safe"


def may_refuse(*refusals: type[Refusal]) -> Callable[[View], View]:
    """Below `@router.…`: the operation's own refusals."""
    return _noting("refusals", refusals)


def tagged(view: View) -> View:
    """Below `@router.get`: a client that has the answer already is told so."""
    return _noting("traits", (Trait.TAGGED,))(view)


def matched(view: View) -> View:
    """Below `@router.…`: the operation compares `If-Match`."""
    return _noting("traits", (Trait.MATCHED,))(view)


def once(view: View) -> View:
    """Below `@router.…`: the operation keeps its answer under an `Idempotency-Key`."""
    return _noting("traits", (Trait.ONCE,))(view)


def refusals_of(view: Callable[..., object]) -> tuple[type[Refusal], ...]:
    """What the operation was said to refuse."""
    return getattr(view, "refusals", ())


def traits_of(view: Callable[..., object]) -> tuple[Trait, ...]:
    """The conventions that the operation was said to keep."""
    return getattr(view, "traits", ())


def _noting(name: str, values: tuple[object, ...]) -> Callable[[View], View]:
    def note(view: View) -> View:
        setattr(view, name, (*getattr(view, name, ()), *values))
        return view

    return note

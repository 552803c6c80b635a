"""What an event is: a fact in the past tense, plain values, kept for ever in the form it was written."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of every module's events. Fields are only ever added, with defaults.

    `about` names the field that says what the event is about: events about one subject are told in order.
    """

    about: ClassVar[str]

    @classmethod
    def name(cls) -> str:
        """`orders.OrderPlaced`: the module and the fact."""
        return f"{cls.__module__.split('.')[-2]}.{cls.__name__}"

    @property
    def subject(self) -> str:
        return str(getattr(self, self.about))

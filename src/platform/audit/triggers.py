"""Triggers that write the trail. A model names the columns that staff answer for: `*audited("name", "price")`.

Columns are named one by one, so that a secret can only get into the trail by being put there. Those that are
`masked` are written down as changed, without their values: hashes, and what a person may ask us to forget.
"""

from dataclasses import dataclass
from typing import Any

import pgtrigger

from src.platform.db.sql import sql_beside

CHANGED, CAME_OR_WENT = sql_beside(__file__, "changed_v1"), sql_beside(__file__, "came_or_went_v1")
MASK = "to_jsonb('…'::text)"
NEVER = "FALSE"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What entries are about, where that is not the row itself: `catalog.product`, its id and the part in columns."""

    type: str
    id: str
    part: str


def audited(
    *fields: str,
    masked: tuple[str, ...] = (),
    about: Subject | None = None,
    created: str = "TRUE",
    removed: str = "TRUE",
    beginnings: bool = False,
) -> list[pgtrigger.Trigger]:
    """The triggers of one table. Statement-level: a change of many rows costs one INSERT more.

    `created`, `removed`: which rows are noted when they come and go, a condition in SQL on `it`. What they began with
    is noted with `beginnings` only: else the row itself says it, and once it changes, its first entry does.
    """
    trail: list[pgtrigger.Trigger] = [_Changed(fields, masked, about)]
    if created != NEVER:
        trail.append(_Created(fields if beginnings else (), about, created))
    if removed != NEVER:
        trail.append(_Removed(fields, about, removed))
    return trail


class NotedByStaff(pgtrigger.Trigger):
    """A trigger of a module's own that notes what staff do to a table that every customer writes to.

    Statements on such a table are signed for staff alone: where nobody signed, it notes nothing.
    """


class Audit(pgtrigger.Trigger):
    """One operation on one table. The SQL is made once the model is known: it names its columns."""

    def __init__(self, word: str, fields: tuple[str, ...], about: Subject | None, **how: Any) -> None:
        super().__init__(name=f"audit_{word}", level=pgtrigger.Statement, when=pgtrigger.After, **how)
        self.word, self.fields, self.about = word, fields, about

    def subject(self, model: Any) -> Subject:
        """What its entries are about."""
        return self.about or Subject(type=model._meta.label_lower, id=model._meta.pk.column, part="")

    def parts(self, model: Any) -> dict[str, str]:
        """What the statements of all operations have in common."""
        about = self.subject(model)
        part = f"it.{about.part}" if about.part else "''"
        return {"type": about.type, "id": f"it.{about.id}", "part": part, "word": self.word}


class _Changed(Audit):
    """What became of the columns that matter."""

    def __init__(self, fields: tuple[str, ...], masked: tuple[str, ...], about: Subject | None) -> None:
        rows = pgtrigger.Referencing(old="old_rows", new="new_rows")  # type: ignore[no-untyped-call]
        super().__init__("changed", (*fields, *masked), about, operation=pgtrigger.Update, referencing=rows)
        self.masked = masked

    def get_func(self, model: Any) -> str:
        columns = _columns(model, self.fields)
        return CHANGED.format(
            **self.parts(model),
            key=model._meta.pk.column,
            was=", ".join(f"was.{column}" for column in columns.values()),
            became=", ".join(f"it.{column}" for column in columns.values()),
            fields=", ".join(self._values(*named) for named in columns.items()),
        )

    def _values(self, field: str, column: str) -> str:
        was, became = f"to_jsonb(was.{column})", f"to_jsonb(it.{column})"
        shown = (MASK, MASK) if field in self.masked else (was, became)
        return f"('{field}', was.{column} IS DISTINCT FROM it.{column}, {', '.join(shown)})"


class _Created(Audit):
    """That a row came to be."""

    def __init__(self, fields: tuple[str, ...], about: Subject | None, condition: str) -> None:
        rows = pgtrigger.Referencing(new="rows")  # type: ignore[no-untyped-call]
        super().__init__("created", fields, about, operation=pgtrigger.Insert, referencing=rows)
        self.which = condition

    def get_func(self, model: Any) -> str:
        values = [
            f"'{field}', jsonb_build_array(NULL, it.{column})" for field, column in _columns(model, self.fields).items()
        ]
        return CAME_OR_WENT.format(**self.parts(model), values=", ".join(values), condition=self.which)


class _Removed(Audit):
    """That a row is gone, and what it was."""

    def __init__(self, fields: tuple[str, ...], about: Subject | None, condition: str) -> None:
        rows = pgtrigger.Referencing(old="rows")  # type: ignore[no-untyped-call]
        super().__init__("removed", fields, about, operation=pgtrigger.Delete, referencing=rows)
        self.which = condition

    def get_func(self, model: Any) -> str:
        values = [
            f"'{field}', jsonb_build_array(it.{column}, NULL)" for field, column in _columns(model, self.fields).items()
        ]
        return CAME_OR_WENT.format(**self.parts(model), values=", ".join(values), condition=self.which)


def _columns(model: Any, fields: tuple[str, ...]) -> dict[str, str]:
    """The column of each field."""
    return {field: model._meta.get_field(field).column for field in fields}

"""What the database itself promises about stock, whoever writes: the API, the admin, psql."""

import pgtrigger

from src.modules.inventory.errors import OutOfStock, UnknownStockItem
from src.platform.db.refusals import refuses
from src.platform.db.sql import sql_beside

# The ledger is the truth about stock: what was written stays written.
ledger_is_append_only = pgtrigger.Protect(
    name="ledger_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
)  # fmt: skip

# All lines of one INSERT are counted together, items locked in id order. One INSERT a transaction keeps that order.
ledger_moves_stock = pgtrigger.Trigger(
    name="ledger_moves_stock",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=pgtrigger.Referencing(new="moved"),
    func=pgtrigger.Func(sql_beside(__file__, "ledger_moves_stock_v3")),
)


def only_the_ledger_counts(name: str) -> pgtrigger.Trigger:
    """Counts change from within the ledger's trigger (there, the depth is 1) and in no other way.

    The shop's role can make no triggers of its own, so it cannot reach that depth by itself. The depth is a condition,
    not a part of the function: calling one a row made the ledger four times slower.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("pg_trigger_depth() < 1"),
        func="""
            RAISE EXCEPTION 'stock changes by movements alone'
                USING ERRCODE = '23514', CONSTRAINT = 'inventory_only_the_ledger_counts';
        """,
    )


counts_follow_the_ledger = only_the_ledger_counts("counts_follow_the_ledger")
totals_follow_the_ledger = only_the_ledger_counts("totals_follow_the_ledger")

# Goods that are there at the beginning came in by a movement too: else the ledger would not add up.
items_begin_empty = pgtrigger.Protect(
    name="items_begin_empty",
    operation=pgtrigger.Insert,
    condition=~pgtrigger.Q(new__on_hand=0, new__reserved=0, new__sold=0),
)
groups_begin_empty = pgtrigger.Protect(
    name="groups_begin_empty", operation=pgtrigger.Insert, condition=~pgtrigger.Q(new__available=0, new__sold=0)
)

refuses("inventory_stock_is_there", OutOfStock)
refuses("inventory_item_exists", UnknownStockItem)

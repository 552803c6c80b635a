"""What the database itself promises about orders, whoever writes."""

import pgtrigger

from src.modules.orders.errors import CheckoutInProgress, InvalidTransition
from src.platform.db.refusals import refuses
from src.platform.db.sql import sql_beside

# A fulfilment goes only where MOVES leads, and only once its order is one.
fulfilments_move_along_edges = pgtrigger.Trigger(
    name="fulfilments_move_along_edges",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("status"),
    func=pgtrigger.Func(sql_beside(__file__, "fulfilments_move_along_edges_v1")),
)

# Every move leaves a line of history, and the order follows its fulfilments.
order_follows_fulfilments = pgtrigger.Trigger(
    name="order_follows_fulfilments",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("status"),
    func=pgtrigger.Func(sql_beside(__file__, "order_follows_fulfilments_v2")),
)

# Services only end the checkout (opening becomes pending, or undone); all later statuses come from the fulfilments.
order_status_is_derived = pgtrigger.Trigger(
    name="order_status_is_derived",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("status"),
    func="""
        IF pg_trigger_depth() < 2 AND NOT (OLD.status = 'opening' AND NEW.status IN ('pending', 'undone')) THEN
            RAISE EXCEPTION 'the status of an order follows its fulfilments'
                USING ERRCODE = '23514', CONSTRAINT = 'orders_status_is_derived';
        END IF;
        RETURN NEW;
    """,
)

orders_keep_their_history = pgtrigger.Trigger(
    name="orders_keep_their_history",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("status"),
    condition=pgtrigger.Q(old__status__df=pgtrigger.F("new__status")) & ~pgtrigger.Q(new__status="undone"),
    func="""
        INSERT INTO orders_statuschange (order_id, status, by, at)
        VALUES (NEW.id, NEW.status, NEW.moved_by, NEW.updated_at);
        RETURN NULL;
    """,
)

# Checked at the commit: by then the lines are there. What an order was made of is never rewritten (see below).
totals_are_the_lines = pgtrigger.Trigger(
    name="totals_are_the_lines",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("subtotal"),
    timing=pgtrigger.Deferred,
    func="""
        PERFORM 1 FROM orders_orderline WHERE order_id = NEW.id HAVING sum(line_total) = NEW.subtotal;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the subtotal is not the sum of the lines'
                USING ERRCODE = '23514', CONSTRAINT = 'orders_totals_are_the_lines';
        END IF;
        RETURN NULL;
    """,
)

# A line that comes later would make the total wrong: all lines of an order are written in one INSERT.
lines_come_at_once = pgtrigger.Trigger(
    name="lines_come_at_once",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=pgtrigger.Referencing(new="added"),
    func="""
        PERFORM 1 FROM orders_order o
        WHERE o.id IN (SELECT order_id FROM added)
          AND o.subtotal <> (SELECT sum(line_total) FROM orders_orderline WHERE order_id = o.id);
        IF FOUND THEN
            RAISE EXCEPTION 'the lines do not add up to the subtotal'
                USING ERRCODE = '23514', CONSTRAINT = 'orders_totals_are_the_lines';
        END IF;
        RETURN NULL;
    """,
)


def never_rewritten(name: str) -> pgtrigger.Protect:
    """Names, prices and history are those of their day."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


refuses("orders_fulfilment_moves", InvalidTransition)
refuses("orders_one_a_cart", CheckoutInProgress)

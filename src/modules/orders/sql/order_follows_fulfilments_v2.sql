-- order_follows_fulfilments, version 2: history, and the order's derived status.
--
-- Derived: the least advanced fulfilment that is not cancelled or returned; if none is left, returned when any was
-- returned, else cancelled. The order is locked before the others are read: two sellers at once take turns.
DECLARE
    derived text;
BEGIN
    INSERT INTO orders_statuschange (order_id, fulfilment_id, status, by, at)
    VALUES (NEW.order_id, NEW.id, NEW.status, NEW.moved_by, now());

    PERFORM 1 FROM orders_order WHERE id = NEW.order_id FOR NO KEY UPDATE;
    SELECT CASE WHEN bool_or(status = 'pending') THEN 'pending'
                WHEN bool_or(status = 'shipped') THEN 'shipped'
                WHEN bool_or(status = 'delivered') THEN 'delivered'
                WHEN bool_or(status = 'returned') THEN 'returned'
                ELSE 'cancelled' END
    INTO derived
    FROM orders_fulfilment WHERE order_id = NEW.order_id;

    -- Also where the status stays: what a client read of the order is no longer true (`If-Match`).
    UPDATE orders_order SET status = derived, moved_by = NEW.moved_by, updated_at = now() WHERE id = NEW.order_id;
    RETURN NULL;
END;

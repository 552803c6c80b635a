-- fulfilments_move_along_edges, version 1: pending → shipped → delivered → returned, pending → cancelled, nothing else.
BEGIN
    IF (OLD.status, NEW.status) NOT IN (('pending', 'shipped'), ('shipped', 'delivered'),
                                        ('pending', 'cancelled'), ('delivered', 'returned'))
       OR EXISTS (SELECT FROM orders_order WHERE id = NEW.order_id AND status IN ('opening', 'undone')) THEN
        RAISE EXCEPTION 'a fulfilment does not go from % to %', OLD.status, NEW.status
            USING ERRCODE = '23514', CONSTRAINT = 'orders_fulfilment_moves',
                  DETAIL = jsonb_build_object('from', OLD.status, 'to', NEW.status)::text;
    END IF;
    RETURN NEW;
END;

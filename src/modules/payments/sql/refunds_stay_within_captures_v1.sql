-- refunds_stay_within_captures, version 1: money goes back once, and never more than came.
--
-- The advisory lock makes refunds of one reference queue; what the first one wrote is visible to the second one's sum.
-- Only opening takes it: who ends a refund has the order to lock yet, and who opens one has locked that before.
-- A refund ends (refunded, refund_failed) only if it was opened, over the same amount.
DECLARE
    refundable bigint;
BEGIN
    IF NEW.kind <> 'refund_opened' THEN
        PERFORM 1 FROM payments_paymentrecord
        WHERE operation = NEW.operation AND kind = 'refund_opened' AND reference = NEW.reference
          AND amount = NEW.amount AND currency = NEW.currency;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'this refund was never opened'
                USING ERRCODE = '23514', CONSTRAINT = 'payments_refund_was_opened';
        END IF;
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.reference, 0));
    SELECT coalesce(sum(CASE kind WHEN 'captured' THEN amount WHEN 'refund_failed' THEN amount
                                  WHEN 'refund_opened' THEN -amount END), 0)
    INTO refundable
    FROM payments_paymentrecord
    WHERE reference = NEW.reference AND currency = NEW.currency;
    IF NEW.amount > refundable THEN
        RAISE EXCEPTION 'more is to be refunded than was captured'
            USING ERRCODE = '23514', CONSTRAINT = 'payments_refunds_within_captures',
                  DETAIL = jsonb_build_object('refundable', refundable)::text;
    END IF;
    RETURN NEW;
END;

"""What the database itself promises about money."""

import pgtrigger

from src.modules.payments.errors import OverRefund
from src.platform.audit.triggers import NotedByStaff
from src.platform.db.refusals import refuses
from src.platform.db.sql import sql_beside

# What happened to money happened: nobody rewrites it.
records_are_append_only = pgtrigger.Protect(
    name="records_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete
)  # fmt: skip

# Two refunds at once could each look harmless and together be more than was paid: they queue.
refunds_stay_within_captures = pgtrigger.Trigger(
    name="refunds_stay_within_captures",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Q(new__kind__in=["refund_opened", "refunded", "refund_failed"]),
    func=pgtrigger.Func(sql_beside(__file__, "refunds_stay_within_captures_v1")),
)

# Who gave money back is told nowhere else, where it was not by moving the order. Row by row, so that a charge, which
# every checkout writes, does not even call it.
refunds_leave_a_trail = NotedByStaff(
    name="refunds_leave_a_trail",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Q(new__kind="refund_opened"),
    func="""
        INSERT INTO audit_entry (object_type, object_id, part, action, changes, actor, channel, request_id)
        SELECT 'orders.order', NEW.reference, 'refund', 'created',
               jsonb_build_object('amount', jsonb_build_array(NULL, NEW.amount),
                                  'currency', jsonb_build_array(NULL, NEW.currency)),
               signed.actor, signed.channel, signed.request_id
        FROM audit_signature() signed
        WHERE signed.actor IS NOT NULL;
        RETURN NULL;
    """,
)

refuses("payments_refunds_within_captures", OverRefund)

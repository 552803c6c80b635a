"""What the database itself promises about money."""

import pgtrigger

from src.modules.payments.errors import OverRefund
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

refuses("payments_refunds_within_captures", OverRefund)

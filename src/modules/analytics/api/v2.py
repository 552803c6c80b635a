"""Reports of version 2: money as objects."""

from ninja import Query, Router

from src.modules.analytics import services
from src.modules.analytics.api.schemas import SummaryQuery, SummaryWithMoneyOut
from src.modules.analytics.contracts import Summary
from src.platform.auth.bearer import merchant
from src.platform.auth.principal import SignedInRequest

analytics = Router(tags=["analytics"], auth=merchant)


@analytics.get("/summary/", response=SummaryWithMoneyOut)
def show_summary(request: SignedInRequest, query: Query[SummaryQuery]) -> Summary:
    """Orders that were paid and not cancelled, by the time of payment, refunds taken off: the shop's, a seller's own.

    A refund is taken off on the day of the payment, whenever it comes.
    """
    return services.summary(query.question(request))

"""How the business goes."""

from django.http import StreamingHttpResponse
from ninja import Query, Router

from src.modules.analytics import services
from src.modules.analytics.api.schemas import SummaryOut, SummaryQuery, csv_of
from src.modules.analytics.contracts import Summary
from src.platform.auth.bearer import merchant
from src.platform.auth.principal import SignedInRequest

analytics = Router(tags=["analytics"], auth=merchant)
# What v2 does not change.
files = Router(tags=["analytics"], auth=merchant)


@analytics.get("/summary/", response=SummaryOut)
def show_summary(request: SignedInRequest, query: Query[SummaryQuery]) -> Summary:
    """Orders that were paid and not cancelled, by the time of payment, refunds taken off: the shop's, a seller's own.

    A refund is taken off on the day of the payment, whenever it comes.
    """
    return services.summary(query.question(request))


@files.get("/summary.csv", response={200: str})
def download_summary(request: SignedInRequest, query: Query[SummaryQuery]) -> StreamingHttpResponse:
    """The series of the summary as a file for spreadsheets."""
    asked = query.question(request)
    headers = {"Content-Disposition": f'attachment; filename="summary-{asked.first}-{asked.last}.csv"'}
    lines = csv_of(services.series(asked), asked.currency)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)

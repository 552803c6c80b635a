"""The one error format: RFC 9457 problem details, with a stable `code` and the request's id."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpResponse

from src.platform.errors import Invalid, Refusal
from src.platform.http.documents import Amounts, money_text
from src.platform.money import Money
from src.platform.observability.context import request_id
from src.platform.observability.metrics import refusals

MEDIA_TYPE = "application/problem+json"


class MalformedJSON(Invalid):
    code, message = "malformed_json", "The body is not JSON."


def problem(
    status: int, code: str, detail: str, *, headers: Mapping[str, str] | None = None, **members: Any
) -> HttpResponse:
    """One answer in the one format. `members` are further facts, such as `available`."""
    refusals.labels(code).inc()
    body = {
        **members,
        "type": f"/api/docs/problems/#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request_id(),
    }
    return HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def refused(refusal: Refusal, amounts: Amounts = money_text) -> HttpResponse:
    """A refusal as an answer. `amounts` writes those that are among its details, as the version does."""
    details = {name: amounts(fact) if isinstance(fact, Money) else fact for name, fact in refusal.details.items()}
    return problem(refusal.status, refusal.code, str(refusal), headers=refusal.headers, **details)

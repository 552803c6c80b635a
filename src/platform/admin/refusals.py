"""What the admin does with a refusal: the change is undone, and the page says why."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from src.platform.db.refusals import in_our_words
from src.platform.errors import Refusal


class RefusalsAsMessages:
    """For a ModelAdmin whose saves and deletions may be refused, by a service or by the database."""

    def changeform_view(self, request: HttpRequest, *view: Any, **named: Any) -> HttpResponse:
        return _or_say_why(request, super().changeform_view, *view, **named)  # type: ignore[misc]

    def delete_view(self, request: HttpRequest, *view: Any, **named: Any) -> HttpResponse:
        return _or_say_why(request, super().delete_view, *view, **named)  # type: ignore[misc]


def _or_say_why(request: HttpRequest, view: Any, *arguments: Any, **named: Any) -> HttpResponse:
    try:
        with in_our_words():
            answer: HttpResponse = view(request, *arguments, **named)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(request.path)
    return answer

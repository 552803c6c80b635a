"""Multipart forms. Ninja reads the fields that it knows and drops the others: here they are the client's error."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from src.platform.errors import Unprocessable
from src.platform.http.schemas import Body


def only_known_fields(request: HttpRequest, form: type[Body], *files: str) -> None:
    """Raises Unprocessable for fields that are neither the form's nor `files`, and for a field sent twice."""
    found = [*_faults(request.POST, [*form.model_fields]), *_faults(request.FILES, files)]
    errors = [{"field": name, "code": code, "message": message} for name, code, message in found]
    if errors:
        raise Unprocessable(errors=errors)


def _faults(sent: "MultiValueDict[str, Any]", known: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for name, values in sent.lists():
        if name not in known:
            yield name, "extra_forbidden", "Extra inputs are not permitted"
        elif len(values) > 1:
            yield name, "repeated", "The field is there more than once."

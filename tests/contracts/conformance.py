"""Whether an answer is one that the OpenAPI document of its version promised."""

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs
from django.http import HttpResponse

from tests.contracts.documents import NAMES, current

Json = dict[str, Any]
JSON_TYPES = ("application/json", "application/problem+json")


def departures(method: str, path: str, answer: HttpResponse) -> list[str]:
    """What the document does not say of this answer to this call. Calls that no document knows are none of its."""
    found = _operation(method.lower(), path)
    if found is None:
        return []
    document, name, operation = found
    call = f"{method} {name}"
    promised = operation["responses"].get(str(answer.status_code))
    if promised is None:
        return [f"{call}: {answer.status_code} is not promised, {_code(answer)}"]
    promised = _resolved(promised, document)
    return [f"{call} {answer.status_code}: {wrong}" for wrong in _wrong(promised, document, answer)]


def _wrong(promised: Json, document: Json, answer: HttpResponse) -> list[str]:
    missing = [f"header {name} is missing" for name in _missing(promised, answer)]
    kinds = promised.get("content", {})
    kind = answer.get("Content-Type", "").partition(";")[0]
    if not kinds or answer.streaming:
        return missing
    if kind not in kinds:
        return [*missing, f"{kind} instead of {', '.join(kinds)}"]
    if kind in JSON_TYPES:
        body = json.loads(answer.content)
        validator = _validator(document["info"]["version"], json.dumps(kinds[kind]["schema"]))
        missing += [
            f"{'.'.join(map(str, error.instance_path))}: {error.message}" for error in validator.iter_errors(body)
        ]
    return missing


def _missing(promised: Json, answer: HttpResponse) -> list[str]:
    """What is repeated for an Idempotency-Key is the body."""
    if "Idempotent-Replayed" in answer.headers:
        return []
    promised_headers = promised.get("headers", {})
    return [name for name in ("ETag", "Location") if name in promised_headers and name not in answer.headers]


def _code(answer: HttpResponse) -> str:
    kind = answer.get("Content-Type", "").partition(";")[0]
    return f"code {json.loads(answer.content).get('code')}" if kind in JSON_TYPES and not answer.streaming else kind


@cache
def _validator(version: str, schema: str) -> Any:
    document = next(document for document, _ in _documents() if document["info"]["version"] == version)
    return jsonschema_rs.validator_for({**json.loads(schema), "components": document["components"]})


@cache
def _documents() -> list[tuple[Json, list[tuple[re.Pattern[str], str, Json]]]]:
    documents = [current(version) for version in NAMES]
    return [(document, [_known(path, calls) for path, calls in _by_precision(document)]) for document in documents]


def _by_precision(document: Json) -> list[tuple[str, Json]]:
    """`/products/export/` before `/products/{key}/`."""
    paths: list[tuple[str, Json]] = sorted(document["paths"].items(), key=lambda item: item[0].count("{"))
    return paths


def _known(path: str, calls: Json) -> tuple[re.Pattern[str], str, Json]:
    return re.compile(re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(path)) + "?$"), path, calls


def _operation(method: str, path: str) -> tuple[Json, str, Json] | None:
    for document, known in _documents():
        for pattern, name, calls in known:
            if pattern.match(path):
                return (document, name, calls[method]) if method in calls else None
    return None


def _resolved(holder: Json, document: Json) -> Json:
    return document["components"]["responses"][holder["$ref"].rsplit("/", 1)[1]] if "$ref" in holder else holder

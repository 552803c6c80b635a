"""What a client of a frozen OpenAPI document would notice of a new one."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]


def breaking_changes(frozen: Schema, current: Schema) -> list[str]:
    """Sentences, one a change that breaks a client. More calls, answers and optional fields break nobody."""
    return [change for path in frozen["paths"] for change in _of_path(path, frozen, current)]


def _of_path(path: str, frozen: Schema, current: Schema) -> Iterator[str]:
    for method, before in frozen["paths"][path].items():
        name = f"{method.upper()} {path}"
        after = current["paths"].get(path, {}).get(method)
        if after is None:
            yield f"{name} is gone"
            continue
        if after["operationId"] != before["operationId"]:
            yield f"{name} is called {after['operationId']} instead of {before['operationId']}"
        yield from _of_parameters(name, before, after)
        yield from _of_body(name, before, after, frozen, current)
        yield from _of_answers(name, before, after, frozen, current)


def _of_parameters(name: str, before: Schema, after: Schema) -> Iterator[str]:
    known = {parameter["name"] for parameter in before.get("parameters", [])}
    kept = {parameter["name"] for parameter in after.get("parameters", [])}
    yield from (f"{name}: parameter {gone} is gone" for gone in sorted(known - kept))
    for parameter in after.get("parameters", []):
        if parameter.get("required") and parameter["name"] not in known:
            yield f"{name}: parameter {parameter['name']} is newly required"


def _of_body(name: str, before: Schema, after: Schema, frozen: Schema, current: Schema) -> Iterator[str]:
    old, new = _body(before, frozen), _body(after, current)
    known, required = set(old.get("properties", {})), set(old.get("required", []))
    yield from (f"{name}: body field {gone} is gone" for gone in sorted(known - set(new.get("properties", {}))))
    yield from (
        f"{name}: body field {field} is newly required" for field in sorted(set(new.get("required", [])) - required)
    )


def _of_answers(name: str, before: Schema, after: Schema, frozen: Schema, current: Schema) -> Iterator[str]:
    for status, answer in before["responses"].items():
        if status not in after["responses"]:
            yield f"{name}: answer {status} is gone"
            continue
        old, new = _content(answer), _content(after["responses"][status])
        yield from _of_shape(f"{name} {status}", old, new, frozen, current, depth=0)


def _of_shape(where: str, old: Schema, new: Schema, frozen: Schema, current: Schema, depth: int) -> Iterator[str]:
    old, new = _resolved(old, frozen), _resolved(new, current)
    if depth > 6:
        return
    if old.get("type") != new.get("type"):
        yield f"{where}: {new.get('type')} instead of {old.get('type')}"
    for field, shape in old.get("properties", {}).items():
        if field not in new.get("properties", {}):
            yield f"{where}: field {field} is gone"
        else:
            yield from _of_shape(f"{where}.{field}", shape, new["properties"][field], frozen, current, depth + 1)
    if "items" in old and "items" in new:
        yield from _of_shape(f"{where}[]", old["items"], new["items"], frozen, current, depth + 1)


def _body(operation: Schema, document: Schema) -> Schema:
    return _resolved(_content(operation.get("requestBody", {})), document)


def _content(holder: Schema) -> Schema:
    kinds = list(holder.get("content", {}).values())
    shape: Schema = kinds[0].get("schema", {}) if kinds else {}
    return shape


def _resolved(schema: Schema, document: Schema) -> Schema:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema

"""`python -m scripts.postman`: write the Postman collection and environment from the OpenAPI documents.

The collection has every operation by version and subject, with its example, and a journey that tests itself.
"""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import django

from scripts.journey import BUYING, SIGNING_UP, Step

Json = dict[str, Any]
TARGET = Path(__file__).resolve().parents[1] / "docs" / "postman"
JOURNEY = "From sign-up to delivered order"
SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
# What the journey needs to know, and what it finds out.
ENVIRONMENT = {
    "base_url": "http://127.0.0.1:8000",
    "email": "",
    "password": "correct horse battery staple",
    "verification_key": "",
    "admin_email": "admin@mercer.example",
    "admin_password": "",
}


def main() -> int:
    """Write both files into docs/postman/."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "src.platform.settings")
    django.setup()
    for name, content in files().items():
        (TARGET / name).write_text(content)
        print(f"wrote {name}")
    return 0


def files() -> dict[str, str]:
    """The names and the contents of the files."""
    from api_versions.urls import VERSIONS

    documents = [json.loads(json.dumps(api.get_openapi_schema(), default=str)) for api in VERSIONS]
    return {
        "mercer.postman_collection.json": _text(collection(documents)),
        "mercer.postman_environment.json": _text(environment()),
    }


def collection(documents: list[Json]) -> Json:
    """The journey, then each version by subject."""
    return {
        "info": {
            "_postman_id": "6d657263-6572-4000-8000-000000000001",
            "name": "Mercer",
            "description": "Every call of the shop's API. Begin with the journey.",
            "schema": SCHEMA,
        },
        "auth": _bearer("access"),
        "item": [journey(documents[0]), *map(folder_of_version, documents)],
    }


def journey(document: Json) -> Json:
    """A customer signs up, buys, and gets the parcel. The key of step 2 comes by mail."""
    calls = {call[2]["operationId"]: call for call in _calls(document)}
    parts = {"1 Sign up": SIGNING_UP, "2 From the mailed key to the parcel": BUYING}
    folders = [
        {"name": name, "item": [_step(calls[step.call], step) for step in steps]} for name, steps in parts.items()
    ]
    return {
        "name": JOURNEY,
        "description": "Run part 1, put the key from the mail into `verification_key`, run part 2.",
        "item": folders,
    }


def folder_of_version(document: Json) -> Json:
    """All operations of a version, by subject."""
    by_subject: dict[str, list[Json]] = {}
    for path, method, operation in _calls(document):
        by_subject.setdefault(operation["tags"][0], []).append(_request(document, path, method, operation))
    subjects = [{"name": name, "item": items} for name, items in by_subject.items()]
    return {"name": f"Version {document['info']['version']}", "item": subjects}


def environment() -> Json:
    """Where the shop is, and who comes. The admin's password is printed by `scripts/serve`."""
    values = [
        {"key": key, "value": value, "type": "secret" if "password" in key else "default", "enabled": True}
        for key, value in ENVIRONMENT.items()
    ]
    return {
        "id": "6d657263-6572-4000-8000-000000000002",
        "name": "Mercer on this machine",
        "values": values,
        "_postman_variable_scope": "environment",
    }


def _calls(document: Json) -> list[tuple[str, str, Json]]:
    return [
        (path, method.upper(), operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]


def _request(document: Json, path: str, method: str, operation: Json) -> Json:
    """A call with its example; what is optional is there, switched off."""
    query = [_parameter(one) for one in operation["parameters"] if one["in"] == "query"]
    headers = [_parameter(one) for one in operation["parameters"] if one["in"] == "header"]
    request: Json = {
        "method": method,
        "description": operation.get("description", ""),
        "url": _address(path, {}, query),
        "header": headers,
    }
    if {} in operation["security"] and len(operation["security"]) == 1:
        request["auth"] = {"type": "noauth"}
    if "requestBody" in operation:
        request |= _body(document, operation["requestBody"]["content"])
    return {"name": operation["summary"], "request": request}


def _step(call: tuple[str, str, Json], step: Step) -> Json:
    path, method, operation = call
    query = [{"key": key, "value": value} for key, value in step.query.items()]
    request: Json = {
        "method": method,
        "url": _address(path, step.ids, query),
        "header": [{"key": key, "value": value} for key, value in step.headers.items()],
        "auth": _bearer(step.caller) if step.caller else {"type": "noauth"},
    }
    if step.body is not None:
        request |= _raw(step.body)
    checks = [f'pm.test("answers {step.status}", () => pm.response.to.have.status({step.status}));', *step.checks]
    events = [_script("test", checks), *([_script("prerequest", step.before)] if step.before else [])]
    return {"name": step.name or operation["summary"], "event": events, "request": request}


def _script(when: str, lines: tuple[str, ...] | list[str]) -> Json:
    return {"listen": when, "script": {"type": "text/javascript", "exec": list(lines)}}


def _address(path: str, ids: dict[str, str], query: list[Json]) -> Json:
    names = re.findall(r"\{(\w+)\}", path)
    shown = re.sub(r"\{(\w+)\}", r":\1", path)
    wanted = "&".join(f"{one['key']}={one['value']}" for one in query if not one.get("disabled"))
    return {
        "raw": "{{base_url}}" + shown + (f"?{wanted}" if wanted else ""),
        "host": ["{{base_url}}"],
        "path": shown.strip("/").split("/") + ([""] if shown.endswith("/") else []),
        "variable": [{"key": name, "value": ids.get(name, "{{" + name + "}}")} for name in names],
        "query": query,
    }


def _parameter(parameter: Json) -> Json:
    value = str(parameter["schema"].get("default", ""))
    about = parameter.get("description", "")
    return {"key": parameter["name"], "value": value, "description": about, "disabled": not parameter["required"]}


def _body(document: Json, content: Json) -> Json:
    if "application/json" in content:
        return _raw(_example(document, content["application/json"]["schema"]))
    schema = _resolved(document, content["multipart/form-data"]["schema"])
    fields = [
        {"key": name, "type": "file" if field.get("format") == "binary" else "text"}
        for name, field in schema["properties"].items()
    ]
    return {"body": {"mode": "formdata", "formdata": fields}}


def _raw(body: Any) -> Json:
    return {
        "body": {"mode": "raw", "raw": json.dumps(body, indent=2), "options": {"raw": {"language": "json"}}},
    }


def _example(document: Json, schema: Json) -> Any:
    return _resolved(document, schema).get("examples", [{}])[0]


def _resolved(document: Json, schema: Json) -> Json:
    while "$ref" in schema or "anyOf" in schema:
        schema = schema["anyOf"][0] if "anyOf" in schema else _named(document, schema["$ref"])
    return schema


def _named(document: Json, reference: str) -> Json:
    named: Json = document["components"]["schemas"][reference.rsplit("/", 1)[1]]
    return named


def _bearer(variable: str) -> Json:
    return {"type": "bearer", "bearer": [{"key": "token", "value": "{{" + variable + "}}", "type": "string"}]}


def _text(content: Json) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())

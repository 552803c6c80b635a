"""The OpenAPI documents. What every operation has in common is written here, once, from what the operation is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from src.platform.auth.bearer import Guard, Visitor
from src.platform.auth.principal import Role
from src.platform.errors import (
    Forbidden,
    NotFound,
    RateLimited,
    Refusal,
    Stale,
    TooLarge,
    Unauthenticated,
    Unavailable,
    Unprocessable,
    WrongMediaType,
)
from src.platform.http.ending import is_ending
from src.platform.http.examples import Examples
from src.platform.http.keyset import InvalidCursor
from src.platform.http.paging import PageNotFound
from src.platform.http.problems import MEDIA_TYPE, MalformedJSON
from src.platform.http.promises import Trait, refusals_of, traits_of
from src.platform.http.throttling import Limit
from src.platform.idempotency.records import InProgress, KeyReused

Json = dict[str, Any]

BODIES = {"body", "form", "file"}
WRITES = {"POST", "PUT", "PATCH", "DELETE"}

PROBLEM: Json = {
    "title": "Problem",
    "description": "What went wrong (RFC 9457). `code` is stable: decide by it. Further members are facts to act upon.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "Where the code is explained."},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "For people."},
        "code": {"type": "string", "description": "For programs."},
        "request_id": {"type": "string", "description": "Name it when you ask us."},
        "errors": {
            "type": "array",
            "description": "With a 422: each value that is not acceptable.",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {name: {"type": "string"} for name in ("field", "code", "message")},
            },
        },
    },
}

TAGS = [
    {"name": name, "description": description}
    for name, description in {
        "auth": "Signing up, in and out; addresses of mail, passwords, second factors, sessions.",
        "profile": "What the shop knows of you.",
        "users": "Everybody's accounts, for admins.",
        "categories": "The tree that products are found in.",
        "products": "What is sold, its pictures and stock, and whole files of it.",
        "search": "Search that forgives typing errors, and suggestions.",
        "reviews": "What buyers say.",
        "cart": "What one is about to buy.",
        "carts": "Carts of guests.",
        "orders": "What was bought, and how far it is.",
        "payments": "What gateways tell us.",
        "notifications": "What you were told.",
        "events": "Streams: being told at once.",
        "analytics": "How the business goes.",
        "support": "Asking for help.",
    }.items()
]

TEXT: Json = {"type": "string"}
HEADERS: Json = {
    "RequestId": {"description": "The id of this call, in every log line of it.", "schema": TEXT},
    "RateLimit": {"description": 'What is left: `"policy";r=<calls>;t=<seconds>`.', "schema": TEXT},
    "RateLimitPolicy": {"description": 'The limit: `"policy";q=<calls>;w=<seconds>`.', "schema": TEXT},
    "RetryAfter": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "ETag": {"description": "What this answer is a version of.", "schema": TEXT},
    "Location": {"description": "Where what was made is found.", "schema": TEXT},
    "IdempotentReplayed": {"description": "`true`: this is the first answer, repeated.", "schema": TEXT},
    "Authenticate": {"description": "How to sign in.", "schema": TEXT},
}
TRAIT_HEADERS: dict[Trait, Json] = {
    Trait.TAGGED: {
        "name": "If-None-Match", "description": "The tag that the client has: 304 while it is still true.",
    },
    Trait.MATCHED: {
        "name": "If-Match", "description": "The tag that was read: 412 `stale` if somebody changed it since.",
    },
    Trait.ONCE: {
        "name": "Idempotency-Key",
        "description": "Any 1-255 printable characters: the same key and body give the first answer again.",
    },
}  # fmt: skip
ERROR_HEADERS = {
    401: ("WWW-Authenticate",),
    429: ("Retry-After", "RateLimit", "RateLimit-Policy"),
    503: ("Retry-After",),
}
# What many operations refuse, in the same words.
COMMON: dict[int, type[Refusal]] = {
    refusal.status: refusal
    for refusal in (
        MalformedJSON, Unauthenticated, Forbidden, NotFound, Stale, TooLarge, WrongMediaType, Unprocessable,
        RateLimited, Unavailable,
    )
}  # fmt: skip
# What a parameter of that name brings with it.
PARAMETER_REFUSALS: dict[str, type[Refusal]] = {"page": PageNotFound, "cursor": InvalidCursor}
TRAIT_REFUSALS: dict[Trait, tuple[type[Refusal], ...]] = {
    Trait.TAGGED: (),
    Trait.MATCHED: (Stale,),
    Trait.ONCE: (InProgress, KeyReused),
}


class Document(OpenAPISchema):
    """A version's document: Ninja's, made complete."""

    def operation_details(self, operation: Operation) -> Json:
        """One operation with its errors, headers, security and examples."""
        details: Json = super().operation_details(operation)
        traits = traits_of(operation.view_func)
        details["summary"] = operation.view_func.__name__.replace("_", " ").capitalize()
        details["parameters"] += [_header(TRAIT_HEADERS[trait]) for trait in traits]
        if is_ending(operation.view_func):
            details["deprecated"] = True
        details["security"] = list(_security(operation))
        successes = self._successes(operation, details["responses"], traits)
        names = {parameter["name"] for parameter in details["parameters"]}
        details["responses"] = successes | dict(_errors(_refusals(operation, traits, names)))
        return details

    def get_components(self) -> Json:
        """The shared parts, with an example for each schema that a body is made of."""
        self.schemas["Problem"] = PROBLEM
        return {
            "schemas": Examples(self.schemas).added(),
            "headers": HEADERS,
            "responses": {str(status): _error({refusal.code: refusal}) for status, refusal in COMMON.items()},
            "securitySchemes": {
                "AccessToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "The `access` of `auth/login/`. Admin calls need that of `auth/admin/login/`.",
                }
            },
        }

    def _successes(self, operation: Operation, successes: Json, traits: Iterable[Trait]) -> Json:
        answers: Json = {str(status): answer for status, answer in successes.items()}
        limits = ["RateLimit", "RateLimit-Policy"] if _is_limited(operation) else []
        for status, answer in answers.items():
            names = ["X-Request-ID", *limits, *(["ETag"] if Trait.TAGGED in traits else [])]
            names += ["Idempotent-Replayed"] if Trait.ONCE in traits else []
            answer["headers"] = _named(names) | answer.get("headers", {})
            answer["description"] = HTTPStatus(int(status)).phrase
        if Trait.TAGGED in traits:
            answers["304"] = {"description": "The client has it already.", "headers": _named(["X-Request-ID", "ETag"])}
        return answers


def _errors(all_refusals: Iterable[type[Refusal]]) -> Iterator[tuple[str, Json]]:
    """One answer for each status, with the codes that it can have."""
    by_status: dict[int, dict[str, type[Refusal]]] = defaultdict(dict)
    for refusal in all_refusals:
        by_status[refusal.status].setdefault(refusal.code, refusal)
    for status, refusals in sorted(by_status.items()):
        shared = set(refusals.values()) <= {COMMON.get(status)}
        yield str(status), {"$ref": f"#/components/responses/{status}"} if shared else _error(refusals)


def _error(refusals: dict[str, type[Refusal]]) -> Json:
    status = next(iter(refusals.values())).status
    schema = {
        "allOf": [{"$ref": "#/components/schemas/Problem"}],
        "properties": {"status": {"const": status}, "code": {"enum": sorted(refusals)}},
    }
    return {
        "description": " · ".join(f"`{code}`: {refusals[code].message}" for code in sorted(refusals)),
        "headers": _named(["X-Request-ID", *ERROR_HEADERS.get(status, ())]),
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


def _refusals(operation: Operation, traits: Iterable[Trait], parameters: set[str]) -> Iterator[type[Refusal]]:
    """First what is said of the operation, then what follows from its shape."""
    yield from refusals_of(operation.view_func)
    for trait in traits:
        yield from TRAIT_REFUSALS[trait]
    yield from (PARAMETER_REFUSALS[name] for name in sorted(parameters & PARAMETER_REFUSALS.keys()))
    sources = {model.__ninja_param_source__ for model in operation.models}
    if sources & BODIES:
        yield from (TooLarge, WrongMediaType, *([MalformedJSON] if "body" in sources else []))
    if sources & (BODIES | {"query"}):
        yield Unprocessable
    if "path" in sources:
        yield NotFound
    for guard in _guards(operation):
        yield Unauthenticated
        if guard.roles < frozenset(Role):
            yield Forbidden
    if _is_limited(operation):
        yield RateLimited
    yield Unavailable


def _guards(operation: Operation) -> list[Guard]:
    return [guard for guard in operation.auth_callbacks if isinstance(guard, Guard)]


def _security(operation: Operation) -> Iterator[Json]:
    """A visitor may come without a token, or with one."""
    guards = _guards(operation)
    if not guards or isinstance(guards[0], Visitor):
        yield {}
    if guards:
        yield {"AccessToken": []}


def _is_limited(operation: Operation) -> bool:
    """By a policy of its own, or as a write by everyone's."""
    limits = [limit for limit in operation.throttle_objects if isinstance(limit, Limit)]
    return any(not limit.writes_only or WRITES & set(operation.methods) for limit in limits)


def _header(details: Json) -> Json:
    return {"in": "header", "required": False, "schema": TEXT, **details}


REFERENCES = {
    "X-Request-ID": "RequestId", "RateLimit": "RateLimit", "RateLimit-Policy": "RateLimitPolicy", "ETag": "ETag",
    "Retry-After": "RetryAfter", "Location": "Location", "Idempotent-Replayed": "IdempotentReplayed",
    "WWW-Authenticate": "Authenticate",
}  # fmt: skip


def _named(names: Iterable[str]) -> Json:
    return {name: {"$ref": f"#/components/headers/{REFERENCES[name]}"} for name in names}

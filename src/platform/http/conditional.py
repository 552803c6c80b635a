"""Answers that a client may keep: `ETag`, `Cache-Control`, and 304 where it has it already (RFC 9110, section 13)."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from src.platform.cache import answers
from src.platform.errors import Stale
from src.platform.observability.context import note_cache

View = Callable[..., HttpResponse]
READS = {"GET", "HEAD"}
# Anybody may keep the answer, and asks before each use whether it is still true.
ALWAYS_ASK = "public, max-age=0, must-revalidate"
# What is a person's own: only that person's client may keep it, and asks, too.
OWN = "private, no-cache"


def kept(
    request: HttpRequest, body: bytes | str, *, revision: int | None = None, cache: str = ALWAYS_ASK
) -> HttpResponse:
    """A JSON answer with its tag, `"<revision>-<hash of the body>"`, or 304 without a body."""
    content = body if isinstance(body, bytes) else body.encode()
    tag = entity_tag(content, revision)
    headers = {"ETag": tag, "Cache-Control": cache}
    if cache == ALWAYS_ASK:
        _keep(request, tag, content)
    known = request.headers.get("If-None-Match") if request.method in READS else None
    if known is not None and has_it(known, tag):
        return _not_modified(headers)
    return HttpResponse(content, content_type="application/json", headers=headers)


def as_kept(view: View) -> View:
    """For `decorate_view`: the operation's answer, once written, as `kept` would give it."""

    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        return kept(request, answer.content) if answer.status_code == 200 else answer

    return run


def created(request: HttpRequest, body: bytes | str, *, at: str, revision: int) -> HttpResponse:
    """201: what was made, where it is found, and its tag."""
    content = body if isinstance(body, bytes) else body.encode()
    headers = {"ETag": entity_tag(content, revision), "Location": request.build_absolute_uri(at)}
    return HttpResponse(content, status=201, content_type="application/json", headers=headers)


def matched_revision(request: HttpRequest) -> int | None:
    """The revision that the client insists on (`If-Match`); None where it insists on nothing but that the thing is.

    The tag is `"<revision>-<hash>"` and the revision alone is compared: stock and sales must not make a change stale.
    Raises Stale for a tag that we never gave.
    """
    wanted = request.headers.get("If-Match", "*").strip()
    if wanted == "*":
        return None
    for tag in parse_etags(wanted):
        revision = tag.strip('"').partition("-")[0]
        if revision.isdigit() and len(revision) < 19:
            return int(revision)
    raise Stale


def entity_tag(body: bytes, revision: int | None) -> str:
    """The tag of an answer; lists have no revision."""
    digest = blake2b(body, digest_size=10).hexdigest()
    return f'"{digest}"' if revision is None else f'"{revision}-{digest}"'


def has_it(known: str, tag: str) -> bool:
    """Whether the client's `If-None-Match` names this answer."""
    return known.strip() == "*" or tag in {one.removeprefix("W/") for one in parse_etags(known)}


def _not_modified(headers: dict[str, str]) -> HttpResponse:
    answer = HttpResponse(status=304, headers=headers)
    # Django's default; there is no content to have a type.
    del answer["Content-Type"]
    return answer


def _keep(request: HttpRequest, tag: str, content: bytes) -> None:
    """Anybody may be given this answer again, if nobody in particular asked for it."""
    if not answers.is_making() or request.resolver_match is None:
        return
    note_cache(hit=False)
    if request.method == "GET" and not getattr(request, "principal", None):
        answers.keep(route=request.resolver_match.route, tag=tag, body=content)

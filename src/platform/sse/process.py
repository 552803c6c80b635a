"""The stream process: an ASGI application without Django's request cycle, which would keep a thread a stream."""

import asyncio
import contextlib
import random
import signal
import time
from collections.abc import Awaitable, Callable, MutableMapping
from io import BytesIO
from typing import Any

import orjson
import structlog
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from prometheus_client import Gauge
from redis.exceptions import RedisError

from src.platform.cache import valkey
from src.platform.errors import NotFound, Refusal, Unavailable
from src.platform.http import cors
from src.platform.http.problems import problem, refused
from src.platform.observability.context import begin_request, request_id
from src.platform.sse import journal, tickets
from src.platform.sse.channels import ROOM, is_kept
from src.platform.sse.counts import CountsUnavailable, Current
from src.platform.sse.doors import Admission, Wish, admit
from src.platform.sse.following import Follower, count_message
from src.platform.sse.streams import ROUND, ROUNDS, Audience, Stream, encoded

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# Seconds. A ticket is checked and a replay read as soon as Valkey answers; an identity is not waited for any longer.
RETRY_AFTER, IDENTIFY_WITHIN = 0.2, 5.0
# Heartbeats after which a pass is renewed; a browser comes back after so many milliseconds, not all at once.
RENEW_EVERY = 20
COME_BACK = (500, 3000)
# Longer than Valkey holds back a read.
READ_PATIENCE = 5.0

access = structlog.get_logger("access")
failures = structlog.get_logger("error")
open_streams = Gauge("mercer_open_streams", "Open event streams.", multiprocess_mode="livesum")


class StreamProcess:
    """What uvicorn calls."""

    def __init__(self) -> None:
        self.audience = Audience()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    # Life of the process

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._calls = valkey.async_client()
        reading = valkey.async_client(patience=READ_PATIENCE)
        self.current, self.follower = Current(), Follower(self.audience, reading, self._calls)
        tasks = [asyncio.create_task(self.follower.follow()), asyncio.create_task(self._beat())]
        self._end_streams_first(asyncio.get_running_loop())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in tasks:
            task.cancel()
        self.current.close()
        await send({"type": "lifespan.shutdown.complete"})

    def _end_streams_first(self, loop: asyncio.AbstractEventLoop) -> None:
        """At a stop, before the server waits for its connections: it would wait for ever."""

        def leave(number: int, frame: Any) -> None:
            loop.call_soon_threadsafe(self._end_all)
            if callable(previous[number]):
                previous[number](number, frame)

        previous: dict[int, Any] = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
        with contextlib.suppress(ValueError):
            for number in previous:
                signal.signal(number, leave)

    def _end_all(self) -> None:
        for stream in self.audience:
            stream.close()

    async def _beat(self) -> None:
        beats = 0
        while True:
            beats += 1
            await asyncio.sleep(ROUND)
            members = self.audience.heartbeat(beats % ROUNDS)
            if beats % ROUNDS == 0:
                self.follower.forget_old_counts()
            if beats // ROUNDS % RENEW_EVERY == RENEW_EVERY - 1:
                for value in filter(None, [stream.pass_value for stream in members]):
                    with contextlib.suppress(RedisError):
                        await tickets.renew_pass(self._calls, value)

    # One call

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        admission, answer = await self._admit(scope)
        status, open_ended = answer.status_code, admission is not None and scope["method"] != "HEAD"
        await send({"type": "http.response.start", "status": status, "headers": _headers(answer)})
        if not open_ended:
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.content})
        # What an open stream does not need is not kept for it: a kilobyte each, in ten thousand places.
        del answer
        person = admission.principal if admission else None
        if admission is not None and open_ended:
            stream = Stream(send, admission.channels, person, admission.address, admission.pass_value)
            preparing, admission = asyncio.create_task(self._prepare(stream, admission.wish)), None
            await self._hold(stream, preparing, receive)
        access.info(
            "stream", path=scope["path"], status=status, seconds=round(time.monotonic() - began, 1),
            user=str(person.user_id) if person else None, request_id=request_id(),
        )  # fmt: skip

    async def _admit(self, scope: Scope) -> tuple[Admission | None, HttpResponse]:
        """The wish that is granted and the answer that begins the stream, or no wish and the refusal."""
        request = ASGIRequest(scope, BytesIO())
        begin_request(request.headers.get("X-Request-ID"))
        try:
            admission, answer = None, cors.preflight(request)
            if answer is None:
                admission = await self._patiently(request)
                await self._check_product(admission)
                answer = _opened(admission)
        except Refusal as refusal:
            admission, answer = None, refused(refusal)
        except Exception as error:
            failures.error("unexpected", path=request.path, request_id=request_id(), exc_info=error)
            admission, answer = None, problem(500, "internal_error", "Something went wrong on our side.")
        _share(request, answer)
        return admission, answer

    async def _patiently(self, request: ASGIRequest) -> Admission:
        """EventSource takes any refusal for final: a Valkey that restarts is waited for."""
        deadline = time.monotonic() + IDENTIFY_WITHIN
        while True:
            try:
                return await admit(request, self.audience, self._calls)
            except RedisError as error:
                if time.monotonic() > deadline:
                    raise Unavailable from error
                await asyncio.sleep(RETRY_AFTER)

    async def _check_product(self, admission: Admission) -> None:
        if admission.wish.only_product:
            try:
                found = await self.current.of(admission.wish.product_ids)
            except CountsUnavailable as error:
                raise Unavailable from error
            if not found:
                raise NotFound

    async def _hold(self, stream: Stream, preparing: "asyncio.Task[None]", receive: Receive) -> None:
        """Keep the stream open until the client leaves or it is ended."""
        stream.owner = asyncio.current_task()
        self.audience.join(stream)
        stream.write(f"retry: {random.randint(*COME_BACK)}\n\n".encode())  # noqa: S311
        try:
            with open_streams.track_inprogress():
                while (await receive())["type"] != "http.disconnect":
                    pass
        except asyncio.CancelledError:
            if not stream.dropped:
                raise
        finally:
            preparing.cancel()
            self.audience.leave(stream)
            stream.forget()

    async def _prepare(self, stream: Stream, wish: Wish) -> None:
        """From the client's last message, or from now on; then the present counts; then live."""
        cursor, opening = await self._catch_up(stream, wish.last_event_id)
        stream.begin(cursor, opening + (await self._counts(wish.product_ids) if wish.product_ids else b""))

    async def _counts(self, product_ids: tuple[int, ...]) -> bytes:
        while True:
            try:
                counts = await self.current.of(product_ids)
            except CountsUnavailable:
                await asyncio.sleep(RETRY_AFTER * 5)
            else:
                self.follower.counted(counts)
                return b"".join(count_message(product_id, sold) for product_id, sold in counts.items())

    async def _catch_up(self, stream: Stream, after: int | None) -> tuple[int, bytes]:
        """Where the client is now, and what brings it there."""
        names = [name for name in stream.channels if is_kept(name)]
        if not names:
            return 0, b""
        now = self.follower.position
        while now is None:
            await asyncio.sleep(RETRY_AFTER)
            now = self.follower.beginning
        if after is None:
            return now, f"id: {now}\n\n".encode()
        return _replayed(await self._missed(names, after), after)

    async def _missed(self, names: list[str], after: int) -> journal.Missed:
        """What was missed: all of it, up to what this process already handed on at least."""
        while True:
            with contextlib.suppress(RedisError):
                found = await journal.missed(self._calls, names, max(after, 0))
                if found is not None and found.position >= (self.follower.position or 0):
                    return found
            await asyncio.sleep(RETRY_AFTER)


def _replayed(missed: journal.Missed, after: int) -> tuple[int, bytes]:
    unknown = after < 0 or after > missed.position + ROOM
    if unknown or not missed.complete:
        return missed.position, encoded("stream.reset", '{"reason": "too_old"}', missed.position)
    written = [encoded(type, orjson.dumps(data).decode(), number) for number, (_, type, data) in missed.messages]
    return max([after, *(number for number, _ in missed.messages)]), b"".join(written)


def _opened(admission: Admission) -> HttpResponse:
    """The beginning of a stream. Who came with a ticket gets the cookie that lets the browser come back by itself."""
    answer = HttpResponse(content_type="text/event-stream")
    answer["Cache-Control"] = "no-store, no-transform"
    answer["X-Accel-Buffering"] = "no"
    if admission.pass_value is not None:
        answer.set_cookie(
            tickets.COOKIE, admission.pass_value, max_age=tickets.PASS_LIFE, path=admission.events_path,
            secure=settings.PUBLIC_URL.startswith("https:"), httponly=True, samesite="Strict",
        )  # fmt: skip
    return answer


def _share(request: ASGIRequest, answer: HttpResponse) -> None:
    """What every answer bears; and, for pages of the origins that are allowed, leave to read it."""
    answer["X-Request-ID"] = request_id()
    answer["X-Content-Type-Options"] = "nosniff"
    cors.share(request, answer)


def _headers(answer: HttpResponse) -> list[tuple[bytes, bytes]]:
    headers = [(name.lower().encode(), value.encode()) for name, value in answer.items()]
    cookies = [(b"set-cookie", morsel.OutputString().encode()) for morsel in answer.cookies.values()]
    return headers + cookies

"""What was told, in Valkey: one stream of everything for the processes that hold clients, and one a channel for replay.

The ids are the relay's, so that saying something twice is refused, whoever says it. What Valkey lost, the relay
writes again from the outbox; until it has, `floor` is missing, and nobody may take a replay for complete.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import orjson
from django.conf import settings
from redis.asyncio import Redis as AsyncRedis

from src.platform.cache import valkey
from src.platform.sse.channels import Push, numbered

EVERYTHING = "mercer:streams:everything"
CHANNELS = "mercer:streams:channels"
FLOOR = "mercer:streams:floor"
# The newest event when the floor was first set: whoever waited for that hears all that was told since.
BEGINNING = "mercer:streams:beginning"
KEPT_FOR = timedelta(days=1)
# Entries of the stream of everything: more than the processes can fall behind without being cut off.
MOST_ENTRIES = 20_000
# Messages of one replay; a client that missed more starts afresh.
MOST_REPLAYED = 5_000

# Adds everything; or, where Valkey's last entry is not the one that the caller believes in, nothing. Says which it is.
# ARGV: the caller's last entry, a cap, the floor, the time, then triples of stream (empty: everything), id, content.
APPEND = """
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local position = '0'
if last[1] then position = string.match(last[1][1], '^%d+') end
if position ~= ARGV[1] then return position end
for i = 5, #ARGV, 3 do
    if ARGV[i] == '' then
        redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], ARGV[i + 1] .. '-0', 'm', ARGV[i + 2])
        position = ARGV[i + 1]
    else
        redis.pcall('XADD', ARGV[i], 'MINID', '~', ARGV[3] .. '-1', ARGV[i + 1] .. '-0', 'm', ARGV[i + 2])
        redis.call('ZADD', KEYS[2], ARGV[4], ARGV[i])
    end
end
return position
"""

FORGET = """
local idle = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 1000)
for _, channel in ipairs(idle) do
    redis.call('DEL', channel)
    redis.call('ZREM', KEYS[1], channel)
end
return #idle
"""


@dataclass(frozen=True)
class Told:
    """An event with what it pushes."""

    seq: int
    pushes: list[Push]


@dataclass(frozen=True)
class Missed:
    """What a returning client missed, with ids, as of `position`; `complete` is False where too much or too old."""

    position: int
    complete: bool
    messages: list[tuple[int, Push]]


def channel_key(channel: str) -> str:
    return f"mercer:stream:{channel}"


def position() -> int:
    """The last event that Valkey has; 0 if none. Raises RedisError."""
    last = cast(list[Any], valkey.client(settings.CACHE_URL).xrevrange(EVERYTHING, count=1))
    return _id(last[0][0]) if last else 0


def append(events: Iterable[Told], *, after: int, floor: int, now: float) -> int:
    """Write events that follow `after`: Valkey's position afterwards, or what it is if it was not `after`.

    Raises RedisError.
    """
    triples = [part for event in events for part in _entries(event)]
    arguments: list[Any] = [after, MOST_ENTRIES, floor, now, *triples]
    return int(cast(bytes, valkey.client(settings.CACHE_URL).eval(APPEND, 2, EVERYTHING, CHANNELS, *arguments)))


def _entries(event: Told) -> Iterable[Any]:
    for number, message in numbered(event.seq, event.pushes):
        if number is not None:
            yield from (channel_key(message[0]), number, orjson.dumps(message))
    yield from ("", event.seq, orjson.dumps(event.pushes))


def set_floor(floor: int) -> None:
    """All that came after `floor` is there. Raises RedisError."""
    client = valkey.client(settings.CACHE_URL)
    client.set(BEGINNING, position(), nx=True)
    client.set(FLOOR, floor)


def forget_before(time: float) -> int:
    """Drop channels on which nothing was said since `time`: how many. Raises RedisError."""
    return int(cast(int, valkey.client(settings.CACHE_URL).eval(FORGET, 1, CHANNELS, time)))


async def missed(client: "AsyncRedis", channels: Iterable[str], after: int) -> Missed | None:
    """What was said on the channels after `after`; None while the relay is still filling Valkey. Raises RedisError."""
    reading = client.pipeline(transaction=True)
    reading.get(FLOOR)
    reading.xrevrange(EVERYTHING, count=1)
    for channel in channels:
        reading.xrange(channel_key(channel), min=f"({after}-0", count=MOST_REPLAYED)
    floor, last, *streams = await reading.execute()
    if floor is None:
        return None
    messages = sorted(
        ((_id(entry_id), orjson.loads(fields[b"m"])) for stream in streams for entry_id, fields in stream),
        key=lambda message: message[0],
    )
    complete = after >= int(floor) and len(messages) < MOST_REPLAYED
    return Missed(_id(last[0][0]) if last else 0, complete, messages if complete else [])


def _id(entry_id: bytes) -> int:
    return int(entry_id.partition(b"-")[0])

"""Access tokens are verified once a process, and end when they expire all the same."""

import time

import pytest

from src.platform.auth import tokens
from src.platform.auth.principal import Principal, Role
from src.platform.ids import uuid7


@pytest.fixture
def ann() -> Principal:
    return Principal(uuid7(), Role.CUSTOMER, uuid7())


def test_a_token_says_the_same_when_it_is_read_again(ann):
    token = tokens.issue(ann)

    assert [tokens.read(token) for _ in range(3)] == [ann] * 3


def test_a_token_that_was_read_before_ends_when_it_expires(ann, monkeypatch, settings):
    token = tokens.issue(ann)
    tokens.read(token)
    later = time.time() + settings.ACCESS_TOKEN_LIFETIME.total_seconds() + 1
    monkeypatch.setattr(time, "time", lambda: later)

    assert tokens.read(token) is None


def test_a_token_like_one_that_was_read_before_is_verified_itself(ann):
    token = tokens.issue(ann)
    tokens.read(token)
    head, claims, signature = token.split(".")
    forged = [f"{head}.{claims}.{signature[::-1]}", f"{head}.{claims}.", f"{token} ", f"{token}\udc80"]

    assert [tokens.read(one) for one in forged] == [None] * 4


def test_no_more_tokens_are_remembered_than_fit(ann, monkeypatch):
    monkeypatch.setattr(tokens, "REMEMBERED", 2)
    kept = [tokens.issue(Principal(uuid7(), Role.CUSTOMER, uuid7())) for _ in range(5)]

    assert all(tokens.read(token) for token in kept)
    assert len(tokens._verified) <= 2

"""Version 1 is frozen: what a client was told once stays true."""

import copy

import pytest

from tests.contracts.compatibility import breaking_changes
from tests.contracts.documents import NAMES, current, frozen


@pytest.mark.parametrize("version", NAMES)
def test_no_client_is_broken(version):
    assert breaking_changes(frozen(version), current(version)) == []


def test_a_call_an_answer_or_a_field_that_is_gone_is_noticed():
    document = current("1")
    path, methods = next(iter(document["paths"].items()))
    without = copy.deepcopy(document)
    del without["paths"][path]

    assert breaking_changes(document, without) == [f"{method.upper()} {path} is gone" for method in methods]
    assert breaking_changes(document, document) == []


@pytest.mark.parametrize("version", NAMES)
def test_operation_ids_are_unique(version):
    names = [call["operationId"] for calls in current(version)["paths"].values() for call in calls.values()]

    assert sorted(names) == sorted(set(names))

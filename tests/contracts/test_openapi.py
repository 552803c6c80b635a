"""Version 1 is frozen: what a client was told once stays true."""

import copy
import json
from pathlib import Path

import pytest

from api_versions.urls import VERSIONS
from tests.contracts.compatibility import breaking_changes

HERE = Path(__file__).parent


def current(version: str) -> dict:
    (api,) = (api for api in VERSIONS if api.version == version)
    document: dict = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return document


def frozen(version: str) -> dict:
    document: dict = json.loads((HERE / f"openapi_v{version}.json").read_text())
    return document


@pytest.mark.parametrize("version", [api.version for api in VERSIONS])
def test_no_client_is_broken(version):
    assert breaking_changes(frozen(version), current(version)) == []


def test_a_call_an_answer_or_a_field_that_is_gone_is_noticed():
    document = current("1")
    path, methods = next(iter(document["paths"].items()))
    without = copy.deepcopy(document)
    del without["paths"][path]

    assert breaking_changes(document, without) == [f"{method.upper()} {path} is gone" for method in methods]
    assert breaking_changes(document, document) == []


@pytest.mark.parametrize("version", [api.version for api in VERSIONS])
def test_operation_ids_are_unique(version):
    names = [call["operationId"] for calls in current(version)["paths"].values() for call in calls.values()]

    assert sorted(names) == sorted(set(names))

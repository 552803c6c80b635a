"""The OpenAPI documents: what the code promises, and what clients were promised."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from api_versions.urls import VERSIONS

NAMES = [str(api.version) for api in VERSIONS]


@cache
def current(version: str) -> dict[str, Any]:
    """As a client gets it. Made once, which takes most of a second: it is read, never changed."""
    (api,) = (api for api in VERSIONS if api.version == version)
    document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return document


def frozen(version: str) -> dict[str, Any]:
    """As it was released."""
    document: dict[str, Any] = json.loads((Path(__file__).parent / f"openapi_v{version}.json").read_text())
    return document

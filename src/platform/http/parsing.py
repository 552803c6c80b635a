"""How a JSON body is read."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

# Deeper than any body of ours, and far from where Python's own stack would end.
DEEPEST = 32


class BodyParser(Parser):
    """The standard library's, which knows NaN and lone surrogates, so that the field is named that has them."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value. Any error here becomes 400 `malformed_json`."""
        value = json.loads(request.body)
        brackets = request.body.count(b"[") + request.body.count(b"{")
        if brackets > DEEPEST and _is_deeper(value, DEEPEST):
            raise ValueError(f"nested more than {DEEPEST} deep")
        return value


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    parts = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(part, levels - 1) for part in parts)

"""`python -m scripts.openapi`: freeze the API's documents into tests/contracts/, where changes are compared to them."""

import json
import os
import sys
from pathlib import Path

import django

FROZEN = Path(__file__).resolve().parents[1] / "tests" / "contracts"


def main() -> int:
    """Write the documents of every version. Only when a change is meant: v1 is frozen for its clients."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "src.platform.settings")
    django.setup()
    from api_versions.urls import VERSIONS

    for api in VERSIONS:
        target = FROZEN / f"openapi_v{api.version}.json"
        target.write_text(json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True, default=str) + "\n")
        print(f"wrote {target.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

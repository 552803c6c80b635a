"""Where uploads are kept: in the data folder, or in a bucket of an S3-compatible store."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pydantic import SecretStr

FORM = "an address such as s3://KEY:SECRET@host/bucket is needed"
FURTHER_PARTS = {"region", "public_url"}
FILES = "django.core.files.storage.FileSystemStorage"
STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@dataclass(frozen=True)
class Storage:
    """Django's STORAGES and MEDIA_URL. What merchants send in is in `private`, which no address leads to."""

    storages: dict[str, dict[str, Any]]
    media_url: str


def checked(url: SecretStr) -> SecretStr:
    """Raises ValueError, with what is wrong, without the secret."""
    if url.get_secret_value():
        if find_spec("storages") is None:
            raise ValueError("django-storages is missing: .venv/bin/uv sync --inexact --group s3")
        _bucket(urlsplit(url.get_secret_value()))
    return url


def storage_at(url: str, data_dir: Path) -> Storage:
    """The storage that STORAGE_URL names; empty: the data folder, whose `media` the door serves."""
    if not url:
        private = {"BACKEND": FILES, "OPTIONS": {"location": data_dir / "private", "base_url": None}}
        return Storage({"default": {"BACKEND": FILES}, "private": private, **STATIC}, "/media/")
    parts = urlsplit(url)
    options = _bucket(parts)
    folders = {
        "default": {"location": "media", "querystring_auth": False},
        "private": {"location": "private", "file_overwrite": False},
    }
    further = dict(parse_qsl(parts.query))
    media_url = further.get("public_url") or f"{options['endpoint_url']}/{options['bucket_name']}/media/"
    backends = {
        name: {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**options, **folder}}
        for name, folder in folders.items()
    }
    return Storage({**backends, **STATIC}, media_url.rstrip("/") + "/")


def _bucket(parts: SplitResult) -> dict[str, Any]:
    bucket = parts.path.strip("/")
    further = dict(parse_qsl(parts.query))
    known = parts.scheme in ("s3", "https", "http") and set(further) <= FURTHER_PARTS
    if not (known and parts.hostname and parts.username and parts.password and bucket and "/" not in bucket):
        raise ValueError(FORM)
    return {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket,
        "region_name": further.get("region", "us-east-1"),
        "endpoint_url": f"{'http' if parts.scheme == 'http' else 'https'}://{parts.netloc.rpartition('@')[2]}",
        # Stores that are not Amazon's rarely have a name for each bucket.
        "addressing_style": "path",
        "signature_version": "s3v4",
    }

"""Uploads in a bucket of an S3-compatible store: moto's server stands there."""

import json
import socket
import subprocess
import sys
import time
from io import BytesIO
from typing import Any, cast

import httpx
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pydantic import SecretStr

from src.modules.catalog.models import Product, ProductImage
from src.modules.identity.public import enrol
from src.platform.auth import tokens
from src.platform.auth.principal import Principal, Role
from src.platform.ids import uuid7
from src.platform.settings.storage import checked, storage_at
from tests.factories.callers import Caller
from tests.factories.goods import product
from tests.factories.worker import work_off
from tests.modules.catalog.importing.files import native

PUBLIC_PICTURES = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::uploads/media/*"}
        ],
    }
)


@pytest.fixture(scope="module")
def server():
    """moto's S3 on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}")
        yield f"127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the S3 server does not answer")


@pytest.fixture
def admin(server: str, settings: Any, tmp_path: Any) -> Caller:
    """An admin of a shop whose uploads are in a bucket."""
    kept = storage_at(f"http://shop:se%2Fcret@{server}/uploads", tmp_path)
    settings.STORAGES, settings.MEDIA_URL = kept.storages, kept.media_url
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    bucket = cast(Any, storages["default"]).bucket
    bucket.create()
    bucket.Policy().put(Policy=PUBLIC_PICTURES)
    known = Caller()
    user_id = enrol(email="root@example.com", password="long enough 12", role=Role.ADMIN)
    known.access = tokens.issue(Principal(user_id, Role.ADMIN, uuid7()))
    return known


def send(who: Caller, path: str, name: str, content: bytes) -> Any:
    headers = {"Authorization": f"Bearer {who.access}"}
    return who.client.post(f"/api/v1/{path}", {"file": SimpleUploadedFile(name, content)}, headers=headers)


@pytest.mark.django_db
def test_a_picture_is_kept_in_the_bucket_and_read_by_its_address(admin, server):
    mug, drawn = product(), BytesIO()
    Image.new("RGB", (80, 60), "navy").save(drawn, "PNG")

    made = send(admin, f"products/{mug}/images/", "mug.png", drawn.getvalue()).json()

    assert made["url"] == f"http://{server}/uploads/media/{ProductImage.objects.get().file}"
    answer = httpx.get(made["url"])
    with Image.open(BytesIO(answer.content)) as shown:
        assert (answer.status_code, shown.format, shown.size) == (200, "WEBP", (80, 60))


@pytest.mark.django_db
def test_a_file_of_goods_waits_in_the_bucket_for_the_worker(admin):
    answer = send(admin, "products/bulk_upload/", "goods.csv", native("Mug,,1.00,EUR,MUG,4,Mugs,").encode())
    waiting = [summary.key for summary in cast(Any, storages["private"]).bucket.objects.filter(Prefix="private/")]
    work_off()

    assert answer.status_code == 202
    assert waiting == [f"private/uploads/{answer.json()['id']}"]
    assert Product.objects.get().sku == "MUG"


@pytest.mark.parametrize(
    ("url", "endpoint", "media_url"),
    [
        ("s3://k:s@s3.example/shop", "https://s3.example", "https://s3.example/shop/media/"),
        ("https://k:s@s3.example:9000/shop", "https://s3.example:9000", "https://s3.example:9000/shop/media/"),
        ("http://k:s@[::1]:9000/shop", "http://[::1]:9000", "http://[::1]:9000/shop/media/"),
        ("s3://k:s@s3.example/shop?public_url=https://cdn.example/m", "https://s3.example", "https://cdn.example/m/"),
    ],
)
def test_the_address_says_where_and_how(tmp_path, url, endpoint, media_url):
    kept = storage_at(url, tmp_path)

    assert (kept.storages["private"]["OPTIONS"]["endpoint_url"], kept.media_url) == (endpoint, media_url)


@pytest.mark.parametrize(
    "url",
    ["ftp://k:s@host/b", "s3://host/b", "s3://k@host/b", "s3://k:s@host", "s3://k:s@host/a/b", "s3://k:s@h/b?x=1"],
)
def test_an_address_that_is_none_is_refused_without_its_secret(url):
    with pytest.raises(ValueError, match=r"^an address such as") as refused:
        checked(SecretStr(url))
    assert url not in str(refused.value)

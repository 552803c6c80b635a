"""Workers are killed for real, in the midst of a file."""

import os
import signal
from functools import partial
from io import BytesIO
from typing import Any

import psutil
import pytest
from django.core.files.base import File
from django.db.models import Count, Sum

from src.modules.catalog.models import BulkUpload, Product, ProductCategory, Variant
from src.modules.catalog.services.imports.uploads import accept_upload
from src.modules.catalog.services.ownership import Merchant
from src.modules.identity import public as identity
from src.modules.inventory.models import StockItem, StockMovement
from src.platform.auth.principal import Role
from tests.modules.catalog.importing.files import native
from tests.platform.processes import eventually, running

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = ("-m", "tests.modules.catalog.importing.trial_worker")
ROWS = 800


def test_an_import_outlives_its_killed_workers_and_nothing_comes_twice():
    upload = sent()
    with running(*WORKER) as crew:
        for landed in (ROWS // 8, ROWS // 2):
            eventually(partial(has_landed, upload, landed), seconds=30)
            for worker in psutil.Process(crew.pid).children():
                os.kill(worker.pid, signal.SIGKILL)
            assert standing(upload).status == "running"
        eventually(lambda: standing(upload).status != "running", seconds=30)

    end = standing(upload)
    assert (end.status, end.total, end.processed) == ("succeeded", ROWS, ROWS)
    assert (end.created, end.changed, end.landed, end.failed) == (ROWS, 0, ROWS, 0)
    assert counted(Product) == counted(Variant) == counted(ProductCategory) == counted(StockMovement) == ROWS
    assert StockItem.objects.aggregate(rows=Count("pk"), units=Sum("on_hand")) == {"rows": ROWS, "units": 3 * ROWS}


def sent() -> BulkUpload:
    admin = identity.enrol(email="root@example.com", password="long enough 12", role=Role.ADMIN)
    content = native(*(f"Cup {n},,5.00,EUR,CUP-{n},3,Kitchen," for n in range(ROWS)))
    return accept_upload(Merchant(id=admin, is_admin=True), File(BytesIO(content.encode())), name="cups.csv")


def has_landed(upload: BulkUpload, rows: int) -> bool:
    return standing(upload).processed >= rows


def standing(upload: BulkUpload) -> BulkUpload:
    return BulkUpload.objects.get(pk=upload.pk)


def counted(model: Any) -> int:
    return int(model.objects.count())

"""Merchants send whole catalogues: v1, `products/bulk_upload/`."""

import gzip
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_q.models import OrmQ

from src.modules.catalog.importing import UnreadableFile, read
from src.modules.catalog.models import BulkUpload, Product
from src.modules.catalog.services.imports import pruning, run, uploads
from src.modules.identity import public as identity
from src.modules.inventory.models import StockMovement
from src.platform.auth import tokens
from src.platform.auth.principal import Principal, Role
from src.platform.events.models import OutboxEvent
from src.platform.events.outbox import event_from, handlers_of
from src.platform.ids import uuid7
from src.platform.sse import channels
from src.platform.tasks.queue import enqueue
from tests.factories.callers import Caller
from tests.factories.worker import work_off
from tests.modules.catalog.importing.files import everything, native

pytestmark = pytest.mark.django_db

GOODS = native(
    "Blue mug,,12.90,EUR,MUG,5,Kitchen > Mugs,",
    "Cup,,dear,EUR,CUP,1,Kitchen,",
    "Tea pot,,30.00,EUR,POT,2,Kitchen,",
)


@pytest.fixture(autouse=True)
def unhurried(settings: Any, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


def caller(name: str, role: Role) -> Caller:
    user_id: UUID = identity.enrol(email=f"{name}@example.com", password="long enough 12", role=role)
    known = Caller()
    known.access = tokens.issue(Principal(user_id, role, uuid7()))
    return known


@pytest.fixture
def admin() -> Caller:
    return caller("root", Role.ADMIN)


@pytest.fixture
def seller() -> Caller:
    return caller("eve", Role.SELLER)


def send(who: Caller, content: str | bytes = GOODS, name: str = "goods.csv", **form: str) -> Any:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    headers = {"Authorization": f"Bearer {who.access}"} if who.access else {}
    return who.client.post("/api/v1/products/bulk_upload/", {"file": file, **form}, headers=headers)


def ended(who: Caller, answer: Any) -> dict[str, Any]:
    """How the upload stands when the worker has nothing left to do."""
    assert answer.status_code == 202, answer.content
    work_off()
    found: dict[str, Any] = who.get(f"products/bulk_upload/{answer.json()['id']}/").json()
    return found


def test_an_upload_waits_for_the_worker_at_an_address(admin):
    answer = send(admin)

    waiting = answer.json()
    assert answer.headers["Location"] == f"http://testserver/api/v1/products/bulk_upload/{waiting['id']}/"
    assert (waiting["status"], waiting["total"], waiting["processed"], waiting["started_at"]) == (
        "queued",
        None,
        0,
        None,
    )
    assert not Product.objects.exists()


def test_the_good_rows_land_and_the_bad_ones_are_reported(admin):
    upload = ended(admin, send(admin))

    assert {name: upload[name] for name in ("status", "total", "processed", "created", "updated", "failed")} == {
        "status": "succeeded",
        "total": 3,
        "processed": 3,
        "created": 2,
        "updated": 0,
        "failed": 1,
    }
    assert upload["errors"] == [
        {
            "row": 3,
            "field": "price",
            "code": "not_a_number",
            "message": "An amount is a number, such as 19.90.",
            "value": "dear",
        }
    ]
    assert upload["started_at"] <= upload["finished_at"]
    assert set(Product.objects.values_list("sku", flat=True)) == {"MUG", "POT"}


def test_the_same_file_again_finds_everything_there(admin):
    ended(admin, send(admin))
    before = [row for name, rows in everything().items() if "Upload" not in name for row in rows]

    upload = ended(admin, send(admin))

    assert (upload["created"], upload["updated"], upload["unchanged"]) == (0, 2, 2)
    assert [row for name, rows in everything().items() if "Upload" not in name for row in rows] == before


def test_a_compressed_file_lands_as_the_file_in_it(admin):
    upload = ended(admin, send(admin, gzip.compress(GOODS.encode()), name="goods.csv.gz"))

    assert (upload["created"], upload["failed"]) == (2, 1)


def test_a_dry_run_reports_and_changes_nothing(admin):
    upload = ended(admin, send(admin, dry_run="true"))

    assert (upload["dry_run"], upload["status"], upload["created"], upload["failed"]) == (True, "succeeded", 2, 1)
    assert not Product.objects.exists()


def test_a_seller_sells_what_the_file_brings_in_categories_that_exist(admin, seller):
    ended(admin, send(admin, native("Jug,,1.00,EUR,JUG,1,Kitchen,")))

    upload = ended(seller, send(seller))

    assert [(error["row"], error["code"]) for error in upload["errors"]] == [
        (2, "unknown_category"),
        (3, "not_a_number"),
    ]
    owner = BulkUpload.objects.get(pk=upload["id"]).owner_id
    assert list(Product.objects.filter(seller=owner).values_list("sku", flat=True)) == ["POT"]


def test_all_errors_come_as_a_sheet_that_runs_nothing(admin):
    upload = ended(admin, send(admin, GOODS.replace("dear", "=1+1")))

    answer = admin.get(f"products/bulk_upload/{upload['id']}/errors.csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.getvalue().decode().splitlines() == [
        "row,field,code,message,value",
        '3,price,not_a_number,"An amount is a number, such as 19.90.",\'=1+1',
    ]


def test_an_upload_is_its_owners_business_and_the_admins(admin, seller):
    upload = send(seller).json()
    stranger = caller("mallory", Role.SELLER)
    path = f"products/bulk_upload/{upload['id']}/"

    answers = [stranger.get(path), stranger.get(f"{path}errors.csv"), stranger.delete(path), admin.get(path)]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 200]
    assert BulkUpload.objects.get().status == "queued"


@pytest.mark.parametrize(("role", "status"), [(Role.CUSTOMER, 403), (None, 401)])
def test_customers_and_strangers_send_nothing(role, status):
    who = caller("ann", role) if role else Caller()

    assert send(who).status_code == status
    assert not BulkUpload.objects.exists()


@pytest.mark.parametrize(
    ("content", "form", "field", "code"),
    [
        (b"%PDF-1.7", {}, "file", "wrong_kind"),
        (b"", {}, "file", "empty_file"),
        (b"a,b\n1,2\n", {}, "file", "unknown_columns"),
        (GOODS, {"format": "magento"}, "format", "literal_error"),
        (GOODS, {"dryrun": "true"}, "dryrun", "extra_forbidden"),
        (GOODS, {"dry_run": "perhaps"}, "dry_run", "bool_parsing"),
    ],
)
def test_what_is_no_product_file_is_refused_at_once(admin, content, form, field, code):
    answer = send(admin, content, **form)

    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]
    assert not BulkUpload.objects.exists()


def test_a_cancelled_upload_lands_nothing_more(admin):
    path = f"products/bulk_upload/{send(admin).json()['id']}/"

    assert admin.delete(path).status_code == 204
    work_off()

    upload = admin.get(path).json()
    assert (upload["status"], upload["reason"], upload["processed"]) == ("failed", "Cancelled.", 0)
    assert not Product.objects.exists()
    assert (admin.delete(path).status_code, admin.delete(path).json()["code"]) == (409, "upload_finished")


def test_the_file_goes_when_it_has_served(admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload = ended(admin, send(admin))

    assert not storages["private"].exists(BulkUpload.objects.get(pk=upload["id"]).file)


def test_a_killed_worker_goes_on_where_it_was_and_nothing_comes_twice(admin, monkeypatch):
    monkeypatch.setattr(run, "LARGEST_BATCH", 2)
    upload = send(admin, native(*(f"Cup {n},,5.00,EUR,CUP-{n},1,Kitchen," for n in range(7))) + ",,,,X,,,\n").json()
    save_batch, saved = uploads._save_batch, []

    def die_in_the_third_batch(*parts: Any) -> bool:
        saved.append(parts)
        if len(saved) == 3:
            raise KeyboardInterrupt  # the goods of the batch have landed; that they did is not yet written down
        return save_batch(*parts)

    monkeypatch.setattr(uploads, "_save_batch", die_in_the_third_batch)
    with pytest.raises(KeyboardInterrupt):
        uploads.land_upload(UUID(upload["id"]))
    standing = BulkUpload.objects.get()

    uploads.land_upload(UUID(upload["id"]))

    assert (standing.position, standing.status, Product.objects.count()) == (4, "running", 7)
    found = admin.get(f"products/bulk_upload/{upload['id']}/").json()
    counts = {name: found[name] for name in ("status", "processed", "created", "updated", "failed")}
    assert counts == {"status": "succeeded", "processed": 8, "created": 7, "updated": 0, "failed": 1}
    assert StockMovement.objects.count() == 7


def test_an_upload_that_no_task_goes_on_with_has_failed(admin):
    lost = send(admin).json()["id"]
    OrmQ.objects.all().delete()
    waiting = send(admin, native("Jug,,1.00,EUR,JUG,1,Kitchen,")).json()["id"]
    enqueue("catalog.count_words")

    uploads.end_abandoned()

    found = admin.get(f"products/bulk_upload/{lost}/").json()
    assert (found["status"], found["reason"], found["finished_at"] is None) == ("failed", uploads.ABANDONED, False)
    assert admin.get(f"products/bulk_upload/{waiting}/").json()["status"] == "queued"


def test_a_long_file_takes_several_turns_and_others_theirs_between(admin, monkeypatch):
    monkeypatch.setattr(run, "LARGEST_BATCH", 1)
    monkeypatch.setattr(uploads, "TURN_SECONDS", -1)
    answer = send(admin)

    turns = work_off()

    upload = admin.get(f"products/bulk_upload/{answer.json()['id']}/").json()
    assert (turns, upload["status"], upload["processed"], upload["created"], upload["failed"]) == (
        3,
        "succeeded",
        3,
        2,
        1,
    )


def test_a_file_that_is_damaged_in_the_midst_keeps_what_came_before(admin, monkeypatch):
    send(admin)

    def damaged(*args: Any, **options: Any) -> Any:
        yield from list(read(*args, **options))[:1]
        raise UnreadableFile("damaged", "The rest of the file is damaged.")

    monkeypatch.setattr(uploads, "read", damaged)
    work_off()

    upload = BulkUpload.objects.get()
    assert (upload.status, upload.reason, upload.created) == ("failed", "The rest of the file is damaged.", 1)


def test_version_two_has_the_same_calls(admin):
    file = SimpleUploadedFile("goods.csv", GOODS.encode())
    bearer = {"Authorization": f"Bearer {admin.access}"}

    answer = admin.client.post("/api/v2/products/bulk_upload/", {"file": file}, headers=bearer)
    work_off()

    address = f"/api/v2/products/bulk_upload/{answer.json()['id']}/"
    assert answer.headers["Location"] == f"http://testserver{address}"
    assert admin.client.get(address, headers=bearer).json()["created"] == 2
    exported = admin.client.get("/api/v2/products/export/", headers=bearer)
    assert exported.getvalue().decode().count("\n") == 3


def test_its_owner_is_told_how_far_it_is(admin, monkeypatch):
    monkeypatch.setattr(run, "LARGEST_BATCH", 2)
    answer = ended(admin, send(admin))

    told = [
        (channel, type, data["id"], data["status"], data["processed"], data["created"], data["failed"])
        for row in OutboxEvent.objects.order_by("pk")
        for channel, type, data in pushed(row)
    ]

    owner = BulkUpload.objects.get().owner_id
    assert told == [
        (f"uploads:{owner}", "upload.progress", answer["id"], *facts)
        for facts in [("running", 0, 0, 0), ("running", 2, 1, 1), ("running", 3, 2, 1), ("succeeded", 3, 2, 1)]
    ]


def pushed(row: OutboxEvent) -> list[Any]:
    with channels.collecting() as pushes:
        for handler in handlers_of(row.name):
            handler(event_from(row))
    return pushes


def test_files_that_were_left_behind_go_after_a_day_and_waiting_ones_stay(admin, tmp_path):
    waiting = send(admin).json()["id"]
    for name, age in (("orphan", 90_000), ("just-arriving", 60)):
        file = tmp_path / "uploads" / name
        file.write_bytes(b"x")
        os.utime(file, (time.time() - age,) * 2)
    os.utime(tmp_path / "uploads" / waiting, (time.time() - 90_000,) * 2)

    pruning.prune_uploads()

    assert {file.name for file in (tmp_path / "uploads").iterdir()} == {waiting, "just-arriving"}


def test_reports_go_after_ninety_days(admin):
    ended(admin, send(admin))
    BulkUpload.objects.update(finished_at=timezone.now() - timedelta(days=91))
    kept = ended(admin, send(admin))

    pruning.prune_uploads()

    assert [str(pk) for pk in BulkUpload.objects.values_list("pk", flat=True)] == [kept["id"]]

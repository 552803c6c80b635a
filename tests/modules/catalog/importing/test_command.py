"""`manage.py import_products`."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from src.modules.catalog.models import Product
from src.modules.identity import public as identity
from src.platform.auth.roles import Role
from tests.modules.catalog.importing.files import native

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "goods.csv"
    path.write_text(native("Mug,,1.00,EUR,MUG,4,Mugs,", "Cup,,dear,EUR,CUP,1,Mugs,"))
    return path


def test_what_landed_is_counted_and_what_did_not_is_named(file, capsys):
    call_command("import_products", file)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{file}:3  price  not_a_number: An amount is a number, such as 19.90. (dear)"
    assert [line.split() for line in lines[1:]] == [
        ["file", "created", "updated", "unchanged", "variants", "units", "categories", "refused"],
        [str(file), "1", "0", "0", "1", "4", "1", "1"],
    ]


def test_goods_go_to_the_named_seller(file):
    call_command("import_products", file)
    Product.objects.update(sku="OLD")
    seller = identity.enrol(email="Ann@shop.example", password="a-long-password-1", role=Role.SELLER)
    file.write_text(native("Cup,,1.00,EUR,CUP,4,Mugs,"))

    call_command("import_products", file, seller="ann@shop.example")

    assert Product.objects.get(sku="CUP").seller_id == seller


def test_a_dry_run_says_so(file, capsys):
    call_command("import_products", file, dry_run=True)

    assert capsys.readouterr().out.splitlines()[-1] == "A dry run: nothing was changed."
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.csv"], "nowhere.csv: No such file or directory"),
        (["{file}", "--seller", "nobody@shop.example"], "nobody@shop.example is no seller of this shop."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(file, arguments, message):
    with pytest.raises(CommandError) as refusal:
        call_command("import_products", *(word.format(file=file) for word in arguments))

    assert str(refusal.value) == message


def test_a_file_that_is_none_is_refused(file):
    file.write_bytes(b"%PDF-1.4")

    with pytest.raises(CommandError, match="This is a PDF document"):
        call_command("import_products", file)

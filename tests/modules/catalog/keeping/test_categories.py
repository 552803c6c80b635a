"""Admins keep the tree: v1."""

import pytest

from src.modules.catalog.models import Category
from tests.factories.goods import category, product

pytestmark = pytest.mark.django_db


def test_an_admin_keeps_the_tree(admin, mugs):
    made = admin.post("categories/", {"name": "Small mugs", "parent_id": mugs, "description": "Little ones"})
    small = made.json()["id"]
    renamed = admin.patch(f"categories/{small}/", {"name": "Espresso cups"}).json()
    root = admin.patch(f"categories/{small}/", {"parent_id": None}).json()
    anew = admin("PUT", f"categories/{small}/", {"name": "Cups", "slug": "cups"}).json()
    gone = admin.delete(f"categories/{small}/")

    assert (made.status_code, made.json()["slug"], made.json()["parent_id"]) == (201, "small-mugs", mugs)
    assert (renamed["name"], renamed["slug"], renamed["parent_id"]) == ("Espresso cups", "small-mugs", mugs)
    assert (root["parent_id"], root["description"]) == (None, "Little ones")
    assert (anew["name"], anew["slug"], anew["description"]) == ("Cups", "cups", "")
    assert (gone.status_code, admin.get(f"categories/{small}/").status_code) == (204, 404)


def test_only_admins_keep_the_tree(seller, mugs):
    calls = [
        seller.post("categories/", {"name": "x"}),
        seller("PUT", f"categories/{mugs}/", {"name": "x"}),
        seller.patch(f"categories/{mugs}/", {"name": "x"}),
        seller.delete(f"categories/{mugs}/"),
    ]

    assert [call.status_code for call in calls] == [403] * 4


def test_a_category_does_not_go_below_itself(admin, mugs):
    small = category("Small", parent_id=mugs)

    answers = [
        admin.patch(f"categories/{mugs}/", {"parent_id": mugs}),
        admin("PUT", f"categories/{mugs}/", {"name": "Mugs", "parent_id": small}),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "category_cycle")] * 2
    assert Category.objects.get(pk=mugs).parent_id is None


def test_a_category_with_something_in_it_stays(admin, mugs):
    kitchen = category("Kitchen")
    Category.objects.filter(pk=mugs).update(parent_id=kitchen)
    mug = product(category_ids=[mugs])

    in_use = [admin.delete(f"categories/{kitchen}/"), admin.delete(f"categories/{mugs}/")]
    admin.delete(f"products/{mug}/")
    emptied = [admin.delete(f"categories/{mugs}/"), admin.delete(f"categories/{kitchen}/")]

    assert [(answer.status_code, answer.json()["code"]) for answer in in_use] == [(409, "category_in_use")] * 2
    assert [answer.status_code for answer in emptied] == [204, 204]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"name": ""}, 422),
        ({"name": "x", "slug": "123"}, 422),
        ({"name": "x", "slug": "export"}, 422),
        ({"name": "x", "slug": "Große Tassen"}, 422),
        ({"name": "x", "parent_id": 987654321}, 422),
        ({"name": "x", "parent_id": "1"}, 422),
        ({"name": "x", "colour": "red"}, 422),
        ({"name": "x", "slug": "mugs"}, 409),
    ],
)
def test_a_category_that_makes_no_sense_is_refused(admin, mugs, body, status):
    assert admin.post("categories/", body).status_code == status

"""The accounts in v2: the same calls, lists by cursor."""

from typing import Any

import pytest
from django.core import signing

from src.platform.auth.roles import Role
from tests.factories.callers import Caller

pytestmark = pytest.mark.django_db

HOME = {"full_name": "Ann", "line1": "Main Street 1", "city": "Berlin", "postal_code": "10115", "country": "DE"}


@pytest.fixture
def modern(ann):
    """Ann, signed in at v2."""
    caller = Caller(version=2)
    caller.log_in()
    return caller


@pytest.fixture
def modern_admin(enrol):
    """Root, signed in at v2's door for admins."""
    enrol("root@example.com", role=Role.ADMIN)
    caller = Caller(version=2)
    caller.log_in("root@example.com", door="auth/admin/login/")
    return caller


def walk(caller: Caller, path: str, towards: str = "next_cursor") -> list[list[Any]]:
    """Ids, page by page, until there is no further page."""
    pages, cursor = [], ""
    while cursor is not None:
        page = caller.get(f"{path}&cursor={cursor}" if cursor else path).json()
        pages.append([item["id"] for item in page["items"]])
        cursor = page[towards]
    return pages


def add_addresses(caller: Caller, count: int) -> list[str]:
    return [caller.post("auth/me/addresses/", HOME | {"line1": f"Lane {n}"}).json()["id"] for n in range(count)]


def test_addresses_are_walked_by_cursor_there_and_back(modern):
    first, *others = add_addresses(modern, 4)

    there = walk(modern, "auth/me/addresses/?limit=3")
    begin = modern.get("auth/me/addresses/?limit=3").json()
    last = modern.get(f"auth/me/addresses/?limit=3&cursor={begin['next_cursor']}").json()
    back = modern.get(f"auth/me/addresses/?limit=3&cursor={last['previous_cursor']}").json()

    assert there == [[first, others[2], others[1]], [others[0]]]
    assert [item["id"] for item in back["items"]] == there[0]
    assert back["previous_cursor"] is None


def test_an_address_added_or_removed_meanwhile_neither_repeats_nor_hides_another(modern):
    first, *others = add_addresses(modern, 4)
    page = modern.get("auth/me/addresses/?limit=2").json()
    modern.delete(f"auth/me/addresses/{others[2]}/")
    add_addresses(modern, 1)

    rest = modern.get(f"auth/me/addresses/?limit=2&cursor={page['next_cursor']}").json()

    assert [item["id"] for item in page["items"]] == [first, others[2]]
    assert [item["id"] for item in rest["items"]] == [others[1], others[0]]


def test_a_page_has_a_count_when_it_is_asked_for(modern_admin, enrol):
    enrol("bob@example.com")

    plain = modern_admin.get("users/?limit=1").json()
    counted = modern_admin.get("users/?limit=1&count=exact&role=customer").json()

    assert sorted(plain) == ["items", "next_cursor", "previous_cursor"]
    assert [counted["total_count"], [item["email"] for item in counted["items"]]] == [1, ["bob@example.com"]]


def test_ones_sessions_are_walked_by_cursor(modern):
    sessions = [Caller(version=2).log_in() for _ in range(2)]

    pages = walk(modern, "auth/sessions/?limit=1")

    assert [len(pages), len({one for page in pages for one in page})] == [1 + len(sessions)] * 2


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("cursor=x", "invalid_cursor"),
        (f"cursor={signing.dumps(['list_users -pk', False, [['UUID', 'x']]], salt='another')}", "invalid_cursor"),
        ("limit=0", "validation_failed"),
        ("limit=101", "validation_failed"),
        ("limit=many", "validation_failed"),
        ("count=about", "validation_failed"),
    ],
)
def test_a_page_that_cannot_be_is_refused(modern, query, code):
    answer = modern.get(f"auth/sessions/?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_cursor_of_another_list_is_refused(modern):
    add_addresses(modern, 2)
    cursor = modern.get("auth/me/addresses/?limit=1").json()["next_cursor"]

    assert modern.get(f"auth/sessions/?cursor={cursor}").json()["code"] == "invalid_cursor"


@pytest.mark.parametrize("count", [1, 3])
def test_the_addresses_take_two_statements_however_many(modern, count, django_assert_num_queries):
    add_addresses(modern, count)

    with django_assert_num_queries(2):
        assert len(modern.get("auth/me/addresses/").json()["items"]) == count


def test_tokens_of_one_version_are_good_in_the_other(modern):
    older = Caller()
    older.access = modern.access

    assert older.get("auth/me/addresses/").json() == {"count": 0, "next": None, "previous": None, "results": []}

"""Who changed what, by every way into the shop."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from src.modules.catalog import public as catalog
from src.modules.catalog.models import Category, Product, Variant
from src.modules.identity.models import User
from src.modules.reviews import services as reviews
from src.modules.reviews.services import Change, Opinion, Writer
from src.platform.audit.models import Entry
from src.platform.auth.principal import Role
from src.platform.observability.context import begin_request
from src.platform.tasks.registry import Task, run
from tests.factories.callers import PASSWORD
from tests.factories.shops import caller_of, goods, person, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0


@pytest.fixture
def root():
    return person(Role.ADMIN)


@pytest.fixture
def admin(root):
    return caller_of(root, Role.ADMIN)


@pytest.fixture
def staff(root):
    browser = Client()
    browser.force_login(User.objects.get(pk=root), backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def mug():
    return goods(stock=9, price=1990, sku="MUG", name="Mug")


@pytest.fixture
def product(mug):
    return catalog.sellables([mug])[mug].product_id


@pytest.fixture
def seen(product):
    """What was noted since the goods came: (type, id, part, action, changes)."""
    begun = Entry.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    def read():
        rows = Entry.objects.filter(pk__gt=begun).order_by("pk")
        return list(rows.values_list("object_type", "object_id", "part", "action", "changes"))

    return read


def test_the_api_signs_with_the_caller_and_the_request(admin, root, product, seen):
    admin.patch(f"products/{product}/", {"name": "Cup", "price": "21.00"}, **{"X-Request-ID": "req-7"})

    assert seen() == [
        ("catalog.product", str(product), "", "changed", {"name": ["Mug", "Cup"]}),
        ("catalog.product", str(product), "MUG", "changed", {"price": [1990, 2100]}),
    ]
    last = Entry.objects.latest("pk")
    assert (last.actor, last.channel, last.request_id) == (root, "api", "req-7")


def test_what_was_said_again_is_no_change(admin, product, seen):
    admin.patch(f"products/{product}/", {"name": "Mug"})

    assert seen() == []


def test_the_admin_signs_with_whoever_is_signed_in(staff, root):
    category = Category.objects.create(name="Cups", slug="cups")

    staff.post(
        f"/admin/catalog/category/{category.pk}/change/", {"name": "Mugs", "slug": "cups", "description": ""}
    )  # fmt: skip

    last = Entry.objects.latest("pk")
    assert (last.changes, last.actor, last.channel) == ({"name": ["Cups", "Mugs"]}, root, "admin")


def test_plain_sql_is_noted_too(product, seen):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('mercer.actor', '', true), set_config('mercer.channel', '', true)")
        cursor.connection.execute("UPDATE catalog_variant SET price = price + 10")

    assert seen() == [("catalog.product", str(product), "MUG", "changed", {"price": [1990, 2000]})]
    last = Entry.objects.latest("pk")
    assert (last.actor, last.channel) == (None, "sql")


def test_a_task_signs_with_whoever_asked_for_it(root, product, monkeypatch):
    def rename() -> None:
        Product.objects.filter(pk=product).update(name="Cup")

    monkeypatch.setattr("src.platform.tasks.registry.task_named", lambda name: Task(name, rename, every=None))
    run("trial", {}, "req-8", str(root))

    last = Entry.objects.latest("pk")
    assert (last.actor, last.channel, last.request_id) == (root, "task", "req-8")


def test_one_request_does_not_sign_for_the_next(admin, product):
    admin.patch(f"products/{product}/", {"name": "Cup"})
    begin_request(None)
    Product.objects.update(name="Beaker")

    assert Entry.objects.latest("pk").actor is None


def test_many_rows_are_noted_at_once(mug, product, django_assert_num_queries):
    goods(name="Cup")
    goods(name="Beaker")

    with django_assert_num_queries(2):
        Product.objects.update(currency="USD")

    assert Entry.objects.filter(changes={"currency": ["EUR", "USD"]}).count() == 3


def test_goods_are_noted_when_they_come_and_added_variants_too(admin, product):
    (begun,) = Entry.objects.filter(object_type="catalog.product", object_id=str(product))
    item = Variant.objects.get().stock_item.group.items.create().pk
    Product.objects.update(created_at="2026-01-01T00:00:00Z")

    Variant.objects.create(product_id=product, stock_item_id=item, sku="MUG-XL", price=5, options={"Size": "XL"})

    assert (begun.action, begun.changes) == ("created", {})
    added = Entry.objects.latest("pk")
    assert (added.part, added.action, added.changes["price"]) == ("MUG-XL", "created", [None, 5])


def test_rights_are_noted_and_secrets_are_not(admin, root):
    made = admin.post("users/", {"email": "eve@example.com", "password": PASSWORD, "role": "admin"}).json()["id"]
    admin.patch(f"users/{made}/", {"is_active": False})
    user = User.objects.get(pk=made)
    user.set_password("something else 12")
    user.email = "mallory@example.com"
    user.save()

    trail = list(Entry.objects.filter(object_type="identity.user", object_id=made).order_by("pk"))
    assert [(entry.action, entry.actor) for entry in trail[:2]] == [("created", root), ("changed", root)]
    assert (trail[0].changes["role"], trail[1].changes) == ([None, "admin"], {"is_active": [True, False]})
    assert trail[2].changes == {"password": ["…", "…"], "email": ["…", "…"]}
    written = str([entry.changes for entry in Entry.objects.all()])
    assert ("pbkdf2" in written, "@example.com" in written) == (False, False)


def test_a_hidden_review_is_noted_and_what_it_said_is_not(admin, root, mug, product):
    author = person()
    place(author, {mug: 1})
    review = reviews.post_review(author_id=author, product_id=product, opinion=Opinion(rating=1, body="Rude"))

    admin.patch(f"reviews/{review.pk}/", {"hidden": True})
    reviews.change_review(Writer(user_id=author), review.pk, Change(body="Ruder"))

    hidden, reworded = Entry.objects.filter(object_type="reviews.review").order_by("pk")
    assert (hidden.changes, hidden.actor) == ({"hidden": [False, True]}, root)
    assert reworded.changes == {"body": ["…", "…"]}


def test_a_refund_is_noted_with_who_gave_it(admin, root, mug):
    order = place(person(), {mug: 2})

    admin.post(f"orders/{order.id}/refund/", {"amount": "5.00"})

    (entry,) = Entry.objects.filter(object_type="orders.order")
    assert (entry.object_id, entry.part, entry.actor) == (str(order.id), "refund", root)
    assert entry.changes == {"amount": [None, 500], "currency": [None, "EUR"]}


def test_a_checkout_neither_signs_nor_leaves_a_trail(mug):
    customer = person()
    before = Entry.objects.count()

    begin_request(None)
    with connection.execute_wrapper(refuse_signing):
        place(customer, {mug: 1})

    assert Entry.objects.count() == before


def refuse_signing(execute, sql, params, many, context):
    assert "mercer.actor" not in sql
    return execute(sql, params, many, context)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = NULL",
        "DELETE FROM audit_entry",
        "INSERT INTO audit_entry (object_type, object_id, part, action, changes, channel, request_id)"
        " VALUES ('catalog.product', '1', '', 'changed', '{}', 'api', '')",
    ],
)
def test_nobody_writes_the_trail_by_hand(product, statement):
    before = Entry.objects.count()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Entry.objects.count() == before > 0


@pytest.mark.parametrize("count", [1, 3])
def test_staff_read_it_in_a_few_statements(staff, admin, product, count, django_assert_max_num_queries):
    for number in range(count):
        admin.patch(f"products/{product}/", {"name": f"Mug {number}"})

    with django_assert_max_num_queries(5):
        page = staff.get("/admin/audit/entry/?object_type=catalog.product").content.decode()

    assert "name: Mug → Mug 0" in page


def test_the_history_of_a_thing_leads_to_its_trail(staff, admin, root, product):
    admin.patch(f"products/{product}/", {"name": "Cup"})

    page = staff.get(f"/admin/catalog/product/{product}/history/", follow=True)

    changelist = page.context["cl"]
    assert page.redirect_chain[0][0].startswith("/admin/audit/entry/?object_type=catalog.product")
    assert {entry.object_id for entry in changelist.result_list} == {str(product)}
    assert User.objects.get(pk=root).email in page.content.decode()


@pytest.mark.parametrize(("term", "found"), [("{product}", 2), ("{email}", 1), ("nobody@example.com", 0), ("x", 0)])
def test_the_trail_is_searched_by_thing_and_by_person(staff, admin, root, product, term, found):
    admin.patch(f"products/{product}/", {"name": "Cup"})
    words = term.format(product=product, email=User.objects.get(pk=root).email.upper())

    assert len(staff.get("/admin/audit/entry/", {"q": words}).context["cl"].result_list) == found

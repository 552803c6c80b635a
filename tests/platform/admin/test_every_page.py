"""Every list, form and page of both sites: they open, in few statements, however much there is."""

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from src.modules.catalog.models import BulkUpload
from src.modules.identity.models import User
from src.modules.orders.contracts import Status, Viewer
from src.modules.orders.services import fulfilment
from src.platform.admin.sellers import seller_site
from src.platform.auth.roles import Role
from src.platform.events.telling import tell
from tests.factories.callers import PASSWORD, Caller
from tests.factories.shops import fill_cart, goods, person, place

pytestmark = pytest.mark.django_db

MOST = 12


@pytest.fixture(autouse=True)
def _unhurried(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0


def enter(user_id, site):
    client = Client(raise_request_exception=False)
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    answer = client.post(reverse(f"{site.name}:login"), {"username": email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.fixture
def shop(db):
    """A shop in which something happened of everything: three times, so that a statement a row shows."""
    staff, sellers = person(Role.ADMIN), [person(Role.SELLER) for _ in range(3)]
    for number, seller in enumerate(sellers):
        buyer = person()
        variants = {goods(seller=seller, stock=5): 1, goods(seller=sellers[0]): 2, goods(): 1}
        order = place(buyer, variants)
        fulfilment.move(
            Viewer(user_id=staff, is_admin=True), order.id, fulfilment.Step(Status.SHIPPED, str(staff), "T1")
        )
        fill_cart(buyer, {goods(seller=seller): 1})
        Caller().log_in(User.objects.get(pk=buyer).email)
        BulkUpload.objects.create(owner_id=seller, seller_id=seller, name=f"{number}.csv", file=f"{number}.csv")
    while tell():
        pass
    return staff, sellers[0]


def statements(client, address):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    return answer, [query["sql"] for query in captured]


def pages(site):
    """Every list, every form for a new row, and the page of one row."""
    for model, view in sorted(site._registry.items(), key=lambda item: item[0]._meta.label):
        name = f"{site.name}:{model._meta.app_label}_{model._meta.model_name}"
        yield model, "list", reverse(f"{name}_changelist")
        if view.search_fields:
            yield model, "search", reverse(f"{name}_changelist") + "?q=1"
        newest = model._base_manager.order_by("-pk").first()
        if newest is not None and site is admin.site:
            yield model, "page", reverse(f"{name}_change", args=[newest.pk])
        if site is admin.site:
            yield model, "new", reverse(f"{name}_add")


@pytest.mark.parametrize("site", [admin.site, seller_site], ids=lambda site: site.name)
def test_every_page_opens_in_few_statements(shop, site):
    staff, seller = shop
    client = enter(staff if site is admin.site else seller, site)
    wrong, opened = {}, 0

    for model, kind, address in pages(site):
        answer, said = statements(client, address)
        refused = kind == "new" and answer.status_code == 403
        opened += answer.status_code == 200
        if len(said) > MOST or not (answer.status_code == 200 or refused):
            wrong[f"{model._meta.label} {kind}"] = (answer.status_code, len(said))

    assert wrong == {}
    assert opened >= (20 if site is admin.site else 6)


@pytest.mark.parametrize("site", [admin.site, seller_site], ids=lambda site: site.name)
def test_the_front_page_takes_few_statements(shop, site):
    staff, seller = shop
    client = enter(staff if site is admin.site else seller, site)
    client.get(reverse(f"{site.name}:index"))

    answer, said = statements(client, reverse(f"{site.name}:index"))

    assert answer.status_code == 200
    assert len(said) <= MOST, said


def test_no_list_counts_a_table(shop):
    """A list shows a page of what may be millions of rows."""
    staff, _ = shop
    client = enter(staff, admin.site)

    counting = [
        model._meta.label
        for model, kind, address in pages(admin.site)
        if kind == "list" and model._meta.app_label != "django_q"
        and any("COUNT(*)" in said and "LIMIT" not in said for said in statements(client, address)[1])
    ]  # fmt: skip

    assert counting == []


def test_a_foreign_key_is_never_a_menu_of_all_rows():
    """A menu holds the whole other table: each key that can be edited is searched for, or typed in as an id."""
    menus = [
        f"{view.__class__.__name__}.{field.name}"
        for model, parent in admin.site._registry.items()
        for view in (parent, *(inline(model, admin.site) for inline in parent.inlines))
        for field in view.model._meta.fields
        if isinstance(field, models.ForeignKey)
        and field.name in _editable(view, model)
        and field.name not in (*view.autocomplete_fields, *view.raw_id_fields)
    ]

    # Admins alone, who are few.
    assert menus == ["TicketAdmin.assigned_to"]


def _editable(view, parent):
    if isinstance(view, admin.options.InlineModelAdmin) and not view.fields:
        names = [field.name for field in view.model._meta.fields if getattr(field, "related_model", None) is not parent]
    else:
        names = view.fields or [field.name for field in view.model._meta.fields if field.editable]
    if type(view).has_change_permission is not admin.options.BaseModelAdmin.has_change_permission:
        return []
    return [name for name in names if name not in view.readonly_fields]

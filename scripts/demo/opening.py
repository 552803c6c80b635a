"""Opens the demo shop: people, categories, goods with pictures, and what was bought in the last months.

Each step leaves alone what is there already, so that a load that was interrupted goes on at the next start.
"""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from scripts.demo import content, past
from scripts.demo.pictures import pictures_of
from src.modules.analytics import public as analytics
from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import CategoryDraft
from src.modules.catalog.errors import UnknownCategory
from src.modules.identity import public as identity
from src.platform.auth.roles import Role
from src.platform.db.transactions import atomic

Say = Callable[[str], object]


def open_shop(*, say: Say) -> None:
    """The whole demo shop. `say` hears what is being done."""
    admin, people = hire(), invite()
    if past.is_there(admin):
        return
    say("categories and products")
    furnish()
    stock_the_shelves(people, actor=str(admin))
    say("pictures")
    hang_the_pictures()
    say("past orders")
    past.happen(people, admin=admin)
    analytics.rebuild()


def hire() -> UUID:
    """The demo's admin, and the file that tells the newcomer how to sign in."""
    admin = content.admin()
    _write_logins()
    return _person(admin.email, name=admin.name, role=Role.ADMIN)


def invite() -> dict[str, UUID]:
    """Sellers and customers, by address. Only the first customer has a password."""
    sellers = {
        seller.email: _person(seller.email, name=seller.name, role=Role.SELLER, shop_name=seller.shop_name)
        for seller in content.sellers()
    }
    return sellers | {guest.email: _person(guest.email, name=guest.name) for guest in content.customers()}


def _person(email: str, *, name: str, role: Role = Role.CUSTOMER, shop_name: str = "") -> UUID:
    found = identity.people_by_email([email]).get(email)
    if found is not None:
        return found.id
    password = _password(email) if email in _logins() else None
    return identity.enrol(email=email, password=password, name=name, role=role, shop_name=shop_name)


def _logins() -> dict[str, Role]:
    """Who can sign in with a password."""
    sellers = {seller.email: Role.SELLER for seller in content.sellers()}
    return {content.admin().email: Role.ADMIN} | sellers | {content.customers()[0].email: Role.CUSTOMER}


def _password(email: str) -> str:
    """Random to everybody else, always the same for this data folder: made of its secret."""
    return salted_hmac("mercer.demo", email, algorithm="sha256").hexdigest()[:16]


def _write_logins() -> None:
    """For `scripts/serve` to show. Readable by the owner alone."""
    accounts = [{"role": role.value, "email": email, "password": _password(email)} for email, role in _logins().items()]
    target = Path(settings.DATA_DIR) / "demo.json"
    target.touch(mode=0o600)
    target.write_text(json.dumps({"accounts": accounts}, indent=2))


def furnish() -> None:
    """The category tree with its texts."""
    texts = [(tuple(category.path.split(" > ")), category.description) for category in content.categories()]
    try:
        catalog.describe_categories(texts)
    except UnknownCategory:
        _build(texts)


@atomic
def _build(texts: list[tuple[tuple[str, ...], str]]) -> None:
    made: dict[tuple[str, ...], int] = {}
    for path, description in texts:
        draft = CategoryDraft(name=path[-1], parent_id=made.get(path[:-1]), description=description)
        (made[path],) = catalog.create_categories([draft])


def stock_the_shelves(people: dict[str, UUID], *, actor: str) -> None:
    """Every catalogue, through the same importer that a merchant uses."""
    catalog.import_file(content.catalogue_path(content.HOUSE_CATALOGUE), seller_id=None, actor=actor)
    for seller in content.sellers():
        seller_id = people[seller.email]
        catalog.import_file(content.catalogue_path(seller.catalogue), seller_id=seller_id, actor=str(seller_id))


def hang_the_pictures() -> None:
    """A drawn picture for each product."""
    products = content.products()
    pictures = pictures_of(products)
    for product in products:
        catalog.attach_image(product.sku, pictures[product.sku], product.name)

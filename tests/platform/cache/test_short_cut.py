"""The short cut gives what Django would give, to the byte."""

import json

import pytest

from src.modules.catalog.contracts import VariantDraft
from tests.factories.goods import category, product

ORDERS = ("price", "-price", "name", "-created_at", "-rating", "-sold")
LISTS = [
    *(f"/api/v1/products/?ordering={order}" for order in ORDERS),
    "/api/v1/products",
    "/api/v1/products/?page=2&page_size=2",
    "/api/v1/products/?category=mugs&in_stock=true",
    "/api/v1/products/?search=mug",
    "/api/v1/products/?search=blaue+t%C3%B6pfe",
    "/api/v1/products/?min_price=1&max_price=99.90",
    "/api/v1/products/?category=mugs&category=teapots",
    "/api/v1/products/?min_rating=3.5",
    "/api/v1/products/blue-mug/",
    "/api/v1/categories/",
    "/api/v1/categories/?tree=true",
    "/api/v1/categories/mugs/",
    "/api/v2/categories/",
    "/api/v2/products/?limit=2",
    "/api/v2/products/?facets=category,price,rating,in_stock,options&count=exact",
    "/api/v2/products/?fields=id,name,price",
    "/api/v2/products/?expand=variants&option=Size:M",
    "/api/v2/products/blue-mug/",
    "/api/v2/products/blue-mug?fields=id,price",
    "/api/v2/search/?q=mug",
    "/api/v2/search/?q=mgu+blue",
    "/api/v2/search/suggest/?q=mu",
]
REFUSED = [
    "/api/v1/products/?page=99",
    "/api/v1/products/?page=x",
    "/api/v1/products/?ordering=cheap",
    "/api/v1/products/?min_price=1.999",
    "/api/v1/products/nothing/",
    "/api/v1/products/0/",
    "/api/v1/nothing/",
    "/api/v1/cart/",
    "/api/v2/products/?cursor=forged",
    "/api/v2/products/?fields=secret",
    "/api/v2/search/",
]


@pytest.fixture
def shelf(transactional_db):
    mugs = category("Mugs")
    pots = category("Teapots", parent_id=mugs)
    options = [VariantDraft(sku=f"M-{size}", price=1290, stock=2, options={"Size": size}) for size in "SML"]
    return [
        product("Blue mug", sku="BLUE", category_ids=[mugs], variants=options),
        product("Red mug", category_ids=[mugs], price=990, stock=0, description="<p>Töpfe &amp; mehr</p>"),
        product("Round teapot", category_ids=[pots, mugs], price=4990),
    ]


@pytest.fixture
def warm(web, shelf, trusted):
    return web


@pytest.mark.parametrize("how", [{}, {"method": "HEAD"}], ids=["GET", "HEAD"])
def test_every_public_answer_is_given_twice_and_is_the_same(warm, trusted, how):
    for address in LISTS:
        first = warm(address, **how)
        trusted()
        again = warm(address, **how)

        assert (first.by, again.by) == ("django", "short cut"), address
        assert again.seen == warm(address, cut=False, **how).seen, address
        assert first.seen == again.seen, address
        assert warm(address).by == "short cut"


def test_the_bytes_are_json_of_the_declared_type(warm):
    warm("/api/v1/products/")

    assert json.loads(warm("/api/v1/products/").body)["count"] == 3


@pytest.mark.parametrize("known", ['"{tag}"', 'W/"{tag}"', '"other", "{tag}"', "*", '"other"', "nonsense", '"{tag}'])
def test_who_has_the_answer_gets_304_as_from_django(warm, known):
    tag = warm("/api/v1/products/").header("ETag").strip('"')

    for method in ("GET", "HEAD"):
        given = warm("/api/v1/products/", method, If_None_Match=known.format(tag=tag))

        assert given.by == "short cut"
        assert given.seen == warm("/api/v1/products/", method, cut=False, If_None_Match=known.format(tag=tag)).seen


def test_refusals_are_never_kept(warm):
    for address in REFUSED:
        first, again = warm(address), warm(address)

        assert (first.by, again.by) == ("django", "django"), address
        assert first.status == again.status


def test_the_request_s_id_is_the_caller_s_or_a_new_one(warm):
    warm("/api/v1/products/")

    assert warm("/api/v1/products/", X_Request_ID="abc-1").header("X-Request-ID") == "abc-1"
    assert len(warm("/api/v1/products/", X_Request_ID="<script>").header("X-Request-ID")) == 32


def test_the_slash_may_be_missing_and_the_host_is_the_caller_s(warm):
    warm("/api/v1/products/?page_size=1")

    assert warm("/api/v1/products?page_size=1").by == "short cut"
    other = warm("/api/v1/products/?page_size=1", Host="localhost:1")
    assert other.by == "django"
    assert json.loads(other.body)["next"] == "http://localhost:1/api/v1/products/?page_size=1&page=2"


def test_a_log_in_changes_nothing_about_a_public_answer(warm):
    public = warm("/api/v1/products/")

    assert warm("/api/v1/products/", Authorization="Bearer nonsense").seen == public.seen


def test_other_methods_pass(warm):
    warm("/api/v1/products/")

    assert [warm("/api/v1/products/", method).by for method in ("POST", "OPTIONS", "DELETE")] == ["django"] * 3
    assert warm("/api/v1/products/?search=" + "a" * 600).by == "django"


def test_an_answer_to_another_origin_is_django_s_where_origins_are_configured(warm, settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://shop.example"]
    warm("/api/v1/products/")

    assert warm("/api/v1/products/", Origin="https://shop.example").by == "django"

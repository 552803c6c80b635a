"""Search that forgives, explains and suggests: v2."""

import pytest

from src.modules.catalog.api.schemas.extended import SearchPage
from src.modules.catalog.models import Product, Word
from src.modules.catalog.services.vocabulary import count_words
from tests.factories.goods import product

pytestmark = pytest.mark.django_db

SEARCH = "/api/v2/search/"


def names(client, words: str) -> list[str]:
    return [item["name"] for item in client.get(SEARCH, {"q": words}).json()["items"]]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hedphones", "headphones"), ("Bleu hedphones", "blue headphones"), ("haedphone", "headphones")],
)
def test_a_typing_error_finds_what_was_meant(client, typed, meant):
    product("Blue headphones")
    product("Lamp")

    page = client.get(SEARCH, {"q": typed}).json()

    assert [item["name"] for item in page["items"]] == ["Blue headphones"]
    assert page["did_you_mean"] == meant


@pytest.mark.parametrize("typed", ["headphones", "headphone", "BLUE", "Café", "cafe"])
def test_what_is_written_well_is_not_corrected(client, typed):
    product("Blue headphones for the café")

    page = client.get(SEARCH, {"q": typed}).json()

    assert ([item["name"] for item in page["items"]], page["did_you_mean"]) == (["Blue headphones for the café"], None)
    SearchPage.model_validate(page)


@pytest.mark.parametrize("typed", ["zzzzqqqq", "!!!", "' or 1=1 --", "%", "\\", "a:* & b", "1234567"])
def test_what_nobody_can_mean_finds_nothing(client, typed):
    product("Lamp")

    answer = client.get(SEARCH, {"q": typed})

    assert (answer.status_code, answer.json()["items"], answer.json()["did_you_mean"]) == (200, [], None)


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=a%00b", "q=" + "x" * 256, "q=x&limit=0", "q=x&cursor=y"])
def test_a_question_that_makes_no_sense_is_refused(client, query):
    assert client.get(f"{SEARCH}?{query}").status_code == 422


def test_the_words_are_marked_and_all_else_is_escaped(client):
    product("Lamp <b>&</b> shade", description="<p>A <i>lamp</i> for 1 &lt; 2 rooms</p>")

    (item,) = client.get(SEARCH, {"q": "lamps"}).json()["items"]

    assert item["highlight"]["name"] == "<mark>Lamp</mark> &lt;b&gt;&amp;&lt;/b&gt; shade"
    assert "<mark>lamp</mark>" in item["highlight"]["description"]
    assert "&lt; 2 rooms" in item["highlight"]["description"]


@pytest.mark.parametrize("count", [1, 3, 100])
def test_a_search_with_its_count_and_a_correction_takes_four_statements(client, django_assert_num_queries, count):
    for number in range(count):
        product(f"Blue headphones {number}")

    with django_assert_num_queries(4):
        page = client.get(SEARCH, {"q": "hedphones", "count": "exact", "limit": 100}).json()

    assert (len(page["items"]), page["total_count"], page["did_you_mean"]) == (count, count, "headphones")


def test_pages_of_a_search_have_the_same_count(client):
    for number in range(3):
        product(f"Blue headphones {number}")

    first = client.get(SEARCH, {"q": "blue", "count": "exact", "limit": 2}).json()
    second = client.get(SEARCH, {"q": "blue", "count": "exact", "limit": 2, "cursor": first["next_cursor"]}).json()
    nothing = client.get(SEARCH, {"q": "xylophone", "count": "exact"}).json()

    assert (len(first["items"]), first["total_count"]) == (2, 3)
    assert (len(second["items"]), second["total_count"]) == (1, 3)
    assert (nothing["items"], nothing["total_count"]) == ([], 0)


def test_a_beginning_goes_on_to_what_there_is_most_of(client):
    for name in ("Headphones", "Blue headphones", "Headband", "Lamp"):
        product(name)
    count_words()

    answer = client.get(SEARCH + "suggest/", {"q": "blue hea"}).json()

    assert answer["suggestions"] == ["blue headphones", "blue headband"]
    assert [one["name"] for one in answer["products"]] == ["Blue headphones"]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", ":*", "(", "  x  y"])
def test_a_strange_beginning_goes_nowhere(client, typed):
    product("Lamp")

    assert client.get(SEARCH + "suggest/", {"q": typed}).json() == {"suggestions": [], "products": []}


def test_a_word_that_no_product_has_any_more_is_forgotten(client):
    lamp = product("Zeppelin lamp")
    product("Lamp")

    Product.objects.filter(pk=lamp).update(archived_at="2026-01-01T00:00:00Z")
    count_words()

    assert dict(Word.objects.filter(word__in=["lamp", "zeppelin"]).values_list("word", "products")) == {"lamp": 1}


def test_what_differs_in_accents_alone_is_marked_too(client):
    product("Crème brûlée & co", description="<p>Une cafetière pour la crème.</p>")

    (item,) = client.get("/api/v2/search/?q=creme+cafetiere").json()["items"]

    assert item["highlight"]["name"] == "<mark>Crème</mark> brûlée &amp; co"
    assert "<mark>cafetiere</mark>" in item["highlight"]["description"]

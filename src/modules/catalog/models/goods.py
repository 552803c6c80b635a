"""Products, what can be bought of them, where they are found, and how they look."""

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from src.modules.catalog import triggers
from src.platform.audit.triggers import Subject, audited
from src.platform.db.html import HtmlField

# Parts of addresses that name calls, so no product can be found under them.
RESERVED_SLUGS = ["export", "batch", "bulk_upload", "suggest"]
A_SLUG = Q(slug__regex=r"^[a-z0-9_-]+$") & ~Q(slug__regex=r"^[0-9]+$") & ~Q(slug__in=RESERVED_SLUGS)
ON_SALE = Q(archived_at__isnull=True)
# What clients see of a product's own row, and staff answer for.
AUDITED = ("seller", "sku", "name", "slug", "description", "currency", "option_names", "archived_at")
# The variants that a product begins with are noted with the product.
ADDED_LATER = "(SELECT created_at FROM catalog_product WHERE id = it.product_id) < now()"


def generated(function: str, *fields: str) -> models.GeneratedField:
    """A search vector computed and kept by the database, fresh in the same transaction, for plain SQL too."""
    expression = Func(*fields, function=function)
    return models.GeneratedField(expression=expression, output_field=SearchVectorField(), db_persist=True)


class Revised(models.Model):
    """When a row came to be, when clients last saw it change, and how often. All three by the database."""

    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    revision = models.BigIntegerField(db_default=1, editable=False)

    class Meta:
        abstract = True


class Category(Revised):
    """A place in the tree of goods."""

    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=140)
    description = models.TextField(blank=True, max_length=20_000)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    search = generated("catalog_name_vector", "name")

    class Meta:
        verbose_name_plural = "categories"
        ordering: ClassVar[list[Any]] = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="catalog_category_slug_unique"),
            models.CheckConstraint(condition=A_SLUG, name="catalog_category_slug_proper"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            triggers.tree_has_no_cycle,
            triggers.revised("name", "slug", "description", "parent"),
            *audited("name", "slug", "description", "parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Product(Revised):
    """Something the shop sells, in one or more variants. Archived: gone from the shelves, kept in the books.

    `price` (the lowest, in minor units of `currency`) and `variant_skus` follow from the variants by trigger,
    `choices` (the numbers of what there is to choose) too, `places` (the ids of its categories, the main one first)
    from its placements.
    `sku` names the product as a whole; where there is only one variant, both have the same.
    """

    seller = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stock_group = models.OneToOneField("inventory.StockGroup", on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    slug = models.CharField(max_length=280)
    description = HtmlField(blank=True, max_length=20_000)
    currency = models.CharField(max_length=3)
    price = models.BigIntegerField(default=0, editable=False)
    variant_skus = models.TextField(default="", blank=True, editable=False)
    # The order in which options are shown; which values there are follows from the variants.
    option_names = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    places = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    choices = ArrayField(models.IntegerField(), default=list, blank=True, editable=False)
    categories = models.ManyToManyField(Category, through="ProductCategory", related_name="products")
    archived_at = models.DateTimeField(null=True, blank=True)
    # Archived because its seller's shop closed: it comes back with the shop.
    closed = models.BooleanField(db_default=False, default=False, editable=False)
    search = generated("catalog_product_vector", "name", "sku", "variant_skus", "description")
    # The name's words alone: what a visitor means first, found without visiting every description.
    name_search = generated("catalog_name_vector", "name")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku"], condition=ON_SALE, name="catalog_product_sku_unique"),
            models.UniqueConstraint(fields=["slug"], condition=ON_SALE, name="catalog_product_slug_unique"),
            models.CheckConstraint(condition=A_SLUG, name="catalog_product_slug_proper"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="catalog_product_currency_code"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="catalog_product_search"),
            GinIndex(fields=["name_search"], name="catalog_product_name_search"),
            # With what searches read of a product, words first: they need not visit its row, which is 20 times as wide.
            # Read backwards: new entries come last, where pages are filled; as the first they leave pages half empty.
            models.Index(
                fields=["created_at", "id"],
                include=["name_search", "price", "currency", "places"],
                name="catalog_product_newest",
                condition=ON_SALE,
            ),
            GinIndex(fields=["places"], name="catalog_product_places", condition=ON_SALE),
            models.Index(fields=["currency", "price", "id"], name="catalog_product_price", condition=ON_SALE),
            models.Index(
                Func("name", function="catalog_fold"), "id", name="catalog_product_by_name", condition=ON_SALE
            ),
            models.Index(F("seller"), F("created_at").desc(), name="catalog_product_seller", condition=ON_SALE),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            triggers.revised(*AUDITED),
            *triggers.words_are_learnt(),
            *audited(*AUDITED, "places"),
        ]

    def __str__(self) -> str:
        return self.name


class Variant(models.Model):
    """What is bought: a product in one choice of its options. Price in minor units of the product's currency."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="variants")
    stock_item = models.OneToOneField("inventory.StockItem", on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=100)
    options = models.JSONField(default=dict, blank=True)
    price = models.BigIntegerField()
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[Any]] = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sku"], condition=ON_SALE, name="catalog_variant_sku_unique"),
            models.UniqueConstraint(
                fields=["product", "options"], condition=ON_SALE, name="catalog_variant_options_unique"
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="catalog_variant_price_possible"),
        ]
        indexes = [
            GinIndex(
                OpClass("options", name="jsonb_path_ops"), name="catalog_variant_options", condition=~Q(options={})
            )
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *triggers.variants_sum_up(),
            *audited(
                "sku", "options", "price", "position", "archived_at",
                about=Subject(type="catalog.product", id="product_id", part="sku"),
                created=ADDED_LATER, beginnings=True,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.sku


class ProductCategory(models.Model):
    """A product stands in a category. The lowest position is its main one."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="placements", db_index=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="placements", db_index=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "product categories"
        ordering: ClassVar[list[Any]] = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "category"], name="catalog_product_in_category_once"),
        ]
        indexes = [models.Index(fields=["category", "product"], name="catalog_category_products")]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers.places_sum_up()

    def __str__(self) -> str:
        return f"{self.product_id} in {self.category_id}"


class ProductImage(models.Model):
    """A picture: a file of ours in the shop's storage, or an address elsewhere that is never fetched."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="images")
    url = models.URLField(max_length=2000, blank=True)
    file = models.CharField(max_length=255, blank=True)
    thumbnail = models.CharField(max_length=255, blank=True)
    alt = models.CharField(max_length=255, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[Any]] = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(url="") ^ Q(file=""), name="catalog_image_file_or_address"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers.parts_revise_the_product("images_revise")

    def __str__(self) -> str:
        return self.file or self.url


class ProductRating(models.Model):
    """What buyers think, as `reviews` counted it. A table of its own: a review must not touch the product's row."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, primary_key=True, related_name="rating")
    average = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(F("average").desc(), F("count").desc(), F("product").desc(), name="catalog_best_rated")]

    def __str__(self) -> str:
        return f"{self.average} ({self.count})"

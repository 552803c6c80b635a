"""What stands for words, choices and numbers of products: kept by triggers, so that questions need not count."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func


class Choice(models.Model):
    """What can be chosen of any product, such as Size M: its number stands in `Product.choices`."""

    id = models.AutoField(primary_key=True)
    name = models.TextField()
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "value"], name="catalog_choice_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class Kind(models.Model):
    """What filters and facets ask of a product: what counts are kept by. `stars` and `bucket` are whole: of the average
    rating, and of the price, by `catalog_price_edges`."""

    places = ArrayField(models.BigIntegerField())
    currency = models.CharField(max_length=3)
    seller_id = models.UUIDField(null=True)
    sellable = models.BooleanField()
    stars = models.SmallIntegerField()
    bucket = models.SmallIntegerField()

    class Meta:
        abstract = True


KIND = ["places", "currency", "seller_id", "sellable", "stars", "bucket"]


class Tally(Kind):
    """So many products on sale were counted as of this kind. Read by the view `catalog_lines`, with what changed."""

    products = models.IntegerField()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=KIND, name="catalog_tally_once", nulls_distinct=False)]

    def __str__(self) -> str:
        return f"{self.products:+}"


class ChoiceTally(Kind):
    """The same for products that have choices, by these too. Read by the view `catalog_choice_lines`."""

    choices = ArrayField(models.IntegerField())
    products = models.IntegerField()

    class Meta:
        verbose_name_plural = "tallies of choices"
        constraints = [
            models.UniqueConstraint(
                fields=["places", "choices", *KIND[1:]], name="catalog_choice_tally_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.products:+}"


class Counted(Kind):
    """What a product was when it was last counted."""

    product_id = models.BigIntegerField(primary_key=True)
    choices = ArrayField(models.IntegerField())
    price = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "counted"
        # Counts of any price range, without visiting a row.
        indexes = [
            models.Index(
                fields=["currency", "price"],
                include=["sellable", "stars", "places", "seller_id"],
                name="catalog_counted_price",
            )
        ]

    def __str__(self) -> str:
        return str(self.product_id)


class Uncounted(models.Model):
    """A mark: the product changed since it was counted."""

    product_id = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "uncounted"

    def __str__(self) -> str:
        return str(self.product_id)


class Word(models.Model):
    """A word of products' names: what typing errors are held against, and beginnings go on to."""

    word = models.CharField(max_length=40, primary_key=True)
    # How many products have it, at most a minute old.
    products = models.IntegerField(default=1)
    stem = models.GeneratedField(
        expression=Func(F("word"), function="catalog_stem"),
        output_field=models.CharField(max_length=40),
        db_persist=True,
    )

    class Meta:
        indexes = [
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="catalog_word_similar"),
            models.Index(fields=["stem"], name="catalog_word_stem"),
        ]

    def __str__(self) -> str:
        return self.word

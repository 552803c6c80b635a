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


class Tally(models.Model):
    """So many more (or fewer) products are on sale with the same of all these: the sum over the lines is the count."""

    places = ArrayField(models.BigIntegerField())
    choices = ArrayField(models.IntegerField())
    currency = models.CharField(max_length=3)
    seller_id = models.UUIDField(null=True)
    products = models.IntegerField()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.products:+}"


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

"""What the database knows about the cache: which versions are still to be renewed, and how long it may be trusted."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class OwedRenewal(models.Model):
    """Something changed: these scopes need a new version. Written by triggers, in the transaction of the change."""

    scopes = ArrayField(models.TextField())

    class Meta:
        db_table = "cache_owed"

    def __str__(self) -> str:
        return " ".join(self.scopes)


class Trust(models.Model):
    """One row: until when, at the most, some process may trust the cache. By the database's clock."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    granted_until = models.DateTimeField()

    class Meta:
        db_table = "cache_trust"

    def __str__(self) -> str:
        return f"until {self.granted_until}"

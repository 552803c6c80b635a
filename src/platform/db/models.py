"""What tables have in common."""

from django.db import models
from django.db.models.functions import Now


class Timestamped(models.Model):
    """When a row came to be (the database's clock) and when a client last changed it."""

    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

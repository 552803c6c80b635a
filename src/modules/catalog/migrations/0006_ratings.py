from pathlib import Path

from django.db import migrations

from src.platform.db.sql import sql_beside

MODULE = str(Path(__file__).parent)


class Migration(migrations.Migration):
    """How reviews tell the catalogue what they add up to."""

    dependencies = [("catalog", "0005_tallies")]

    operations = [
        migrations.RunSQL(sql_beside(MODULE, "ratings_v1"), "DROP FUNCTION catalog_rate, catalog_hold_ratings"),
    ]

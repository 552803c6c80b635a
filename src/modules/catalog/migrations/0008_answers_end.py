from pathlib import Path

from django.db import migrations

from src.platform.db.sql import sql_beside

MODULE = str(Path(__file__).parent)
# With its function each trigger goes.
UNDO = """
DROP FUNCTION catalog_product_ends_answers, catalog_rating_ends_answers, catalog_stock_ends_answers,
    catalog_change_ends_answers, catalog_seller_ends_answers, catalog_variant_ends_answers CASCADE;
DROP FUNCTION catalog_scopes;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0007_audit"),
        ("cache", "0001_initial"),
        ("identity", "0001_initial"),
        ("inventory", "0001_initial"),
    ]

    operations = [migrations.RunSQL(sql_beside(MODULE, "answers_end_v1"), UNDO)]

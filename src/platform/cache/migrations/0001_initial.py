from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

from src.platform.db.sql import sql_beside

MODULE = str(Path(__file__).parent)


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="OwedRenewal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scopes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={"db_table": "cache_owed"},
        ),
        migrations.CreateModel(
            name="Trust",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("granted_until", models.DateTimeField()),
            ],
            options={"db_table": "cache_trust"},
        ),
        migrations.RunSQL(sql_beside(MODULE, "renew_v1"), "DROP FUNCTION cache_renew"),
    ]

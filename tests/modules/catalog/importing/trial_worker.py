"""`manage.py run_worker` that lands files in small bites: python -m tests.modules.catalog.importing.trial_worker"""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    from src.modules.catalog.services.imports import run

    run.LARGEST_BATCH = 20
    call_command("run_worker")

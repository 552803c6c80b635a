"""`manage.py run_worker` with the trial tasks: python -m tests.platform.tasks.trial_worker"""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    from tests.platform.tasks import trial  # noqa: F401

    call_command("run_worker")

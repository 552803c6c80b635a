"""`manage.py run_relay` with the handlers of the tests: python -m tests.platform.events.trial_relay"""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    from tests.platform.events import trial  # noqa: F401

    call_command("run_relay")

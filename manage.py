"""Django's command line. `./scripts/manage` runs it with the shop's services and settings."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "src.platform.settings")
    execute_from_command_line(sys.argv)

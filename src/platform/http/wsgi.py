"""What granian serves: the process `web`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "src.platform.settings")
shop = get_wsgi_application()

from src.platform.http.shortcut import ShortCut  # noqa: E402  # it reads the settings

application = ShortCut(shop)

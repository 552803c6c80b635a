"""uvicorn src.platform.sse.asgi:application: the streams, and nothing else."""

import contextlib
import os
import resource

import django

# An open stream is an open file: as many as the system lets us have.
with contextlib.suppress(ValueError):  # macOS calls its limit infinite and refuses it
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "src.platform.settings")
django.setup()

from src.platform.sse.process import StreamProcess  # noqa: E402  needs the apps

application = StreamProcess()

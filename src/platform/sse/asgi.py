"""uvicorn src.platform.sse.asgi:application: the streams, and nothing else."""

import os
import resource

import django

# An open stream is an open file: as many as the system lets us have.
_, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (_hard, _hard))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "src.platform.settings")
django.setup()

from src.platform.sse.process import StreamProcess  # noqa: E402  needs the apps

application = StreamProcess()

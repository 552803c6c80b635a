"""uvicorn src.platform.sse.asgi:application: the streams, and nothing else."""

import contextlib
import gc
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

# Ten thousand open streams are a million objects that stay. The collector looks through them rarely, and never
# through what was loaded so far: each look stops all streams.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)

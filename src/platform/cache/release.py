"""Which program made an answer: another release, or one with other settings, may answer otherwise."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

SOURCE = Path(__file__).resolve().parents[2]


@cache
def release() -> str:
    """A digest of the program and of the settings that answers show (cursors are signed). 20 ms, once a process."""
    shown = (settings.PUBLIC_URL, settings.MEDIA_URL, settings.DEFAULT_CURRENCY, settings.SECRET_KEY)
    digest = blake2b(repr(shown).encode(), digest_size=8)
    for file in sorted(path for kind in ("py", "sql") for path in SOURCE.rglob(f"*.{kind}")):
        digest.update(file.read_bytes())
    return digest.hexdigest()

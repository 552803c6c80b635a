import pytest
from django.conf import settings

from src.platform.auth import tokens
from src.platform.auth.principal import Principal, Role
from src.platform.cache import valkey
from src.platform.events.announcing import Announcer
from src.platform.events.telling import tell
from src.platform.ids import uuid7
from tests.platform.sse.listening import stream_process


@pytest.fixture(scope="session")
def stream_server(tmp_path_factory, django_db_setup, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        stream_process(
            str(tmp_path_factory.mktemp("sse") / "s"), CORS_ALLOWED_ORIGINS="https://shop.example"
        ) as server,
    ):
        yield server[0]


@pytest.fixture
def streams(stream_server, relay):
    yield stream_server
    stream_server.leave_all()


@pytest.fixture
def relay(transactional_db):
    """Tells and announces what was published, when a test says so."""
    valkey.client(settings.CACHE_URL).flushdb()
    announcer = Announcer()

    def turn() -> None:
        while tell():
            pass
        announcer.announce()

    turn()
    return turn


@pytest.fixture
def ann():
    return Principal(uuid7(), Role.CUSTOMER, uuid7())


@pytest.fixture
def bob():
    return Principal(uuid7(), Role.CUSTOMER, uuid7())


@pytest.fixture
def bearer():
    return lambda principal: {"Authorization": f"Bearer {tokens.issue(principal)}"}

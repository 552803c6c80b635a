"""What follows from what identity announces."""

from src.modules.identity.events import SessionEnded
from src.platform.events.outbox import subscribe
from src.platform.sse import channels


@subscribe(SessionEnded)
def end_streams(event: SessionEnded) -> None:
    channels.end_streams(event.session_id)

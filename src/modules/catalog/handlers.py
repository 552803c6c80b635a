"""Who is told when something happened to the goods."""

from dataclasses import asdict

from src.modules.catalog.events import UploadMovedOn
from src.modules.catalog.services import closing
from src.modules.identity.events import ShopClosed, ShopOpened
from src.platform.events.outbox import subscribe
from src.platform.sse import channels
from src.platform.sse.channels import push


@subscribe(UploadMovedOn)
def show_progress(event: UploadMovedOn) -> None:
    facts = asdict(event)
    push(channels.uploads(facts.pop("owner_id")), "upload.progress", {"id": facts.pop("upload_id"), **facts})


@subscribe(ShopClosed)
def close_shop(event: ShopClosed) -> None:
    closing.close_shop(event.seller_id)


@subscribe(ShopOpened)
def open_shop(event: ShopOpened) -> None:
    closing.open_shop(event.seller_id)

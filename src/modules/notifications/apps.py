from src.platform.modules import Module


class NotificationsConfig(Module):
    """Tells people what happened: rows, streams, mails."""

    name = "src.modules.notifications"
    label = "notifications"

from src.platform.modules import Module


class MailConfig(Module):
    """Mail: posted in a transaction, sent by the worker."""

    name = "src.platform.mail"
    label = "mail"

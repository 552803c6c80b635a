from src.platform.modules import Module


class SupportConfig(Module):
    """Escalations to the people who run the shop."""

    name = "src.modules.support"
    label = "support"

from src.platform.modules import Module


class AnalyticsConfig(Module):
    """How the business goes."""

    name = "src.modules.analytics"
    label = "analytics"

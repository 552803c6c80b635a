from src.platform.modules import Module


class IdentityConfig(Module):
    """People: accounts, sessions, roles, profiles, addresses."""

    name = "src.modules.identity"
    label = "identity"

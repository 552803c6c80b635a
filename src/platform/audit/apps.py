from src.platform.modules import Module


class AuditConfig(Module):
    """Who changed what: old and new values, kept by the database, whoever writes."""

    name = "src.platform.audit"
    label = "audit"

    def ready(self) -> None:
        super().ready()
        from src.platform.audit.signing import sign_every_connection

        sign_every_connection()

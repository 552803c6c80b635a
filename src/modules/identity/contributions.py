"""What identity tells the platform."""

from src.modules.identity.services.sessions import role_now
from src.platform.auth.bearer import roles_are_known_by

roles_are_known_by(role_now)

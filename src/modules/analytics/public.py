"""What may be asked of analytics from outside."""

from src.modules.analytics.services import rebuild as rebuild

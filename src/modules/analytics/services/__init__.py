"""Use cases of analytics."""

from src.modules.analytics.services.keeping import count_changes as count_changes
from src.modules.analytics.services.keeping import keep_up as keep_up
from src.modules.analytics.services.keeping import note_change as note_change
from src.modules.analytics.services.keeping import rebuild as rebuild
from src.modules.analytics.services.reporting import series as series
from src.modules.analytics.services.reporting import summary as summary

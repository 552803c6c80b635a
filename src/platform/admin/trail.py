"""From a thing to its history."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class WithTrail:
    """For a ModelAdmin of something audited: its button "History" leads to the audit trail, for changes by all ways."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Django's own history knows the admin alone."""
        which = {"object_type": self.opts.label_lower, "object_id": object_id}  # type: ignore[attr-defined]
        return HttpResponseRedirect(f"{reverse('admin:audit_entry_changelist')}?{urlencode(which)}")

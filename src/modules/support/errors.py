"""Why support says no."""

from src.platform.errors import Forbidden, NotFound


class UnknownTicket(NotFound):
    code, message = "ticket_not_found", "There is no such ticket."


class StaffOnly(Forbidden):
    """Notes among staff, assignment, and most statuses."""

    code, message = "staff_only", "Only an admin does this. You can close your ticket, or open it again."

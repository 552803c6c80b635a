"""Outside services, as they behave."""

"""The catalogue in version 1."""

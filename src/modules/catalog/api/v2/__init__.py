"""The catalogue in version 2."""

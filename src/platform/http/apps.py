from django.apps import AppConfig


class HttpConfig(AppConfig):
    """The conventions of the API."""

    name = "src.platform.http"
    label = "http"

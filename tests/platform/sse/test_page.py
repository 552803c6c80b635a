"""The live page is served, and so are its parts."""

from django.contrib.staticfiles import finders
from django.test import Client


def test_the_live_page_names_parts_that_exist():
    page = Client().get("/demo/").content.decode()

    for part in ("live/demo.js", "live/demo.css"):
        assert f"/static/{part}" in page
        assert finders.find(part) is not None

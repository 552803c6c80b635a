"""Reads product files of any shop into goods. Plain Python: no database, no framework, no network."""

from __future__ import annotations

from .detection import FORMATS, Detected, detect
from .goods import Goods, Image, RowError, UnreadableFile, Variant
from .reading import read

__all__ = ["FORMATS", "Detected", "Goods", "Image", "RowError", "UnreadableFile", "Variant", "detect", "read"]

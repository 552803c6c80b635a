"""Reads product files of any shop into goods. Plain Python: no database, no framework, no network."""

from src.modules.catalog.importing.detection import FORMATS, Detected, detect
from src.modules.catalog.importing.goods import UNCATEGORISED, Goods, Image, RowError, UnreadableFile, Variant
from src.modules.catalog.importing.reading import count_records, read
from src.modules.catalog.importing.unpacking import unpacked

__all__ = [
    "FORMATS",
    "UNCATEGORISED",
    "Detected",
    "Goods",
    "Image",
    "RowError",
    "UnreadableFile",
    "Variant",
    "count_records",
    "detect",
    "read",
    "unpacked",
]

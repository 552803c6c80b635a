"""Refusals of the inventory."""

from src.platform.errors import Conflict, NotFound


class OutOfStock(Conflict):
    """Less is available than asked for. `item`, `requested` and `available` in units."""

    code, message = "insufficient_stock", "There is not enough in stock."


class UnknownStockItem(NotFound):
    """A movement names a stock item that does not exist."""

    code, message = "unknown_stock_item", "There is no such stock item."


class StockChanged(Conflict):
    """The count moved since the caller read it."""

    code, message = "stock_changed", "The stock changed meanwhile: it is {available} now."

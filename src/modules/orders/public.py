"""What other modules may ask of orders."""

from src.modules.orders.selectors import has_bought as has_bought
from src.modules.orders.selectors import summaries as summaries
from src.modules.orders.services.books import contribute_discrepancies as contribute_discrepancies
from src.modules.orders.services.trades import all_trades as all_trades
from src.modules.orders.services.trades import trades as trades

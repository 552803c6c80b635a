"""What other modules may ask of the cart."""

from src.modules.cart.selectors import begun as begun
from src.modules.cart.selectors import discrepancies as discrepancies
from src.modules.cart.selectors import totals_of as totals_of
from src.modules.cart.services import close as close
from src.modules.cart.services import lock_basket as lock_basket

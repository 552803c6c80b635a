"""What other modules may ask of the inventory. All changes join the caller's transaction: at most one a transaction."""

from src.modules.inventory.selectors import discrepancies as discrepancies
from src.modules.inventory.selectors import held as held
from src.modules.inventory.selectors import levels as levels
from src.modules.inventory.selectors import movements as movements
from src.modules.inventory.services import adjust as adjust
from src.modules.inventory.services import open_groups as open_groups
from src.modules.inventory.services import open_items as open_items
from src.modules.inventory.services import receive as receive
from src.modules.inventory.services import release as release
from src.modules.inventory.services import reserve as reserve
from src.modules.inventory.services import sell as sell
from src.modules.inventory.services import set_available as set_available
from src.modules.inventory.services import ship as ship
from src.modules.inventory.services import take_back as take_back

"""What other modules may ask of identity."""

from src.modules.identity.selectors import address_of as address_of
from src.modules.identity.selectors import admins as admins
from src.modules.identity.selectors import erased as erased
from src.modules.identity.selectors import people as people
from src.modules.identity.selectors import people_by_email as people_by_email
from src.modules.identity.selectors import shop_names as shop_names
from src.modules.identity.services.people import enrol as enrol
from src.modules.identity.services.privacy import contribute_erasure as contribute_erasure
from src.modules.identity.services.privacy import contribute_export as contribute_export
from src.modules.identity.services.sessions import contribute_greeting as contribute_greeting

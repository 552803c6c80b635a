"""What other modules may ask of the catalogue.

Changes join the caller's transaction, but for `import_file`, `attach_image` and `describe_categories`,
which are use cases of their own.
"""

from src.modules.catalog.selectors.offers import categories_by_slug as categories_by_slug
from src.modules.catalog.selectors.offers import names as names
from src.modules.catalog.selectors.offers import products_of_items as products_of_items
from src.modules.catalog.selectors.offers import sellables as sellables
from src.modules.catalog.selectors.offers import sellers_of as sellers_of
from src.modules.catalog.selectors.offers import sold_counts as sold_counts
from src.modules.catalog.selectors.offers import variants_by_sku as variants_by_sku
from src.modules.catalog.selectors.offers import variants_of as variants_of
from src.modules.catalog.selectors.offers import variants_of_sku as variants_of_sku
from src.modules.catalog.selectors.reports import scarce as scarce
from src.modules.catalog.services.creation import create_categories as create_categories
from src.modules.catalog.services.creation import create_products as create_products
from src.modules.catalog.services.descriptions import describe_categories as describe_categories
from src.modules.catalog.services.imports.run import import_file as import_file
from src.modules.catalog.services.pictures import attach_image as attach_image
from src.modules.catalog.services.ratings import contribute_opinions as contribute_opinions
from src.modules.catalog.services.ratings import set_rating as set_rating

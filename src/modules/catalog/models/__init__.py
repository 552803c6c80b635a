"""The tables of the catalogue."""

from src.modules.catalog.models.goods import ON_SALE as ON_SALE
from src.modules.catalog.models.goods import RESERVED_SLUGS as RESERVED_SLUGS
from src.modules.catalog.models.goods import Category as Category
from src.modules.catalog.models.goods import Product as Product
from src.modules.catalog.models.goods import ProductCategory as ProductCategory
from src.modules.catalog.models.goods import ProductImage as ProductImage
from src.modules.catalog.models.goods import ProductRating as ProductRating
from src.modules.catalog.models.goods import Revised as Revised
from src.modules.catalog.models.goods import Variant as Variant
from src.modules.catalog.models.uploads import BulkUpload as BulkUpload
from src.modules.catalog.models.uploads import BulkUploadError as BulkUploadError
from src.modules.catalog.models.words import Choice as Choice
from src.modules.catalog.models.words import ChoiceTally as ChoiceTally
from src.modules.catalog.models.words import Counted as Counted
from src.modules.catalog.models.words import Tally as Tally
from src.modules.catalog.models.words import Uncounted as Uncounted
from src.modules.catalog.models.words import Word as Word

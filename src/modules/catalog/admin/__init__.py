"""What staff see of the catalogue, and how they keep it."""

from src.modules.catalog.admin.categories import CategoryAdmin as CategoryAdmin
from src.modules.catalog.admin.products import ProductAdmin as ProductAdmin
from src.modules.catalog.admin.uploads import BulkUploadAdmin as BulkUploadAdmin

"""Version 2, the extended one. One line a mounted router; what v2 does not change is v1's."""

from src.modules.analytics.api.v1 import files
from src.modules.analytics.api.v2 import analytics
from src.modules.catalog.api.v1 import images, stock
from src.modules.catalog.api.v2 import categories, products, search
from src.modules.identity.api.v1 import google, log_in, sign_up
from src.platform.http.api import VersionedAPI
from src.platform.http.keyset import KeysetPages

api = VersionedAPI(version="2", paging=KeysetPages, description="The extended API: cursors, money objects, variants.")

api.add_router("/categories/", categories.router)
api.add_router("/auth/", log_in.router)
api.add_router("/auth/", sign_up.router)
api.add_router("/auth/google/", google.router)
api.add_router("/products/", products.router)
api.add_router("/products/", images.router)
api.add_router("/products/", stock.router)
api.add_router("/search/", search.router)
api.add_router("/analytics/", analytics)
api.add_router("/analytics/", files)

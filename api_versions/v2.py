"""Version 2, the extended one. One line a mounted router; what v2 does not change is v1's."""

from src.modules.analytics.api.v1 import files
from src.modules.analytics.api.v2 import analytics
from src.modules.cart.api.v2 import cart, carts
from src.modules.catalog.api.v1 import uploads
from src.modules.catalog.api.v2 import batches, categories, images, products, search, stock, variants
from src.modules.identity.api.v1 import google, log_in, profile, security, sign_up, users
from src.modules.notifications.api.v1 import notifications
from src.modules.orders.api.v2 import orders
from src.modules.payments.api.v1 import payments
from src.modules.reviews.api.v1 import product_reviews, reviews
from src.modules.support.api.v1 import support
from src.platform.http.api import VersionedAPI
from src.platform.http.documents import money_object
from src.platform.http.keyset import KeysetPages
from src.platform.sse.api import events

api = VersionedAPI(
    version="2",
    paging=KeysetPages,
    amounts=money_object,
    description="The extended API: cursors, money objects, variants.",
)

api.add_router("/categories/", categories.router)
api.add_router("/auth/", log_in.router)
api.add_router("/auth/", sign_up.router)
api.add_router("/auth/", security.router)
api.add_router("/auth/google/", google.router)
api.add_router("/auth/me/", profile.router)
api.add_router("/users/", users.router)
# Before the products: an id is not looked for under the name of a call.
api.add_router("/products/", uploads.router)
api.add_router("/products/", batches.router)
api.add_router("/products/", products.router)
api.add_router("/products/", variants.router)
api.add_router("/products/", images.router)
api.add_router("/products/", stock.router)
api.add_router("/products/", product_reviews)
api.add_router("/reviews/", reviews)
api.add_router("/search/", search.router)
api.add_router("/cart/", cart)
api.add_router("/carts/", carts)
api.add_router("/orders/", orders)
api.add_router("/payments/", payments)
api.add_router("/support/", support)
api.add_router("/analytics/", analytics)
api.add_router("/analytics/", files)
api.add_router("/notifications/", notifications)
api.add_router("/events/", events)

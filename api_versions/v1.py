"""Version 1, the basic one: frozen (tests/contracts/openapi_v1.json). One line a mounted router."""

from src.modules.analytics.api.v1 import analytics, files
from src.modules.cart.api.v1 import cart
from src.modules.catalog.api.v1 import categories, images, products, stock, uploads
from src.modules.identity.api.v1 import google, log_in, profile, security, sign_up, users
from src.modules.notifications.api.v1 import notifications
from src.modules.orders.api.v1 import orders
from src.modules.payments.api.v1 import payments
from src.modules.reviews.api.v1 import product_reviews, reviews
from src.modules.support.api.v1 import support
from src.platform.http.api import VersionedAPI
from src.platform.http.documents import money_text
from src.platform.http.paging import NumberedPages
from src.platform.sse.api import events

api = VersionedAPI(
    version="1", paging=NumberedPages, amounts=money_text, description="The basic API: numbered pages, money as text."
)

api.add_router("/auth/", log_in.router)
api.add_router("/auth/", sign_up.router)
api.add_router("/auth/", security.router)
api.add_router("/auth/google/", google.router)
api.add_router("/auth/me/", profile.router)
api.add_router("/users/", users.router)
api.add_router("/categories/", categories.router)
# Before the products: an id is not looked for under the name of a call.
api.add_router("/products/", uploads.router)
api.add_router("/products/", products.router)
api.add_router("/products/", images.router)
api.add_router("/products/", stock.router)
api.add_router("/products/", product_reviews)
api.add_router("/reviews/", reviews)
api.add_router("/cart/", cart)
api.add_router("/orders/", orders)
api.add_router("/payments/", payments)
api.add_router("/support/", support)
api.add_router("/notifications/", notifications)
api.add_router("/events/", events)
api.add_router("/analytics/", analytics)
api.add_router("/analytics/", files)

"""Django's settings, made from the outside ones (`environment.py`). Modules read them through `django.conf`."""

import os

from src.platform.settings import storage
from src.platform.settings.applications import INSTALLED_APPS as INSTALLED_APPS
from src.platform.settings.applications import MIDDLEWARE as MIDDLEWARE
from src.platform.settings.cache import (
    CACHALOT_ADDITIONAL_SUPPORTED_DATABASES as CACHALOT_ADDITIONAL_SUPPORTED_DATABASES,
)
from src.platform.settings.cache import CACHALOT_CACHE as CACHALOT_CACHE
from src.platform.settings.cache import CACHALOT_CACHE_ITERATORS as CACHALOT_CACHE_ITERATORS
from src.platform.settings.cache import CACHALOT_DATABASES as CACHALOT_DATABASES
from src.platform.settings.cache import CACHALOT_INVALIDATE_RAW as CACHALOT_INVALIDATE_RAW
from src.platform.settings.cache import CACHALOT_ONLY_CACHABLE_TABLES as CACHALOT_ONLY_CACHABLE_TABLES
from src.platform.settings.cache import CACHALOT_QUERY_KEYGEN as CACHALOT_QUERY_KEYGEN
from src.platform.settings.cache import CACHALOT_TIMEOUT as CACHALOT_TIMEOUT
from src.platform.settings.cache import CACHED_FUNCTIONS as CACHED_FUNCTIONS
from src.platform.settings.cache import CACHED_TABLES as CACHED_TABLES
from src.platform.settings.cache import caches
from src.platform.settings.database import databases
from src.platform.settings.environment import ROOT, read_environment
from src.platform.settings.logs import logging_for
from src.platform.settings.queue import queue_for

env = read_environment()

# What Django itself needs
SECRET_KEY = env.SECRET_KEY.get_secret_value()
DEBUG = env.DEBUG
ALLOWED_HOSTS = env.ALLOWED_HOSTS
ROOT_URLCONF = "api_versions.urls"
WSGI_APPLICATION = "src.platform.http.wsgi.application"
AUTH_USER_MODEL = "identity.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_DIR = env.DATA_DIR
LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"
# Paths are tolerated without their slash by our own middleware, without a redirect (POST bodies would be lost).
APPEND_SLASH = False
LOGGING_CONFIG = None
LOGGING = logging_for(env)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # A shop replaces any template by a file of the same name here.
        "DIRS": [DATA_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"mailed_keys": "src.platform.auth.mailed_keys"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# The database. DATABASE_OWNER_URL is for migrations alone, DATABASE_DIRECT_URL for LISTEN and advisory locks.
DATABASE_URL = env.DATABASE_URL.get_secret_value()
DATABASES = databases(env)
DATABASE_OWNER_URL = env.DATABASE_OWNER_URL.get_secret_value() or DATABASE_URL
DATABASE_DIRECT_URL = env.DATABASE_DIRECT_URL.get_secret_value() or DATABASE_URL

# Valkey. Everything in it has a time to live, so that `volatile-lru` can always make room.
CACHE_URL = env.CACHE_URL.get_secret_value()
CACHES = caches(env)
Q_CLUSTER = queue_for(env)

# The admin
UNFOLD = {
    "SITE_TITLE": "Mercer",
    "SITE_HEADER": "Mercer",
    "SITE_SUBHEADER": "Run the shop",
    "SITE_URL": "/api/docs/",
    "SITE_SYMBOL": "storefront",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "src.modules.analytics.admin.shop_dashboard",
}
UNFOLD_SELLERS = {
    **UNFOLD,
    "SITE_SUBHEADER": "Run your shop",
    "DASHBOARD_CALLBACK": "src.modules.analytics.admin.seller_dashboard",
}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
STORAGE = storage.storage_at(env.STORAGE_URL.get_secret_value(), DATA_DIR)
MEDIA_URL = STORAGE.media_url
STORAGES = STORAGE.storages
PUBLIC_URL = env.PUBLIC_URL.rstrip("/")
FRONTEND_URL = env.FRONTEND_URL.rstrip("/")
# The largest body that Django reads into memory; uploads are streamed to disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024

# Mail. Without a server, mails become `.eml` files that any mail program opens.
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if env.EMAIL_HOST else "src.platform.mail.files.EmlFileBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST, EMAIL_PORT = env.EMAIL_HOST or "localhost", env.EMAIL_PORT
EMAIL_HOST_USER = env.EMAIL_HOST_USER
EMAIL_HOST_PASSWORD = env.EMAIL_HOST_PASSWORD.get_secret_value()
EMAIL_USE_TLS = env.EMAIL_USE_TLS
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.DEFAULT_FROM_EMAIL

# Accounts. PBKDF2 is Django's own default, kept first; the iterations are those of the Django release.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/admin/"
# The second factor is allauth's; its secrets are encrypted in the database.
MFA_ADAPTER = "src.platform.auth.second_factor.Adapter"
MFA_TOTP_ISSUER = "Mercer"
# Steps of 30 seconds that an authenticator's clock may be off.
MFA_TOTP_TOLERANCE = 1
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https:")
# The admin's sessions: how long they may rest, and how old they may get.
ADMIN_IDLE, ADMIN_SESSION = env.ADMIN_IDLE_SECONDS, env.ADMIN_SESSION_SECONDS
SESSION_COOKIE_AGE = int(ADMIN_SESSION.total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
ACCESS_TOKEN_LIFETIME = env.ACCESS_TOKEN_SECONDS
REFRESH_TOKEN_LIFETIME = env.REFRESH_TOKEN_SECONDS
REFRESH_REUSE_GRACE = env.REFRESH_REUSE_GRACE_SECONDS
# After this time nobody will prove the address of an account any more: it goes, and the address is free.
UNVERIFIED_ACCOUNT_LIFETIME = env.UNVERIFIED_ACCOUNT_SECONDS
JWT_SIGNING_KEY = env.JWT_SIGNING_KEY.get_secret_value()
# Every value is given: ninja-jwt would else read SIGNING_KEY, ALGORITHM, … from the environment, unprefixed.
NINJA_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": JWT_SIGNING_KEY,
    "VERIFYING_KEY": "",
    "AUDIENCE": "mercer",
    "ISSUER": "mercer",
    "JWK_URL": None,
    "LEEWAY": 0,
    "ACCESS_TOKEN_LIFETIME": ACCESS_TOKEN_LIFETIME,
    "REFRESH_TOKEN_LIFETIME": REFRESH_TOKEN_LIFETIME,
    "UPDATE_LAST_LOGIN": False,
    "USER_ID_FIELD": "id",
    "USER_ID_CLAIM": "sub",
    "TOKEN_TYPE_CLAIM": "typ",
    "JTI_CLAIM": "jti",
}
GOOGLE_CLIENT_ID = env.GOOGLE_CLIENT_ID
GOOGLE_CLIENT_SECRET = env.GOOGLE_CLIENT_SECRET.get_secret_value()
GOOGLE_ISSUER = env.GOOGLE_ISSUER

# The API
NINJA_PAGINATION_MAX_LIMIT = 100
TRUSTED_PROXIES = env.TRUSTED_PROXIES
CORS_ALLOWED_ORIGINS = env.CORS_ALLOWED_ORIGINS
RATE_LIMIT_SCALE = env.RATE_LIMIT_SCALE
# Calls and seconds of each policy, per person, else per client address.
RATE_LIMITS = {
    "login": (30, 60),
    "signup": (10, 60),
    "code": (10, 60),
    "reset": (10, 60),
    "cart": (60, 60),
    "checkout": (20, 60),
    "writes": (300, 60),
    "reviews": (30, 60),
    "tickets": (30, 60),
}
# The same person's mailed codes, reset keys and verification keys, of each kind, in an hour.
MAILED_PROOFS_AN_HOUR = 5
# From then on each failure makes the next try wait longer.
FREE_LOGIN_FAILURES = 10
MAX_BODY_BYTES = 1024 * 1024
MAX_UPLOAD_BYTES = 200 * 1024 * 1024

# The shop
DEFAULT_CURRENCY = env.DEFAULT_CURRENCY
SHOP_TIME_ZONE = env.SHOP_TIME_ZONE
SHIPPING_FLAT = env.SHIPPING_FLAT
TAX_PERCENT = env.TAX_PERCENT
PRICES_INCLUDE_TAX = env.PRICES_INCLUDE_TAX
LOW_STOCK = env.LOW_STOCK
# How long an unpaid order keeps its stock.
ORDER_PAYMENT_TIMEOUT = env.ORDER_PAYMENT_TIMEOUT_SECONDS
# How many unpaid orders one person may hold: each keeps stock from others.
MAX_UNPAID_ORDERS = env.MAX_UNPAID_ORDERS

# Payments
TEST_GATEWAY = env.TEST_GATEWAY
TEST_GATEWAY_SECRET = env.TEST_GATEWAY_SECRET.get_secret_value()
STRIPE_API_KEY = env.STRIPE_API_KEY.get_secret_value()
STRIPE_API_BASE = env.STRIPE_API_BASE
STRIPE_WEBHOOK_SECRET = env.STRIPE_WEBHOOK_SECRET.get_secret_value()

# The demo shop is a guest in the house: an app only where it is shown.
DEMO = env.DEMO
if DEMO:
    INSTALLED_APPS = [*INSTALLED_APPS, "scripts.demo"]
# Statement-level views of single requests: an app, a middleware and pages only where asked for.
SILK = env.SILK
if SILK:
    INSTALLED_APPS = [*INSTALLED_APPS, "silk"]
    MIDDLEWARE = [MIDDLEWARE[0], "silk.middleware.SilkyMiddleware", *MIDDLEWARE[1:]]
    # Silk wants the function itself.
    from src.platform.observability import silk

    SILKY_INTERCEPT_FUNC = silk.is_asked_for
    SILKY_AUTHENTICATION = SILKY_AUTHORISATION = True
    SILKY_MAX_REQUEST_BODY_SIZE = SILKY_MAX_RESPONSE_BODY_SIZE = 1024
    SILKY_MAX_RECORDED_REQUESTS = 10_000
    # EXPLAIN ANALYZE would run every UPDATE and DELETE again.
    SILKY_ANALYZE_QUERIES = False
# /metrics: METRICS opens it to everybody, METRICS_TOKEN to who bears the token.
METRICS, METRICS_TOKEN = env.METRICS, env.METRICS_TOKEN.get_secret_value()
OTEL_EXPORTER_OTLP_ENDPOINT = env.OTEL_EXPORTER_OTLP_ENDPOINT
# prometheus_client reads this when it is imported.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(DATA_DIR / "metrics"))
BASE_DIR = ROOT

"""What is installed, and what a request passes."""

# The order of the house, top first (docs/architecture.md). A new module is given its place here and in pyproject.
MODULES = [
    "src.modules.notifications",
    "src.modules.analytics",
    "src.modules.support",
    "src.modules.reviews",
    "src.modules.orders",
    "src.modules.cart",
    "src.modules.payments",
    "src.modules.catalog",
    "src.modules.inventory",
    "src.modules.identity",
]

PLATFORM = [
    "src.platform.db",
    "src.platform.cache",
    "src.platform.http",
    "src.platform.events",
    "src.platform.tasks",
    "src.platform.mail",
    "src.platform.sse",
    "src.platform.idempotency",
    "src.platform.admin",
    "src.platform.audit",
    "src.platform.observability",
]

VENDORS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "django_q",
    # With one of its patches instead of all: what it caches is never stale, and writes do not pass through it.
    "src.platform.cache.orm.Cachalot",
    # The first without its middleware, which the API would pay for and we do not need (platform.auth.accounts).
    "src.platform.auth.accounts.Accounts",
    "allauth.socialaccount",
    "allauth.mfa",
    # Serves Swagger UI's files from here rather than from a CDN.
    "ninja",
]

# Ours first: `platform.db` has the `migrate` that works as the owner of the tables.
INSTALLED_APPS = [*PLATFORM, *MODULES, *VENDORS]

# The API passes the first alone; Django's seven are for pages with sessions and forms (they would cost it a third).
MIDDLEWARE = [
    "src.platform.http.middleware.Conventions",
    "src.platform.http.site.Security",
    "src.platform.http.site.Sessions",
    "src.platform.http.site.Common",
    "src.platform.http.site.CsrfProtection",
    "src.platform.http.site.Authentication",
    "src.platform.http.site.SessionLimits",
    "src.platform.http.site.Messages",
    "src.platform.http.site.FrameProtection",
]

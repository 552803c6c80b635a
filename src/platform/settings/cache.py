"""Valkey, and which of the ORM's reads are cached (decision 25)."""

from src.platform.settings.environment import Environment


def caches(env: Environment) -> dict[str, object]:
    """`default` is shared by all processes; `orm` is each one's own memory: Valkey says whether it is still true."""
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.CACHE_URL.get_secret_value(),
            "TIMEOUT": 300,
            # A hung Valkey costs a quarter of a second, not redis-py's five.
            "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
        },
        "orm": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "orm",
            "OPTIONS": {"MAX_ENTRIES": 200},
        },
    }


# Tables whose rows decide nothing (no money, stock, log-in, right), with the scope that ends with ANY change of them.
CACHED_TABLES = {"catalog_category": "catalog.categories"}
# What their queries may call beside PostgreSQL's own (`cache.orm`): of the same arguments always the same.
CACHED_FUNCTIONS = ["catalog_fold", "catalog_instant", "row_to_json"]

CACHALOT_CACHE = "orm"
CACHALOT_DATABASES = ["default"]
# It is Django's own, but for its cursors (`platform.db.postgresql`).
CACHALOT_ADDITIONAL_SUPPORTED_DATABASES = {"src.platform.db.postgresql"}
CACHALOT_TIMEOUT = 300
CACHALOT_ONLY_CACHABLE_TABLES = list(CACHED_TABLES)
CACHALOT_QUERY_KEYGEN = "src.platform.cache.orm.key_of"
CACHALOT_CACHE_ITERATORS = False
# The database's triggers say what changed, for plain SQL too: writes do not pass through cachalot.
CACHALOT_INVALIDATE_RAW = False

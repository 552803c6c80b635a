"""Every setting that comes from outside: the environment, or `.env`. Read once, typed, explained in `.env.example`."""

import sys
from datetime import timedelta
from decimal import Decimal
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, NoReturn
from zoneinfo import ZoneInfo

from iso4217 import Currency
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from src.platform.settings import storage

ROOT = Path(__file__).resolve().parents[3]


def _listed(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _currency(code: str) -> str:
    if Currency(code).exponent is None:
        raise ValueError(f"{code} has no minor units")
    return code


def _zone(name: str) -> str:
    return ZoneInfo(name).key


Listed = Annotated[list[str], NoDecode, BeforeValidator(_listed)]
Networks = Annotated[list[IPv4Network | IPv6Network], NoDecode, BeforeValidator(_listed)]


def _seconds(value: object) -> object:
    """The environment knows only text, and pydantic takes text for ISO 8601's durations."""
    return float(value) if isinstance(value, str) else value


Duration = Annotated[timedelta, BeforeValidator(_seconds)]
Seconds = Annotated[Duration, Field(gt=timedelta(0))]


class Environment(BaseSettings):
    """The outside settings with their defaults. Names are those of the environment's variables."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_ignore_empty=True, extra="ignore", case_sensitive=True, hide_input_in_errors=True
    )

    # Secrets
    SECRET_KEY: SecretStr = Field(min_length=32)
    JWT_SIGNING_KEY: SecretStr = Field(min_length=32)
    TEST_GATEWAY_SECRET: SecretStr = SecretStr("")
    STRIPE_API_KEY: SecretStr = SecretStr("")
    STRIPE_WEBHOOK_SECRET: SecretStr = SecretStr("")
    GOOGLE_CLIENT_SECRET: SecretStr = SecretStr("")
    EMAIL_HOST_PASSWORD: SecretStr = SecretStr("")

    # Where things are
    DATA_DIR: Path = ROOT / ".data"
    DATABASE_URL: SecretStr
    DATABASE_OWNER_URL: SecretStr = SecretStr("")
    DATABASE_DIRECT_URL: SecretStr = SecretStr("")
    PREPARED_STATEMENTS: bool = True
    CACHE_URL: SecretStr
    STORAGE_URL: Annotated[SecretStr, AfterValidator(storage.checked)] = SecretStr("")
    PUBLIC_URL: str = "http://127.0.0.1:8000"
    FRONTEND_URL: str = "http://127.0.0.1:8000"

    # Who may talk to the shop
    DEBUG: bool = False
    ALLOWED_HOSTS: Listed = ["localhost", "127.0.0.1", "[::1]"]
    TRUSTED_PROXIES: Networks = []
    CORS_ALLOWED_ORIGINS: Listed = []
    RATE_LIMIT_SCALE: Annotated[float, Field(ge=0)] = 1.0

    # Sessions
    ACCESS_TOKEN_SECONDS: Annotated[Seconds, Field(le=timedelta(hours=1))] = timedelta(minutes=5)
    REFRESH_TOKEN_SECONDS: Seconds = timedelta(days=30)
    REFRESH_REUSE_GRACE_SECONDS: Annotated[Duration, Field(ge=timedelta(0))] = timedelta(seconds=10)
    ADMIN_IDLE_SECONDS: Seconds = timedelta(minutes=30)
    ADMIN_SESSION_SECONDS: Seconds = timedelta(hours=12)
    UNVERIFIED_ACCOUNT_SECONDS: Seconds = timedelta(days=7)
    GOOGLE_CLIENT_ID: str = ""
    GOOGLE_ISSUER: str = "https://accounts.google.com"

    # Mail
    EMAIL_HOST: str = ""
    EMAIL_PORT: Annotated[int, Field(ge=1, le=65535)] = 25
    EMAIL_HOST_USER: str = ""
    EMAIL_USE_TLS: bool = False
    DEFAULT_FROM_EMAIL: str = "Mercer <shop@localhost>"

    # The shop
    DEFAULT_CURRENCY: Annotated[str, AfterValidator(_currency)] = "EUR"
    SHOP_TIME_ZONE: Annotated[str, AfterValidator(_zone)] = "UTC"
    SHIPPING_FLAT: Annotated[Decimal, Field(ge=0, le=Decimal("99999999.99"))] = Decimal(0)
    TAX_PERCENT: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(0)
    PRICES_INCLUDE_TAX: bool = True
    ORDER_PAYMENT_TIMEOUT_SECONDS: Seconds = timedelta(minutes=30)
    MAX_UNPAID_ORDERS: Annotated[int, Field(ge=1)] = 20
    LOW_STOCK: Annotated[int, Field(ge=0)] = 5

    # Payments
    TEST_GATEWAY: bool = False
    STRIPE_API_BASE: str = "https://api.stripe.com"

    # Processes and what they say
    DEMO: bool = False
    LOG_FORMAT: Literal["json", "console"] = "json"
    SILK: bool = False
    METRICS: bool = False
    METRICS_TOKEN: SecretStr = SecretStr("")
    OTEL_EXPORTER_OTLP_ENDPOINT: str = ""
    WEB_WORKERS: Annotated[int, Field(ge=1, le=64)] = 2
    TASK_WORKERS: Annotated[int, Field(ge=1, le=64)] = 2


def read_environment() -> Environment:
    """The settings, or, where one is missing or unreadable, one line a setting on standard error and exit code 2."""
    try:
        return Environment()
    except ValidationError as error:
        _stop(error)


def _stop(error: ValidationError) -> NoReturn:
    for problem in error.errors():
        name = ".".join(str(part) for part in problem["loc"])
        print(f"setting {name}: {problem['msg']}. See .env.example.", file=sys.stderr)
    raise SystemExit(2)

"""Shapes of the accounts' calls."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from src.platform.auth.principal import Role
from src.platform.http.addresses import Phone
from src.platform.http.email import Email
from src.platform.http.schemas import Body

Password = Annotated[str, Field(min_length=1, max_length=1024)]
# A secret that we made: what is longer cannot be one.
Key = Annotated[str, Field(min_length=1, max_length=512)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]
PersonName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=150)]


class ProfileOut(Schema):
    id: UUID
    email: str
    email_verified: bool
    name: str
    phone: str
    role: Role
    date_joined: datetime


class TokensOut(Schema):
    """`access` goes into `Authorization: Bearer …`; `refresh` is good for one `auth/refresh/`."""

    access: str
    refresh: str


class SignedInOut(TokensOut):
    user: ProfileOut


class LogInIn(Body):
    """`otp`: a TOTP or recovery code, where a second factor is enrolled."""

    email: Email
    password: Password
    otp: Code | None = None


class RefreshIn(Body):
    refresh: Key


class ProfileIn(Body):
    name: PersonName | None = None
    phone: Phone | None = None

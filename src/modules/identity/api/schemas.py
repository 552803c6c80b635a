"""Shapes of the accounts' calls."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints, ValidationError, model_validator

from src.platform.auth.principal import Role
from src.platform.errors import Unprocessable
from src.platform.http.addresses import AddressIn, Phone
from src.platform.http.email import Email
from src.platform.http.schemas import Body, Flag, Line
from src.platform.http.validation import field_errors

Password = Annotated[str, Field(min_length=1, max_length=1024)]
# A secret that we or a provider made: what is longer cannot be one.
Key = Annotated[str, Field(min_length=1, max_length=512)]
ProviderToken = Annotated[str, Field(min_length=1, max_length=8192)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]
PersonName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=150)]
ShopName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=150)]
Otp = Annotated[Code | None, Field(description="A TOTP or recovery code, where a second factor is enrolled.")]


class ProfileOut(Schema):
    id: UUID
    email: str
    email_verified: bool
    name: str
    phone: str
    role: Role
    date_joined: datetime


class UserOut(ProfileOut):
    """An account as admins see it."""

    is_active: bool
    seller_approved: bool
    shop_name: str


class TokensOut(Schema):
    """`access` goes into `Authorization: Bearer …`; `refresh` is good for one `auth/refresh/`."""

    access: str
    refresh: str


class SignedInOut(TokensOut):
    user: ProfileOut


class SignUpIn(Body):
    email: Email
    password: Password
    name: PersonName = ""
    phone: Phone = ""
    role: Literal["customer", "seller"] = "customer"


class SignedUpOut(Schema):
    """The same whether the address had an account: what is true, its owner reads in the mail."""

    email: str
    email_verified: Literal[False] = False


class KeyIn(Body):
    key: Key


class EmailIn(Body):
    email: Email


class AcceptedOut(Schema):
    """Done later, or not at all: the mail says it, to the owner of the address alone."""

    detail: str = "If there is something to do, a mail is on its way."


class LogInIn(Body):
    email: Email
    password: Password
    otp: Otp = None


class CodeLogInIn(Body):
    email: Email
    code: Code
    otp: Otp = None


class GoogleLogInIn(Body):
    """Exactly one of the three: what a front end got from Google, or the `code` at the end of the redirect flow."""

    id_token: ProviderToken | None = None
    access_token: ProviderToken | None = None
    code: Key | None = None
    otp: Otp = None

    @model_validator(mode="after")
    def exactly_one(self) -> Self:
        if [self.id_token, self.access_token, self.code].count(None) != 2:
            raise ValueError("Send one of id_token, access_token and code.")
        return self


class GoogleReturn(Schema):
    """What the provider tells us by way of the browser."""

    state: Annotated[str, Field(max_length=512)] = ""
    code: Annotated[str, Field(max_length=2048)] = ""
    error: Annotated[str, Field(max_length=200)] = ""


class RefreshIn(Body):
    refresh: Key


class ResetIn(Body):
    key: Key
    password: Password


class PasswordChangeIn(Body):
    old_password: Password
    new_password: Password


class EmailChangeIn(Body):
    password: Password
    new_email: Email


class ProfileIn(Body):
    name: PersonName | None = None
    phone: Phone | None = None


class EraseIn(Body):
    """`password`, if the log-in is older than ten minutes."""

    password: Password | None = None


class SellerRequestIn(Body):
    shop_name: ShopName


class AddressOut(Schema):
    id: UUID
    full_name: str
    line1: str
    line2: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str
    is_default: bool


class OwnAddressIn(AddressIn):
    is_default: Flag = False


class AddressPatchIn(Body):
    """The fields to change; the whole is checked by the rules of its country."""

    full_name: Line | None = None
    line1: Line | None = None
    line2: str | None = None
    city: Line | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None
    is_default: Flag | None = None

    def applied_to(self, address: object) -> OwnAddressIn:
        """The address as it will be. Raises Unprocessable if that is none."""
        standing = AddressOut.from_orm(address).model_dump(exclude={"id"})
        try:
            return OwnAddressIn.model_validate(standing | self.model_dump(exclude_unset=True))
        except ValidationError as error:
            raise Unprocessable(errors=field_errors(dict(one) for one in error.errors())) from error


class SessionOut(Schema):
    """Where somebody is signed in. `current`: by this very token."""

    id: UUID
    created_at: datetime
    last_used_at: datetime
    user_agent: str
    address: str | None
    current: bool


class EnrolmentOut(Schema):
    """For an authenticator: typed in, or as a QR code of `uri`."""

    secret: str
    uri: str


class CodeIn(Body):
    code: Code


class RecoveryCodesOut(Schema):
    """Shown this once. Each signs in once, in place of the authenticator."""

    recovery_codes: list[str]


class UserIn(Body):
    """Without a password, its owner sets one by a reset."""

    email: Email
    password: Password | None = None
    name: PersonName = ""
    phone: Phone = ""
    role: Role = Role.CUSTOMER
    shop_name: PersonName = ""


class UserPatchIn(Body):
    role: Role | None = None
    is_active: Flag | None = None
    seller_approved: Flag | None = None


class UsersQuery(Schema):
    search: Annotated[str, Field(max_length=200)] = ""
    role: Role | None = None

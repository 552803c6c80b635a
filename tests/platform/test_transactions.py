"""One transaction a use case, and a step that refuses to stand alone."""

import pytest
from django.db import connection, transaction

from src.platform.db.transactions import NoTransaction, atomic, inside_transaction

pytestmark = pytest.mark.django_db


def test_a_step_joins_the_transaction_of_its_use_case():
    @inside_transaction
    def step() -> bool:
        return connection.in_atomic_block

    assert atomic(step)() is True


def test_a_step_refuses_to_run_alone():
    with pytest.raises(NoTransaction):
        inside_transaction(lambda: None)()


@pytest.mark.django_db(transaction=True)
def test_a_use_case_refuses_to_be_half_of_another():
    with pytest.raises(RuntimeError), transaction.atomic():
        atomic(lambda: None)()

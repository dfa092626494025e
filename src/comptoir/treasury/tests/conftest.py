from types import SimpleNamespace

import pytest


@pytest.fixture
def bank(world: SimpleNamespace) -> SimpleNamespace:
    """The small world with an account to transfer money to."""
    from comptoir.payments import facade as payments
    from comptoir.project import founding
    from comptoir.treasury.tests.statements import IBAN

    payments.set_bank_account(
        founding.ENTITY, holder="Maison Coste SAS", iban=IBAN, bic="", currency="EUR", origin=founding.origin(),
        now=world.now,
    )  # fmt: skip
    return world

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.org import LegalEntityDescribed
from comptoir.kit import cache, locks
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import identity
from comptoir.org.contracts import LegalIdentity
from comptoir.org.models import LegalEntity


def describe_legal_entity(code: str, wanted: LegalIdentity, *, origin: Origin, now: datetime) -> None:
    """Who sells, as invoices and the legal notice say it from now on; what was issued keeps what it said.

    Refuses Invalid and NotFound.
    """
    wanted = identity.tidied(wanted)
    if errors := identity.errors(wanted):
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("legal_entity", code))
        entity = LegalEntity.objects.filter(code=code).first()
        if entity is None:
            raise NotFound()
        LegalEntity.objects.filter(id=entity.id).update(
            name=wanted.name, country=wanted.country, legal_form=wanted.legal_form,
            capital_minor=wanted.capital.minor, capital_currency=wanted.capital.currency, siren=wanted.siren,
            siret=wanted.siret, vat_number=wanted.vat_number, register_city=wanted.register_city,
            street=wanted.street, postcode=wanted.postcode, city=wanted.city, email=wanted.email,
            phone=wanted.phone, iban=wanted.iban, bic=wanted.bic, timezone=wanted.timezone,
            director=wanted.director, host=wanted.host, mediator=wanted.mediator,
        )  # fmt: skip
        word = LegalEntityDescribed(legal_entity_id=entity.id, code=code)
        journal.append(word, origin=origin, occurred_at=now)
    cache.forget()

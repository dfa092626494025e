from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.org import LegalEntityRegistered
from comptoir.kit import cache, locks
from comptoir.kit.refusals import Invalid
from comptoir.org import rules
from comptoir.org.errors import CodeTaken
from comptoir.org.models import LegalEntity


def register_legal_entity(
    *,
    code: str,
    name: str,
    country: str,
    vat_number: str = "",
    registration: str = "",
    street: str = "",
    postcode: str = "",
    city: str = "",
    email: str = "",
    origin: Origin,
    now: datetime,
) -> UUID:
    """The company that will sell. Refuses Invalid and CodeTaken."""
    errors = rules.code_errors(code)
    if not rules.is_country(country):
        errors["country"] = _("Give the country by its two letters of ISO 3166-1.")
    if not name.strip():
        errors["name"] = _("Give a name.")
    if errors:
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("legal_entity", code))
        if LegalEntity.objects.filter(code=code).exists():
            raise CodeTaken(value=code)
        entity = LegalEntity.objects.create(
            code=code,
            name=name.strip(),
            country=country,
            vat_number=vat_number,
            registration=registration,
            street=street,
            postcode=postcode,
            city=city,
            email=email,
        )
        word = LegalEntityRegistered(legal_entity_id=entity.id, code=code, country=country)
        journal.append(word, origin=origin, occurred_at=now)
    cache.forget()
    return entity.id

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.org import PlaceOpened
from comptoir.kit import cache, locks
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised
from comptoir.org import queries, rules
from comptoir.org.contracts import PlaceInfo
from comptoir.org.errors import CodeTaken
from comptoir.org.models import LegalEntity, Location


def open_place(
    *,
    code: str,
    kind: str,
    name: Localised,
    legal_entity: str,
    street: str = "",
    postcode: str = "",
    city: str = "",
    country: str = "FR",
    timezone: str = "Europe/Paris",
    ships: bool = True,
    collects: bool = False,
    opening: Mapping[int, Sequence[rules.Span]] | None = None,
    closed_on: Iterable[date] = (),
    position: int = 0,
    origin: Origin,
    now: datetime,
) -> PlaceInfo:
    """A warehouse or shop; `opening` as in PlaceInfo. Refuses Invalid, NotFound (legal entity), CodeTaken."""
    errors = rules.code_errors(code) | rules.timezone_errors(timezone) | rules.opening_errors(opening or {})
    if kind not in Location.Kind.values:
        errors["kind"] = _("A place is a warehouse or a shop.")
    if not rules.is_country(country):
        errors["country"] = _("Give the country by its two letters of ISO 3166-1.")
    if errors:
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("place", code))
        entity = LegalEntity.objects.filter(code=legal_entity).first()
        if entity is None:
            raise NotFound()
        if Location.objects.filter(code=code).exists():
            raise CodeTaken(value=code)
        place = Location.objects.create(
            code=code,
            kind=kind,
            name=name,
            legal_entity=entity,
            street=street,
            postcode=postcode,
            city=city,
            country=country,
            timezone=timezone,
            ships=ships,
            collects=collects,
            opening=rules.store_opening(opening or {}),
            closed_on=sorted(day.isoformat() for day in closed_on),
            position=position,
        )
        word = PlaceOpened(place_id=place.id, code=code, kind=kind)
        journal.append(word, origin=origin, occurred_at=now)
    cache.forget()
    return queries.place_info(place)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.org import PlaceHoursSet
from comptoir.kit import cache, locks
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import rules
from comptoir.org.models import Location


def set_hours(
    code: str,
    *,
    opening: Mapping[int, Sequence[rules.Span]],
    special: Mapping[date, Sequence[rules.Span]],
    origin: Origin,
    now: datetime,
) -> None:
    """When a place is open: by weekday, and on single days (`special`, without hours it is closed then), which go
    before weekdays and public holidays. What was promised stays promised. Refuses Invalid, NotFound."""
    errors = rules.opening_errors(opening) | rules.special_errors(special)
    if errors:
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("place", code))
        place = Location.objects.filter(code=code).first()
        if place is None:
            raise NotFound()
        place.opening, place.special = rules.store_opening(opening), rules.store_special(special)
        place.save(update_fields=["opening", "special"])
        journal.append(PlaceHoursSet(place_id=place.id, code=code), origin=origin, occurred_at=now)
    cache.forget()

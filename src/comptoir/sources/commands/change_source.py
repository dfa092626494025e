from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.sources import SourceChanged
from comptoir.kit import cache, locks
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import facade as org
from comptoir.sources import queries, rules
from comptoir.sources.contracts import SourceDraft
from comptoir.sources.models import Source


def change_source(source_id: UUID, draft: SourceDraft, *, origin: Origin, now: datetime) -> None:
    """Describe it anew. Refuses Invalid and NotFound (source, storefront)."""
    if errors := rules.draft_errors(draft):
        raise Invalid(errors)
    face = org.storefront(draft.storefront)
    wanted = {
        "name": draft.name.strip(),
        "storefront": face.code,
        "market": face.market.code,
        "legal_entity": face.market.legal_entity,
        "channel": draft.channel.strip(),
        "regime": draft.regime,
        "origins": list(draft.origins),
        "plan": queries.plain_plan(draft.plan),
    }
    with transaction.atomic(durable=True):
        locks.hold(("source", source_id))
        row = Source.objects.filter(id=source_id).first()
        if row is None:
            raise NotFound()
        changed = [name for name, value in wanted.items() if getattr(row, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(row, name, wanted[name])
        row.save(update_fields=changed)
        word = SourceChanged(source_id=source_id, code=row.code, changed=changed, regime=draft.regime)
        journal.append(word, origin=origin, occurred_at=now)
    cache.forget()

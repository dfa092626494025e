from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.sources import SourceOpened
from comptoir.kit import cache, ids, locks
from comptoir.kit.refusals import Invalid
from comptoir.org import facade as org
from comptoir.sources import queries, rules
from comptoir.sources.contracts import SourceDraft, SourceInfo
from comptoir.sources.errors import SourceExists
from comptoir.sources.models import Source


def open_source(
    code: str, draft: SourceDraft, *, own: bool = False, origin: Origin, now: datetime
) -> SourceInfo:
    """Who may report from now on, with a write key; `own` for the storefront's own script, one a storefront.

    Refuses Invalid, NotFound (storefront) and SourceExists (code, or a second own source).
    """
    if errors := rules.code_errors(code) | rules.draft_errors(draft):
        raise Invalid(errors)
    face = org.storefront(draft.storefront)
    with transaction.atomic(durable=True):
        locks.hold(("source", code))
        known = Source.objects.filter(code=code) | Source.objects.filter(own=True, storefront=face.code if own else "")
        if known.exists():
            raise SourceExists()
        row = Source.objects.create(
            code=code,
            name=draft.name.strip(),
            storefront=face.code,
            market=face.market.code,
            legal_entity=face.market.legal_entity,
            own=own,
            channel=draft.channel.strip(),
            regime=draft.regime,
            origins=list(draft.origins),
            plan=queries.plain_plan(draft.plan),
            write_key=ids.public_code(24),
            created_at=now,
        )
        journal.append(SourceOpened(source_id=row.id, code=code, regime=draft.regime), origin=origin, occurred_at=now)
    cache.forget()
    return queries.info(row)

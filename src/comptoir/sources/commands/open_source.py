from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.sources import SourceOpened
from comptoir.kit import cache, locks
from comptoir.kit.refusals import Invalid
from comptoir.org import facade as org
from comptoir.sources import queries, rules
from comptoir.sources.contracts import Kind, SourceDraft, SourceInfo
from comptoir.sources.errors import SourceExists
from comptoir.sources.keys import new_key
from comptoir.sources.models import Source


def open_source(
    code: str, draft: SourceDraft, *, own: bool = False, kind: Kind = "public", origin: Origin, now: datetime
) -> SourceInfo:
    """Who may report from now on, with a write key; `own` for the storefront's own script, one a storefront. A server
    gets a secret, which the answer says as `write_key` this once.

    Refuses Invalid, NotFound (storefront) and SourceExists (code, or a second own source).
    """
    if errors := rules.code_errors(code) | rules.draft_errors(draft):
        raise Invalid(errors)
    face = org.storefront(draft.storefront)
    shown, kept = new_key(kind)
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
            kind=kind,
            write_key=kept,
            created_at=now,
        )
        journal.append(SourceOpened(source_id=row.id, code=code, regime=draft.regime), origin=origin, occurred_at=now)
    cache.forget()
    return replace(queries.info(row), write_key=shown)

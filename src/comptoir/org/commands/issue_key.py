from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.org import ApiKeyIssued
from comptoir.kit import ids, locks
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import queries, rules
from comptoir.org.contracts import ApiKeyInfo
from comptoir.org.models import ApiKey, Storefront


def issue_key(
    name: str, channel: str, storefront: str, scopes: Iterable[str], *, origin: Origin, now: datetime
) -> tuple[ApiKeyInfo, str]:
    """A new key `ck_<prefix>_<secret>` for a channel of a storefront. The second value is the key itself: it
    is shown once and not kept. Refuses Invalid (name, channel, scopes) and NotFound (storefront)."""
    wanted = sorted(set(scopes))
    errors = rules.code_errors(channel, field="channel")
    if not name.strip():
        errors["name"] = _("Give a name.")
    if not wanted or not set(wanted) <= set(rules.SCOPES):
        errors["scopes"] = _("Choose at least one of: %(scopes)s.") % {"scopes": ", ".join(rules.SCOPES)}
    if errors:
        raise Invalid(errors)
    prefix = ids.public_code(10).lower()
    key = f"ck_{prefix}_{ids.secret_token()}"
    identity = ids.uuid7()
    with transaction.atomic(durable=True):
        locks.hold(("api_key", identity))
        face = Storefront.objects.filter(code=storefront).first()
        if face is None:
            raise NotFound()
        row = ApiKey.objects.create(
            id=identity,
            name=name.strip(),
            prefix=prefix,
            digest=rules.digest(key),
            channel=channel,
            storefront=face,
            scopes=wanted,
            created_at=now,
        )
        word = ApiKeyIssued(key_id=row.id, prefix=prefix, scopes=wanted)
        journal.append(word, origin=origin, occurred_at=now)
    return queries.key_info(row), key

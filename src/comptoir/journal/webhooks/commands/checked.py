"""What opening and changing an endpoint refuse alike."""

from __future__ import annotations

from django.conf import settings

from comptoir.journal.contracts import EndpointDraft
from comptoir.journal.errors import WebhookAddressRefused
from comptoir.journal.rules import type_of
from comptoir.journal.webhooks import rules
from comptoir.kit import outside
from comptoir.kit.refusals import Invalid


def refuse_wrong(draft: EndpointDraft) -> None:
    """Refuses Invalid by field, and WebhookAddressRefused: looks the host up, so no transaction may be open."""
    types = {type_of(word.NAME) for word in rules.told_words()}
    if errors := rules.draft_errors(draft, types):
        raise Invalid(errors)
    try:
        outside.check(draft.address, local=settings.WEBHOOKS_LOCAL)
    except outside.Unfit as refused:
        raise WebhookAddressRefused(reason=str(refused)) from refused
    except outside.Unreachable as trouble:
        raise WebhookAddressRefused(reason="unknown_host") from trouble

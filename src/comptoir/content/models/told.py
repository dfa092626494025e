"""What shoppers see changes in one place, and is told there.

Wagtail publishes and takes offline by actions that its screens, its timer, its workflows and its bulk screens call
each in their own way; some pass by `publish()` and `unpublish()` of the model (7.4: the buttons of a page itself). All
of them end in `save()`, which is why this one is overridden here, and only here.
"""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from wagtail.log_actions import get_active_log_context

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.kit import clock
from comptoir.kit.ids import uuid7
from comptoir.org import facade as org

Seen = tuple[Any, ...] | None


class Told(models.Model):
    """Journals, in the transaction that saves, what becomes visible or goes. The person is whoever Wagtail's log names;
    without one it was the timer, or the system."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            before = self._seen()
            saved = super().save(*args, **kwargs)
            words = self.tell(before, self._seen())
            if words:
                journal.append(*words, origin=acting(), occurred_at=clock.now())
        return saved

    def _seen(self) -> Seen:
        """What shoppers see of it as the database has it; None when nothing."""
        if self.pk is None:
            return None
        rows: Any = type(self)._default_manager
        rows = rows.filter(pk=self.pk, live=True)
        return rows.values_list(*self.seen_fields).first()

    seen_fields: tuple[str, ...] = ("live_revision_id",)

    def tell(self, before: Seen, after: Seen) -> list[Word]:
        """The words for this change: none when shoppers see what they saw."""
        raise NotImplementedError


def acting() -> Origin:
    """Where the journal says that a change of content came from."""
    user = get_active_log_context().user
    # A shop that is not founded yet has no storefront, but may have content.
    place = next(iter(org.storefronts().values()), None)
    return Origin(
        actor=f"staff:{user.pk}" if user else "system:content",
        channel="backoffice",
        correlation=uuid7(),
        market=place.market.code if place else None,
        legal_entity=place.market.legal_entity if place else None,
        storefront=place.code if place else None,
    )

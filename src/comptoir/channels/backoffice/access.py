"""Django's permissions, asked by screen and action; the language and the origin of what a person does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.permission_policies.base import BasePermissionPolicy

from comptoir.channels.backoffice import rules
from comptoir.journal.contracts import Origin
from comptoir.kit.ids import uuid7
from comptoir.org import facade as org
from comptoir.org.contracts import MarketInfo


def may(user: Any, screen: str, action: str) -> bool:
    """Whether an account may do `action` on `screen`."""
    if not user.is_active:
        return False
    permission = rules.right(screen, action)
    return user.is_superuser or (permission is not None and user.has_perm(permission))


class ScreenPolicy(BasePermissionPolicy):
    """What Wagtail's views ask before they answer."""

    def __init__(self, model: Any, screen: str) -> None:
        super().__init__(model)
        self.screen = screen

    def user_has_permission(self, user: Any, action: str) -> bool:
        return may(user, self.screen, action)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        wanted = {rules.right(self.screen, action) for action in actions} - {None}
        accounts = get_user_model()._default_manager.filter(is_active=True)
        return accounts.filter(pk__in=[a.pk for a in accounts if a.is_superuser or wanted & a.get_all_permissions()])


def market() -> MarketInfo:
    """The market that the back office works in: that of the first storefront."""
    return org.storefront(None).market


def origin(request: HttpRequest) -> Origin:
    """Where the journal says that an action of the staff came from."""
    place = org.storefront(None)
    return Origin(
        actor=f"staff:{request.user.pk}",
        channel="backoffice",
        correlation=getattr(request, "request_id", None) or uuid7(),
        market=place.market.code,
        legal_entity=place.market.legal_entity,
        storefront=place.code,
    )


def locale() -> str:
    """The language of the person at the screen: fr or en."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"

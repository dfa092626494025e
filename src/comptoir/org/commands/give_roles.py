from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.org import RolesGiven
from comptoir.kit import locks
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org.models import Account
from comptoir.org.roles import ADMINISTRATOR, ROLES


def give_roles(account_id: UUID, *, roles: Sequence[str], origin: Origin, now: datetime) -> None:
    """The account has these roles and no others from now on. Refuses Invalid (unknown role) and NotFound."""
    if errors := role_errors(roles):
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("account", account_id))
        give_roles_here(account_id, roles=roles, origin=origin, now=now)


def give_roles_here(account_id: UUID, *, roles: Sequence[str], origin: Origin, now: datetime) -> None:
    """The same in the caller's transaction, which holds the account."""
    if errors := role_errors(roles):
        raise Invalid(errors)
    account = Account.objects.filter(id=account_id).first()
    if account is None:
        raise NotFound()
    set_roles(account, roles)
    word = RolesGiven(account_id=account_id, roles=sorted(roles))
    journal.append(word, origin=origin, occurred_at=now)


def role_errors(roles: Sequence[str]) -> dict[str, str]:
    if set(roles) <= set(ROLES):
        return {}
    return {"roles": _("This role does not exist.")}


def set_roles(account: Account, roles: Sequence[str]) -> None:
    """Groups, and what follows from them, in the caller's transaction."""
    account.is_staff = bool(roles)
    account.is_superuser = ADMINISTRATOR in roles
    account.save(update_fields=["is_staff", "is_superuser"])
    account.groups.set([_group(role) for role in roles])


def _group(role: str) -> Group:
    """The role's group with the permissions that `roles.py` gives it now."""
    group, _made = Group.objects.get_or_create(name=role)
    named = Permission.objects.annotate(full=Concat("content_type__app_label", Value("."), "codename"))
    found = dict(named.filter(full__in=ROLES[role]).values_list("full", "id"))
    if missing := set(ROLES[role]) - set(found):
        raise LookupError(f"role {role} names permissions that do not exist: {sorted(missing)}")
    group.permissions.set(found.values())
    return group

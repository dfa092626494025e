"""What the accounts write to people: codes, invitations, warnings. Text only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts import sealed
from comptoir.accounts.models import MailedCode
from comptoir.org import facade as org


def send_code(ask_id: UUID) -> None:
    """To come in, or to prove a new e-mail."""
    row = MailedCode.objects.get(id=ask_id)
    code = sealed.mailed_code(row.id)
    with translation.override(row.locale):
        shown = f"{code[:4]} {code[4:]}"
        subject = _("%(code)s is your code · %(shop)s") % {"code": shown, "shop": _shop()}
        link = _address("link", row.locale, link=sealed.mailed_link(row.id)) if row.purpose == "enter" else ""
        _send(row.email, subject, "code", {"code": shown, "link": link, "purpose": row.purpose})


def send_invitation(ask_id: UUID) -> None:
    row = MailedCode.objects.get(id=ask_id)
    with translation.override(row.locale):
        subject = _("Your access to the back office · %(shop)s") % {"shop": _shop()}
        link = _address("link", row.locale, link=sealed.mailed_link(row.id))
        _send(row.email, subject, "invitation", {"link": link, "again": _address("account", row.locale)})


def send_warning(account_id: UUID, locale: str) -> None:
    """To the present e-mail: somebody asked for another."""
    person = org.account(account_id)
    with translation.override(locale):
        subject = _("A change of your e-mail was asked for · %(shop)s") % {"shop": _shop()}
        _send(person.email, subject, "warning", {"address": _address("account", locale)})


def _send(to: str, subject: str, template: str, values: dict[str, Any]) -> None:
    body = render_to_string(f"accounts/mail/{template}.txt", values | {"shop": _shop()})
    EmailMessage(subject=subject, body=body, to=[to]).send()


def _shop() -> str:
    return org.storefront(None).name


def _address(page: str, locale: str, **parts: str) -> str:
    address: str = settings.ACCOUNT_ADDRESSES[page][locale]
    return str(settings.PUBLIC_ADDRESS) + address.format(**parts)

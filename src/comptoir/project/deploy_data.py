"""What `comptoir doctor --deploy` and a start in the open ask the database: are people of the demonstration there?"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from comptoir.accounts import facade as accounts
from comptoir.kit import clock
from comptoir.org import facade as org
from comptoir.project.demo.seed import PASSWORD, PEOPLE
from comptoir.project.deploy import Finding


def findings() -> list[Finding]:
    """Demo accounts that still open with what everybody knows, and staff without a second factor."""
    return [*_demo_people(), *_unprotected()]


def _demo_people() -> Iterator[Finding]:
    for email, _name, _role in PEOPLE:
        person = org.account_of(email)
        if person is None or not person.is_active:
            continue
        known = org.who_has_password(email, PASSWORD) is not None
        known = known or bool(accounts.present_code(person.id, settings.DEMO_SECRET, clock.now()))
        if known:
            yield Finding(
                "demo_account",
                f"{email} opens with the password or the second factor of the demonstration.",
                "Begin with an empty database for a real shop, or disable the account in the back office, Staff.",
            )


def _unprotected() -> Iterator[Finding]:
    bare = accounts.staff_without_factor()
    if bare:
        yield Finding(
            "second_factor",
            f"{bare} of the staff have not set up a second factor yet: their e-mail alone lets them begin.",
            "Ask them to log in, or disable them: back office, Staff.",
            blocks=False,
        )

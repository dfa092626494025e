"""What must not be so when a shop is in the open: `comptoir doctor --deploy` lists it, a start refuses it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]", "testserver", ""})
SHORTEST_KEY = 40
KNOWN_KEYS = frozenset({"tests only", "checks", "none", "x", "secret", "changeme"})


@dataclass(frozen=True)
class Finding:
    """`blocks`: nobody starts like this. `remedy` is what to do."""

    name: str
    wrong: str
    remedy: str
    blocks: bool = True


def is_production() -> bool:
    """Whether people from outside are expected: a public address or host is named, or COMPTOIR_PRODUCTION is 1."""
    hosts = {urlsplit(settings.PUBLIC_ADDRESS).hostname or "", *(host.strip() for host in settings.ALLOWED_HOSTS)}
    return os.environ.get("COMPTOIR_PRODUCTION") == "1" or not hosts <= LOOPBACK


def findings() -> list[Finding]:
    """Everything that is wrong with the settings, what blocks first; asks no database."""
    found = [*_demonstration(), *_secrets(), *_addresses(), *_advice()]
    return sorted(found, key=lambda finding: not finding.blocks)


def blocking() -> list[Finding]:
    """Why this start is refused: empty on a machine of one's own, where nobody from outside is expected."""
    return [finding for finding in findings() if finding.blocks] if is_production() else []


def _demonstration() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding("debug", "Errors show the inside of the program.", "Unset COMPTOIR_DEBUG.")
    if settings.DEMO:
        yield Finding("demo", "The log-in shows the second factor of the demo's staff.", "Unset COMPTOIR_DEMO.")
    if settings.TEST_CARD:
        yield Finding("test_card", "Anybody can pay without money.", "Unset COMPTOIR_TEST_CARD.")


def _secrets() -> Iterator[Finding]:
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_KEY or key.lower() in KNOWN_KEYS or len(set(key)) < 10:
        yield Finding(
            "secret_key",
            "The secret key can be guessed: sessions, baskets and links of orders could be forged.",
            "Unset COMPTOIR_SECRET_KEY, so that one is made in COMPTOIR_HOME, or give 50 random characters.",
        )


def _addresses() -> Iterator[Finding]:
    address = urlsplit(settings.PUBLIC_ADDRESS)
    if address.scheme != "https":
        yield Finding(
            "https",
            f"The public address is {settings.PUBLIC_ADDRESS}: what people type travels in the open.",
            "Set COMPTOIR_ADDRESS to the https:// address; a proxy in front ends HTTPS.",
        )
    hosts = {host.strip() for host in settings.ALLOWED_HOSTS}
    if hosts & {"*", ".", ""}:
        yield Finding(
            "hosts", "Any host name is answered, also a forged one.", "Name the hosts in COMPTOIR_HOSTS, with commas."
        )
    elif address.hostname and address.hostname not in LOOPBACK and address.hostname not in hosts:
        yield Finding(
            "hosts", f"{address.hostname} is not answered.", f"Add {address.hostname} to COMPTOIR_HOSTS."
        )
    if address.scheme == "https" and not settings.TRUSTS_PROXY:
        yield Finding(
            "proxy",
            "Requests that came by HTTPS look as if they came without: forms of the back office are refused, and all "
            "visitors share one address for the brakes.",
            "Let the proxy overwrite X-Forwarded-Proto and append X-Forwarded-For, then set COMPTOIR_PROXY=1.",
        )


def _advice() -> Iterator[Finding]:
    if not os.environ.get("COMPTOIR_SMTP"):
        yield Finding(
            "mail",
            "Mails are written to files: nobody gets a code to log in, or the news of an order.",
            "Set COMPTOIR_SMTP to host:port of your mail server, and COMPTOIR_MAIL_FROM.",
            blocks=False,
        )
    elif settings.DEFAULT_FROM_EMAIL.endswith("@example.com"):
        yield Finding(
            "mail_from", "Mails come from example.com and are thrown away.", "Set COMPTOIR_MAIL_FROM.", blocks=False
        )

"""Addresses that a form or a link names for what comes next."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 500


def own_path(asked: str, otherwise: str) -> str:
    """`asked` when it is a path of this site, else `otherwise`: nobody is led elsewhere from here."""
    own = asked.startswith("/") and len(asked) <= LONGEST and asked.isprintable()
    return asked if own and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else otherwise

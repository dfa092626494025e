"""What the pages of the storefront may load and call: themselves, and the house's own collector."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings


def policy() -> str:
    """The content-security policy of a page."""
    return _policy(settings.COLLECTOR)


@lru_cache(maxsize=2)
def _policy(collector: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self' 'inline-speculation-rules'",  # which pages to fetch ahead: no code
            "style-src 'self'",
            "img-src 'self' data:",
            "media-src 'self'",
            "font-src 'self'",
            f"connect-src 'self' {collector}".strip(),
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )

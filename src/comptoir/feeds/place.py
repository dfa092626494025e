"""Where the file of a feed lies, and where it is read."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings

from comptoir.feeds.files import FILES

SECRET_BYTES = 24


def path(name: str, kind: str) -> Path:
    return Path(settings.FEEDS_ROOT) / f"{name}.{FILES[kind].extension}"


def address(name: str, kind: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}/feeds/{name}.{FILES[kind].extension}"


def new_name(kind: str, market: str, locale: str, *, is_public: bool) -> str:
    """With 192 random bits, unless everybody may read it."""
    bare = f"{kind}-{market}-{locale}"
    return bare if is_public else f"{bare}-{secrets.token_urlsafe(SECRET_BYTES)}"

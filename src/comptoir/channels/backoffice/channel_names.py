"""The entrance by which something came, in words. Keys and sources bring names of their own: those stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

NAMES: Mapping[str, Any] = {
    "web": pgettext_lazy("channel", "Website"),
    "phone": pgettext_lazy("channel", "Telephone"),
    "app": pgettext_lazy("channel", "App"),
    "shop": pgettext_lazy("channel", "Shop"),
    "till": pgettext_lazy("channel", "Till"),
    "api": pgettext_lazy("channel", "Other programs"),
    "backoffice": pgettext_lazy("channel", "Back office"),
    "imports": pgettext_lazy("channel", "Files taken in"),
    "feed": pgettext_lazy("channel", "Feed"),
    "worker": pgettext_lazy("channel", "In the background"),
    "privacy": pgettext_lazy("channel", "In the background"),
    "–": gettext_lazy("none"),
    "…": gettext_lazy("all others"),
}  # fmt: skip


def channel_name(code: str) -> str:
    return str(NAMES.get(code, code))

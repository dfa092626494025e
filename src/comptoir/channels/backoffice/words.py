"""Words that are put together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def paired(name: Any, said: Any) -> str:
    """What is said of something: with the space before the colon that French wants."""
    return _("%(name)s: %(said)s") % {"name": name, "said": said}

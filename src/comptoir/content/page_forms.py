"""Where a page may stand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class BrandPageForm(WagtailAdminPageForm):
    """Refuses an address that the shop itself answers at, such as the basket's."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        slug, parent = data.get("slug"), self.parent_page
        # Only what stands right below a home page can meet one of the shop's own addresses.
        if slug and parent is not None and parent.depth == 2 and is_taken(f"/{parent.locale.language_code}/{slug}/"):
            self.add_error("slug", _("The shop itself has a page at this address. Choose another."))
        return data


def is_taken(path: str) -> bool:
    try:
        return resolve(path).url_name != settings.CONTENT_ROUTE
    except Resolver404:
        return False

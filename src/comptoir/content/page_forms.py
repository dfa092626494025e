"""Where a page may stand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

HOME_DEPTH = 2


class BrandPageForm(WagtailAdminPageForm):
    """Refuses an address that the shop itself answers at, such as the basket's."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        slug, parent = data.get("slug"), self.parent_page
        if slug and parent is not None and is_the_shops(slug, parent):
            self.add_error("slug", _("The shop itself has a page at this address. Choose another."))
        return data


def is_the_shops(slug: str, parent: Page) -> bool:
    """Whether a page of this name below `parent` would stand where the shop itself answers: only what stands right
    below a home page can."""
    if parent.depth != HOME_DEPTH:
        return False
    try:
        return resolve(f"/{parent.locale.language_code}/{slug}/").url_name != settings.CONTENT_ROUTE
    except Resolver404:
        return False

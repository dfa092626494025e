"""The page of one thing: its title, the way back, and the actions that the person may take."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from comptoir.channels.backoffice import access


class ScreenPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """`nouns` and `index_url_name` come from the viewset; `actions` gives `(name, label, right)`, and `more_actions`
    those that are rarer, behind a button of their own."""

    permission_required = "view"
    nouns: Any = ""
    screen = ""
    index_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        back = {"url": reverse(self.index_url_name), "label": self.nouns}
        return [*self.breadcrumbs_items, back, {"url": "", "label": self.get_page_title()}]

    def actions(self) -> list[tuple[str, Any, str]]:
        return []

    def more_actions(self) -> list[tuple[str, Any, str]]:
        return []

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [
            HeaderButton(label, url=url, icon_name="", priority=place)
            for place, label, url in self._allowed(self.actions())
        ]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [Button(label, url=url, priority=place) for place, label, url in self._allowed(self.more_actions())]

    def _allowed(self, actions: list[tuple[str, Any, str]]) -> list[tuple[int, Any, str]]:
        namespace = self.index_url_name.partition(":")[0]
        return [
            (place, label, reverse(f"{namespace}:{name}", args=(self.kwargs["pk"],)))
            for place, (name, label, right) in enumerate(actions)
            if access.may(self.request.user, self.screen, right)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reader=access.locale(), **kwargs)

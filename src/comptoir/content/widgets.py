"""What staff choose with in the editor: products and categories by name, colours by eye."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from wagtail.admin.staticfiles import versioned_static

from comptoir.org import facade as org


class GoodsInput(forms.TextInput):
    """Ids as JSON in a field that the script replaces by a search with pictures."""

    def __init__(self, *, kind: str, many: bool) -> None:
        super().__init__(
            attrs={
                "data-controller": "goods",
                "data-goods-kind-value": kind,
                "data-goods-many-value": "true" if many else "false",
                "data-goods-url-value": reverse_lazy("content_goods"),
                "autocomplete": "off",
            }
        )

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            css={"all": [versioned_static("content/goods.css")]}, js=[versioned_static("content/goods.js")]
        )


class AudienceInput(forms.TextInput):
    """Codes in a field, beside which the script lists the segments by name."""

    def __init__(self) -> None:
        super().__init__(
            attrs={"data-controller": "audience", "data-audience-url-value": reverse_lazy("content_audiences")}
        )

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            css={"all": [versioned_static("content/goods.css")]}, js=[versioned_static("content/audience.js")]
        )


class ColourInput(forms.TextInput):
    """A colour as text, with the browser's own picker beside it; `house` is the one that an empty field stands for."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, house: str = "#rrggbb") -> None:
        super().__init__({"data-controller": "colour", "placeholder": house, "maxlength": "7"} | (attrs or {}))

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            css={"all": [versioned_static("content/goods.css")]}, js=[versioned_static("content/colour.js")]
        )


class StorefrontSelect(forms.Select):
    """The storefronts that are open when the form is shown."""

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> list[Any]:
        self.choices = [(code, found.name) for code, found in org.storefronts().items()]
        return super().optgroups(name, value, attrs)

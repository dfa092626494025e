"""What staff write about a picture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from comptoir.kit.text import LOCALES, Localised


class PictureForm(BaseImageForm):
    """Asks for the alternative text in both languages; an empty one says that the picture only decorates."""

    alt_fr = forms.CharField(label=_("Alternative text in French"), max_length=300, required=False)
    alt_en = forms.CharField(
        label=_("Alternative text in English"),
        max_length=300,
        required=False,
        help_text=_("What the picture shows, for those who do not see it. Empty when it only decorates."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for locale in LOCALES:
            self.fields[f"alt_{locale}"].initial = Localised(self.instance.alt).get(locale, "")

    def save(self, commit: bool = True) -> Any:
        self.instance.alt = Localised({locale: self.cleaned_data[f"alt_{locale}"] for locale in LOCALES})
        return super().save(commit)

"""Categories to choose from, in the tree's order, in the reader's language."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django_filters.fields import ModelChoiceField

from comptoir.channels.backoffice import access, rows


def indented(row: Any) -> str:
    return "\u2003" * row.path.count("/") + row.name.read(access.locale())


class CategoryField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=rows.Category.objects.order_by("key"), **kwargs)

    def label_from_instance(self, row: Any) -> str:
        return indented(row)


class FilteredCategory(ModelChoiceField):
    def label_from_instance(self, row: Any) -> str:
        return indented(row)


class CategoryFilter(django_filters.ModelChoiceFilter):
    field_class = FilteredCategory

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=rows.Category.objects.order_by("key"), **kwargs)

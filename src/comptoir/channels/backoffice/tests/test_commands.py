"""The base class: a verb stands in no other transaction, and a form never touches a row."""

from __future__ import annotations

import pytest
from django import forms
from django.db import connection
from django.urls import reverse

from comptoir.channels.backoffice import rules, wagtail_hooks
from comptoir.channels.backoffice.commands import refuse
from comptoir.channels.backoffice.screens.insights import InsightViewSet
from comptoir.inventory import facade as inventory
from comptoir.kit.refusals import Invalid, NotFound

SCREENS = [viewset for group in wagtail_hooks.GROUPS for viewset in group.items]
VIEWSETS = [viewset for viewset in SCREENS if not issubclass(viewset, InsightViewSet)]


class Asked(forms.Form):
    name = forms.CharField(required=False)


def bound() -> Asked:
    form = Asked({})
    assert form.is_valid()
    return form


def test_a_refusal_stands_at_its_field_or_above_the_form() -> None:
    form = bound()
    refuse(form, Invalid({"name": "missing", "elsewhere": "too_long"}))
    assert form.errors["name"] == [Invalid({"name": "missing"}).field_texts("fr")["name"]]
    assert len(form.non_field_errors()) == 1
    form = bound()
    refuse(form, NotFound())
    assert len(form.non_field_errors()) == 1


def test_a_verb_is_called_outside_any_transaction(admin, world, monkeypatch) -> None:
    stood: list[bool] = []
    true_adjust = inventory.adjust

    def watched(*args, **kwargs):
        stood.append(connection.in_atomic_block)
        return true_adjust(*args, **kwargs)

    monkeypatch.setattr(inventory, "adjust", watched)
    data = {"sku": "BOOK", "location": str(world.shop.id), "quantity": "1", "reason": "delivery"}
    assert admin.post(reverse("stock:add"), data).status_code == 302
    assert stood == [False]


@pytest.mark.parametrize("viewset", VIEWSETS, ids=lambda viewset: viewset.name)
def test_every_screen_is_a_command_viewset_with_rights_and_words(viewset) -> None:
    assert viewset.command_viewset is True
    assert rules.right(viewset.screen, "view")
    assert viewset.noun and viewset.nouns
    for form in (viewset.create_form, viewset.change_form):
        assert form is None or not issubclass(form, forms.ModelForm)


@pytest.mark.parametrize("viewset", [each for each in SCREENS if each not in VIEWSETS], ids=lambda each: each.name)
def test_screens_of_figures_only_read(viewset, world, admin) -> None:
    assert admin.post(reverse(f"{viewset.name}:index"), {"days": "30"}).status_code == 405

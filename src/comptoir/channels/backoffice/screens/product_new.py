"""A product is begun by hand: what it is called and what it is; its page leads on to all else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductDraft, VariantDraft
from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandCreateView
from comptoir.channels.backoffice.screens.first_steps import WHO_RECEIVES
from comptoir.channels.backoffice.screens.product_list import TAX_CATEGORIES, product_page
from comptoir.kit.text import Localised, slugify

NUMBER, SKU = 60, 100  # characters: of a number that is made from a name, of any SKU (ß in capitals are two)


class NewProductForm(forms.Form):
    name_fr = forms.CharField(label=_("Name in French"), max_length=500)
    name_en = forms.CharField(label=_("Name in English"), max_length=500, required=False)
    external_id = forms.CharField(
        label=_("Number"), max_length=100, required=False,
        help_text=_("By which files and programs call it. Empty: made from its name in French."),
    )  # fmt: skip
    sku = forms.CharField(
        label=_("SKU"), max_length=100, required=False,
        help_text=_("Of its first variant; “Make variants” adds others. Empty: its number in capitals."),
    )  # fmt: skip
    nature = forms.ChoiceField(
        label=_("What it is"), choices=rows.Product.Nature.choices, widget=forms.RadioSelect, initial="goods"
    )
    tax_category = forms.ChoiceField(label=_("VAT"), choices=TAX_CATEGORIES)


class NewProductView(CommandCreateView):
    submit_button_label = _("Create the product")

    def done(self) -> HttpResponse:
        said = [_("The product is made, and not shown yet: its page says what it needs, step by step.")]
        if not access.may(self.request.user, "stock", "change"):
            said.append(WHO_RECEIVES)
        messages.success(self.request, " ".join(str(each) for each in said))
        return redirect(product_page(self.answer))


def drafted(data: dict[str, Any]) -> ProductDraft:
    """What was typed as a product with one variant."""
    number = data["external_id"] or slugify(data["name_fr"])[:NUMBER]
    is_gift_card = data["nature"] == catalog.GIFT_CARD
    return ProductDraft(
        external_id=number, name=Localised(fr=data["name_fr"], en=data["name_en"]), nature=data["nature"],
        tax_category="zero" if is_gift_card else data["tax_category"],
        variants=(VariantDraft(external_id=number, sku=data["sku"] or number.upper()[:SKU]),),
    )  # fmt: skip

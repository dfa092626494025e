"""What a product still needs before shoppers see it, step by step, each with where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductRecord
from comptoir.channels.backoffice.shelf import Shelf

WHO_RECEIVES = _("Stock is received by the operations team or an administrator.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`address` is empty for who may not do it; `note` says who may."""

    text: Any
    done: bool
    address: str
    note: Any = ""


def steps(product: ProductRecord, shelf: Shelf, rights: dict[str, bool]) -> list[Step]:
    """Of a product that is not shown; none for who changes no products, nor once it is."""
    if shelf.shown != "hidden" or not rights["may_change"]:
        return []
    own = (product.id,)
    sold = [one for one in shelf.variants if one.record.active]
    sheet = f"{reverse('products:sheet')}?pk={product.id}"
    priced = bool(sold) and all(one.price is not None for one in sold)
    found = [
        Step(text=_("Pictures"), done=bool(product.pictures), address=reverse("products:pictures", args=own)),
        Step(
            text=_("Description"), done=bool(product.description.get("fr")),
            address=f"{reverse('products:edit', args=own)}#id_description_fr",
        ),
    ]  # fmt: skip
    if catalog.travels(product.nature):
        weighed = bool(sold) and all(one.record.weight_g for one in sold)
        found.append(Step(text=_("Price and weight, on its sheet"), done=priced and weighed, address=sheet))
    else:
        found.append(Step(text=_("Price, on its sheet"), done=priced, address=sheet))
    if shelf.counted:
        may = rights["may_receive"]
        found.append(Step(
            text=_("Stock"), done=any(one.on_hand for one in sold),
            address=reverse("stock:receive", args=own) if may else "", note="" if may else WHO_RECEIVES,
        ))  # fmt: skip
    found.append(
        Step(text=_("Properties"), done=bool(product.attributes), address=reverse("products:properties", args=own))
    )
    publish = reverse("products:publish", args=own) if rights["may_publish"] else ""
    return [*found, Step(text=_("Publish it"), done=False, address=publish)]

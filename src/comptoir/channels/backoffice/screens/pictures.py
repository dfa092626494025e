"""Pictures, many at once: whose each is by the name of its file, looked at before they are taken; and those of one
product, in their order and with their texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ArrangedPicture, KeptPicture, OwnPicture, PictureMatch
from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.screens.of_product import OfProduct
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.product_list import product_page
from comptoir.kit import clock
from comptoir.kit.refusals import Refusal
from comptoir.kit.text import LOCALES, Localised

MOST_FILES = 200
LARGEST = 8 * 1024 * 1024


class PicturesPage(ScreenPage):
    """For the whole catalogue: a script asks whose the names are (`act=match`) and sends one file after another
    (`act=take`); without one the form sends all at once and the answer says what came of each."""

    template_name = "backoffice/pictures.html"
    permission_required = "change"
    page_title = _("Pictures by their names")
    home: UUID | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act", "")
        if act == "match":
            return JsonResponse({"files": self._told(catalog.match_pictures(self._names(request)))})
        files = request.FILES.getlist("files")[:MOST_FILES]
        texts = {name: request.POST.get(name, "").strip() for name in ("owner", "fr", "en")}
        taken = [self._take(file, texts) for file in sorted(files, key=lambda file: file.name or "")]
        if act == "take":
            return JsonResponse(taken[0] if taken else {"error": str(_("Choose a file."))})
        return self.render_to_response(self.get_context_data(taken=taken))

    def _names(self, request: HttpRequest) -> list[str]:
        try:
            found = json.loads(request.POST.get("names", "[]"))
        except ValueError:
            return []
        return [name for name in found if isinstance(name, str) and "\x00" not in name][:MOST_FILES]

    def _take(self, file: UploadedFile, texts: dict[str, str]) -> dict[str, Any]:
        """What came of a file: whose it is now, or why it was not taken. `owner` names it where the name does not."""
        by_name = catalog.match_pictures([file.name or ""])[0]
        found = catalog.match_pictures([texts["owner"]])[0] if texts["owner"] else by_name
        (told,) = self._told([found])
        told["name"] = file.name
        product = self.home if found.product_id is None and not texts["owner"] else found.product_id
        if product is None:
            return told | {"error": _now("No product or variant has this number.")}
        alt = Localised(fr=texts["fr"], en=texts["en"])
        content = file.read(LARGEST + 1)
        picture = OwnPicture(product_id=product, variant_id=found.variant_id, content=content, alt=alt)
        try:
            catalog.add_picture(
                picture, place=by_name.place, origin=access.origin(self.request), now=clock.now()
            )
        except Refusal as refusal:
            return told | {"error": refusal.text(access.locale())}
        return told | {"error": ""}

    def _told(self, found: Sequence[PictureMatch]) -> list[dict[str, Any]]:
        home = [self.home] if self.home else []
        products = catalog.summaries([*home, *(one.product_id for one in found if one.product_id)])
        variants = catalog.variant_names({one.variant_id for one in found if one.variant_id})
        told = []
        for one in found:
            product = products.get(one.product_id or self.home or UUID(int=0))
            told.append(
                {
                    "name": one.name, "place": one.place, "by_name": one.product_id is not None,
                    "product": product.name.read(access.locale()) if product else "",
                    "sku": variants[one.variant_id].sku if one.variant_id else "",
                    "url": reverse("products:pictures", args=(product.id,)) if product else "",
                }
            )  # fmt: skip
        return told

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("products:index"), most=MOST_FILES, **kwargs)


class ProductPicturesPage(OfProduct, PicturesPage):
    """A file whose name says nothing is the product's."""

    page_title = _("Pictures")

    @property
    def home(self) -> UUID:  # type: ignore[override]
        return self.product.id

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("act") != "arrange":
            return super().post(request, *args, **kwargs)
        kept = catalog.kept_pictures(self.product.id)
        removed = [one.id for one in kept if one.own and f"remove.{one.id}" in request.POST]
        places = {one.id: request.POST.get(f"place.{one.id}") for one in kept}
        wanted = sorted(_placed(kept), key=lambda each: (each[0], _number(places[each[2].id], each[1]), each[1]))
        pictures = [ArrangedPicture(id=one.id, alt=_alt(request, one)) for _owner, _place, one in wanted]
        try:
            catalog.arrange_pictures(
                self.product.id, pictures, removed=removed, origin=access.origin(request), now=clock.now()
            )
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(refusal=refusal.text(access.locale())))
        messages.success(request, _("The pictures are kept as you arranged them."))
        return HttpResponseRedirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = catalog.kept_pictures(self.product.id)
        skus = {variant.id: variant.sku for variant in self.product.variants}
        pictures = [
            {
                "one": one, "place": place, "sku": skus.get(one.variant_id, "") if one.variant_id else "",
                "blank": not (one.alt.get("fr") and one.alt.get("en")),
            }
            for _owner, place, one in _placed(kept)
        ]  # fmt: skip
        return super().get_context_data(product=self.product, pictures=pictures, **kwargs) | {
            "back": product_page(self.product.id)
        }


def _placed(kept: Sequence[KeptPicture]) -> list[tuple[int, int, KeptPicture]]:
    """Each with the rank of its owner, and its place (from 1) among the owner's."""
    owners: dict[UUID | None, list[KeptPicture]] = {}
    for one in kept:
        owners.setdefault(one.variant_id, []).append(one)
    return [
        (rank, place, one) for rank, mine in enumerate(owners.values()) for place, one in enumerate(mine, start=1)
    ]


def _alt(request: HttpRequest, one: KeptPicture) -> Localised:
    return Localised(
        {locale: request.POST.get(f"{locale}.{one.id}", one.alt.get(locale, "")).strip() for locale in LOCALES}
    )


def _number(text: str | None, place: int) -> float:
    """The place that stands in the form; who moves a picture to a place goes before the one that is there."""
    try:
        wanted = int(text or "")
    except ValueError:
        return place
    return wanted - 0.5 if wanted < place else wanted + 0.5 if wanted > place else place

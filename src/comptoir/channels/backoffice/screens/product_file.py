"""The files of a digital good: what its buyers download."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.screens.of_product import OfProduct
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.product_list import product_page
from comptoir.downloads import facade as downloads
from comptoir.kit import clock
from comptoir.kit.refusals import Refusal


class ProductFilePage(OfProduct, ScreenPage):
    template_name = "backoffice/product_file.html"
    permission_required = "change"
    page_title = _("Files to download")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            said = self.arranged(request) if "act" in request.POST else self.kept(request)
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(refusal=refusal.text(access.locale())))
        messages.success(request, said)
        return HttpResponseRedirect(request.path)

    def kept(self, request: HttpRequest) -> Any:
        file = request.FILES.get("file")
        name, content = "", b""
        if isinstance(file, UploadedFile):
            name, content = file.name or "", file.read(downloads.LARGEST + 1)
        downloads.keep_file(self.product.id, name=name, content=content, origin=access.origin(request), now=clock.now())
        return _("The file is kept: whoever bought it can download it.")

    def arranged(self, request: HttpRequest) -> Any:
        """By the places that were written, or without the one whose removal was confirmed."""
        before = [each.id for each in downloads.files_of(self.product.id)]
        written = {each: request.POST.get(f"place.{each}", "") for each in before}
        files = in_places([(each, int(said) if said.isdecimal() else 0) for each, said in written.items()])
        gone = [each for each in files if str(each) == request.POST.get("remove")]
        stay = [each for each in files if each not in gone]
        downloads.arrange_files(self.product.id, stay, removed=gone, origin=access.origin(request), now=clock.now())
        return _("It is removed.") if "remove" in request.POST else _("The order is kept.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            product=self.product, files=(files := downloads.files_of(self.product.id)),
            leaving=next((each for each in files if str(each.id) == self.request.GET.get("remove")), None),
            back=product_page(self.product.id), **kwargs,
        )  # fmt: skip


def in_places(written: Sequence[tuple[UUID, int]]) -> list[UUID]:
    """Things by the place that was written beside each, 0 for none. Of two with one place that which came up stands
    first, that which went down last."""

    def key(at: int) -> tuple[int, int]:
        place = written[at][1] or at + 1
        return place, (place > at + 1) - (place < at + 1)

    return [written[at][0] for at in sorted(range(len(written)), key=key)]

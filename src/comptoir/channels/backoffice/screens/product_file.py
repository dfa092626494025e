"""The file of a digital good: what its buyers download."""

from __future__ import annotations

from typing import Any

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
    page_title = _("File to download")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = request.FILES.get("file")
        name, content = "", b""
        if isinstance(file, UploadedFile):
            name, content = file.name or "", file.read(downloads.LARGEST + 1)
        try:
            downloads.keep_file(
                self.product.id, name=name, content=content, origin=access.origin(request), now=clock.now()
            )
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(refusal=refusal.text(access.locale())))
        messages.success(request, _("The file is kept: whoever bought it can download it."))
        return HttpResponseRedirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            product=self.product, file=downloads.file_of(self.product.id), back=product_page(self.product.id), **kwargs
        )

"""One invoice, its files, all files of a list as they are made, and VAT by period."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from typing import IO, Any, cast
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from comptoir.channels.backoffice import access, rows, rules
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.invoicing import facade as invoicing
from comptoir.invoicing.contracts import DocumentInfo
from comptoir.kit import clock
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import LOCALES
from comptoir.org import facade as org


def state_of(valid: bool | None) -> tuple[str, Any]:
    if valid is None:
        return "requested", gettext_lazy("not checked yet")
    return ("kept", gettext_lazy("valid")) if valid else ("refused", gettext_lazy("rejected"))


class InvoicePage(ScreenPage):
    template_name = "backoffice/invoice.html"

    @cached_property
    def document(self) -> DocumentInfo:
        return _found(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.document.number

    def actions(self) -> list[tuple[str, Any, str]]:
        return [("send", gettext_lazy("Send again"), "change"), ("correct", gettext_lazy("Correct"), "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.document
        form = invoicing.electronic(document.id)
        state, word = state_of(form.valid if form else None)
        money = document.money
        return super().get_context_data(
            document=document,
            company=org.legal_entity(document.legal_entity).name,
            state={"tone": rules.tone(state), "word": word},
            findings=form.findings if form else (),
            lines=[(x, x.name.read(access.locale()), money(x.net), money(x.gross)) for x in document.lines],
            parts=[(part, money(part.net), money(part.vat)) for part in document.vat],
            sums={name: money(getattr(document, name)) for name in ("net", "vat_total", "total", "prepaid", "due")},
            languages=LOCALES,
            **kwargs,
        )


class PdfView(PermissionCheckedMixin, View):
    permission_required = "view"

    def get(self, request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
        if language not in LOCALES:
            raise Http404
        printed = invoicing.print_document(_found(pk).id, locale=language, now=clock.now())
        return _file(printed.pdf, printed.name, "application/pdf")


class XmlView(PermissionCheckedMixin, View):
    permission_required = "view"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        document = _found(pk)
        return _file(invoicing.electronic_form(document), f"{document.number}.xml", "application/xml")


class ZipView(PermissionCheckedMixin, View):
    """The PDFs of the filtered list in one archive, sent while they are made: its size is not known before."""

    permission_required = "view"
    filterset_class: Any = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        every = rows.Document.objects.order_by("issued_at", "id")
        chosen = self.filterset_class(request.GET, queryset=every, request=request)
        found = chosen.qs if chosen.is_valid() else rows.Document.objects.none()
        if text := request.GET.get("q", "").strip():
            found = invoicing.matching(found, text)
        ids = list(found.values_list("pk", "locale"))
        answer = StreamingHttpResponse(zipped(_printed(ids)), content_type="application/zip")
        answer["Content-Disposition"] = 'attachment; filename="invoices.zip"'
        return answer


DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")  # browsers read no other form of a date


class VatForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("From"), widget=DAY)
    until = forms.DateField(label=gettext_lazy("To"), widget=DAY)


class VatPage(ScreenPage):
    """What was invoiced less what was credited, by company and rate; this month unless a period is asked for."""

    template_name = "backoffice/invoice_vat.html"

    def get_page_title(self) -> str:
        return _("VAT by period")

    @cached_property
    def form(self) -> VatForm:
        today = clock.now().astimezone(access.market().zone).date()
        asked = {name: self.request.GET.get(name) for name in ("since", "until")}
        return VatForm({"since": asked["since"] or today.replace(day=1), "until": asked["until"] or today})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "csv" and self.form.is_valid():
            since, until = self.form.cleaned_data["since"], self.form.cleaned_data["until"]
            return _csv(since, until)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        totals = invoicing.vat_totals(**self.form.cleaned_data) if self.form.is_valid() else []
        names = {code: entity.name for code, entity in org.legal_entities().items()}
        found = [(names.get(total.legal_entity, total.legal_entity), total) for total in totals]
        return super().get_context_data(form=self.form, totals=found, **kwargs)


def _csv(since: date, until: date) -> HttpResponse:
    text = StringIO()
    writer = csv.writer(text)
    who, what = (_("Company"), _("Currency"), _("Category"), _("Rate")), (_("Invoices"), _("Credit notes"))
    writer.writerow((*who, *what, _("Excl. VAT"), _("VAT")))
    for total in invoicing.vat_totals(since, until):
        writer.writerow(
            [
                total.legal_entity, total.currency, total.category, total.rate_bp / 100, total.invoices,
                total.credit_notes, total.net.decimal, total.vat.decimal,
            ]
        )  # fmt: skip
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="vat-{since}-{until}.csv"'
    return answer


class _Pipe:
    """What the archive writes, until it is sent."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def write(self, part: bytes) -> int:
        self.waiting.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        told, self.waiting = b"".join(self.waiting), []
        return told


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A ZIP in parts: one file in memory at a time. PDFs are compressed already, so they are only stored."""
    pipe = _Pipe()
    with zipfile.ZipFile(cast(IO[bytes], pipe), "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(name, content)
            yield pipe.taken()
    yield pipe.taken()


def _printed(wanted: Iterable[tuple[UUID, str]]) -> Iterator[tuple[str, bytes]]:
    for document_id, locale in wanted:
        printed = invoicing.print_document(document_id, locale=locale, now=clock.now())
        yield printed.name, printed.pdf


def _found(pk: UUID) -> DocumentInfo:
    try:
        return invoicing.get(pk)
    except NotFound as refusal:
        raise Http404 from refusal


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'})

"""A file of products: given, looked at with what its columns mean, tried, imported by the worker, its report kept; and
the assortment as a file."""

from __future__ import annotations

import gzip
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from comptoir.assortment import facade as assortment
from comptoir.channels.backoffice import access, rows, shares
from comptoir.channels.backoffice.commands import CommandCreateView, CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens import import_words as words
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.imports import facade as imports
from comptoir.channels.imports.contracts import Assessment
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import Refusal
from comptoir.org import facade as org

STATE_WORDS = {
    "kept": _("to be looked at"), "waiting": _("waits for the worker"), "running": _("under way"),
    "done": _("done"), "failed": _("could not be read"),
}  # fmt: skip
WORKBOOK = "xlsx"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = [
    (WORKBOOK, _("Excel (XLSX), can be imported again")), ("csv", _("CSV, can be imported again")),
    ("shopify", _("CSV for Shopify")), ("jsonl", _("JSON lines")),
]  # fmt: skip
TYPES = {"csv": ("text/csv", "csv"), "shopify": ("text/csv", "csv"), "jsonl": ("application/x-ndjson", "jsonl")}


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Excel (XLSX, its first sheet), CSV or TSV in UTF-8, with the columns’ names in the first line; Shopify’s "
            "product file; plain or gzip, 50 MB at most. Nothing is changed yet."
        ),
    )


class OptionsForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of the texts"), required=False,
        choices=[("", _("as it seems")), ("fr", "Français"), ("en", "English")],
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Where the stock lies"))
    default_quantity = forms.IntegerField(
        label=_("First stock where the file says none"), required=False, min_value=0, max_value=1_000_000
    )
    hidden = forms.BooleanField(label=_("New products stay hidden until they are published one by one"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (str(place.id), place.name.read(access.locale())) for place in org.places()
        ]


class GiveFileView(CommandCreateView):
    page_title = _("Give a file")
    submit_button_label = _("Look at it")

    def done(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("imports:run", args=(self.answer,)))


class RunPage(ScreenPage):
    """The file with its first rows; `try` and `import` hand it to the worker, `look` shows it anew."""

    template_name = "backoffice/import.html"

    @cached_property
    def run(self) -> Any:
        found = rows.ImportRun.objects.defer("content", "report").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def kept(self) -> bool:
        return rows.ImportRun.objects.filter(pk=self.run.pk, content__isnull=False).exists()

    def get_page_title(self) -> str:
        return self.run.name

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        options, act = OptionsForm(request.POST), request.POST.get("act", "look")
        chosen = self._chosen(request)
        if act == "look" or not access.may(request.user, "imports", "add") or not options.is_valid():
            return self.render_to_response(self.get_context_data(chosen=chosen, options=options))
        given = options.cleaned_data
        try:
            imports.start_run(
                self.run.pk, dry_run=act != "import", columns=chosen, language=given["language"],
                place=UUID(given["place"]), default_quantity=given["default_quantity"],
                with_stock=access.may(request.user, "stock", "change"), hidden=given["hidden"],
            )  # fmt: skip
        except Refusal as refusal:
            messages.error(request, refusal.text(access.locale()))
        return HttpResponseRedirect(reverse("imports:run", args=(self.run.pk,)))

    def _chosen(self, request: HttpRequest) -> list[str]:
        """A field for each column, each field once: the first that names it has it."""
        found: list[str] = []
        for place in range(len(self.run.columns)):
            field = request.POST.get(f"column-{place}", "")
            found.append(field if field in imports.FIELDS and field not in found else "")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.run
        chosen = kwargs.pop("chosen", run.columns)
        options = kwargs.pop("options", None) or OptionsForm(initial=self._initial())
        waits = imports.is_under_way(run.pk)
        look = imports.preview(run.pk, chosen) if self.kept and not waits else None
        columns = list(zip(look.header, chosen, strict=False)) if look and chosen else []
        sums = run.sums or {}
        done = min(100, run.read * 100 // max(1, run.size))
        return super().get_context_data(
            run=run, state=standing(run), waits=waits, look=look, columns=columns,
            fields=list(words.NAMES.items()),
            refusal=look.refusal.text(access.locale()) if look and look.refusal else "",
            lines=[line(one) for one in look.rows] if look else [],
            cells=look.cells[:3] if look else [],
            trouble=(sums.get("trouble") or {}).get(access.locale(), ""),
            reasons=[
                (words.VERDICTS[verdict], words.field(field), words.reason(reason), count)
                for verdict, field, reason, count in sums.get("reasons", ())
            ],
            sums=sums if "rows" in sums else None, done=done, done_told=shares.percent(done / 100),
            options=options, may_stock=access.may(self.request.user, "stock", "change"),
            may_import=access.may(self.request.user, "imports", "add"), **kwargs,
        )  # fmt: skip

    def _initial(self) -> dict[str, Any]:
        run = self.run
        warehouse = next((place.id for place in org.places() if place.kind == "warehouse"), None)
        return {
            "language": run.language, "default_quantity": run.default_quantity, "place": run.place_id or warehouse,
            "hidden": run.hidden,
        }  # fmt: skip


class ReportView(PermissionCheckedMixin, View):
    """Every row that is not as it should be, as a file."""

    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = rows.ImportRun.objects.filter(pk=kwargs["pk"], report__isnull=False).first()
        if run is None:
            raise Http404
        answer = HttpResponse(gzip.decompress(bytes(run.report or b"")), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="report.csv"'
        return answer


class ExportView(PermissionCheckedMixin, View):
    """The whole assortment, streamed."""

    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = kwargs["form"]
        if form not in (WORKBOOK, *assortment.FORMS):
            raise Http404
        warehouse = next((place for place in org.places() if place.kind == "warehouse"), org.places()[0])
        address = request.build_absolute_uri("/").rstrip("/")
        source = assortment.Source(access.market(), warehouse.id, access.locale(), address)
        if form == WORKBOOK:
            return self._workbook(request, source)
        kind, ending = TYPES[form]
        answer = StreamingHttpResponse(assortment.export(form, source), content_type=f"{kind}; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="products-{form}.{ending}"'
        return answer

    def _workbook(self, request: HttpRequest, source: assortment.Source) -> HttpResponseBase:
        try:
            file = assortment.export_workbook(source)
        except Refusal as refusal:
            messages.error(request, refusal.text(access.locale()))
            return HttpResponseRedirect(reverse("imports:export"))
        return FileResponse(file, as_attachment=True, filename="products.xlsx", content_type=SHEET_TYPE)


class ExportPage(ScreenPage):
    template_name = "backoffice/export.html"
    page_title = _("Take products out")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(forms=FORMS, **kwargs)


class ImportsViewSet(CommandViewSet):
    model = rows.ImportRun
    name = "imports"
    screen = "imports"
    noun, nouns = _("file"), _("Import and export")
    adding = _("Give a file")
    icon = "upload"
    ordering = "-given_at"
    create_form = FileForm
    add_view_class = GiveFileView

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.ImportRun.objects.defer("content", "report"),
            buttons_of=self.buttons,
            lesson=_("No file yet. Give one of your supplier, of Shopify, or one that was taken out here."),
            **kwargs,
        )

    def buttons(self, request: HttpRequest) -> list[Any]:
        return [HeaderButton(_("Take products out"), url=reverse("imports:export"), icon_name="download")]

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("File"), get_url=lambda row: reverse("imports:run", args=(row.pk,))),
            StateColumn("state", label=_("State"), accessor=standing),
            TextColumn("kind", label=_("What"), accessor=lambda row: _("tried") if row.dry_run else _("imported")),
            CountColumn("rows", label=_("Rows"), accessor=lambda row: row.sums.get("rows", "")),
            CountColumn("refused", label=_("Refused"), accessor=refused),
            WhenColumn("given_at", label=_("Given"), sort_key="given_at"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> UUID:
        file = data["file"]
        content = file.read(imports.LARGEST + 1)
        return imports.keep_file(file.name, content, market=access.market().code, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        return [
            path("export/", self.page(ExportPage, header_icon="download"), name="export"),
            path("export/<slug:form>/", self.page(ExportView), name="export_file"),
            path("<uuid:pk>/", self.page(RunPage, header_icon=self.icon), name="run"),
            path("<uuid:pk>/report/", self.page(ReportView), name="report"),
        ]


def standing(row: Any) -> tuple[str, Any]:
    """A file that is only kept waits for somebody; a promise that is kept is another word."""
    return ("pending" if row.state == "kept" else row.state), STATE_WORDS[row.state]


def refused(row: Any) -> Any:
    return (row.sums.get("verdicts") or {}).get("refused", "")


def line(one: Assessment) -> dict[str, Any]:
    """A row as it is understood, with what is found wrong."""
    item, worst = one.item, one.worst
    return {
        "row": one.row, "id": one.external_id, "title": item.title if item else "",
        "group": item.group_id if item else "", "price": item.price.format(access.locale()) if item else "",
        "quantity": item.quantity if item else None,
        "options": ", ".join(value for _axis, value in item.options) if item else "",
        "state": "bad" if item is None else "waiting" if worst else "good",
        "word": words.VERDICTS["refused" if item is None else "warning" if worst else "ok"],
        "said": [(words.field(told.field), words.reason(told.reason), told.value) for told in one.findings],
    }  # fmt: skip

"""Which size is which measure: a table for a category and all below it, of one brand or of all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import KeptSizeTable, SizeTable
from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandViewSet, refuse
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.aisles import CategoryField
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.kit.refusals import Refusal
from comptoir.kit.text import LOCALES, Localised

BETWEEN = re.compile(r"\s*[|;\t]\s*")


class SizeTableForm(forms.Form):
    category = CategoryField(label=_("Category"))
    brand = forms.ModelChoiceField(
        label=_("Brand"), queryset=rows.Brand.objects.order_by("name"), required=False, empty_label=_("all brands")
    )
    columns_fr = forms.CharField(
        label=_("Columns in French"), help_text=_("Parted by |, the size first: Pointure | Pied, cm | UK")
    )
    columns_en = forms.CharField(label=_("Columns in English"), help_text=_("As many: Size | Foot, cm | UK"))
    rows = forms.CharField(
        label=_("Rows"), widget=forms.Textarea(attrs={"rows": 12}), strip=False,
        help_text=_("One size a line, cells parted by |, or pasted from a spreadsheet."),
    )  # fmt: skip
    note_fr = forms.CharField(label=_("How to measure, in French"), required=False, widget=forms.Textarea({"rows": 2}))
    note_en = forms.CharField(label=_("How to measure, in English"), required=False, widget=forms.Textarea({"rows": 2}))

    def table(self) -> SizeTable:
        given = self.cleaned_data
        names = {locale: BETWEEN.split(given[f"columns_{locale}"].strip()) for locale in LOCALES}
        count = max(len(names["fr"]), len(names["en"]))
        for each in names.values():
            each += [""] * (count - len(each))
        lines = [BETWEEN.split(line.strip("\r\n ")) for line in given["rows"].splitlines() if line.strip()]
        return SizeTable(
            category_id=given["category"].pk, brand=given["brand"].name if given["brand"] else "",
            columns=tuple(Localised(fr=fr, en=en) for fr, en in zip(names["fr"], names["en"], strict=True)),
            rows=tuple(map(tuple, lines)), note=Localised(fr=given["note_fr"].strip(), en=given["note_en"].strip()),
        )  # fmt: skip


class SizeTablePage(ScreenPage):
    """`look` shows the table in both languages and keeps nothing."""

    template_name = "backoffice/size_table.html"
    page_title = _("Table of sizes")

    @cached_property
    def kept(self) -> KeptSizeTable | None:
        if "pk" not in self.kwargs:
            return None
        found = next((one for one in catalog.size_tables() if one.id == self.kwargs["pk"]), None)
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        return self.kept.category.name.read(access.locale()) if self.kept else ""

    def actions(self) -> list[tuple[str, Any, str]]:
        return [("remove", _("Take off"), "change")] if self.kept else []

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SizeTableForm(request.POST)
        if not access.may(request.user, self.screen, "change") or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        table = self._of_here(form.table())
        if request.POST.get("act") != "save":
            return self.render_to_response(self.get_context_data(form=form, table=table))
        try:
            catalog.keep_size_table(table, origin=access.origin(request), now=clock.now())
        except Refusal as refusal:
            refuse(form, refusal)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("The table is kept; its products show it from now on."))
        return HttpResponseRedirect(reverse("size_tables:index"))

    def _of_here(self, table: SizeTable) -> SizeTable:
        """A table that is changed stays where it is: for another category it is another table."""
        if self.kept is None:
            return table
        return replace(table, category_id=self.kept.table.category_id, brand=self.kept.table.brand)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.kept
        form = kwargs.pop("form", None) or SizeTableForm(initial=_initial(kept.table) if kept else None)
        if kept:
            for name in ("category", "brand"):
                form.fields[name].disabled = True
                form.initial[name] = _initial(kept.table)[name]
        table = kwargs.pop("table", None) or (kept.table if kept and not form.is_bound else None)
        looks = [
            (locale, [name.read(locale) for name in table.columns], table.note.read(locale)) for locale in LOCALES
        ] if table else []  # fmt: skip
        return super().get_context_data(
            form=form, table=table, looks=looks, may_change=access.may(self.request.user, self.screen, "change"),
            **kwargs,
        )  # fmt: skip


class SizeTablesViewSet(CommandViewSet):
    model = rows.SizeTable
    name = "size_tables"
    screen = "size_tables"
    noun, nouns = _("table of sizes"), _("Tables of sizes")
    icon = "table"
    ordering = "category__key"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns, rows_of=lambda: rows.SizeTable.objects.select_related("category", "brand"),
            buttons_of=self.buttons,
            lesson=_("No table yet. One for shoes says which foot is which size, on the page of every shoe."), **kwargs,
        )  # fmt: skip

    def buttons(self, request: HttpRequest) -> list[Any]:
        if not access.may(request.user, self.screen, "change"):
            return []
        return [HeaderButton(_("Write a table"), url=reverse("size_tables:new"), icon_name="plus")]

    def columns(self) -> list[Column]:
        return [
            LinkColumn(
                "category", label=_("Category"), accessor=lambda row: row.category.name.read(access.locale()),
                get_url=lambda row: reverse("size_tables:table", args=(row.pk,)), sort_key="category__key",
            ),
            TextColumn("brand", label=_("Brand"), accessor=_brand),
            TextColumn("columns", label=_("Columns"), accessor=_names),
            CountColumn("sizes", label=_("Sizes"), accessor=lambda row: len(row.rows)),
            WhenColumn("changed_at", label=_("Changed"), sort_key="changed_at"),
        ]  # fmt: skip

    def take_off(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        catalog.remove_size_table(pk, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        return [
            path("new/", self.page(SizeTablePage, header_icon=self.icon, permission_required="change"), name="new"),
            path("<uuid:pk>/", self.page(SizeTablePage, header_icon=self.icon), name="table"),
            self.action(
                "remove", self.take_off, page_title=_("Take off"), button=_("Take it off"), serious=True,
                explanation=_("Its products show the table of the category above, or none."),
                subject_of=_subject, back_of=lambda pk: reverse("size_tables:index"),
                verb_done=_("The table is taken off."),
            ),
        ]  # fmt: skip


def _names(row: Any) -> str:
    return ", ".join(Localised(name).read(access.locale()) for name in row.columns)


def _brand(row: Any) -> str:
    return str(row.brand.name) if row.brand else _now("all brands")


def _subject(pk: UUID) -> str:
    found = next((one for one in catalog.size_tables() if one.id == pk), None)
    return found.category.name.read(access.locale()) if found else _now("Table of sizes")


def _initial(table: SizeTable) -> dict[str, Any]:
    brand = rows.Brand.objects.filter(name=table.brand).first() if table.brand else None
    return {
        "category": table.category_id, "brand": brand.pk if brand else None,
        "columns_fr": " | ".join(name.read("fr") for name in table.columns),
        "columns_en": " | ".join(name.read("en") for name in table.columns),
        "rows": "\n".join(" | ".join(row) for row in table.rows),
        "note_fr": table.note.get("fr", ""), "note_en": table.note.get("en", ""),
    }  # fmt: skip

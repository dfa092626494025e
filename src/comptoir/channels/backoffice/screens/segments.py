"""Segments: what they say, who is in them and why, what uses them; defined, changed, archived and exported by verbs."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import ActionView, CommandViewSet
from comptoir.channels.backoffice.days import moment
from comptoir.channels.backoffice.lists import LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.customers import names_of
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.segment_editor import SegmentEditor
from comptoir.content import facade as content
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.org.contracts import MARKETING, PERSONALISATION
from comptoir.segments import facade as segments
from comptoir.segments.contracts import SegmentInfo

PURPOSES = [(PERSONALISATION, _("to show what suits them")), (MARKETING, _("to write to them"))]
WHYS = {
    "heard": _("what they did"), "time": _("time passed"), "rule": _("the rule was defined or changed"),
    "consent": _("what they allow has changed"), "archived": _("the segment was archived"),
}  # fmt: skip
SHOWN, DAYS = 50, 30


def found(pk: UUID) -> SegmentInfo:
    try:
        return segments.find(pk)
    except NotFound as refusal:
        raise Http404 from refusal


def name_of(pk: UUID) -> str:
    return found(pk).name.read(access.locale())


def page_of(pk: UUID) -> str:
    return reverse("segments:segment", args=(pk,))


def counted(people: int) -> Any:
    told = segments.counted(people)
    return _("fewer than 5") if told is None else told


class ExportForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("What for"), choices=PURPOSES, widget=forms.RadioSelect,
        help_text=_("Only those who allow it are in the file. That you took it is kept in the journal."),
    )  # fmt: skip


class ExportView(ActionView):
    permission_required = "export"

    def done(self) -> HttpResponse:
        segment = found(self.kwargs["pk"])
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{segment.code}.csv"'
        answer["Cache-Control"] = "no-store"
        writer = csv.writer(answer)
        writer.writerow(["person_id", "segment", "since", "why", "purpose"])
        purpose = self.form.cleaned_data["purpose"]
        for each in self.answer:
            writer.writerow([each.person_id, each.segment, each.since.isoformat(), each.entered_why, purpose])
        return answer


class SegmentPage(ScreenPage):
    template_name = "backoffice/segment.html"
    header_icon = "group"

    @cached_property
    def segment(self) -> SegmentInfo:
        return found(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.segment.name.read(access.locale())

    def actions(self) -> list[tuple[str, Any, str]]:
        if self.segment.archived_at:
            return []
        return [
            ("change", _("Change"), "change"), ("export", _("Export"), "export"), ("archive", _("Archive"), "change"),
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        segment, reader = self.segment, access.locale()
        may_see = access.may(self.request.user, self.screen, "people")
        inside = segments.members(segment.code, PERSONALISATION, limit=SHOWN) if may_see else []
        names = names_of([each.person_id for each in inside], self.request.user)
        staff = rows.staff_names({each.actor for each in segments.editions(segment.code)})
        since = clock.now() - timedelta(days=DAYS)
        return super().get_context_data(
            segment=segment,
            state=state_of(segment.archived_at, segment.slow_times),
            slow=slowness(segment),
            sentence=segments.said(segment.definition, reader),
            size=counted(segments.counts().get(segment.id, 0)),
            inside=[
                (each, name, WHYS.get(each.entered_why, each.entered_why))
                for each, (_id, name) in zip(inside, names, strict=True)
            ],
            more=len(inside) == SHOWN,
            may_see=may_see,
            moves=[
                (day, counted(came) if came else 0, counted(left) if left else 0)
                for day, came, left in segments.moves(segment.id, since=since)
            ],
            editions=[
                (each, staff.get(each.actor, each.actor), segments.said(each.definition, reader))
                for each in segments.editions(segment.code)
            ],
            users=[
                (each.name.read(reader), page_of(each.id)) for each in map(segments.get, segments.users(segment.code))
            ],
            pages=content.pages_for(segment.code),
            **kwargs,
        )


def state_of(archived_at: datetime | None, slow_times: int = 0) -> tuple[str, Any]:
    if archived_at:
        return "cancelled", _("archived")
    return ("late", _("too slow")) if slow_times else ("active", pgettext_lazy("promotion", "live"))


def slowness(row: Any) -> str:
    """Why a segment does not follow its rule, what happens next, and what can be done; empty for one that does."""
    if row.archived_at or not row.slow_times:
        return ""
    tried = ngettext(
        "The database gave up comparing everybody with its rule, once.",
        "The database gave up comparing everybody with its rule, %(times)s times in a row.",
        row.slow_times,
    ) % {"times": row.slow_times}
    again = _t("It is tried again on %(at)s; until then only people of whom something is heard enter and leave.") % {
        "at": moment(row.try_after)
    }
    return f"{tried} {again} {_t('Ask for fewer days, or for fewer things at once.')}"


class SegmentsViewSet(CommandViewSet):
    model = rows.Segment
    name = "segments"
    screen = "segments"
    noun, nouns = _("segment"), _("Segments")
    icon = "group"
    ordering = "code"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Segment.objects.all(),
            searched=lambda those, text: those.filter(code__icontains=text),
            enriched=with_sizes,
            lesson=_("No segments yet. Define one: who bought this month, who hesitates, who likes what."),
            buttons_of=self.buttons,
            **kwargs,
        )

    def columns(self) -> list[Column]:
        """With what is wrong, while something is."""
        any_slow = rows.Segment.objects.filter(slow_times__gt=0, archived_at=None).exists()
        slow = [TextColumn("slow", label=_("What is wrong"), accessor=slowness)] if any_slow else []
        return [
            LinkColumn(
                "name", label=_("Name"), accessor=lambda row: Localised(row.name), get_url=lambda row: page_of(row.pk)
            ),
            TextColumn("code", label=_("Code"), sort_key="code"),
            StateColumn("state", label=_("State"), accessor=lambda row: state_of(row.archived_at, row.slow_times)),
            *slow,
            TextColumn("size", label=_("People"), classname="number"),
            WhenColumn("changed_at", label=_("Changed"), sort_key="changed_at"),
        ]  # fmt: skip

    def buttons(self, request: HttpRequest) -> list[Any]:
        if not access.may(request.user, self.screen, "change"):
            return []
        return [HeaderButton(_("Define a segment"), url=reverse("segments:define"), icon_name="plus")]

    def archive(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        segments.archive(found(pk).code, origin=origin, now=now)

    def export(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return segments.export(found(pk).code, purpose=data["purpose"], origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": name_of, "back_of": page_of}
        export = self.page(
            ExportView, command=self.export, header_icon="download", page_title=_("Export"), button=_("Take the file"),
            explanation=_("Who is in it now, for one purpose: ids of people, since when, and why."),
            form_class=ExportForm, **common,
        )  # fmt: skip
        return [
            path("define/", self.page(SegmentEditor), name="define"),
            path("<uuid:pk>/", self.page(SegmentPage), name="segment"),
            path("<uuid:pk>/change/", self.page(SegmentEditor), name="change"),
            path("<uuid:pk>/export/", export, name="export"),
            self.action(
                "archive", self.archive, page_title=_("Archive"), button=_("Archive it"), serious=True,
                explanation=_("Everybody leaves it, and what is shown to it is shown to nobody. Its history stays."),
                **common,
            ),
        ]  # fmt: skip


def with_sizes(those: list[Any]) -> list[Any]:
    sizes = segments.counts()
    for row in those:
        row.size = counted(sizes.get(row.pk, 0))
    return those

"""A segment is said in words: conditions, groups, not; with its sentence and its size while one types."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from comptoir.channels.backoffice import access, segment_form
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.kit import clock
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.kit.text import slugify
from comptoir.org.contracts import PERSONALISATION
from comptoir.segments import facade as segments
from comptoir.segments.contracts import SegmentInfo

KINDS = [("event", _("did something")), ("trait", _("is known for")), ("segment", _("is in a segment"))]
COUNTS = [
    ("at_least", _("at least … times")), ("at_most", _("at most … times")),
    ("first_within", _("for the first time in the last … days")),
    ("first_before", _("for the first time more than … days ago")),
    ("last_before", _("for the last time more than … days ago")),
]  # fmt: skip
TESTS = [
    ("is", _("is")), ("is_not", _("is known and is not")), ("at_least", _("is at least")), ("at_most", _("is at most")),
    ("between", _("is between (two numbers)")), ("contains", _("contains")), ("one_of", _("is one of")),
    ("known", _("is known")), ("unknown", _("is not known")),
]  # fmt: skip
GROUPS = [("all", _("all of these hold")), ("any", _("at least one of these holds"))]
FIRST = {"all": [segment_form.LEAST]}


class SegmentEditor(ScreenPage):
    """The whole page; with the header X-Part, a part of it: `rule` after a button, `size` while one types. Every
    button works without a script."""

    template_name = "backoffice/segment_edit.html"
    permission_required = "change"
    header_icon = "group"

    @cached_property
    def segment(self) -> SegmentInfo | None:
        if "pk" not in self.kwargs:
            return None
        try:
            return segments.find(self.kwargs["pk"])
        except NotFound as refusal:
            raise Http404 from refusal

    def get_page_title(self) -> str:
        return self.segment.name.read(access.locale()) if self.segment else str(_("Define a segment"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        names = {f"name_{key}": text for key, text in (self.segment.name if self.segment else {}).items()}
        tree = segment_form.shown(self.segment.definition["rule"] if self.segment else given_rule(request))
        return self.render_to_response(self.context(tree=tree, typed=names, errors={}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = request.POST.dict()
        tree = segment_form.filled(typed)
        asked = typed.get("do", "save")
        if asked != "save" or request.headers.get("X-Part"):
            tree = segment_form.done(tree, asked)
            context = self.context(tree=tree, typed=typed, errors={})
            if part := request.headers.get("X-Part"):
                name = "backoffice/segment_size.html" if part == "size" else "backoffice/segment_rule.html"
                return HttpResponse(render_to_string(name, context, request))
            return self.render_to_response(context)
        try:
            pk = self.save(typed, tree)
        except Refusal as refusal:
            errors = refusal.field_texts(access.locale()) if isinstance(refusal, Invalid) else {}
            errors |= {} if errors else {"code": refusal.text(access.locale())}
            return self.render_to_response(self.context(tree=tree, typed=typed, errors=errors))
        messages.success(request, _("Kept. Who belongs to it enters within a minute."))
        return HttpResponseRedirect(reverse("segments:segment", args=(pk,)))

    def save(self, typed: dict[str, str], tree: dict[str, Any]) -> Any:
        name = {"fr": typed.get("name_fr", ""), "en": typed.get("name_en", "")}
        definition = {"version": 1, "rule": segment_form.rule(tree)}
        given: dict[str, Any] = {"name": name, "definition": definition}
        given |= {"origin": access.origin(self.request), "now": clock.now()}
        if self.segment:
            segments.change(self.segment.code, **given)
            return self.segment.id
        code = typed.get("code", "").strip() or slugify(name["fr"] or name["en"])[:40].strip("-")
        return segments.define(code, **given)

    def context(self, *, tree: dict[str, Any], typed: dict[str, str], errors: dict[str, str]) -> dict[str, Any]:
        reader, definition = access.locale(), {"version": 1, "rule": segment_form.rule(tree)}
        code = self.segment.code if self.segment else ""
        sentence, size = "", None
        with suppress(Invalid):  # while one types, what is not finished is no fault yet
            sentence = segments.said(definition, reader)
            size = segments.size(definition, PERSONALISATION, now=clock.now(), code=code)
        own = {place: text for place, text in errors.items() if place.startswith("rule")}
        others = [(each.code, each.name.read(reader)) for each in segments.listed() if each.code != code]
        return self.get_context_data(
            segment=self.segment, tree=segment_form.placed(tree, own), typed=typed, errors=errors,
            faulty=bool(errors), sentence=sentence, size=size, kinds=KINDS, counts=COUNTS, tests=TESTS, groups=GROUPS,
            events=list(segments.EVENTS.items()), event_names=set(segments.EVENTS),
            traits=list(segments.TRAITS.items()), trait_names=set(segments.TRAITS), others=others,
            back=reverse("segments:segment", args=(self.segment.id,)) if self.segment else reverse("segments:index"),
        )  # fmt: skip


def given_rule(request: HttpRequest) -> Any:
    """What another screen began: a definition as JSON in the address. One that is none is as if it was not there."""
    try:
        definition = json.loads(request.GET.get("rule", ""))
        segments.said(definition, access.locale())
    except (ValueError, Invalid):
        return FIRST
    return definition["rule"]

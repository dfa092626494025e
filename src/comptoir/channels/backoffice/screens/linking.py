"""Two records that no search put together: the other one is found, both stand side by side, somebody says why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from comptoir.channels.backoffice import access, rows, told_of
from comptoir.channels.backoffice.commands import ActionView
from comptoir.channels.backoffice.screens.customer_page import customer_of, kind_named, name_of, page_of
from comptoir.channels.backoffice.screens.duplicates import line, points, sure
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.consent import facade as consent
from comptoir.customers import facade as customers
from comptoir.duplicates import facade as duplicates
from comptoir.duplicates.contracts import DuplicateInfo, Likeness
from comptoir.duplicates.errors import RecordForgotten
from comptoir.kit import clock
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import PERSONALISATION
from comptoir.profiles import facade as profiles

MOST = 20
LONGEST = 100


class LinkForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=200,
        help_text=_("What another person can check. Such as: rang us on the 12th, the first is her former name."),
    )  # fmt: skip


class OfTwo:
    """Who looks for somebody by name has to see names: both rights are asked, that to change and that to contacts."""

    request: HttpRequest
    screen = "customers"
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.may(request.user, self.screen, "contact"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    @cached_property
    def customer_id(self) -> UUID:
        found = customer_of(self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    @property
    def name(self) -> str:
        return name_of(self.customer_id, True, True)


class FindOther(OfTwo, ScreenPage):
    """The other record, by e-mail, name, telephone or the number of an order."""

    template_name = "backoffice/link_find.html"
    permission_required = "change"
    header_icon = "link"

    def get_page_title(self) -> str:
        return _t("Link %(name)s with another record") % {"name": self.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
        found = others(text, self.customer_id) if text else []
        return super().get_context_data(
            text=text, found=found[:MOST], more=len(found) > MOST, back=page_of(self.customer_id), **kwargs
        )


class LinkView(OfTwo, ActionView):
    """Side by side, with the reason."""

    template_name = "backoffice/link.html"
    form_class = LinkForm
    page_title: Any = _("Are these one person?")
    header_icon = "link"
    button = _("They are one person")
    verb_done = _("The two records are linked.")

    @cached_property
    def alike(self) -> Likeness:
        try:
            return duplicates.likeness(*self.two)
        except (NotFound, RecordForgotten) as gone:
            raise Http404 from gone

    @cached_property
    def two(self) -> tuple[UUID, UUID]:
        one, other = self.customer_id, self.kwargs["other"]
        if one == other:
            raise Http404
        return one, other

    @cached_property
    def pair(self) -> DuplicateInfo | None:
        """What was said or asked of these two already."""
        theirs = duplicates.duplicates_of(self.two[0])
        return next((each for each in theirs if self.two[1] in (each.a, each.b)), None)

    @cached_property
    def subject(self) -> str:
        return self.name

    def get_success_url(self) -> str:
        answer = getattr(self, "answer", None)
        return reverse("duplicates:duplicate", args=(answer,)) if answer else page_of(self.customer_id)

    def call(self, data: dict[str, Any]) -> UUID:
        one, other = self.two
        origin = access.origin(self.request)
        return duplicates.link_records(one, other, reason=data["reason"], origin=origin, now=clock.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = customers.people(self.two)
        one, other = (found.get(each) for each in self.two)
        alike = self.alike
        return super().get_context_data(
            pair=self.pair,
            names=[name_of(each, True, True) for each in self.two],
            pages=[page_of(each) for each in self.two],
            lines=[line(each, one, other) for each in alike.evidence],
            rare=points(alike.weight - sum(each.weight for each in alike.evidence)),
            total=points(alike.weight),
            sure=sure(alike.probability),
            shared=shared(*self.two),
            find=reverse("customers:link", args=(self.kwargs["pk"],)),
            **kwargs,
        )


def others(text: str, but: UUID) -> list[dict[str, Any]]:
    """Records that the text names, without this one and those that are linked with it."""
    ids = customers.matching(text)
    ids += rows.Order.objects.filter(number=text.upper()).values_list("customer_id", flat=True)
    known = {but, *duplicates.linked_with(but)}
    wanted = [each for each in dict.fromkeys(ids) if each not in known]
    wanted = [each for each in wanted if each not in customers.forgotten(wanted)][: MOST + 1]
    contacts = customers.people(wanted)
    return [{"id": each, "contact": contacts[each]} for each in wanted]


def shared(one: UUID, other: UUID) -> list[dict[str, Any]]:
    """Devices and other identifiers that both used, and for which alone they were not joined; of people who both allow
    it: it is behaviour."""
    mine, theirs = (profiles.person_of("customer", str(each)) for each in (one, other))
    if not mine or not theirs:
        return []
    if not all(consent.allowed(profiles.subjects_of(each), PERSONALISATION) for each in (mine, theirs)):
        return []
    return [
        {"a": kind_named(each.a), "b": kind_named(each.b), "info": each, "word": told_of.word_named(each.word)}
        for each in profiles.links_between(mine, theirs)
    ]

"""Two records that no search put together, or a record and a device: the other one is found, both stand side by side,
somebody says why."""

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
from comptoir.profiles.contracts import DeviceHeld

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


class Find(ScreenPage):
    """By e-mail, name, telephone or the number of an order; a device by its value."""

    template_name = "backoffice/link_find.html"
    permission_required = "change"
    header_icon = "link"

    def found(self, text: str) -> list[dict[str, Any]]:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
        found = self.found(text) if text else []
        back = reverse("customers:customer", args=(self.kwargs["pk"],))
        return super().get_context_data(text=text, found=found[:MOST], more=len(found) > MOST, back=back, **kwargs)


class FindOther(OfTwo, Find):
    """The other record of a customer, or a device of theirs."""

    def get_page_title(self) -> str:
        return _t("Link %(name)s with another record") % {"name": self.name}

    def found(self, text: str) -> list[dict[str, Any]]:
        person = self.kwargs["pk"]
        records = others(text, {self.customer_id, *duplicates.linked_with(self.customer_id)})
        return [
            *({**each, "address": reverse("customers:link_with", args=(person, each["id"]))} for each in records),
            *({"title": numbered(each), "address": reverse("customers:link_device", args=(person, each))}
              for each in visitors(text)),
        ]  # fmt: skip


class FindCustomer(OfTwo, Find):
    """Whose the devices of an unknown visitor are."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not unknown(self.kwargs["pk"]):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _t("Link %(name)s with a customer") % {"name": numbered(self.kwargs["pk"])}

    def found(self, text: str) -> list[dict[str, Any]]:
        people = [(each, profiles.person_of("customer", str(each["id"]))) for each in others(text, set())]
        return [
            {**each, "address": reverse("customers:link_device", args=(person, self.kwargs["pk"]))}
            for each, person in people
            if person
        ]


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
            shared=shared(*(profiles.person_of("customer", str(each)) for each in self.two)),
            find=reverse("customers:link", args=(self.kwargs["pk"],)),
            **kwargs,
        )


class LinkDeviceView(OfTwo, ActionView):
    """What the visitor told beside the record, with the reason."""

    template_name = "backoffice/link.html"
    form_class = LinkForm
    page_title: Any = _("Is this their device?")
    header_icon = "link"
    button = _("It is theirs")
    verb_done = _("The device is linked.")

    @cached_property
    def other(self) -> UUID:
        found: UUID = self.kwargs["other"]
        if not unknown(found):
            raise Http404
        return found

    @cached_property
    def subject(self) -> str:
        return self.name

    def get_success_url(self) -> str:
        return page_of(self.customer_id)

    def call(self, data: dict[str, Any]) -> int:
        named = profiles.identifiers_of(self.other)
        device = next(each.value for each in named if each.kind == "visitor")
        origin = access.origin(self.request)
        return profiles.link_device(self.customer_id, device, reason=data["reason"], origin=origin, now=clock.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, other = self.kwargs["pk"], self.other
        try:
            alike = duplicates.likeness_of_device(self.customer_id, other)
        except (NotFound, RecordForgotten) as gone:
            raise Http404 from gone
        mine = customers.people([self.customer_id]).get(self.customer_id)
        theirs = duplicates.told_by(other)
        return super().get_context_data(
            names=[self.name, numbered(other)],
            pages=[page_of(self.customer_id), reverse("customers:customer", args=(other,))],
            lines=[line(each, mine, theirs) for each in alike.evidence],
            rare=points(alike.weight - sum(each.weight for each in alike.evidence)),
            total=points(alike.weight),
            sure=sure(alike.probability),
            shared=shared(person, other),
            held=[each for each in profiles.holders_of(other) if each.stands],
            find=reverse("customers:link", args=(person,)),
            **kwargs,
        )


class ReleaseView(ActionView):
    """The customer's page is where one came from, and where one goes once the link is gone."""

    page_title: Any = _("Take a device back")
    header_icon = "link"
    button = _("It is not theirs")
    explanation = _("What was done with the device counts for this customer no longer, as if it had never been linked.")
    verb_done = _("The device is nobody’s again.")

    @cached_property
    def held(self) -> DeviceHeld:
        try:
            return profiles.device_held(self.kwargs["pk"])
        except NotFound as gone:
            raise Http404 from gone

    @cached_property
    def subject(self) -> str:
        return _t("Device %(device)s") % {"device": self.held.device[:12]}

    def get_success_url(self) -> str:
        return page_of(self.held.customer_id)

    def call(self, data: dict[str, Any]) -> None:
        profiles.release_device(self.held.id, origin=access.origin(self.request), now=clock.now())


def unknown(person_id: UUID) -> bool:
    """Somebody whom we know by devices alone and who allows that these are looked at."""
    named = profiles.named_by(person_id)
    devices = any(each.kind == "visitor" for each in named) and not any(each.known for each in named)
    return devices and consent.allowed(profiles.subjects_of(person_id), PERSONALISATION)


def visitors(text: str) -> list[UUID]:
    """Unknown visitors whom the text names: by a device, or by an e-mail or a telephone that they gave."""
    return [each.person_id for each in profiles.find_people(text, limit=MOST) if unknown(each.person_id)]


def numbered(person_id: UUID) -> str:
    return f"{_t('Visitor')} {str(person_id)[:8]}"


def others(text: str, but: set[UUID]) -> list[dict[str, Any]]:
    """Records that the text names, without these."""
    ids = profiles.customers_named(text)
    ids += rows.Order.objects.filter(number=text.upper()).values_list("customer_id", flat=True)
    wanted = [each for each in dict.fromkeys(ids) if each not in but]
    wanted = [each for each in wanted if each not in customers.forgotten(wanted)][: MOST + 1]
    contacts = customers.people(wanted)
    return [
        {"id": each, "contact": contacts[each], "title": contacts[each].name or contacts[each].email}
        for each in wanted
    ]


def shared(mine: UUID | None, theirs: UUID | None) -> list[dict[str, Any]]:
    """Devices and other identifiers that both used, and for which alone they were not joined; of people who both allow
    it: it is behaviour."""
    if not mine or not theirs:
        return []
    if not all(consent.allowed(profiles.subjects_of(each), PERSONALISATION) for each in (mine, theirs)):
        return []
    return [
        {"a": kind_named(each.a), "b": kind_named(each.b), "info": each, "word": told_of.word_named(each.word)}
        for each in profiles.links_between(mine, theirs)
    ]

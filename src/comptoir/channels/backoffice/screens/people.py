"""The staff: invited by mail, given roles, kept out, helped when a telephone is lost. All of it by verbs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.accounts import facade as accounts
from comptoir.channels.backoffice import access, rows, story
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import LinkColumn, PersonalColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.org import facade as org

STORY = 50


def role_choices() -> list[tuple[str, Any]]:
    return list(org.ROLE_NAMES.items())


class PeopleFilters(WagtailFilterSet):
    role = django_filters.ChoiceFilter(label=_("Role"), choices=role_choices, field_name="groups__name")
    is_active = django_filters.BooleanFilter(label=_("May log in"))

    class Meta:
        model = rows.Account
        fields: tuple[str, ...] = ()


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=role_choices, widget=forms.CheckboxSelectMultiple, help_text=_("What they may do.")
    )
    locale = forms.ChoiceField(label=_("Language of the mail"), choices=[("fr", "Français"), ("en", "English")])


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=role_choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Without a role the person is a shopper and no longer reaches the back office."),
    )  # fmt: skip


class PersonPage(ScreenPage):
    template_name = "backoffice/person.html"
    header_icon = "user"

    @cached_property
    def person(self) -> Any:
        found = with_state(rows.Account.objects.filter(pk=self.kwargs["pk"], is_staff=True)).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return str(self.person.get_full_name())

    def actions(self) -> list[tuple[str, Any, str]]:
        if self.person.pk == self.request.user.pk:
            return []
        known = [("roles", _("Change the roles"), "change"), ("sessions", _("End all sessions"), "change")]
        known += [("second-factor", _("Reset the second factor"), "change")]
        known += [("disable", _("Disable"), "change") if self.person.is_active else ("enable", _("Enable"), "change")]
        return known

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        events = journal.timeline("account", self.person.pk)[-STORY:]
        return super().get_context_data(
            person=self.person,
            roles=roles(self.person),
            state=state(self.person),
            factor=factor(self.person),
            devices=accounts.sessions(self.person.pk, clock.now()),
            story=list(reversed(story.told(events, access.locale()))),
            **kwargs,
        )


class PeopleViewSet(CommandViewSet):
    model = rows.Account
    name = "people"
    screen = "people"
    noun, nouns, plural = _("member of staff"), _("Staff"), _("Members of staff")
    adding = _("Invite somebody")
    icon = "group"
    ordering = "email"
    filterset_class = PeopleFilters
    create_form = InviteForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: with_state(rows.Account.objects.filter(is_staff=True)).prefetch_related("groups"),
            searched=by_name_or_email,
            lesson=_("Nobody yet. Invite the first person: they get a mail with a link."),
            **kwargs,
        )

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(submit_button_label=_("Send the invitation"), **kwargs)

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), accessor="get_full_name", get_url=page, sort_key="name"),
            PersonalColumn("email", label=_("E-mail"), sort_key="email"),
            TextColumn("roles", label=_("Roles"), accessor=roles),
            StateColumn("state", label=_("State"), accessor=state),
            StateColumn("factor", label=_("Second factor"), accessor=factor),
            WhenColumn("last_seen", label=_("Last seen"), sort_key="last_seen"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return accounts.invite_staff(
            email=data["email"], name=data["name"], roles=data["roles"], locale=data["locale"], origin=origin, now=now
        )

    def give_roles(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        accounts.give_staff_roles(pk, roles=data["roles"], by=who(origin), origin=origin, now=now)

    def disable(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        accounts.disable_account(pk, by=who(origin), origin=origin, now=now)

    def enable(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        accounts.enable_account(pk, origin=origin, now=now)

    def reset(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        accounts.reset_second_factor(pk, by=who(origin), origin=origin, now=now)

    def end_sessions(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        accounts.end_sessions(pk, reason="staff", origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": back}
        return [
            path("<uuid:pk>/", self.page(PersonPage), name="person"),
            self.action(
                "roles", self.give_roles, page_title=_("Change the roles"), button=_("Give these roles"),
                explanation=_("From now on the person has exactly these roles, and logs in again."),
                form_class=RolesForm, form_kwargs_of=present_roles, verb_done=_("The roles are changed."), **common,
            ),
            self.action(
                "sessions", self.end_sessions, page_title=_("End all sessions"), button=_("End them now"),
                explanation=_("The person is logged out on every device and may log in again."),
                verb_done=_("All sessions are ended."), **common,
            ),
            self.action(
                "second-factor", self.reset, page_title=_("Reset the second factor"), button=_("Reset it"),
                explanation=_(
                    "For a telephone that was lost. Make sure that it is really this person who asks: until the new "
                    "factor is set up, their e-mail alone opens the back office."
                ),
                serious=True, verb_done=_("At the next log-in the person sets up a new second factor."), **common,
            ),
            self.action(
                "disable", self.disable, page_title=_("Disable"), button=_("Keep this person out"),
                explanation=_("All sessions end at once and no log-in succeeds any more. What they did stays."),
                serious=True, verb_done=_("The account is disabled."), **common,
            ),
            self.action(
                "enable", self.enable, page_title=_("Enable"), button=_("Let this person in again"),
                explanation=_("The person logs in as before, with the same roles."),
                verb_done=_("The account is enabled."), **common,
            ),
        ]  # fmt: skip


def with_state(found: QuerySet[Any]) -> QuerySet[Any]:
    """With what the columns say: a second factor, and when the person was last there."""
    seen = rows.Session.objects.filter(account_id=OuterRef("pk")).order_by()
    return found.annotate(
        has_factor=Exists(rows.Factor.objects.filter(account_id=OuterRef("pk"))),
        last_seen=seen.values("account_id").annotate(last=Max("seen_at")).values("last")[:1],
    )


def by_name_or_email(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    return queryset.filter(Q(name__icontains=text.strip()) | Q(email__icontains=text.strip()))


def roles(row: Any) -> str:
    return ", ".join(sorted(str(org.ROLE_NAMES.get(group.name, group.name)) for group in row.groups.all()))


def state(row: Any) -> tuple[str, Any]:
    return ("in_use", _("may log in")) if row.is_active else ("disabled", _("disabled"))


def factor(row: Any) -> tuple[str, Any]:
    return ("protected", _("set up")) if row.has_factor else ("unprotected", _("missing"))


def present_roles(pk: UUID) -> dict[str, Any]:
    return {"initial": {"roles": list(org.account(pk).roles)}}


def who(origin: Origin) -> UUID:
    return UUID(origin.actor.partition(":")[2])



def page(row: Any) -> str:
    return reverse("people:person", args=(row.pk,))


def back(pk: UUID) -> str:
    """The person's page, or the list when they are no longer staff."""
    if not rows.Account.objects.filter(pk=pk, is_staff=True).exists():
        return reverse("people:index")
    return reverse("people:person", args=(pk,))


def subject(pk: UUID) -> str:
    person = org.account(pk)
    return person.name or person.email

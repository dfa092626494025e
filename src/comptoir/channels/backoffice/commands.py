"""The one kind of viewset: Wagtail shows and asks, a room's verb writes.

Wagtail saves a form in a transaction of its own; a verb opens its own and refuses to stand in another. So nothing
here calls `form.save()`, and forms are plain ones that never touch a row. A verb gets `(pk, data, origin, now)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.lists import ListView
from comptoir.kit import clock
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.kit.text import Localised

Verb = Callable[..., Any]


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal's sentence where the person can act on it: at its field, else above the form."""
    locale = access.locale()
    if isinstance(refusal, Invalid):
        for field, sentence in refusal.field_texts(locale).items():
            form.add_error(field if field in form.fields else None, sentence)
    else:
        form.add_error(None, refusal.text(locale))


class CommandFormMixin:
    """Replaces Wagtail's saving in a transaction by the verb."""

    command: Verb | None = None
    nouns: Any = ""
    index_url_name: str | None = None
    error_message = _("Nothing was changed: please correct what is marked.")
    initial_of: Callable[[Any], dict[str, Any]] | None = None
    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()  # type: ignore[misc]
        instance = kwargs.pop("instance", None)
        if instance is not None and self.initial_of is not None:
            kwargs["initial"] = self.initial_of(instance)
        return kwargs

    def form_valid(self, form: forms.Form) -> HttpResponse:
        self.form = form
        try:
            self.answer = self.call(form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
            self.produced_error_message = self.error_message
            return self.form_invalid(form)  # type: ignore[attr-defined]
        return self.done()

    def call(self, data: dict[str, Any]) -> Any:
        pk = getattr(getattr(self, "object", None), "pk", None)
        return cast(Verb, self.command)(pk, data, access.origin(self.request), clock.now())

    def done(self) -> HttpResponse:
        return self.save_action()  # type: ignore[attr-defined]

    def get_error_message(self) -> str:
        return str(self.error_message)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Our words for the list: Wagtail would show the model's English name."""
        items = [{"url": reverse(self.index_url_name), "label": self.nouns}] if self.index_url_name else []
        here = {"url": "", "label": self.get_page_subtitle()}  # type: ignore[attr-defined]
        return [*self.breadcrumbs_items, *items, here]  # type: ignore[attr-defined]


class CommandCreateView(CommandFormMixin, generic.CreateView):
    def get_page_subtitle(self) -> str:
        return str(capfirst(super().get_page_subtitle()))

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_success_message(self, instance: Any) -> str:
        return str(_("Done."))


class CommandEditView(CommandFormMixin, generic.EditView):
    def get_page_subtitle(self) -> str:
        """Its name in the reader's language, where it has one."""
        name = getattr(self.object, "name", None)
        return name.read(access.locale()) if isinstance(name, Localised) else super().get_page_subtitle()

    def get_success_url(self) -> str:
        return self.get_edit_url()

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_success_message(self) -> str:
        return str(_("“%(object)s” is changed.") % {"object": self.object})


class CommandDeleteView(generic.DeleteView):
    command: Verb | None = None

    def get_object(self, queryset: Any = None) -> Any:
        """Wagtail looks for the row before it asks for the right: who has none would learn which rows exist."""
        if not self.user_has_permission(self.permission_required):
            raise PermissionDenied
        return super().get_object(queryset)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            cast(Verb, self.command)(self.object.pk, {}, access.origin(self.request), clock.now())
        except Refusal as refusal:
            messages.error(self.request, refusal.text(access.locale()))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(self.request, _("Done."))
        return redirect(self.get_success_url())


class ActionForm(forms.Form):
    """Confirms, without asking anything more."""


class ActionView(PermissionCheckedMixin, CommandFormMixin, generic.WagtailAdminTemplateMixin, FormView):
    """One verb on one thing, after a confirmation that says what will happen."""

    template_name = "backoffice/action.html"
    form_class: type[forms.Form] = ActionForm
    permission_required = "change"
    page_title = ""
    header_icon = "edit"
    explanation: Any = ""
    button: Any = _("Confirm")
    serious = False
    verb_done: Any = _("Done.")
    chosen: tuple[str, ...] = ()
    subject_of: Callable[[Any], str] | None = None
    back_of: Callable[[Any], str] | None = None
    form_kwargs_of: Callable[[Any], dict[str, Any]] | None = None

    @cached_property
    def subject(self) -> str:
        try:
            return self.subject_of(self.kwargs["pk"]) if self.subject_of else ""
        except NotFound as refusal:
            raise Http404 from refusal

    def get_initial(self) -> dict[str, Any]:
        """What the link to this page has chosen already."""
        given = {name: self.request.GET[name] for name in self.chosen if name in self.request.GET}
        return super().get_initial() | given

    def get_form_kwargs(self) -> dict[str, Any]:
        more = self.form_kwargs_of(self.kwargs["pk"]) if self.form_kwargs_of else {}
        return super().get_form_kwargs() | more

    def get_page_subtitle(self) -> str:
        return self.subject

    def get_success_url(self) -> str:
        return cast(Callable[[Any], str], self.back_of)(self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [{"url": self.get_success_url(), "label": self.subject}, {"url": "", "label": self.page_title}]
        return [*self.breadcrumbs_items, *items]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(action_url=self.request.path, **kwargs)
        return context | {"media": context["form"].media}

    def call(self, data: dict[str, Any]) -> Any:
        return cast(Verb, self.command)(self.kwargs["pk"], data, access.origin(self.request), clock.now())

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """A refusal stands above the form; what is marked further down is said as well."""
        if form.errors and not form.non_field_errors():
            messages.validation_error(self.request, self.get_error_message(), form)
        return super().form_invalid(form)

    def done(self) -> HttpResponse:
        messages.success(self.request, self.verb_done)
        return redirect(self.get_success_url())


class CommandViewSet(ModelViewSet):
    """A list of a room's rows, with a page for each and verbs for what may change.

    `screen` names the row of the table of rights. `create`, `change` and `remove` are verbs or absent: a view
    without its verb has no address. `adding` is what one does to make another one: it stands on the button of the list,
    above the form, and on its button where that has no words of its own.
    """

    command_viewset = True
    screen = ""
    noun: Any = ""
    nouns: Any = ""
    plural: Any = ""
    adding: Any = ""
    inspect_view_enabled = False
    copy_view_enabled = False
    add_to_reference_index = False
    sort_order_field = None
    add_to_admin_menu = False
    search_fields = None
    search_backend_name = None
    list_per_page = 50
    index_view_class = ListView
    add_view_class = CommandCreateView
    edit_view_class = CommandEditView
    delete_view_class = CommandDeleteView
    create_form: type[forms.Form] | None = None
    change_form: type[forms.Form] | None = None
    create: Verb | None = None
    change: Verb | None = None
    remove: Verb | None = None

    @property
    def permission_policy(self) -> access.ScreenPolicy:
        return access.ScreenPolicy(self.model, self.screen)

    @cached_property
    def menu_label(self) -> Any:
        return self.nouns

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        screen = self.screen

        class ScreenMenuItem(MenuItem):
            def is_shown(self, request: HttpRequest) -> bool:
                return access.may(request.user, screen, "view")

        return ScreenMenuItem

    def get_form_class(self, for_update: bool = False) -> type[forms.Form] | None:
        return self.change_form if for_update else self.create_form

    def get_edit_handler(self) -> None:
        return None

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common = super().get_common_view_kwargs(**kwargs)
        verbs = {"add": self.create, "edit": self.change, "delete": self.remove}
        absent = {f"{name}_url_name": None for name, verb in verbs.items() if verb is None}
        absent |= {"history_url_name": None, "usage_url_name": None}
        return common | absent | {"nouns": self.nouns, "screen": self.screen}

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        named = {"page_title": self.nouns, "verbose_name": self.noun, "verbose_name_plural": self.plural or self.nouns}
        if self.adding:
            named["add_item_label"] = self.adding
        return super().get_index_view_kwargs(**named, **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        named = {"page_title": self.nouns, "page_subtitle": self.adding or self.noun}
        if self.adding and self.add_view_class.submit_button_label is CommandCreateView.submit_button_label:
            named["submit_button_label"] = self.adding
        return super().get_add_view_kwargs(command=self.create, **named | kwargs)

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(command=self.change, initial_of=self.initial, **kwargs)

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_delete_view_kwargs(command=self.remove, **kwargs)

    def initial(self, instance: Any) -> dict[str, Any]:
        """What the form of change shows before anything is typed."""
        return {}

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return Permission.objects.none()  # roles are data of `org`, not boxes to tick

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = {"index", "index_results"}
        kept |= {"add"} if self.create else set()
        kept |= {"edit"} if self.change else set()
        kept |= {"delete"} if self.remove else set()
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in kept] + self.extra_urls()

    def extra_urls(self) -> list[URLPattern]:
        """Addresses of actions and pages that this screen has besides."""
        return []

    def page(self, view_class: type[Any], **kwargs: Any) -> Any:
        """A view of this screen, under its rights."""
        return self.construct_view(view_class, permission_policy=self.permission_policy, **kwargs)

    def action(self, name: str, command: Verb, **kwargs: Any) -> URLPattern:
        """The address `<pk>/<name>/` of a verb that is confirmed first."""
        view = self.page(ActionView, command=command, header_icon=self.icon, **kwargs)
        return path(f"<{self.pk_path_converter}:pk>/{name}/", view, name=name)

    def address(self, name: str, *args: Any) -> str:
        return reverse(self.get_url_name(name), args=args)

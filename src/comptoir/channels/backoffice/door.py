"""Coming in and leaving: the same door as everybody's, with a second factor behind it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, re_path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel
from wagtail_localize.views.submit_translations import SubmitPageTranslationView, SubmitTranslationForm

from comptoir.accounts import facade as accounts
from comptoir.channels.backoffice import access
from comptoir.kit import clock
from comptoir.kit.refusals import NotFound


def log_in(request: HttpRequest) -> HttpResponse:
    """Wagtail sends here whoever may not see a page; they are sent on to the one log-in."""
    return HttpResponseRedirect(_there(request, "account", request.GET.get("next", "")))


def to_second_factor(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(_there(request, "confirm", request.get_full_path()))


@csrf_protect
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """The session ends, not only its cookie."""
    session = accounts.session_of(request)
    if session is not None:
        with suppress(NotFound):
            accounts.end_session(
                session.account_id, session.id, reason="left", origin=access.origin(request), now=clock.now()
            )
    accounts.leave(request)
    return redirect("wagtailadmin_login")


def closed(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Wagtail's screens for users and groups save by themselves: ours do it by verbs, and these are no more."""
    raise Http404


class OwnAccount(AccountView):
    """What somebody may set for themselves here; their name is the administrator's to change, by a verb."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]


class TranslatePage(SubmitPageTranslationView):
    """Where only one language is left to translate into, it is chosen already."""

    def get_form(self) -> SubmitTranslationForm:
        form = super().get_form()
        left = form.fields["locales"].queryset
        if len(left) == 1:
            form.fields["locales"].initial = left
        return form


def _there(request: HttpRequest, page: str, onward: str) -> str:
    language = "en" if get_language_from_request(request).startswith("en") else "fr"
    ours = onward.startswith("/") and url_has_allowed_host_and_scheme(onward, allowed_hosts=None)
    asked = urlencode({"next": onward if ours else reverse("wagtailadmin_home")})
    return f"{settings.ACCOUNT_ADDRESSES[page][language]}?{asked}"


# The translator's page speaks by its own catalogue, with ours over it: some of its French is wrong, and some missing.
words_of_the_translator = JavaScriptCatalog.as_view(packages=["wagtail_localize", "comptoir.channels.backoffice"])

OPEN = frozenset({log_in, log_out})

# Before Wagtail's own addresses, which they cover.
urlpatterns: list[URLPattern] = [
    path("login/", log_in),
    path("logout/", log_out),
    path("account/", never_cache(require_admin_access(OwnAccount.as_view())), name="desk_account"),
    path("localize/jsi18n/", require_admin_access(words_of_the_translator), name="desk_translator_words"),
    path("localize/submit/page/<int:page_id>/", require_admin_access(TranslatePage.as_view())),
    re_path(r"^(?:users|groups|password_reset)/(?P<rest>.*)$", closed),
]

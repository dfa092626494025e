"""What content adds to Wagtail's admin: choosing goods in the editor, notices and themes, films as files."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail_localize.models import Translation

from comptoir.content import looks
from comptoir.content.blocks import ids_in
from comptoir.content.goods import categories, products
from comptoir.content.models import Notice, Theme
from comptoir.content.rules import SEGMENT
from comptoir.content.translating import settle_address, translation_of, untranslated
from comptoir.kit import clock
from comptoir.kit.days import written
from comptoir.kit.ids import uuid7
from comptoir.recognition import facade as recognition
from comptoir.recognition.contracts import Visit
from comptoir.segments import facade as segments

LONGEST = 100


def shown(row: Notice | Theme) -> str:
    """In words: of Wagtail's own tick, ears hear “True”."""
    return pgettext("shown", "Yes") if row.live else pgettext("shown", "No")


class NoticeViewSet(SnippetViewSet):
    model = Notice
    icon = "info-circle"
    list_display = ("name", "place", "text_fr", Column("live", label=gettext_lazy("Shown"), accessor=shown))
    search_fields = ("name", "text_fr", "text_en")


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "palette"
    list_display = ("storefront", Column("live", label=gettext_lazy("Shown"), accessor=shown))


class LookGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Notices and look")
    menu_icon = "palette"
    menu_order = 155
    items = (NoticeViewSet, ThemeViewSet)


register_snippet(LookGroup)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("content/goods/", goods, name="content_goods"),
        path("content/audiences/", audiences, name="content_audiences"),
        path("content/components/", components, name="content_components"),
    ]


@hooks.register("register_admin_menu_item")
def components_in_the_menu() -> MenuItem:
    return ComponentsItem(
        gettext_lazy("Components"), reverse_lazy("content_components"), icon_name="palette", order=156
    )


class ComponentsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("content.change_theme"))


@hooks.register("insert_editor_js")
def waits_for_the_save() -> str:
    return format_html('<script src="{}"></script>', static("content/saving.js"))


@hooks.register("register_icons")
def icons(found: list[str]) -> list[str]:
    return [*found, "content/palette.svg"]


def components(request: HttpRequest) -> HttpResponse:
    """The storefront's components in the look that shoppers see; `?scheme=dark` shows them by night."""
    if not request.user.has_perm("content.change_theme"):
        raise PermissionDenied
    only = "dark" if request.GET.get("scheme") == "dark" else "light"
    theme = Theme.objects.filter(live=True).first()
    answer: HttpResponse = import_string(settings.CONTENT_CATALOGUE)(
        request, looks.css(theme.look() if theme else looks.Look(), only=only)
    )
    return answer


@hooks.register("before_edit_page", order=-1)  # before the translator's page, which answers in the editor's place
def publish_a_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Its address is settled, and who left texts untranslated is asked first; the translator's page publishes then."""
    translation = translation_of(page)
    if translation is None or request.method != "POST" or request.POST.get("action") != "publish":
        return None
    settle_address(translation, page)
    left = untranslated(translation)
    if left and "half" not in request.POST:
        asked = {
            "page_title": _("Publish a half-translated page?"), "page_subtitle": page.title, "left": left,
            "language": translation.target_locale.get_display_name(),
            "source": translation.source.locale.get_display_name(),
        }  # fmt: skip
        return render(request, "content/half_translated.html", asked)
    return publish_later(request, translation, page) if page.go_live_at and page.go_live_at > clock.now() else None


def publish_later(request: HttpRequest, translation: Translation, page: Page) -> HttpResponse | None:
    """As the translator's page does, which says of a page for later that it is published. What does not fit is that
    page's to tell."""
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    with suppress(ValidationError):
        translation.save_target(user=request.user, publish=True)
        when = written(localtime(page.go_live_at), "d MMMM y, HH:mm", locale=(get_language() or "fr")[:2])
        said = _("Scheduled: “%(page)s” is published on %(when)s.") % {"page": page.title, "when": when}
        messages.success(request, said)
        return redirect(request.path)
    return None


@hooks.register("before_bulk_action")
def as_what_they_are(request: HttpRequest, action: str, objects: list[Any], view: Any) -> None:
    """Wagtail takes many pages offline as plain ones, which tell the journal nothing."""
    if action == "unpublish":
        objects[:] = [each.specific if isinstance(each, Page) else each for each in objects]


def audiences(request: HttpRequest) -> HttpResponse:
    """The segments that a block can be for. For who may write pages."""
    if not PagePermissionPolicy().user_has_any_permission(request.user, {"add", "change", "publish"}):
        raise PermissionDenied
    language = get_language() or "fr"
    found = [{"code": SEGMENT + each.code, "name": each.name.read(language)} for each in segments.listed()]
    return JsonResponse({"found": found, "words": {"segments": _("Segments")}})


def goods(request: HttpRequest) -> HttpResponse:
    """Products or categories by `q`, or by `ids` (a JSON list), for the editor's field. For who may write pages."""
    if not PagePermissionPolicy().user_has_any_permission(request.user, {"add", "change", "publish"}):
        raise PermissionDenied
    read = categories if request.GET.get("kind") == "category" else products
    visit = Visit(
        channel="backoffice", locale=get_language() or "fr", now=clock.now(), correlation=uuid7(),
        actor=f"staff:{request.user.pk}",
    )  # fmt: skip
    context = recognition.recognise(visit)
    found: list[dict[str, Any]] = read(
        context, text=request.GET.get("q", "")[:LONGEST], ids=ids_in(request.GET.get("ids"))
    )
    words = {
        "search": _("Name or SKU") if read is products else _("Name of an aisle"), "none": _("Nothing found."),
        "remove": _("Remove"), "earlier": _("Earlier"), "later": _("Later"), "gone": _("no longer in the shop"),
    }  # fmt: skip
    return JsonResponse({"found": found, "words": words})

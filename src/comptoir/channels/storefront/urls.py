"""Addresses: `/fr/…` and `/en/…` with words of their language, and few without a language."""

from django.urls import URLPattern, include, path
from django.views.decorators.csrf import csrf_exempt

from comptoir.channels.storefront import views
from comptoir.channels.storefront.languages import ADDRESSES, NAMES

VIEWS = {"offline": "offline_page"}  # by page, where the view is called otherwise


def routes(language: str) -> list[URLPattern]:
    """Our forms are protected by the origin check of `middleware`, so pages carry no token."""
    return [
        path(words[language], csrf_exempt(getattr(views, VIEWS.get(name, name))), name=name)
        for name, words in ADDRESSES.items()
    ]


PLAIN = [
    path("", views.front_door, name="front_door"),
    path("picture/<slug:kind>-<slug:colour>.svg", views.picture, name="picture"),
    path("test-bank/<uuid:request_id>/", csrf_exempt(views.challenge), name="challenge"),
    path("payment/<uuid:request_id>/", views.payment_return, name="payment_return"),
    path("test-bank/", csrf_exempt(views.test_bank), name="test_bank"),
    path("review-photo/<uuid:photo>-<slug:size>.jpg", views.review_photo, name="review_photo"),
    path("theme/<slug:version>.css", views.theme, name="theme"),
    path("robots.txt", views.robots, name="robots"),
    path("llms.txt", views.llms, name="llms"),
    path(".well-known/security.txt", views.security, name="security"),
    path(".well-known/gpc.json", views.privacy_control, name="privacy_control"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("icon/<slug:name>.<slug:form>", views.icon, name="icon"),
    path("sw.js", views.worker, name="worker"),
]

urlpatterns = [
    path("", include((PLAIN, "storefront_plain"))),
    *(path(f"{language}/", include((routes(language), "storefront"), namespace=language)) for language in NAMES),
]

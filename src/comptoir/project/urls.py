"""Which channel answers which address."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from comptoir.project import health
from comptoir.project.media import feed, media, rendition
from comptoir.project.sitemap import view as sitemap

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/", include("comptoir.channels.api.urls")),
    path("hooks/", include("comptoir.channels.hooks.urls")),
    path("backoffice/documents/", include(wagtaildocs_urls)),
    path("backoffice/", include("comptoir.channels.backoffice.door")),
    path("backoffice/", include(wagtailadmin_urls)),
    path("media/<path:path>", media),
    path("feeds/<slug:name>.<slug:extension>", feed),
    path("rendition/<slug:size>/<str:name>.<slug:form>", rendition),
    path("sitemap.xml", sitemap.index),
    path("sitemap-<slug:name>-<int:number>.xml", sitemap.part),
    path("", include("comptoir.channels.storefront.urls")),
]

handler404 = "comptoir.channels.storefront.views.errors.not_found"
handler500 = "comptoir.channels.storefront.views.errors.failed"

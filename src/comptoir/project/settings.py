"""Django's settings. What differs between machines comes from the environment; nothing secret stands here."""

from __future__ import annotations

import os
import zoneinfo
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from comptoir.project import database, providers, secrets

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("COMPTOIR_HOME", "var")).resolve()
PORT = int(os.environ.get("COMPTOIR_PORT", "8000"))

DEBUG = os.environ.get("COMPTOIR_DEBUG") == "1"
SECRET_KEY = secrets.secret_key(HOME)
ALLOWED_HOSTS = os.environ.get("COMPTOIR_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
PUBLIC_ADDRESS = os.environ.get("COMPTOIR_ADDRESS", f"http://127.0.0.1:{PORT}")

# The demonstration shop: its staff have a known second factor, whose code the log-in shows.
DEMO = os.environ.get("COMPTOIR_DEMO") == "1"
DEMO_SECRET = "COMPTOIRDEMOCOMPTOIRDEMOCOMPTOIR"  # base 32; everybody knows it

# The test card pays without money: the demo and the tests offer it, nobody else does unless told.
TEST_CARD = os.environ.get("COMPTOIR_TEST_CARD") == "1"
# The test bank's own books cost it a write for each payment: a benchmark, which measures ours, does without them.
TEST_BANK_BOOKS = os.environ.get("COMPTOIR_TEST_BANK_BOOKS", "1") == "1"
TEST_BANK_CALLS = f"http://127.0.0.1:{PORT}"
# Absent unless the environment names them; see docs/operating.md.
STRIPE_ACCOUNTS = providers.stripe_accounts(os.environ)
PAYMENT_RETURN = PUBLIC_ADDRESS + "/payment/{request}/"

# Outgoing webhooks never call this machine or its network, but where the demo and the tests listen to themselves.
WEBHOOKS_LOCAL = os.environ.get("COMPTOIR_WEBHOOKS_LOCAL") == "1"

# Who may read /metrics: whoever sends `Authorization: Bearer …` with it; without one, this machine alone.
METRICS_TOKEN = os.environ.get("COMPTOIR_METRICS_TOKEN", "")

# Calls of the API that are let through, by key and by a guest's address: so many a second, so many at once.
RATE_LIMITS = {"key": (100.0, 1_000), "address": (20.0, 200)}
if os.environ.get("COMPTOIR_UNLIMITED") == "1":  # a benchmark asks from one address as fast as it can
    RATE_LIMITS = dict.fromkeys(RATE_LIMITS, (1e6, 1_000_000))

# Bytes of whole pages that each process of the web server keeps in memory.
PAGE_MEMORY = int(os.environ.get("COMPTOIR_PAGE_MEMORY_MB", "64")) * 1_000_000

# Pages that were seen can be read again without a network; 0 takes what does it off the devices that have it.
OFFLINE_PAGES = os.environ.get("COMPTOIR_OFFLINE_PAGES", "1") == "1"

# Who hears of a hole in the shop's safety, as mailto: or https:; /.well-known/security.txt names it.
SECURITY_CONTACT = os.environ.get("COMPTOIR_SECURITY_CONTACT", "")

# Where the pages of visitors who allow to be measured report to, as a browser reaches it; empty: they report nothing.
COLLECTOR = os.environ.get("COMPTOIR_COLLECTOR", "").rstrip("/")

# Where an order's signed link leads, by language; the storefront answers there.
ORDER_ADDRESSES = {
    "fr": PUBLIC_ADDRESS + "/fr/commande/{link}/",
    "en": PUBLIC_ADDRESS + "/en/order/{link}/",
}

REVIEW_ADDRESSES = {
    "fr": PUBLIC_ADDRESS + "/fr/commande/{link}/avis/{purchase}/",
    "en": PUBLIC_ADDRESS + "/en/order/{link}/review/{purchase}/",
}

# Where a product's page is, and the shop itself, for feeds that others read.
PRODUCT_ADDRESSES = {
    "fr": PUBLIC_ADDRESS + "/fr/produit/{slug}/",
    "en": PUBLIC_ADDRESS + "/en/product/{slug}/",
}
# Files of feeds: written by the worker, read by the web server.
FEEDS_ROOT = HOME / "feeds"
# The journal as Parquet: made again from it when it is gone.
LAKE_ROOT = HOME / "lake"

# Where the acknowledgement of a withdrawal is read again.
WISH_ADDRESSES = {
    "fr": {
        "product": PUBLIC_ADDRESS + "/fr/produit/{slug}/?sku={sku}",
        "stop": PUBLIC_ADDRESS + "/fr/de-retour/{token}/",
    },
    "en": {
        "product": PUBLIC_ADDRESS + "/en/product/{slug}/?sku={sku}",
        "stop": PUBLIC_ADDRESS + "/en/back-in-stock/{token}/",
    },
}
# Where a letter is confirmed, and ended.
MESSAGE_ADDRESSES = {
    "fr": {
        "confirm": PUBLIC_ADDRESS + "/fr/lettre/confirmer/{token}/",
        "stop": PUBLIC_ADDRESS + "/fr/messages/arreter/{token}/",
    },
    "en": {
        "confirm": PUBLIC_ADDRESS + "/en/newsletter/confirm/{token}/",
        "stop": PUBLIC_ADDRESS + "/en/messages/stop/{token}/",
    },
}
WITHDRAWAL_ADDRESSES = {
    "fr": PUBLIC_ADDRESS + "/fr/retractation/accuse/{link}/",
    "en": PUBLIC_ADDRESS + "/en/withdrawal/acknowledgement/{link}/",
}

# Where people log in, staff too: paths of the storefront, for mails and for the back office's door.
ACCOUNT_ADDRESSES = {
    "account": {"fr": "/fr/compte/", "en": "/en/account/"},
    "link": {"fr": "/fr/compte/lien/{link}/", "en": "/en/account/link/{link}/"},
    "confirm": {"fr": "/fr/compte/confirmer/", "en": "/en/account/confirm/"},
}

INSTALLED_APPS = [
    "comptoir.kit",
    "comptoir.journal",
    "comptoir.org",
    "comptoir.accounts",
    "comptoir.sources",
    "comptoir.promises",
    "comptoir.ledger",
    "comptoir.consent",
    "comptoir.catalog",
    "comptoir.customers",
    "comptoir.profiles",
    "comptoir.segments",
    "comptoir.promotions",
    "comptoir.duplicates",
    "comptoir.forwarding",
    "comptoir.payments",
    "comptoir.pricing",
    "comptoir.inventory",
    "comptoir.reviews",
    "comptoir.recognition",
    "comptoir.fulfilment",
    "comptoir.offers",
    "comptoir.assortment",
    "comptoir.search",
    "comptoir.feeds",
    "comptoir.orders",
    "comptoir.treasury",
    "comptoir.checkout",
    "comptoir.invoicing",
    "comptoir.interconnect",
    "comptoir.aftersales",
    "comptoir.downloads",
    "comptoir.giftcards",
    "comptoir.insights",
    "comptoir.wishes",
    "comptoir.content",
    "comptoir.privacy",
    "comptoir.channels.imports",
    "comptoir.channels.storefront",
    "comptoir.channels.hooks",
    "comptoir.channels.collector",
    "comptoir.channels.api",
    "comptoir.channels.backoffice",
    "comptoir.project",
    "wagtail_localize",
    "wagtail.contrib.redirects",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "procrastinate.contrib.django",
    "django_cotton.apps.SimpleAppConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "comptoir.project.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "comptoir.channels.storefront.middleware.StorefrontMiddleware",
    "comptoir.project.for_people.Sessions",
    "comptoir.channels.backoffice.middleware.BackofficeMiddleware",
    "comptoir.project.for_people.Languages",
    "comptoir.project.for_people.Addresses",
    "comptoir.project.for_people.Forms",
    "comptoir.project.for_people.Persons",
    "comptoir.project.for_people.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "comptoir.project.urls"
WSGI_APPLICATION = "comptoir.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
COTTON_DIR = "components"

DATABASES = database.settings()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.Account"
LOGIN_URL = ACCOUNT_ADDRESSES["account"]["fr"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [str(PACKAGE / "project" / "locale")]
FORMAT_MODULE_PATH = ["comptoir.project.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
# Pictures in other sizes and formats: made again when they are gone.
RENDITIONS_ROOT = HOME / "renditions"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "comptoir.project.assets.Addresses"},
}

if os.environ.get("COMPTOIR_STATIC") == "unbuilt":  # tests: files are served from where they lie
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # looked for when asked for: each test client starts anew

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
if os.environ.get("COMPTOIR_SMTP"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, _colon, _port = os.environ["COMPTOIR_SMTP"].partition(":")
    EMAIL_PORT = int(_port or 25)
DEFAULT_FROM_EMAIL = os.environ.get("COMPTOIR_MAIL_FROM", "comptoir@example.com")

# A proxy that ends HTTPS is believed only when it is named: it has to overwrite X-Forwarded-Proto and to append to
# X-Forwarded-For. Otherwise whoever calls could say that it came by HTTPS, and from anywhere.
TRUSTS_PROXY = os.environ.get("COMPTOIR_PROXY") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTS_PROXY else None
BY_HTTPS = PUBLIC_ADDRESS.startswith("https://")
SECURE_SSL_REDIRECT = BY_HTTPS and TRUSTS_PROXY
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if BY_HTTPS else 0
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BY_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# What browsers know: `localtime` is the machine's own file beside the zones.
WAGTAIL_USER_TIME_ZONES = sorted(zoneinfo.available_timezones() - {"localtime"})
WAGTAIL_SITE_NAME = "Comptoir"
WAGTAILADMIN_BASE_URL = PUBLIC_ADDRESS
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# A translation is a draft until somebody publishes it, also when its source is live.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
# Files that staff put on the shop's own address: nothing that a browser would run there.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "mp4", "odt", "pdf", "txt", "webm", "xlsx", "zip"]
WAGTAILIMAGES_IMAGE_MODEL = "content.Picture"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "svg", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "comptoir.content.forms.PictureForm"
# The brand's pages are shown by the storefront: which of its routes answers for them, what draws an unsaved one, and
# its components in a theme.
CONTENT_ROUTE = "brand_page"
CONTENT_PREVIEW = "comptoir.channels.storefront.views.brand.preview"
CONTENT_CATALOGUE = "comptoir.channels.storefront.views.brand.catalogue"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Log-ins, passwords and staff are changed by verbs of the room accounts, never by Wagtail's own screens.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False

# Rooms that are asked before pieces leave an order: orders/ports.py.
ORDER_KEEPERS = ["comptoir.giftcards.facade"]
# Rooms that give money back for pieces of an order themselves.
ORDER_CLAIMS = ["comptoir.aftersales.facade"]

JOURNAL_CONSUMERS = "comptoir.project.consumers.CONSUMERS"
PROCRASTINATE_IMPORT_PATHS: list[str] = []
PROCRASTINATE_ON_APP_READY = "comptoir.project.jobs.on_app_ready"
# An account's e-mail is unique whatever its case, by a constraint on lower(email) that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.E003"]

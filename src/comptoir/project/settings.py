"""Django's settings. What differs between machines comes from the environment; nothing secret stands here."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from comptoir.project import database, secrets

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("COMPTOIR_HOME", "var")).resolve()
PORT = int(os.environ.get("COMPTOIR_PORT", "8000"))

DEBUG = os.environ.get("COMPTOIR_DEBUG") == "1"
SECRET_KEY = secrets.secret_key(HOME)
ALLOWED_HOSTS = os.environ.get("COMPTOIR_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
PUBLIC_ADDRESS = os.environ.get("COMPTOIR_ADDRESS", f"http://127.0.0.1:{PORT}")

# The test card pays without money: the demo and the tests offer it, nobody else does unless told.
TEST_CARD = os.environ.get("COMPTOIR_TEST_CARD") == "1"

# Where an order's signed link leads, by language; the storefront answers there.
ORDER_ADDRESSES = {
    "fr": PUBLIC_ADDRESS + "/fr/commande/{link}/",
    "en": PUBLIC_ADDRESS + "/en/order/{link}/",
}

INSTALLED_APPS = [
    "comptoir.kit",
    "comptoir.journal",
    "comptoir.org",
    "comptoir.promises",
    "comptoir.ledger",
    "comptoir.catalog",
    "comptoir.customers",
    "comptoir.payments",
    "comptoir.pricing",
    "comptoir.inventory",
    "comptoir.recognition",
    "comptoir.fulfilment",
    "comptoir.offers",
    "comptoir.orders",
    "comptoir.checkout",
    "comptoir.content",
    "comptoir.channels.imports",
    "comptoir.channels.storefront",
    "comptoir.channels.api",
    "comptoir.channels.backoffice",
    "comptoir.project",
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
    "django.contrib.sessions.middleware.SessionMiddleware",
    "comptoir.channels.backoffice.middleware.BackofficeMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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
LOGIN_URL = "wagtailadmin_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [str(PACKAGE / "project" / "locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

if os.environ.get("COMPTOIR_STATIC") == "unbuilt":  # tests: files are served from where they lie
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = True

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
if os.environ.get("COMPTOIR_SMTP"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, _colon, _port = os.environ["COMPTOIR_SMTP"].partition(":")
    EMAIL_PORT = int(_port or 25)
DEFAULT_FROM_EMAIL = os.environ.get("COMPTOIR_MAIL_FROM", "comptoir@example.com")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

WAGTAIL_SITE_NAME = "Comptoir"
WAGTAILADMIN_BASE_URL = PUBLIC_ADDRESS
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAILIMAGES_IMAGE_MODEL = "content.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "comptoir.content.forms.PictureForm"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True

JOURNAL_CONSUMERS = "comptoir.project.consumers.CONSUMERS"
PROCRASTINATE_IMPORT_PATHS: list[str] = []
PROCRASTINATE_ON_APP_READY = "comptoir.project.jobs.on_app_ready"
# An account's e-mail is unique whatever its case, by a constraint on lower(email) that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.E003"]

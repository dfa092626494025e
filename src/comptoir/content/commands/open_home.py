from __future__ import annotations

from django.db import transaction
from wagtail.models import Locale, Page, Site

from comptoir.content.models import HomePage
from comptoir.kit import cache, locks
from comptoir.kit.text import LOCALES
from comptoir.org import facade as org


def open_home(storefront: str) -> None:
    """A home page of this storefront in each language, without blocks: the shop shows its own home until staff write
    one. What is there already stays. Refuses NotFound (storefront)."""
    name = org.storefront(storefront).name
    with transaction.atomic():
        locks.hold(("home", storefront))
        known = set(HomePage.objects.filter(storefront=storefront).values_list("locale__language_code", flat=True))
        if known == set(LOCALES):
            return
        first = _open(storefront, name)
        for locale in LOCALES[1:]:
            _translate(first, storefront, locale)
    cache.forget()


def _open(storefront: str, name: str) -> HomePage:
    language = Locale.objects.get_or_create(language_code=LOCALES[0])[0]
    found = HomePage.objects.filter(storefront=storefront, locale=language).first()
    if found:
        return found
    root = Page.get_first_root_node()
    page = HomePage(title=name, slug=f"{storefront}-{LOCALES[0]}", storefront=storefront, locale=language, live=False)
    root.add_child(instance=page)
    page.save_revision().publish()
    if not Site.objects.filter(is_default_site=True).exists():
        Site.objects.create(hostname="localhost", site_name=name, root_page=page, is_default_site=True)
    else:
        Site.objects.create(hostname=storefront, site_name=name, root_page=page)
    return page


def _translate(first: HomePage, storefront: str, locale: str) -> None:
    language = Locale.objects.get_or_create(language_code=locale)[0]
    page = first.copy_for_translation(language)
    page.slug = f"{storefront}-{locale}"
    page.save()
    page.save_revision().publish()

"""A storefront's look, as its merchant chooses it in the back office."""

from __future__ import annotations

from types import SimpleNamespace

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from comptoir.content import looks
from comptoir.content.models import Theme
from comptoir.content.rules import contrast
from comptoir.kit import cache, sql
from comptoir.project import founding

USUAL = {
    "storefront": founding.STOREFRONT, "display": "bricolage", "text": "hanken", "size": "usual", "space": "usual",
    "radius": "0", "action-publish": "1",
}  # fmt: skip
WORDS = "SELECT name FROM journal_event WHERE name LIKE 'Theme %%' ORDER BY position"


def test_a_theme_that_cannot_be_read_is_refused_with_its_figures(house: SimpleNamespace, staff: Client) -> None:
    add = reverse("wagtailsnippets_content_theme:add")
    french = staff.post(add, USUAL | {"light_accent": "#9fd0b4"}).content.decode()
    assert "1,6:1" in french and "4,5:1" in french
    assert "Aller au contenu principal" in french
    assert "Nouveau – Thème" in french and "Nouvel(le)" not in french and "créé(e)" not in french
    assert "Nouveau: " not in french
    staff.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    html = staff.post(add, USUAL | {"light_accent": "#9fd0b4"}).content.decode()
    assert "1.6:1" in html and "4.5:1" in html
    assert not Theme.objects.exists() and sql.rows(WORDS) == []


def test_an_accent_chosen_for_the_day_comes_along_at_night_light_enough_to_be_read() -> None:
    for accent in ("#7a1f2b", "#14110d", "#c8a2ff"):
        night = looks.by_night(looks.Look(light={"accent": accent}))["accent"]
        assert contrast(night, looks.DARK["paper"]) >= 7 and night != looks.DARK["accent"]
        assert f"--accent:{night};" in looks.css(looks.Look(light={"accent": accent})).rpartition("dark")[2]
    both = looks.Look(light={"accent": "#7a1f2b"}, dark={"accent": "#a3d0ff"})
    assert looks.by_night(both)["accent"] == "#a3d0ff"
    assert "accent" not in looks.by_night(looks.Look(light={"ink": "#111111"}))


def test_the_look_is_chosen_beside_the_colours_of_the_house_and_seen_in_the_readers_language(
    house: SimpleNamespace, staff: Client
) -> None:
    staff.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert 'placeholder="#f7f5ef"' in staff.get(reverse("wagtailsnippets_content_theme:add")).content.decode()
    staff.post(reverse("wagtailsnippets_content_theme:add"), USUAL)
    listed = staff.get(reverse("wagtailsnippets_content_theme:list")).content.decode()
    assert "Yes" in listed and ">True<" not in listed
    theme = Theme.objects.get()
    request = staff.get(reverse("wagtailsnippets_content_theme:list")).wsgi_request
    with override("en"):
        seen = theme.make_preview_request(request, "light").content.decode()
    assert '<html lang="en"' in seen and "In stock" in seen


def test_a_published_theme_is_told_linked_and_served_for_a_year(house: SimpleNamespace, staff: Client) -> None:
    answer = staff.post(reverse("wagtailsnippets_content_theme:add"), USUAL | {"light_accent": "#7a1f2b"})
    assert answer.status_code == 302 and sql.rows(WORDS) == [("Theme Published",)]
    theme = Theme.objects.get()
    address = f"/theme/{theme.version}.css"
    cache.forget()
    page = Client().get("/fr/")
    assert f'href="{address}"' in page.content.decode() and "unsafe" not in page["Content-Security-Policy"]
    sheet = Client().get(address)
    assert "--accent:#7a1f2b" in sheet.content.decode() and "immutable" in sheet["Cache-Control"]
    assert Client().get("/theme/0000.css").status_code == 404

    catalogue = staff.get(reverse("content_components"), {"scheme": "dark"}).content.decode()
    assert "Fond de la page" in catalogue and "accent-soft<" not in catalogue
    night = looks.by_night(theme.look())["accent"]
    assert "color-scheme:dark" in catalogue and f"--accent:{night};" in catalogue
    theme.delete()
    assert sql.rows(WORDS)[-1] == ("Theme Unpublished",)

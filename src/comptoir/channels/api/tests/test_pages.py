"""The brand's pages for other fronts."""

from __future__ import annotations

from types import SimpleNamespace

from django.test import Client

from comptoir.content import facade as content
from comptoir.content.models import HomePage, StoryPage
from comptoir.project import founding


def test_a_page_is_read_as_blocks_with_ids_of_products(world: SimpleNamespace) -> None:
    content.open_home(founding.STOREFRONT)
    home = HomePage.objects.get(locale__language_code="fr")
    story = StoryPage(title="Notre histoire", slug="notre-histoire", locale=home.locale, live=False)
    story.body = [
        ("products", {"title": "Depuis 1954", "products": [str(world.products["bowl"])]}),
        ("text", {"audience": "professional", "text": "<p>Prix de gros</p>"}),
        ("pages", {"title": "", "pages": [home]}),
    ]
    home.add_child(instance=story)
    french = {"HTTP_ACCEPT_LANGUAGE": "fr"}
    asked = {"path": "notre-histoire"}
    assert Client().get("/api/v1/page", asked, **french).status_code == 404  # a draft
    story.save_revision().publish()
    told = Client().get("/api/v1/page", asked, **french).json()
    products, pages = told["blocks"]
    assert (products["kind"], products["products"]) == ("products", [str(world.products["bowl"])])
    assert [each["path"] for each in pages["pages"]] == ["/fr/"] and "gros" not in str(told)
    listed = Client().get("/api/v1/pages", **french).json()
    assert [(each["kind"], each["path"]) for each in listed] == [("home", "/fr/"), ("story", "/fr/notre-histoire/")]
    assert [each["path"] for each in Client().get("/api/v1/pages", HTTP_ACCEPT_LANGUAGE="en").json()] == ["/en/"]

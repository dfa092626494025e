"""The order of the menu, from the back office."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from comptoir.catalog import facade as catalog


def below(house) -> list[str]:
    return [node.slug.read("fr") for node in catalog.every_category() if node.parent_id == house]


def test_a_merchant_moves_a_category_by_a_button_and_others_may_not(log_in, world) -> None:
    house, textile = (catalog.category_by_slug(slug, "fr").id for slug in ("maison", "textile"))
    menu, page = reverse("categories:order"), reverse("categories:order_below", args=[house])
    client = log_in("merchant", "fr")
    assert menu in client.get(reverse("categories:index")).content.decode()
    assert page in client.get(menu).content.decode()
    assert f'value="{textile}:up"' in client.get(page).content.decode()
    answer = client.post(page, {"move": f"{textile}:up"})
    assert answer.url == f"{page}#{textile}" and below(house) == ["textile", "table"]
    assert "Textile a changé de place" in client.get(page).content.decode()
    for wrong in ("", f"{textile}:", "x:up", f"{uuid4()}:up", f"{house}:down"):
        assert client.post(page, {"move": wrong}).status_code == 302
    assert client.get(reverse("categories:order_below", args=[uuid4()])).status_code == 404
    log_in("operations").post(page, {"move": f"{textile}:down"})
    assert below(house) == ["textile", "table"]


def test_a_category_goes_to_the_end_by_one_button(log_in, world) -> None:
    house, table = (catalog.category_by_slug(slug, "fr").id for slug in ("maison", "table"))
    page, client = reverse("categories:order_below", args=[house]), log_in("merchant", "fr")
    assert "En dernier – " in client.get(page).content.decode()
    assert below(house)[0] == "table"
    client.post(page, {"move": f"{table}:last"})
    assert below(house)[-1] == "table"

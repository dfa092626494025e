"""Properties to choose by, from the back office."""

from __future__ import annotations

from django.urls import reverse

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import rows
from comptoir.search import facade as search


def test_a_property_is_tried_kept_and_listed(log_in, world) -> None:
    client, table = log_in("merchant", "fr"), catalog.category_by_slug("table", "fr")
    page = reverse("facets:category", args=[table.id])
    assert "refusal" in client.get(page).content.decode(), "without an index it says so"
    search.index_news()
    assert 'name="said.colour"' in client.get(page).content.decode()
    form = {"said.colour": "pinned", "place.colour": "1"}
    tried = client.post(page, form | {"act": "look"}).content.decode()
    assert "facets__values" in tried and "Bleu" in tried and not rows.FacetRule.objects.exists()
    assert client.post(page, form | {"act": "save"}).status_code == 302
    assert rows.FacetRule.objects.get().pinned
    listed = client.get(reverse("facets:index")).content.decode()
    assert page in listed and client.get(reverse("facets:everywhere")).status_code == 200
    client.post(page, {"said.colour": "hidden", "place.colour": "", "act": "save"})
    assert not rows.FacetRule.objects.get().pinned
    wrong = client.post(page, {"said.nothing": "pinned", "act": "save"}).content.decode()
    assert "refusal" in wrong and rows.FacetRule.objects.count() == 1
    assert log_in("operations").get(page).url == reverse("wagtailadmin_home")

"""Tables of sizes, from the back office."""

from __future__ import annotations

from django.urls import reverse

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import rows


def test_a_table_is_looked_at_kept_changed_and_taken_off(log_in, world) -> None:
    client, house = log_in("merchant"), catalog.category_by_slug("maison", "fr")
    page = reverse("size_tables:new")
    form = {
        "category": str(house.id), "columns_fr": "Taille | Tour, cm", "columns_en": "Size | Round, cm",
        "rows": "S|12\nM\t14\n\nL ; 16", "note_fr": "Au plus large.", "act": "look",
    }  # fmt: skip
    seen = client.post(page, form).content.decode()
    assert "Tour, cm" in seen and "Round, cm" in seen and not rows.SizeTable.objects.exists()
    wrong = client.post(page, form | {"rows": "S|12|13", "act": "save"}).content.decode()
    assert "sheet__error" in wrong and not rows.SizeTable.objects.exists()
    assert client.post(page, form | {"act": "save"}).status_code == 302
    bowl = catalog.products([world.products["bowl"]])[world.products["bowl"]]
    assert catalog.size_table(bowl).rows == (("S", "12"), ("M", "14"), ("L", "16"))
    kept = rows.SizeTable.objects.get()
    mine = reverse("size_tables:table", args=[kept.pk])
    assert "S | 12" in client.get(mine).content.decode() and mine in client.get(
        reverse("size_tables:index")
    ).content.decode()
    assert "S | 12" in log_in("reader").get(mine).content.decode()
    other = catalog.category_by_slug("table", "fr")
    client.post(mine, form | {"category": str(other.id), "rows": "S|11", "act": "save"})
    assert rows.SizeTable.objects.get().category_id == house.id and catalog.size_table(bowl).rows == (("S", "11"),)
    log_in("reader").post(mine, form | {"rows": "S|1", "act": "save"})
    assert catalog.size_table(bowl).rows == (("S", "11"),)
    assert client.post(reverse("size_tables:remove", args=[kept.pk])).status_code == 302
    assert catalog.size_table(bowl) is None
    assert log_in("operations").get(page).url == reverse("wagtailadmin_home")

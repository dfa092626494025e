"""Variants made of options, from the back office."""

from __future__ import annotations

from django.urls import reverse

from comptoir.channels.backoffice import rows


def test_combinations_are_shown_made_where_ticked_and_taken_back(log_in, world) -> None:
    client, bowl = log_in("merchant"), world.products["bowl"]
    page = reverse("products:variants", args=[bowl])
    assert "Ocre / Ochre" in client.get(page).content.decode()
    form = {
        "code_1": "colour", "fr_1": "Couleur", "en_1": "Colour", "values_1": "Ocre / Ochre\nÉcume / Foam\nGris / Grey",
        "pattern": "", "price": "21,5", "act": "look",
    }  # fmt: skip
    seen = client.post(page, form).content.decode()
    assert seen.count("there already") == 1 and 'name="sku.1" value="bowl-ecume"' in seen and 'value="21.50"' in seen
    numbers = {"sku.1": "BOWL-FOAM", "price.1": "22", "make.1": "on", "sku.2": "BOWL-GREY", "price.2": "1,249"}
    wrong = client.post(page, form | numbers | {"make.2": "on", "act": "make"}).content.decode()
    assert "one line is marked" in wrong and not rows.Variant.objects.filter(sku="BOWL-FOAM").exists()
    assert "1 variant is made" in client.post(page, form | numbers | {"act": "make"}).content.decode()
    made = rows.Variant.objects.get(sku="BOWL-FOAM")
    assert made.active and not rows.Variant.objects.filter(sku="BOWL-GREY").exists()
    assert rows.ListPrice.objects.get(variant_id=made.pk).amount_minor == 2200
    assert "1 variant is taken back" in client.post(page, {"act": "undo"}).content.decode()
    assert not rows.Variant.objects.get(sku="BOWL-FOAM").active
    assert "Variants taken back: 1" in client.get(reverse("products:product", args=[bowl])).content.decode()
    assert log_in("operations").get(page).url == reverse("wagtailadmin_home")

"""Properties and GTINs of a product, from the back office."""

from __future__ import annotations

import html
import re

from django.urls import reverse

from comptoir.catalog import facade as catalog

EAN = "4006381333931"
NAMES = ("code", "name_fr", "name_en", "value_fr", "value_en")


def form(*rows: tuple[str, ...], **more: object) -> dict[str, object]:
    return {name: [row[place] for row in rows] for place, name in enumerate(NAMES)} | {"act": "save"} | more


def test_properties_and_gtins_are_shown_refused_beside_the_field_and_kept(log_in, world) -> None:
    client, bowl = log_in("merchant"), world.products["bowl"]
    ochre, blue = (str(world.variants[sku]) for sku in ("BOWL-OCHRE", "BOWL-BLUE"))
    page, home = (reverse(f"products:{name}", args=[bowl]) for name in ("properties", "product"))
    assert page in client.get(home).content.decode()
    asked = html.unescape(client.get(page).content.decode())
    assert 'value="45\u00a0cl"' in asked and asked.count('name="value_en"') == 5 and asked.count('name="gtin"') == 2
    assert '<option value="Contenance">' in asked and '<option value="Capacity">' in asked
    version = re.search(r'name="version" value="([^"]+)"', asked)[1]

    capacity = ("contenance", "Contenance", "Capacity", "45 cl", "")
    typed = form(
        capacity, ("", "", "", "", ""), ("", "Émail", "Glaze", "Mat", "Matt"), ("", "émail", "", "Brillant", ""),
        ("", "Four", "", "", ""), version=version, variant=[ochre, blue], gtin=["4006381333932", "40170725"],
    )  # fmt: skip
    more = client.post(page, typed | {"act": "more"}).content.decode()
    assert more.count('name="value_en"') == 8 and more.count('name="gtin"') == 4
    wrong = html.unescape(client.post(page, typed).content.decode())
    assert "3 fields are marked" in wrong and "stands here twice" in wrong and "Please fill this in." in wrong
    assert "This is no GTIN" in wrong and 'value="4006381333932"' in wrong and ">Brillant</textarea>" in wrong
    assert re.search(r'name="gtin" value="4006381333932"[^>]+aria-describedby="wrong-gtin-0-0"', wrong)
    assert catalog.kept_properties(bowl).version == version

    good = typed | {"remove": ["4", "5"], "gtin": [EAN, "40170725"]}
    assert client.post(page, good).url == f"{home}#attributes"
    kept = catalog.kept_properties(bowl)
    assert {one.code: one.value.read("en") for one in kept.properties} == {"contenance": "45\u00a0cl", "email": "Matt"}
    assert [kept.gtins[world.variants[sku]] for sku in ("BOWL-OCHRE", "BOWL-BLUE")] == [
        ("0" + EAN,), ("00000040170725",)
    ]  # fmt: skip
    assert f">{EAN}<" in client.get(home).content.decode() and "40170725<" in client.get(home).content.decode()
    form_again = client.get(page).content.decode()
    assert f'value="{EAN}"' in form_again and 'value="40170725"' in form_again
    late = html.unescape(client.post(page, good).content.decode())
    assert "Somebody changed these properties" in late and f'value="{version}"' in late and ">Matt</textarea>" in late

    throw = reverse("products:properties", args=[world.products["throw"]])
    taken = form(capacity, variant=[str(world.variants["THROW"])], gtin=[EAN])
    refused = html.unescape(log_in("merchant", "fr").post(throw, taken).content.decode())
    assert "La déclinaison «\u202fBOWL-OCHRE\u202f» a déjà ce GTIN." in refused and "un champ est marqué" in refused
    assert log_in("operations").get(page).url == reverse("wagtailadmin_home")


def test_what_is_no_free_text_is_chosen_or_written_once(log_in, world) -> None:
    client, book = log_in("merchant", "fr"), world.products["book"]
    page = reverse("products:properties", args=[book])
    client.post(page, form(("", "Withdrawal exclusion", "", "sealed-hygiene", "")))
    asked = client.get(page).content.decode()
    assert '<option value="sealed-hygiene" selected>' in asked and asked.count("<select") == 1
    refused = client.post(page, form(("withdrawal-exclusion", "", "", "because", ""))).content.decode()
    assert '<option value="because" selected>' in refused and "props__of-value" in refused
    assert client.post(page, form(("withdrawal-exclusion", "", "", "perishable", ""))).status_code == 302
    record = catalog.products([book])[book]
    assert {value.code: value.value for value in record.attributes} == {"withdrawal-exclusion": "perishable"}


def test_a_name_that_makes_the_code_of_another_property_is_refused_and_told_which(log_in, world) -> None:
    book = world.products["book"]
    page, before = reverse("products:properties", args=[book]), catalog.kept_properties(book)
    clash = form(("", "Contenance !", "", "45 cl", ""))
    english = html.unescape(log_in("merchant").post(page, clash).content.decode())
    assert "too close to the property “Capacity”" in english
    french = html.unescape(log_in("merchant", "fr").post(page, clash).content.decode())
    assert "Trop proche de la caractéristique «\u202fContenance\u202f»" in french
    assert catalog.kept_properties(book) == before
    assert log_in("merchant").post(page, form(("", "contenance", "", "45 cl", ""))).status_code == 302

"""Stock, prices and products are changed by their rooms' verbs."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from comptoir.catalog import facade as catalog
from comptoir.catalog.handlers import COMPLETENESS
from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.screens.catalogue import counted, of_aisle
from comptoir.channels.backoffice.screens.product_list import product_page
from comptoir.channels.backoffice.words import paired
from comptoir.downloads import facade as downloads
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.journal import testing
from comptoir.kit import sql
from comptoir.pricing import facade as pricing


def level_of(world, sku: str, place) -> object:
    return rows.StockLevel.objects.get(variant_id=world.variants[sku], location_id=place.id)


def test_an_adjustment_is_a_movement_with_its_reason_and_its_author(admin, world) -> None:
    level = level_of(world, "THROW", world.warehouse)
    page = reverse("stock:adjust", args=[level.pk])
    data = {"kind": "adjustment", "quantity": "-2", "reason": "damaged", "note": "Moths"}
    assert admin.post(page, data).status_code == 302
    level.refresh_from_db()
    assert level.on_hand == 3
    shown = admin.get(reverse("stock:level", args=[level.pk])).content.decode()
    assert "Moths" in shown and "Administrator" in shown and "−2" in shown
    assert "agree" in admin.get(reverse("stock:check")).content.decode()


def test_an_impossible_adjustment_is_refused_in_words_and_moves_nothing(log_in, world) -> None:
    level = level_of(world, "THROW", world.warehouse)
    moved = rows.Movement.objects.count()
    data = {"kind": "adjustment", "quantity": "-6", "reason": "lost"}
    answer = log_in("operations").post(reverse("stock:adjust", args=[level.pk]), data)
    assert "A place cannot hold fewer pieces than are reserved there" in answer.content.decode()
    level.refresh_from_db()
    assert (level.on_hand, rows.Movement.objects.count()) == (5, moved)


def test_stock_is_received_and_kept_back(admin, world) -> None:
    data = {"sku": "BOOK", "location": str(world.shop.id), "quantity": "4", "reason": "delivery"}
    assert admin.post(reverse("stock:add"), data).status_code == 302
    level = level_of(world, "BOOK", world.shop)
    assert level.on_hand == 7
    assert admin.post(reverse("stock:safety", args=[level.pk]), {"pieces": "2"}).status_code == 302
    places = inventory.availability([level.variant_id])[level.variant_id]
    assert [here.available for here in places if here.location_id == world.shop.id] == [5]
    unknown = admin.post(reverse("stock:add"), data | {"sku": "NOTHING"})
    assert unknown.status_code == 200 and "No variant has this SKU." in unknown.content.decode()


def test_a_level_that_its_movements_do_not_prove_is_shown(admin, world) -> None:
    level = level_of(world, "BOOK", world.shop)
    rows.StockLevel.objects.filter(pk=level.pk).update(on_hand=99)
    shown = admin.get(reverse("stock:check")).content.decode()
    assert "1 level is not what its history says" in shown and "BOOK" in shown


def test_a_price_is_set_and_its_history_kept(log_in, world) -> None:
    client = log_in("merchant")
    price = rows.ListPrice.objects.get(variant_id=world.variants["BOOK"])
    assert client.post(reverse("prices:set", args=[price.pk]), {"amount": "27.50"}).status_code == 302
    history = pricing.history(world.variants["BOOK"], market=price.market)
    assert [past.amount.minor for past in history] == [2750, 2500]
    shown = client.get(reverse("prices:price", args=[price.pk])).content.decode()
    assert "€27.50" in shown and "€25.00" in shown and "Merchant" in shown
    assert client.post(reverse("prices:set", args=[price.pk]), {"amount": "-1"}).status_code == 200
    assert len(pricing.history(world.variants["BOOK"], market=price.market)) == 2


def test_a_price_is_typed_with_a_comma_in_french(log_in, world) -> None:
    price = rows.ListPrice.objects.get(variant_id=world.variants["BOOK"])
    log_in("merchant", "fr").post(reverse("prices:set", args=[price.pk]), {"amount": "27,50"})
    price.refresh_from_db()
    assert price.amount_minor == 2750


def test_a_product_is_changed_in_both_languages_and_journaled(log_in, world) -> None:
    client = log_in("merchant")
    page = reverse("products:edit", args=[world.products["bowl"]])
    assert "Bol Matin" in client.get(page).content.decode()
    data = {"name_fr": "Bol du matin", "name_en": "Dawn bowl", "description_fr": "Grès.", "description_en": "",
            "brand": "", "category": "", "tax_category": "reduced"}  # fmt: skip
    assert client.post(page, data).status_code == 302
    product = rows.Product.objects.get(pk=world.products["bowl"])
    assert (product.name, product.tax_category) == ({"fr": "Bol du matin", "en": "Dawn bowl"}, "reduced")
    assert journal.timeline("product", product.pk)[-1].name == "Product Changed"


def test_a_product_without_a_name_is_refused_at_its_field(admin, world) -> None:
    page = reverse("products:edit", args=[world.products["bowl"]])
    answer = admin.post(page, {"name_fr": "x" * 501, "name_en": "", "tax_category": "standard"})
    assert answer.status_code == 200
    assert rows.Product.objects.get(pk=world.products["bowl"]).name["fr"] == "Bol Matin"


def test_a_product_is_made_by_hand_filled_and_then_shown(log_in, world, client) -> None:
    merchant = log_in("merchant")
    typed = {"name_fr": "Bol à soupe", "name_en": "Soup bowl", "external_id": "", "sku": "", "nature": "goods",
             "tax_category": "standard"}  # fmt: skip
    made = merchant.post(reverse("products:add"), typed)
    product = rows.Product.objects.get(external_id="bol-a-soupe")
    assert made["Location"] == reverse("products:product", args=[product.pk])
    assert "not shown" in merchant.get(made["Location"]).content.decode()
    assert client.get("/fr/produit/bol-a-soupe/").status_code == 404
    told = [event.name for event in journal.timeline("product", product.pk)]
    assert told == ["Product Created"]

    price = {"sku": "BOL-A-SOUPE", "amount": "18.00", "starts_at": "", "reason": ""}
    assert merchant.post(reverse("prices:add"), price).status_code == 302
    assert merchant.post(reverse("products:publish", args=[product.pk]), {}).status_code == 302
    assert "18,00" in client.get("/fr/produit/bol-a-soupe/").content.decode()


def test_a_number_that_is_known_is_refused_and_writes_nothing(admin, world) -> None:
    typed = {"name_fr": "Autre", "external_id": "bowl", "nature": "goods", "tax_category": "standard"}
    before = [rows.Product.objects.count(), rows.Variant.objects.count(), sql.row("SELECT count(*) FROM journal_event")]
    answer = admin.post(reverse("products:add"), typed)
    assert answer.status_code == 200 and "There is a product with the number “bowl” already" in answer.content.decode()
    sku = admin.post(reverse("products:add"), typed | {"external_id": "other", "sku": "BOOK"})
    assert "belong to other variants: BOOK" in sku.content.decode()
    nameless = admin.post(reverse("products:add"), typed | {"name_fr": "!!!", "external_id": ""})
    assert "Please fill this in." in nameless.content.decode()
    after = [rows.Product.objects.count(), rows.Variant.objects.count(), sql.row("SELECT count(*) FROM journal_event")]
    assert after == before and catalog.product_by_slug("bol-matin", "fr").name.read("fr") == "Bol Matin"


def test_a_product_is_withdrawn_and_published_again(admin, world) -> None:
    pk = world.products["throw"]
    assert admin.post(reverse("products:withdraw", args=[pk])).status_code == 302
    assert "not shown" in admin.get(reverse("products:product", args=[pk])).content.decode()
    assert admin.post(reverse("products:publish", args=[pk]), {"starts_at": "", "ends_at": ""}).status_code == 302
    assert "not shown" not in admin.get(reverse("products:product", args=[pk])).content.decode()
    names = [event.name for event in journal.timeline("product", pk)]
    assert names[-2:] == ["Product Withdrawn", "Product Published"]


def test_operations_may_look_at_a_product_and_not_change_it(log_in, world) -> None:
    client = log_in("operations")
    pk = world.products["throw"]
    page = client.get(reverse("products:product", args=[pk]))
    assert page.status_code == 200 and reverse("products:edit", args=[pk]) not in page.content.decode()
    for name in ("edit", "publish", "withdraw"):
        assert client.get(reverse(f"products:{name}", args=[pk])).url == reverse("wagtailadmin_home")


def test_a_digital_good_shows_no_shelf_and_its_files_are_put_in_order(log_in, world) -> None:
    product, admin = world.products["book"], log_in("administrator", "en")
    page, here = reverse("products:product", args=[product]), reverse("products:file", args=[product])
    assert "Reserved" in admin.get(page).content.decode()
    catalog.set_nature(product, nature="digital", origin=world.context.origin(), now=world.now)
    sql.run("DELETE FROM inventory_stocklevel WHERE variant_id = %s", [world.variants["BOOK"]])
    shown = admin.get(page).content.decode()
    assert "Reserved" not in shown and "digital good · its stock is not counted" in shown
    for name in ("patron.pdf", "mesures.pdf"):
        admin.post(here, {"file": SimpleUploadedFile(name, b"%PDF-1.7")})
    first, second = downloads.files_of(product)
    admin.post(here, {"act": "arrange", f"place.{first.id}": "1", f"place.{second.id}": "1"})
    assert [each.id for each in downloads.files_of(product)] == [second.id, first.id], "what came up stands first"
    assert "Remove patron.pdf?" in admin.get(f"{here}?remove={first.id}").content.decode()
    assert len(downloads.files_of(product)) == 2, "nothing goes before it is confirmed"
    admin.post(here, {"act": "arrange", "remove": str(first.id)})
    assert [each.id for each in downloads.files_of(product)] == [second.id]


def test_a_products_page_leads_to_what_belongs_to_it_and_names_categories_in_the_readers_language(
    log_in, world
) -> None:
    client, bowl = log_in("merchant", "en"), world.products["bowl"]
    gtin = rows.Variant.objects.get(pk=world.variants["BOWL-OCHRE"])
    sql.run("INSERT INTO catalog_variantgtin (variant_id, gtin) VALUES (%s, '4006381333931')", [gtin.pk])
    page = client.get(reverse("products:product", args=[bowl])).content.decode()
    for address in (f"{reverse('prices:index')}?q=BOWL-OCHRE", f"{reverse('stock:index')}?q=BOWL-OCHRE",
                    f"{reverse('products:sheet')}?pk={bowl}", reverse("imports:index")):  # fmt: skip
        assert f'href="{address}"' in page, address
    assert "4006381333931" in page
    edit = client.get(reverse("products:edit", args=[bowl])).content.decode()
    assert "Tableware" in edit


def test_a_category_counts_what_is_below_it(world) -> None:
    listed = {row.slug.read("fr"): row.products for row in counted(rows.Category, of_aisle())}
    assert listed["maison"] >= listed["table"] > 0


def test_what_a_new_product_lacks_is_given_where_its_page_leads_and_the_way_leads_back(log_in, world) -> None:
    client = log_in("administrator")
    home = client.post(reverse("products:add"), {"name_fr": "Vase", "nature": "goods", "tax_category": "standard"}).url
    (product,) = rows.Product.objects.filter(external_id="vase")
    (variant,) = rows.Variant.objects.filter(product=product)
    testing.deliver([COMPLETENESS])
    shown = client.get(home).content.decode()
    sheet, receive = f"{reverse('products:sheet')}?pk={product.pk}", reverse("stock:receive", args=[product.pk])
    assert f'<a href="{sheet}">no price</a>' in shown and f'<a href="{sheet}">no weight</a>' in shown
    assert f'href="{receive}?variant={variant.pk}"' in shown
    assert "no French description" in shown and "French description of less" not in shown
    assert "publish it to show it" in shown and "See it in the shop" not in shown
    assert home in client.get(sheet).content.decode()
    form = client.get(receive, {"variant": str(variant.pk)}).content.decode()
    assert f'value="{variant.pk}" selected' in form and "BOWL" not in form
    assert "delivered by a supplier" in form and "stolen" not in form and "damaged" not in form
    data = {"variant": str(variant.pk), "location": str(world.shop.id), "quantity": "4", "reason": "delivery"}
    other = client.post(receive, data | {"variant": str(world.variants["BOOK"])})
    assert other.status_code == 200 and not rows.StockLevel.objects.filter(variant=variant).exists()
    assert client.post(receive, data).url == home
    assert rows.StockLevel.objects.get(variant=variant).on_hand == 4

    client.post(reverse("products:publish", args=[product.pk]), {})
    assert "once it has a price" in client.get(home).content.decode()
    client.post(reverse("prices:add"), {"sku": variant.sku, "amount": "12.00"})
    assert "/en/product/vase/" in client.get(home).content.decode()
    assert "/fr/produit/vase/" in log_in("administrator", "fr").get(home).content.decode()
    level = rows.StockLevel.objects.get(variant=variant)
    assert f'href="{home}"' in client.get(reverse("stock:level", args=[level.pk])).content.decode()
    price = rows.ListPrice.objects.get(variant=variant)
    assert f'href="{home}"' in client.get(reverse("prices:price", args=[price.pk])).content.decode()


def test_a_new_product_says_step_by_step_what_it_needs_and_who_gives_it_stock(log_in, world) -> None:
    merchant = log_in("merchant", "fr")
    typed = {"name_fr": "Vase", "nature": "goods", "tax_category": "standard"}
    made = merchant.post(reverse("products:add"), typed, follow=True).content.decode()
    receives = "Le stock est reçu par l’équipe des opérations ou un administrateur."
    assert made.count(receives) == 3, "in the sentence, in the steps and under the variants"
    (product,) = rows.Product.objects.filter(external_id="vase")
    home, receive = product_page(product.pk), reverse("stock:receive", args=[product.pk])
    assert "Avant que les clients le voient" in made and "✓" not in made and receive not in made
    client = log_in("administrator")
    shown = client.get(home).content.decode()
    assert receive in shown and "operations team" not in shown
    (variant,) = rows.Variant.objects.filter(product=product)
    data = {"variant": str(variant.pk), "location": str(world.shop.id), "quantity": "4", "reason": "opening"}
    assert client.post(receive, data).url == home
    assert client.get(home).content.decode().count("✓") == 1
    client.post(reverse("products:publish", args=[product.pk]), {})
    assert "Before shoppers see it" not in client.get(home).content.decode()


def test_the_window_and_what_is_paired_have_french_signs(log_in, world) -> None:
    client = log_in("administrator", "fr")
    product = rows.Product.objects.order_by("external_id").first()
    page = client.get(reverse("products:properties", args=[product.pk])).content.decode()
    assert "<title>" in page and "GTIN – " in page.partition("<title>")[2].partition("</title>")[0]
    with override("en"):
        assert paired("Price", "12") == "Price: 12"
    with override("fr"):
        assert paired("Prix", "12") == "Prix\u202f: 12"

"""A file is looked at, tried, imported and reported; and the assortment taken out, in the back office."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.screens.import_words import NAMES, REASONS
from comptoir.channels.imports import facade as imports
from comptoir.channels.imports import jobs, rules
from comptoir.channels.imports.runs import work as runs
from comptoir.kit import clock, sql

FILE = "Réf;Désignation du produit;Tarif;Qté;Origine\nA-1;Vase;24,00;3;Vallauris\nA-2;Plat;zéro;1;\nA-3;;12,00;1;\n"
MAP = {"column-0": "id", "column-1": "title", "column-2": "price", "column-3": "quantity", "column-4": ""}


def give(client, text: str, name: str = "tarif.csv"):
    file = SimpleUploadedFile(name, text.encode(), content_type="text/csv")
    answer = client.post(reverse("imports:add"), {"file": file})
    return rows.ImportRun.objects.latest("given_at"), answer


def work(run) -> None:
    imports.work_run(run.pk, clock.now())
    run.refresh_from_db()


def test_every_field_that_a_column_can_mean_has_a_name() -> None:
    assert set(NAMES) == imports.FIELDS - {"facts"}


def test_every_reason_of_an_import_has_words() -> None:
    code = "".join(each.read_text() for each in Path(rules.__file__).parent.glob("*.py"))
    said = re.findall(r'(?:Unusable\(|(?:warn|refuse)\([\w"]+, |Finding\([\w.]+, "\w+", )"([^"]+)"', code)
    assert len(said) > 40 and not {*said} - set(REASONS)


def test_an_import_is_told_in_french(log_in, world) -> None:
    client = log_in("administrator", "fr")
    run, _answer = give(client, FILE)
    page = reverse("imports:run", args=[run.pk])
    options = {"place": str(world.warehouse.id), "language": "fr", "default_quantity": ""}
    looked = client.post(page, MAP | options | {"act": "look"}).content.decode()
    assert "prix\u202f: n’est pas un nombre (zéro)" in looked and ">refusée<" in looked
    client.post(page, MAP | options | {"act": "try"})
    work(run)
    done = client.get(page).content.decode()
    assert "<td>prix</td><td>n’est pas un nombre</td><td>refusée</td>" in done and "not a number" not in done


def test_a_file_is_mapped_tried_imported_and_reported(log_in, world) -> None:
    client = log_in("administrator")
    run, answer = give(client, FILE)
    page = reverse("imports:run", args=[run.pk])
    assert answer.url == page
    first = client.get(page).content.decode()
    assert "The file lacks these columns" in first and "Désignation du produit" in first
    options = {"place": str(world.warehouse.id), "language": "fr", "default_quantity": ""}
    looked = client.post(page, MAP | options | {"act": "look"}).content.decode()
    assert "not a number" in looked and "€24.00" in looked and "Vallauris" in looked
    for act, made in (("try", False), ("import", True)):
        assert client.post(page, MAP | options | {"act": act}).url == page
        assert "follows by itself" in client.get(page).content.decode()
        refused = client.post(page, MAP | options | {"act": act}, follow=True).content.decode()
        assert "being read already" in refused
        work(run)
        done = client.get(page).content.decode()
        assert ("What came of it" in done) == made and run.sums["created"] == 1
        assert bool(catalog.products_called(["A-1"])) == made
    assert run.content is None and run.sums["verdicts"]["refused"] == 2 and run.sums["levels"] == 1
    report = client.get(reverse("imports:report", args=[run.pk])).content.decode()
    assert "3,A-2,refused,price,not a number" in report
    assert client.post(page, MAP | options | {"act": "import"}, follow=True).status_code == 200
    assert rows.JournalEvent.objects.filter(name="Product Created", actor__startswith="staff:").count() == 1


def test_what_is_new_is_on_sale_at_once_or_waits_for_a_person(log_in, world) -> None:
    client = log_in("administrator")
    for number, told in (("A-1", {}), ("B-1", {"hidden": "on"})):
        run, answer = give(client, FILE.replace("A-1", number))
        options = {"place": str(world.warehouse.id), "language": "fr", "default_quantity": "", "act": "import"}
        client.post(answer.url, MAP | options | told)
        work(run)
        product = catalog.products_called([number])[number]
        assert bool(catalog.shown_in([product], market="fr", now=clock.now())) == (not told)
    catalog.publish(product, market="fr", starts_at=clock.now(), origin=world.context.origin(), now=clock.now())
    assert catalog.shown_in([product], market="fr", now=clock.now())


def test_an_import_that_breaks_ends_and_may_be_started_again(log_in, world, monkeypatch) -> None:
    client = log_in("administrator", "fr")
    run, _answer = give(client, FILE)
    page = reverse("imports:run", args=[run.pk])
    start = {"place": str(world.warehouse.id), "language": "fr", "default_quantity": "", "act": "import", **MAP}
    monkeypatch.setattr(runs, "run", lambda *_given: 1 / 0)
    for attempts, state in ((0, "running"), (jobs.AGAIN, "failed")):
        client.post(page, start)
        with pytest.raises(ZeroDivisionError):
            jobs.import_file(SimpleNamespace(job=SimpleNamespace(attempts=attempts)), run_id=str(run.pk))
        run.refresh_from_db()
        assert run.state == state
    assert run.sums["code"] == "import_broken" and "erreur du programme" in client.get(page).content.decode()
    client.post(page, start)
    assert imports.is_under_way(run.pk)
    jobs.import_file(SimpleNamespace(job=SimpleNamespace(attempts=jobs.AGAIN + 1)), run_id=str(run.pk))  # workers died
    run.refresh_from_db()
    assert run.state == "failed"
    client.post(page, start)
    sql.run("DELETE FROM procrastinate_jobs WHERE task_name = 'imports.run'", [])
    assert not imports.is_under_way(run.pk)
    assert "cours de lecture" not in client.post(page, start, follow=True).content.decode()


def test_shopify_is_recognised_and_a_merchants_file_does_not_touch_stock(log_in, world) -> None:
    client = log_in("merchant")
    head = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price\n"
    run, _answer = give(client, head + "pot,Pot,Title,Default Title,POT-1,7,19.00\n")
    page = reverse("imports:run", args=[run.pk])
    shown = client.get(page).content.decode()
    assert run.file_format == "shopify" and "its columns are known" in shown and "POT-1" in shown
    client.post(page, {"act": "import", "place": str(world.warehouse.id)})
    work(run)
    variant = catalog.find_variants(["POT-1"])["POT-1"]
    assert not rows.StockLevel.objects.filter(variant_id=variant, on_hand__gt=0).exists()
    assert rows.ListPrice.objects.get(variant_id=variant).amount_minor == 1900


def test_what_is_no_text_is_refused_in_words_and_not_kept(log_in, world) -> None:
    client = log_in("merchant")
    file = SimpleUploadedFile("prices.xlsx", b"PK\x03\x04\x00\x00")
    answer = client.post(reverse("imports:add"), {"file": file})
    assert "cannot be read" in answer.content.decode() and not rows.ImportRun.objects.exists()
    assert log_in("operations").get(reverse("imports:index")).url == reverse("wagtailadmin_home")


def test_the_assortment_is_taken_out_in_every_form(log_in, world) -> None:
    client = log_in("merchant", "fr")
    assert "Lignes JSON" in client.get(reverse("imports:export")).content.decode()
    for form in ("csv", "shopify", "jsonl"):
        text = b"".join(client.get(reverse("imports:export_file", args=[form])).streaming_content).decode()
        assert "BOWL-OCHRE" in text and "Bol Matin" in text, form
    book = b"".join(client.get(reverse("imports:export_file", args=["xlsx"])).streaming_content)
    assert book.startswith(b"PK")
    assert client.get(reverse("imports:export_file", args=["exe"])).status_code == 404
